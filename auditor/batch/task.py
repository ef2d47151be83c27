"""One document of a batch: read, audited by whoever reads, its report written."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditor.batch.names import on_disk
from auditor.documents import DEFAULT_MAX_BYTES, Kind, load_file, read_bytes
from auditor.documents.people import check_known
from auditor.errors import AuditorError
from auditor.files import write_whole
from auditor.render.json import render
from auditor.schema import Document, Report
from auditor.steps import Provider
from auditor.store.rows import Rows, rows
from auditor.store.store import Planned


@dataclass(frozen=True)
class Settings:
    """What holds for every document of a run."""

    reports: Path
    """Folder of the reports."""
    kind: Kind = "auto"
    as_of: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    base: Path = Path()
    """What paths of documents are relative to."""
    vendor_speakers: tuple[str, ...] = ()
    """Who speaks for the vendor, in documents of which a manifest does not say it; passed over where they do not."""


@dataclass(frozen=True)
class Done:
    """A document whose report is written."""

    id: int
    rows: Rows
    report_bytes: int


@dataclass(frozen=True)
class NotDone:
    """A document that could not be audited, and why."""

    id: int
    reason: str


@dataclass(frozen=True)
class Left:
    """A document that was left as it was, because the run stops."""

    id: int
    reason: str
    unwritable: bool = False
    """It stops because reports cannot be written."""


Result = Done | NotDone | Left
UNWRITABLE = "See to the disk and the folder; the same command goes on, and nothing that was kept is lost."
"""What to do where reports cannot be written."""


def place(task: Planned, settings: Settings) -> Path:
    """Return where a document's bytes are: the database holds the path as UTF-8, whatever this system's locale is."""
    return settings.base / on_disk(task.path)


def document_of(task: Planned, settings: Settings) -> Document:
    """Read a document; DocumentError says what is wrong with it."""
    return document_from(task, settings, load_file(place(task, settings), settings.max_bytes))


def document_from(task: Planned, settings: Settings, data: bytes) -> Document:
    """Return the document that a file's bytes are; DocumentError says what is wrong with them."""
    name, most = Path(task.path).name, settings.max_bytes
    document = read_bytes(
        data,
        name=name,
        kind=settings.kind,
        vendor=task.vendor,
        vendor_speakers=task.speakers or settings.vendor_speakers,
        max_bytes=most,
    )
    check_known(task.speakers, document.speakers)
    changed = {"name": task.title} if document.name != task.title else {}
    if task.date:
        changed["date"] = task.date
    return document.model_copy(update=changed) if changed else document


def rendered(report: Report) -> bytes:
    """Return a report as its file holds it."""
    return render(report).encode("utf-8", "backslashreplace")


class UnwritableError(Exception):
    """No report can be written: what is wrong is the disk or the folder, and not the document."""


def written(task: Planned, data: bytes, found: Rows, settings: Settings) -> Done:
    """Write the file of a report, whole; UnwritableError where that cannot be done."""
    try:
        write_whole(settings.reports / on_disk(f"{task.name}.json"), data)
    except OSError as error:
        raise UnwritableError(
            f"Reports cannot be written to {settings.reports} ({error.strerror or error})."
        ) from error
    return Done(task.id, found, len(data))


def finished(task: Planned, report: Report, settings: Settings) -> Done:
    """Write a report, and return its rows."""
    return written(task, rendered(report), rows(task.id, report), settings)


def attempt(task: Planned, work: Callable[[], Result]) -> Result:
    """Return what comes of a document; what is wrong with it is a reason, and hinders no other document."""
    try:
        return work()
    except Exception as error:
        return not_done(task, error)


def not_done(task: Planned, error: Exception) -> Result:
    """Return the one sentence that an error comes to; where it concerns the database, it is raised on."""
    if isinstance(error, sqlite3.Error):
        raise error
    if isinstance(error, UnwritableError):
        return Left(task.id, str(error), unwritable=True)
    if isinstance(error, AuditorError):
        return NotDone(task.id, str(error))
    return NotDone(task.id, f"{task.title} could not be audited: internal error {type(error).__name__}.")


def audited(task: Planned, reader: Provider, settings: Settings) -> Result:
    """Read, audit and write one document from beginning to end, in this process."""
    from auditor.api import audit

    def work() -> Result:
        return finished(task, audit(document_of(task, settings), reader, as_of=settings.as_of), settings)

    return attempt(task, work)


def fingerprint(content: bytes, *given: str | None) -> str:
    """Return a digest of what a document's report depends on: its bytes, and what it is audited with."""
    digest = hashlib.sha256(content)
    digest.update(json.dumps(given).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
