"""What the page keeps of an audit: what was asked for, and the case that came of it."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from auditor.answers import NOTHING_PUT, Notes
from auditor.schema import Directness, Document, Dossier, FailedInput, Record, Report, Verdict

PASTED = "pasted text"
KINDS = ("auto", "marketing", "transcript")


class File(Record):
    """A file or pasted text as it came in; its name is shown and tells the format, and is never opened."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    data: bytes


class Order(Record):
    """What somebody asked to have audited."""

    files: tuple[File, ...]
    kind: Literal["auto", "marketing", "transcript"] = "auto"
    vendor: str | None = None
    vendor_speakers: tuple[str, ...] = ()
    as_of: str | None = None

    @property
    def title(self) -> str:
        """What to call it in a list."""
        first, *more = self.files
        return f"{first.name} and {len(more)} more" if more else first.name


class Moved(Record):
    """A finding that an answer moved."""

    document: int
    finding: str
    before: Verdict | None
    """None where the answer itself made the claim."""


class Answered(Record):
    """What the last change of the answers came to."""

    document: int
    question: str
    directness: Directness | None
    """None where an answer was taken back."""
    moves: tuple[Moved, ...]


class Case(Record):
    """Documents that were read, and what their audit came to."""

    documents: tuple[Document, ...]
    failed: tuple[FailedInput, ...] = ()
    vendor: str | None = None
    as_of: str | None = None
    result: Report | Dossier
    notes: tuple[Notes, ...] = ()
    """What was answered, document by document; shorter where nothing was."""
    replies: dict[str, str] = Field(default_factory=dict)
    """Replies of a model by request digest, so that an answer has nothing else read again."""
    last: Answered | None = None

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports, one a document."""
        return (self.result,) if isinstance(self.result, Report) else self.result.reports

    def noted(self, at: int) -> Notes:
        """Return what was answered about a document."""
        return self.notes[at] if at < len(self.notes) else NOTHING_PUT
