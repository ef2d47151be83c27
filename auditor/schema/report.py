"""The audit of one document, and of several about one vendor: the public contract."""

from typing import Final, Literal

from pydantic import Field

from auditor.schema.document import Hidden, Passage
from auditor.schema.finding import Answer, Fact, Finding, Flag, OpenQuestion
from auditor.schema.numbers import Numbers
from auditor.schema.ownership import Ownership
from auditor.schema.record import Record
from auditor.schema.vocabulary import DocumentKind

SCHEMA_VERSION: Final = 1


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
