"""What a reader of text hands in, before anything is checked: quotes are strings, offsets unknown.

A model answers with this JSON; the offline rules and the scripted replies produce the same. The records
are lenient where a slip is harmless (missing lists, null) and strict in their vocabulary.
"""

from pydantic import BaseModel, ConfigDict

from auditor.schema import Asserted, By, Directness, FactKind, Mechanism, Modality, Scope, Technique


class Draft(BaseModel):
    """Base of all drafts: frozen, no field that is not declared, no number without end."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False)


class QuoteDraft(Draft):
    """Words said to be in the document."""

    text: str
    passage: int | None = None
    """Number of the turn or paragraph they are said to stand in; searched first."""


class FactDraft(Draft):
    """A typed value and the words it rests on."""

    kind: FactKind
    value: str | float
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    quotes: tuple[QuoteDraft, ...]
    by: By = By.VENDOR
    modality: Modality = Modality.DONE


class AnswerDraft(Draft):
    """What the text says to a checklist question."""

    question: str
    directness: Directness
    text: str = ""
    quotes: tuple[QuoteDraft, ...] = ()


class ClaimDraft(Draft):
    """One claim: a thing sold and a training step, with everything said about it."""

    statement: str
    subject: str
    asserted: Asserted
    quotes: tuple[QuoteDraft, ...]
    scope: Scope = Scope.FOUNDATION
    mechanism: Mechanism | None = None
    technique: Technique | None = None
    """The reader's own opinion of the class: one signal among others."""
    facts: tuple[FactDraft, ...] = ()
    answers: tuple[AnswerDraft, ...] = ()


class InstructionDraft(Draft):
    """Text of the document that addresses an automated reader."""

    quote: QuoteDraft


class FollowUp(Draft):
    """What a second look found about one claim."""

    claim: str
    """Id of the claim, as the request names it."""
    quotes: tuple[QuoteDraft, ...] = ()
    facts: tuple[FactDraft, ...] = ()
    answers: tuple[AnswerDraft, ...] = ()


class FollowUpDraft(Draft):
    """Everything a second look found."""

    claims: tuple[FollowUp, ...] = ()
    answers: tuple[AnswerDraft, ...] = ()
    """Answers about the vendor as a whole."""


class HeardDraft(Draft):
    """What a reader makes of one answer that a person or a file gave to a checklist question."""

    directness: Directness
    """How directly it answers the question that was put."""
    asserted: Asserted = Asserted.UNSPECIFIED
    """The class the answer's own words name."""
    facts: tuple[FactDraft, ...] = ()
    answers: tuple[AnswerDraft, ...] = ()
    """What it says to other questions besides."""
    instructions: tuple[InstructionDraft, ...] = ()


class ExtractDraft(Draft):
    """Everything read from one window of a document."""

    claims: tuple[ClaimDraft, ...] = ()
    facts: tuple[FactDraft, ...] = ()
    """Facts about the vendor as a whole."""
    answers: tuple[AnswerDraft, ...] = ()
    """Answers about the vendor as a whole."""
    instructions: tuple[InstructionDraft, ...] = ()
    vendor: str | None = None
    """The vendor's name, where the text states it."""
