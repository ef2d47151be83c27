"""Filled-in questionnaires and plain lists of answers, read back: Markdown, Word, CSV, JSON, YAML.

Whatever the order and whatever is left empty: what is filled in is found by the id of its question. What cannot be
matched to a question is reported, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from auditor.answers import Given, Interview
from auditor.errors import UsageError
from auditor.forms import ANSWER, WHEN, WHO
from auditor.jsontext import parsed, writable

LARGEST = 2_000_000
"""Bytes of a file of answers."""
_LONGEST = 100_000
"""Characters of one answer."""
_UNPACKED = 50_000_000
"""Bytes a Word file may unpack to."""
_HEADING = re.compile(
    r"^\s{0,3}(?:#{1,6}[ \t]*\**[ \t]*(?:\d{1,3}[.)])?|\**[ \t]*\d{1,3}[.)])[^\n]*\[([a-z][a-z-]{2,40})\]\W*$"
)
_NEEDS_YAML = "YAML needs PyYAML: pip install 'training-claim-auditor[yaml]', or give the answers as JSON or CSV."
_NEEDS_OFFICE = "Word files need python-docx: pip install 'training-claim-auditor[office]', or give another form."


@dataclass(frozen=True)
class Sheet:
    """What a file of answers holds."""

    answers: tuple[Given, ...]
    notices: tuple[str, ...]
    """One sentence each about what was not understood."""


@dataclass
class _Filled:
    """Answers by id as they are found, and who gave them."""

    texts: dict[str, str]
    who: str | None = None
    when: str | None = None


def read_answers(path: Path, ids: Sequence[str]) -> Sheet:
    """Read a file of answers; ``ids`` are the checklist's. UsageError says what is wrong with it."""
    data = _bytes(path)
    form = path.suffix.lower()
    if data[:4] == b"PK\x03\x04" or form == ".docx":
        filled: _Filled | Sheet = _from_docx(data, path.name)
    else:
        filled = _from_text(_decoded(data, path.name), form, path.name)
    if isinstance(filled, Sheet):
        return filled
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0).isoformat()
    return _sheet(filled, ids, written, path.name)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"The answers {path.name} cannot be read ({error.strerror or error}).") from error
    if len(data) > LARGEST:
        raise UsageError(f"The answers {path.name} are larger than {LARGEST} bytes; give the answers alone.")
    return data


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise UsageError(f"The answers {name} are not UTF-8 text; save them as UTF-8.") from None


def _from_text(text: str, form: str, name: str) -> _Filled | Sheet:
    if form == ".csv":
        return _from_csv(text, name)
    if form in (".yaml", ".yml"):
        return _from_mapping(_yaml(text, name), name)
    if form == ".json" or (form not in (".md", ".markdown", ".txt") and text.lstrip()[:1] == "{"):
        return _from_json(text, name)
    return _from_markdown(text)


def _sheet(filled: _Filled, ids: Sequence[str], written: str, name: str) -> Sheet:
    who, when = writable(filled.who or "") or None, writable(filled.when or written)
    answers: list[Given] = []
    notices: list[str] = []
    for question, text in ((writable(name), writable(text)) for name, text in filled.texts.items()):
        if not text.strip():
            continue
        if question not in ids:
            near = get_close_matches(question, ids, n=1, cutoff=0.6)
            meant = f"; did you mean {near[0]}?" if near else "."
            notices.append(f"{name} answers {question!r}, which is no question of the checklist{meant}")
            continue
        cut = text.strip()[:_LONGEST]
        if len(text.strip()) > _LONGEST:
            notices.append(f"{name}: the answer to {question} was read up to {_LONGEST} characters.")
        answers.append(Given(question=question, text=cut, source="file", who=who, when=when))
    if not answers and not notices:
        notices.append(f"{name} holds no answer.")
    return Sheet(tuple(answers), tuple(notices))


# --- forms ------------------------------------------------------------------------------------------


def _from_markdown(text: str) -> _Filled:
    filled = _Filled({})
    question: str | None = None
    answering = False
    kept: dict[str, list[str]] = {}
    for line in text.split("\n"):
        plain = line.strip().strip("*_").strip()
        if heading := _HEADING.match(line):
            question, answering = heading[1], False
        elif question is None:
            _head(plain, filled)
        elif not answering and plain.lower().startswith(ANSWER.lower()):
            answering = True
            kept.setdefault(question, []).append(plain[len(ANSWER) :].lstrip("* "))
        elif answering:
            kept[question].append(line)
    filled.texts = {name: "\n".join(lines).strip() for name, lines in kept.items()}
    return filled


def _head(line: str, filled: _Filled) -> None:
    """Take who answered, and when, from a line above the questions."""
    if line.lower().startswith(WHO.lower()):
        filled.who = line[len(WHO) :].strip(" *_") or None
    elif line.lower().startswith(WHEN.lower()):
        filled.when = line[len(WHEN) :].strip(" *_") or None


def _from_csv(text: str, name: str) -> _Filled:
    import csv
    from io import StringIO

    sample = text.split("\n", 1)[0]
    try:
        rows = list(csv.DictReader(StringIO(text), delimiter=";" if sample.count(";") > sample.count(",") else ","))
    except csv.Error as error:
        raise UsageError(f"The answers {name} are not a CSV table: {error}.") from error
    lowered = [{(key or "").strip().lower(): value for key, value in row.items()} for row in rows]
    if not any("id" in row and "answer" in row for row in lowered):
        raise UsageError(f"The table {name} needs the columns id and answer.")
    texts = {str(row["id"]).strip(): str(row.get("answer") or "") for row in lowered if row.get("id")}
    # A leading apostrophe keeps a spreadsheet from taking text for a formula.
    return _Filled({key: re.sub(r"^'(?=[=+@-])", "", value) for key, value in texts.items()})


def _from_json(text: str, name: str) -> _Filled | Sheet:
    try:
        data = parsed(text)
    except ValueError as error:
        raise UsageError(f"The answers {name} are not JSON: {error}.") from error
    if isinstance(data, dict) and "interview_version" in data:
        return Sheet(interview_of(data, name).notes.answers, ())
    return _from_mapping(data, name)


def interview_of(data: Any, name: str) -> Interview:
    """Return a saved interview from its JSON data."""
    from pydantic import ValidationError

    try:
        return Interview.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"The saved interview {name} is not valid at {place}: {first['msg']}.") from error


def _yaml(text: str, name: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise UsageError(_NEEDS_YAML) from None
    try:
        # Every scalar stays text: "no" is an answer, not a truth value.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: an escape that is no character
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise UsageError(f"The answers {name} are not YAML{where}.") from error


def _from_mapping(data: Any, name: str) -> _Filled:
    if not isinstance(data, Mapping):
        raise UsageError(f"The answers {name} are no mapping of question ids to answers.")
    items = data.get("items")
    if isinstance(items, list):
        texts = {str(row.get("question")): row.get("answer") for row in items if isinstance(row, Mapping)}
    else:
        texts = dict(data["answers"]) if isinstance(data.get("answers"), Mapping) else dict(data)
    who, when = (str(data.get(key) or "") or None for key in ("who", "when"))
    told = {str(key): _words(value) for key, value in texts.items() if key not in ("who", "when")}
    return _Filled(told, who, when)


def _words(value: Any) -> str:
    """An answer as text: lists line by line, numbers as they are written; what is nested deeper is none."""
    lines = value if isinstance(value, list) else [value]
    return "\n".join(str(each) for each in lines if isinstance(each, str | int | float))


def _from_docx(data: bytes, name: str) -> _Filled:
    from io import BytesIO
    from zipfile import ZipFile

    try:
        from docx import Document
    except ImportError:
        raise UsageError(_NEEDS_OFFICE) from None
    try:
        with ZipFile(BytesIO(data)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        lines = list(_docx_lines(Document(BytesIO(data)))) if size <= _UNPACKED else None
    except Exception as error:  # python-docx raises what its XML and zip readers raise
        raise UsageError(f"The answers {name} cannot be read as a Word file ({type(error).__name__}).") from error
    if lines is None:
        raise UsageError(f"The answers {name} unpack to more than {_UNPACKED} bytes; give the answers alone.")
    return _from_markdown("\n".join(lines))


def _docx_lines(document: Any) -> Iterator[str]:
    """The lines of a Word file in order, those of table cells among them."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.text.split("\n")
        else:
            yield from block.text.split("\n")
