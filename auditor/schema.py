"""What we believe after checking: the frozen records of a document and its report.

The JSON forms of :class:`Report` and :class:`Dossier` are the public contract, version 1. Offsets are
half-open character ranges into the text named by ``in``; every quote equals that slice.
"""

import re
from bisect import bisect_left, bisect_right
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = 1


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


DocumentKind = Literal["marketing", "transcript"]
Access = Literal["api", "own_weights", "unknown"]
"""Whether the buyer rents an API or the weights can be held."""


class Record(BaseModel):
    """Base of all records: frozen, no field that is not declared, no number that JSON cannot hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True, allow_inf_nan=False)


# --- the document ---------------------------------------------------------------------------------


class Passage(Record):
    """A numbered stretch of the text: one speaker's turn in a transcript, else one paragraph."""

    number: int
    """1-based; drafts name it."""
    start: int
    end: int
    speaker: str | None = None
    side: Side | None = None
    """None where nobody speaks (marketing copy)."""
    time: str | None = None
    """Start of the turn as HH:MM:SS, where the file states one."""
    doubt: str | None = None
    """Why nobody is named although somebody speaks, in a sentence."""


class Speaker(Record):
    """One person of a transcript, or one voice that a recogniser told apart."""

    name: str
    """A name, or the label of a voice: "Speaker 1"."""
    company: str | None = None
    """A name or a domain."""
    role: str | None = None
    side: Side = Side.UNKNOWN


class Hidden(Record):
    """Text in the file that a reader does not see; never evidence."""

    text: str
    origin: str
    """What hid it: "HTML comment", "hidden element", "alt text", "NOTE block", "zero-width text" …"""


class Place(Record):
    """From ``start`` on, the text comes from the place ``label`` of the file."""

    start: int
    label: str
    """For a person: "cue 14, 00:03:12", "line 7"."""


class Document(Record):
    """One input as text, with its turns or paragraphs and a map back to the file."""

    id: str
    """"sha256:" and the digest of the input's bytes."""
    name: str
    """File name without folders, or "pasted text"."""
    kind: DocumentKind
    format: str
    text: str
    passages: tuple[Passage, ...]
    speakers: tuple[Speaker, ...] = ()
    """In the order of their first words; empty for marketing copy."""
    hidden: tuple[Hidden, ...] = ()
    places: tuple[Place, ...] = ()
    """Sorted by start; empty where line numbers of the text serve."""
    vendor: str | None = None
    date: str | None = None
    """ISO date the document states for itself."""
    language: str | None = None
    """"en", or None where the text does not look like English."""
    notices: tuple[str, ...] = ()
    """One sentence each about what reading the file had to assume or leave out."""

    def where(self, start: int) -> str:
        """Return the place of an offset in the file, for a person."""
        if self.places:
            at = bisect_right(self.places, start, key=lambda place: place.start) - 1
            return self.places[max(at, 0)].label
        return f"line {bisect_left(self._line_ends, start) + 1}"

    @cached_property
    def _line_ends(self) -> tuple[int, ...]:
        """Offsets of the line feeds, found once: many quotes ask for their line."""
        return tuple(match.start() for match in re.finditer("\n", self.text))

    def passage_at(self, start: int) -> Passage | None:
        """Return the passage that holds an offset, or None between passages."""
        at = bisect_right(self.passages, start, key=lambda passage: passage.start) - 1
        if at < 0 or start >= self.passages[at].end:
            return None
        return self.passages[at]


# --- the report -----------------------------------------------------------------------------------


class Quote(Record):
    """Verbatim evidence: ``text`` is the slice ``[start:end]`` of what ``in`` names."""

    text: str
    start: int
    end: int
    alignment: Literal["exact", "normalized"]
    origin: str = Field(default="document", alias="in")
    """"document", "answer:<question id>" or "hidden:<n>"."""
    where: str
    speaker: str | None = None
    side: Side | None = None
    doubt: str | None = None
    """Why nobody is named as the speaker although somebody speaks, in a sentence."""
    context_start: int
    """Start of the sentence around the quote, which reports print."""
    context_end: int


class Interval(Record):
    """Low and high end of a stated quantity, from the rounding or range its wording implies."""

    low: float
    high: float


class Fact(Record):
    """One typed value with the words it rests on."""

    kind: FactKind
    value: str | float
    unit: str | None = None
    interval: Interval | None = None
    quotes: tuple[Quote, ...]
    source: str = "document"
    """"document" or "answer:<question id>"."""
    by: By = By.VENDOR
    modality: Modality = Modality.DONE


class Reason(Record):
    """A signal of the rubric that fired, and what it moved."""

    signal: str
    text: str
    quotes: tuple[Quote, ...] = ()
    weights: dict[Technique, float] = {}
    """Log-likelihood added to each technique, natural units."""


class Verdict(Record):
    """The class the evidence supports; ``technique`` is None only when ``status`` is error."""

    technique: Technique | None
    status: Status
    probabilities: dict[Technique, float]
    agreement: Agreement
    rationale: tuple[Reason, ...]
    would_change: tuple[str, ...] = ()
    """What, if learned, would move the verdict; a sentence each."""


class Answer(Record):
    """What the document (or a person, or a file) says to a checklist question."""

    question: str
    directness: Directness
    text: str
    """Of a person or file: the whole answer, which quotes with ``in`` "answer:<id>" index into."""
    quotes: tuple[Quote, ...] = ()
    source: str = "document"
    """"document", "person" or "file"."""
    who: str | None = None
    """Who answered, where the answer was asked for."""
    when: str | None = None
    """ISO time stamp of the answer, where it was asked for."""


class Outcome(Record):
    """What one kind of answer to an open question would mean."""

    answer: str
    meaning: str


class OpenQuestion(Record):
    """A checklist question the document leaves open."""

    question: str
    purpose: Literal["settles", "diligence"]
    text: str
    why: str
    expected_gain_bits: float | None = None
    """Expected information about the technique, in bits; None for diligence questions."""
    outcomes: tuple[Outcome, ...] = ()


class Flag(Record):
    """A documented rule that fired."""

    rule: str
    severity: Severity
    message: str
    quotes: tuple[Quote, ...] = ()
    would_clear: str


class Review(Record):
    """What an analyst decided on a finding; it stands beside the verdict and changes nothing in it."""

    decision: Literal["accepted", "rejected", "reclassed"]
    technique: Technique | None = None
    """The analyst's class, where the finding was re-classed."""
    note: str | None = None
    who: str | None = None
    when: str
    """ISO time stamp."""


class Finding(Record):
    """One claim (a thing sold, a training step) with its facts, answers, verdict and flags."""

    id: str
    statement: str
    """Self-contained; what is added for context stands in [brackets]."""
    asserted: Asserted
    scope: Scope = Scope.FOUNDATION
    mechanism: Mechanism | None = None
    subject: str
    speaker: str | None = None
    quotes: tuple[Quote, ...] = Field(min_length=1)
    verdict: Verdict
    facts: tuple[Fact, ...] = ()
    answers: tuple[Answer, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    flags: tuple[Flag, ...] = ()
    reviews: tuple[Review, ...] = ()
    """In the order they were given; the last one counts."""


class NumbersVerdict(StrEnum):
    """Whether stated numbers fit each other; about the numbers, never about intent."""

    CONSISTENT = "consistent"
    UNIT_ERROR = "probably a unit error"
    DOUBTFUL = "doubtful"
    IMPLAUSIBLE = "implausible"
    IMPOSSIBLE = "impossible as stated"
    CANNOT_TELL = "cannot tell"


class NumberLine(Record):
    """One step from what is stated to what it means."""

    step: Literal["stated", "derived", "check"]
    what: str
    """"parameters", "GPU-hours needed", "utilisation of the stated hours" …"""
    value: float | None = None
    unit: str | None = None
    interval: Interval | None = None
    formula: str = ""
    """How a value follows from the others; how a stated one was read, where it can be read differently."""
    meaning: str = ""
    """For somebody who is no engineer."""
    source: str = ""
    """Where the formula or figure comes from."""
    verdict: NumbersVerdict | None = None
    """Of a check."""
    marks: tuple[str, ...] = ()
    """What the rubric and the flags read of it."""
    quotes: tuple[Quote, ...] = ()


class Analogue(Record):
    """A documented training run near the claim's numbers."""

    model: str
    organisation: str
    date: str
    kind: Literal["pre_training", "fine_tuning", "continued_pre_training"]
    parameters: float | None = None
    active_parameters: float | None = None
    tokens: float | None = None
    gpu_hours: float | None = None
    cost_usd: float | None = None
    flop: float | None = None
    source: str


class Numbers(Record):
    """The arithmetic over what one claim states: stated, derived, and what it means."""

    subject: str
    findings: tuple[str, ...] = ()
    """Ids of the findings the numbers belong to."""
    verdict: NumbersVerdict
    text: str
    """The verdict in a sentence or two."""
    lines: tuple[NumberLine, ...] = ()
    analogues: tuple[Analogue, ...] = ()
    flop: Interval | None = None
    """Training compute, stated, from 6ND or from the hours; None where the numbers do not give it."""
    cost_usd: Interval | None = None
    """Stated, or the hours at the rental prices of the date."""
    scratch_share: Interval | None = None
    """Compute as a share of a run from scratch at 20 tokens a parameter (1 = that run)."""
    marks: tuple[str, ...] = ()
    """What the rubric and the flags read: "below-scratch", "unit", "disagree", "fingerprint:DeepSeek-V3" …"""


class Ungrounded(Record):
    """Something a reader handed in that the document does not bear out; recorded, never repaired."""

    text: str
    reason: str


class StepError(Record):
    """A part of the audit that failed."""

    step: str
    where: str
    message: str


class DocumentInfo(Record):
    """The audited document as the report carries it."""

    id: str
    name: str
    kind: DocumentKind
    format: str
    vendor: str | None
    date: str | None
    language: str | None
    characters: int
    turns: int
    text: str
    passages: tuple[Passage, ...] = ()
    """The turns of a transcript, by start: captions keep their speakers outside the text. Empty for marketing copy."""


class BottomLine(Record):
    """One product in three lines: what is said, what the evidence supports, what to ask next."""

    subject: str
    says: str
    supported: str
    ask: tuple[str, ...]
    findings: tuple[str, ...] = ()
    """Ids of the findings summed up here."""


class BaseAge(Record):
    """How old a base model was at the report's date."""

    base: str
    """Its name in the reference table."""
    released: str
    """YYYY-MM."""
    months: int
    """Whole calendar months from release to the report's date."""
    successor: str | None = None
    """None where it had none by then, or none is known."""
    superseded: str | None = None
    """YYYY-MM of the successor's release."""


class OwnershipReason(Record):
    """One of the four reasons for owning a model, with the words it is given in."""

    reason: str
    quote: Quote
    figures: tuple[str, ...] = ()
    """Numbers in those words."""


class Ownership(Record):
    """What it means for the buyer: which base, what is done with it, rented or owned."""

    base: str | None = None
    work: str | None = None
    access: Access = "unknown"
    upgrade: str | None = None
    reasons: tuple[str, ...] = ()
    """Of cost at scale, data sensitivity, latency, offline: those the document gives."""
    cases: tuple[OwnershipReason, ...] = ()
    """The same with the words they are given in."""
    age: BaseAge | None = None
    """The base's age and successor, where the base is known."""
    upgraded_by: Literal["vendor", "customer"] | None = None
    """Who is said to carry out an upgrade."""
    payer: Literal["vendor", "customer", "shared"] | None = None
    """Who is said to pay for it."""
    summary: tuple[str, ...] = ()
    """Sentences for the reader."""


class Provenance(Record):
    """Who read the text, with what, and as of when."""

    model: str
    prompts: dict[str, str]
    """Template name to digest; empty for readers that use no prompt."""
    checklist: str
    rubric: str
    auditor: str
    as_of: str
    as_of_source: Literal["option", "document", "today"]
    created_at: str


class Usage(Record):
    """What the audit cost; ``cost_usd`` is None where no price is known."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0


class Report(Record):
    """The audit of one document: the JSON contract, version 1."""

    schema_version: Literal[1] = SCHEMA_VERSION
    status: Literal["complete", "partial", "failed"]
    errors: tuple[StepError, ...] = ()
    notices: tuple[str, ...] = ()
    document: DocumentInfo
    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()
    """Facts about the vendor as a whole, beside those of the findings."""
    answers: tuple[Answer, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    flags: tuple[Flag, ...] = ()
    numbers: tuple[Numbers, ...] = ()
    ownership: Ownership = Field(default_factory=Ownership)
    bottom_line: tuple[BottomLine, ...] = ()
    ungrounded: tuple[Ungrounded, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    """Text of the file a reader does not see; never evidence, quoted only by flags."""
    provenance: Provenance
    usage: Usage = Field(default_factory=Usage)


class FailedInput(Record):
    """An input of a dossier that could not be read."""

    name: str
    message: str


class Dossier(Record):
    """Several documents about one vendor: the reports, and one bottom line over all of them."""

    schema_version: Literal[1] = SCHEMA_VERSION
    status: Literal["complete", "partial", "failed"]
    vendor: str | None = None
    bottom_line: tuple[BottomLine, ...] = ()
    flags: tuple[Flag, ...] = ()
    """Flags that only the documents together raise; quotes name their document in ``where``."""
    open_questions: tuple[OpenQuestion, ...] = ()
    reports: tuple[Report, ...] = ()
    failed: tuple[FailedInput, ...] = ()
