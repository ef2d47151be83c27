"""The words a report is made of: each a closed list, in one place."""

from enum import StrEnum
from typing import Literal


class Technique(StrEnum):
    """The three classes a claim can end in, by what was done to the weights."""

    PRE_TRAINING = "pre_training"
    FINE_TUNING = "fine_tuning"
    PROMPT_ENGINEERING = "prompt_engineering"


class Asserted(StrEnum):
    """The class the vendor's own words name; ``unspecified`` for bare "trained"."""

    PRE_TRAINING = "pre_training"
    FINE_TUNING = "fine_tuning"
    PROMPT_ENGINEERING = "prompt_engineering"
    UNSPECIFIED = "unspecified"


class Mechanism(StrEnum):
    """How the thing sold came to behave as it does: the sub-type of a technique."""

    FROM_SCRATCH = "from_scratch"
    SFT = "sft"
    PREFERENCE = "preference"
    RL = "rl"
    ADAPTER = "adapter"
    SOFT_PROMPT = "soft_prompt"
    CONTINUED_PRETRAINING = "continued_pretraining"
    DISTILLATION = "distillation"
    DERIVATIVE = "derivative"
    RETRIEVAL = "retrieval"
    PROMPTING = "prompting"
    ORCHESTRATION = "orchestration"
    REBRAND = "rebrand"


class FactKind(StrEnum):
    """What a fact is about."""

    WEIGHTS_BEFORE_TRAINING = "weights_before_training"
    BASE_MODEL = "base_model"
    API_PROVIDER = "api_provider"
    MECHANISM = "mechanism"
    PARAMETERS = "parameters"
    TRAINING_TOKENS = "training_tokens"
    EXAMPLES = "examples"
    DATASET_SIZE = "dataset_size"
    GPU_HOURS = "gpu_hours"
    GPU_COUNT = "gpu_count"
    ACCELERATOR = "accelerator"
    DURATION = "duration"
    COMPUTE_BUDGET = "compute_budget"
    TEAM = "team"
    DATA_PIPELINE = "data_pipeline"
    WEIGHTS_HOLDER = "weights_holder"
    UPGRADE_PATH = "upgrade_path"
    UPGRADE_PAYER = "upgrade_payer"
    OWNERSHIP_CASE = "ownership_case"
    TASK = "task"
    WHY_NOT_PROMPTING = "why_not_prompting"
    GAIN_OVER_BASE = "gain_over_base"
    PROVIDERS_IN_PATH = "providers_in_path"


class Status(StrEnum):
    """How firmly the verdict stands."""

    SUPPORTED = "supported"
    INFERRED = "inferred"
    UNDETERMINED = "undetermined"
    ERROR = "error"


class Agreement(StrEnum):
    """How the class asserted compares with the class the evidence supports."""

    CONSISTENT = "consistent"
    OVERSTATED = "overstated"
    UNDERSTATED = "understated"
    UNVERIFIABLE = "unverifiable"


class Directness(StrEnum):
    """How directly a checklist question is answered."""

    DIRECT = "direct"
    PARTIAL = "partial"
    EVASIVE = "evasive"
    REFUSED = "refused"
    ABSENT = "absent"


class Severity(StrEnum):
    """How much a flag matters, lowest first."""

    INFO = "info"
    WARNING = "warning"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for high."""
        return list(Severity).index(self)


class Side(StrEnum):
    """Who a speaker speaks for."""

    VENDOR = "vendor"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """Whether a claim is about a language (or other foundation) model or about other machine learning."""

    FOUNDATION = "foundation"
    OTHER_ML = "other_ml"


class Modality(StrEnum):
    """Whether what a fact says has happened."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    POSSIBLE = "possible"


class By(StrEnum):
    """Whose words a fact rests on."""

    VENDOR = "vendor"
    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"


class NumbersVerdict(StrEnum):
    """Whether stated numbers fit each other; about the numbers, never about intent."""

    CONSISTENT = "consistent"
    UNIT_ERROR = "probably a unit error"
    DOUBTFUL = "doubtful"
    IMPLAUSIBLE = "implausible"
    IMPOSSIBLE = "impossible as stated"
    CANNOT_TELL = "cannot tell"


DocumentKind = Literal["marketing", "transcript"]
Access = Literal["api", "own_weights", "unknown"]
"""Whether the buyer rents an API or the weights can be held."""
