"""What the page keeps of an audit: what was asked for, and the case that came of it."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from auditor.schema import Document, Dossier, FailedInput, Record, Report

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


class Case(Record):
    """Documents that were read, and what their audit came to."""

    documents: tuple[Document, ...]
    failed: tuple[FailedInput, ...] = ()
    vendor: str | None = None
    as_of: str | None = None
    result: Report | Dossier

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports, one a document."""
        return (self.result,) if isinstance(self.result, Report) else self.result.reports
