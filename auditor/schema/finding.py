"""A claim as it stands after checking: its quotes, facts, answers, flags and verdict."""

from typing import Literal

from pydantic import Field

from auditor.schema.record import Record
from auditor.schema.vocabulary import (
    Agreement,
    Asserted,
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
    weights: dict[Technique, float] = Field(default={})
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
