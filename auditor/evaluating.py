"""Audit labelled cases, and those with planted text once more without it, so that they can be scored."""

from __future__ import annotations

from pathlib import Path

from auditor.api import audit
from auditor.documents import read_bytes, read_path
from auditor.errors import DocumentError
from auditor.evaluation.cases import Case, parse_cases
from auditor.evaluation.matching import Audited, audited
from auditor.files import read_whole
from auditor.schema import Document
from auditor.steps import Provider

AS_OF = "2026-11-22"
"""The day base models are judged at, so that figures do not move with the calendar."""
_LARGEST = 1_000_000_000
"""Bytes of a file of cases."""
_EXTENSIONS = {"text": "txt", "markdown": "md", "html": "html", "vtt": "vtt", "srt": "srt"}


def load_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file; raises DocumentError with one sentence where it cannot be read."""
    try:
        return parse_cases(read_whole(path, _LARGEST).decode("utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path.name} is not UTF-8 text; save the cases as UTF-8, one JSON object a line."
        ) from error
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read ({error.strerror or error}).") from error


def document_of(case: Case, folder: Path) -> Document:
    """Read a case's text as a file of its format would be read; a path is looked for in the folder and above it."""
    if not case.path:
        return _read(case, case.text)
    for place in (folder, folder.parent):
        if _is_file(place / case.path):
            return read_path(place / case.path, kind=case.kind)
    path = " ".join(case.path.split())
    raise DocumentError(f"Case {case.name}: path: there is no file {path} in {folder.name} or the folder above.")


def _is_file(path: Path) -> bool:
    """Whether a path that anybody may have written is that of a file; one the system takes for none is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def evaluate(case: Case, folder: Path, reader: Provider) -> Audited:
    """Audit a case, and its twin without the passages aimed at automated readers, where it has some."""
    report = audit(document_of(case, folder), reader, as_of=AS_OF)
    if not (case.passages and case.text):
        return audited(case, report)
    honest = case.text
    for passage in case.passages:
        honest = honest.replace(passage, "")
    return audited(case, report, audit(_read(case, honest), reader, as_of=AS_OF))


def _read(case: Case, text: str) -> Document:
    return read_bytes(text.encode("utf-8", "replace"), name=f"{case.name}.{_EXTENSIONS[case.format]}", kind=case.kind)
