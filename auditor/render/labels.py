"""What reports call things: one name for each value of the vocabulary, and the headings all formats share."""

from __future__ import annotations

from auditor.schema import (
    By,
    Directness,
    FactKind,
    Mechanism,
    Modality,
    Scope,
    Severity,
    Side,
    Status,
    Technique,
)

TECHNIQUE = {
    Technique.PRE_TRAINING: "pre-training",
    Technique.FINE_TUNING: "fine-tuning",
    Technique.PROMPT_ENGINEERING: "prompt engineering",
}
OTHER_ML = {
    Technique.PRE_TRAINING: "trained from scratch",
    Technique.FINE_TUNING: "trained from existing weights",
    Technique.PROMPT_ENGINEERING: "existing model used as it is",
}
"""The same two facts, for machine learning that is not a language model."""
NOT_A_LANGUAGE_MODEL = "not a language model"
BARS = {
    Scope.FOUNDATION: TECHNIQUE,
    Scope.OTHER_ML: {
        Technique.PRE_TRAINING: "from scratch",
        Technique.FINE_TUNING: "existing weights",
        Technique.PROMPT_ENGINEERING: "used as it is",
    },
}
STATUS = {
    Status.SUPPORTED: "supported",
    Status.INFERRED: "inferred",
    Status.UNDETERMINED: "best guess only (undetermined)",
    Status.ERROR: "an error occurred",
}
SUPPORTS = {
    Status.SUPPORTED: "supports",
    Status.INFERRED: "points to",
}
DIRECTNESS = {
    Directness.DIRECT: "answered directly",
    Directness.PARTIAL: "answered in part",
    Directness.EVASIVE: "the reply leaves it open",
    Directness.REFUSED: "declined to answer",
    Directness.ABSENT: "not addressed",
}
SEVERITY = {
    Severity.HIGH: "important",
    Severity.WARNING: "to check",
    Severity.INFO: "note",
}
SIDE = {Side.VENDOR: "vendor", Side.CUSTOMER: "customer", Side.UNKNOWN: "side unknown"}
MECHANISM = {
    Mechanism.FROM_SCRATCH: "from random weights",
    Mechanism.SFT: "supervised examples",
    Mechanism.PREFERENCE: "preference tuning",
    Mechanism.RL: "reinforcement learning",
    Mechanism.ADAPTER: "adapters such as LoRA",
    Mechanism.SOFT_PROMPT: "soft prompts",
    Mechanism.CONTINUED_PRETRAINING: "continued pre-training",
    Mechanism.DISTILLATION: "distillation",
    Mechanism.DERIVATIVE: "derived from existing checkpoints",
    Mechanism.RETRIEVAL: "retrieval",
    Mechanism.PROMPTING: "prompting",
    Mechanism.ORCHESTRATION: "orchestration of models",
    Mechanism.REBRAND: "an existing model, weights unchanged",
}
FACT = {
    FactKind.WEIGHTS_BEFORE_TRAINING: "weights before training",
    FactKind.BASE_MODEL: "base model",
    FactKind.API_PROVIDER: "API provider",
    FactKind.MECHANISM: "mechanism",
    FactKind.PARAMETERS: "parameters",
    FactKind.TRAINING_TOKENS: "training tokens",
    FactKind.EXAMPLES: "examples",
    FactKind.DATASET_SIZE: "dataset size",
    FactKind.GPU_HOURS: "GPU-hours",
    FactKind.GPU_COUNT: "GPUs",
    FactKind.ACCELERATOR: "accelerator",
    FactKind.DURATION: "duration",
    FactKind.COMPUTE_BUDGET: "compute budget",
    FactKind.TEAM: "team",
    FactKind.DATA_PIPELINE: "data pipeline",
    FactKind.WEIGHTS_HOLDER: "holder of the weights",
    FactKind.UPGRADE_PATH: "upgrade path",
    FactKind.UPGRADE_PAYER: "who pays for upgrades",
    FactKind.OWNERSHIP_CASE: "reason to own",
    FactKind.TASK: "task",
    FactKind.WHY_NOT_PROMPTING: "why not prompting",
    FactKind.GAIN_OVER_BASE: "gain over the base",
    FactKind.PROVIDERS_IN_PATH: "providers in the path",
}
VALUE = {
    "customer_data": "the customer's or an industry's data",
    "named_corpus": "a corpus described, without a size",
    "customer_upload": "files or addresses the customer gives",
    "into_weights": "data that ends up in weights",
    "learned": "learned: gone only after a new training run",
    "looked_up": "looked up: gone with the document",
    "random": "random",
    "checkpoint": "an existing checkpoint",
    "unchanged": "used as supplied",
    "cost_at_scale": "cost at scale",
    "data_sensitivity": "data sensitivity",
}
"""Values of facts that are codes."""
BY = {By.VENDOR: "", By.CUSTOMER: "said by the customer", By.THIRD_PARTY: "said by a third party"}
MODALITY = {
    Modality.DONE: "",
    Modality.IN_PROGRESS: "in progress",
    Modality.PLANNED: "planned",
    Modality.POSSIBLE: "possible",
}
ACCESS = {"api": "rented, through an API", "own_weights": "own weights", "unknown": "not stated"}
WHO = {"vendor": "the vendor", "customer": "the customer", "shared": "shared between vendor and customer"}
PURPOSE = {"settles": "settles the class", "diligence": "due diligence"}
AS_OF = {"option": "as asked for", "document": "the document's own date", "today": "the day of the audit"}
KIND = {"marketing": "marketing text", "transcript": "transcript"}

TITLE = "Training claims"
BOTTOM_LINE = "Bottom line"
SAYS = "Says"
SUPPORTED = "Evidence supports"
ASK = "Ask next"
VERDICT = "Verdict"
WHY = "Why"
WOULD_CHANGE = "What would change it"
FINDINGS = "Findings"
QUOTES = "Quotes"
FACTS = "Facts"
ANSWERS = "Answers"
FLAGS = "Flags"
QUESTIONS = "Questions"
TO_SETTLE = "Questions that would settle the class"
DILIGENCE = "Questions for due diligence"
MEANING = "What it means for you"
OWNERSHIP = "Ownership and upgrades"
WOULD_CLEAR = "Would clear it:"
UNGROUNDED = "Left out"
HIDDEN = "Text a reader does not see"
ACROSS = "Across the documents"
WHOLE = "The document as a whole"
UNREAD = "Inputs that could not be read"
OUTSIDE_COUNTS = "Outside the counts by class."
ALSO_QUOTED = "Also quoted:"
NOTICE = "Notice"
