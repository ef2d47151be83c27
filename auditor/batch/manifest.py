"""What the arguments of a batch stand for: files, folders, globs, archives, and tables that list documents."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from auditor.documents import DEFAULT_MAX_BYTES, load_file
from auditor.errors import DocumentError, UsageError
from auditor.jsontext import parsed

TABLES = (".csv", ".jsonl", ".ndjson")
"""Suffixes of manifests; a file in a folder is never taken for one."""
_GLOB = frozenset("*?[")
_LONGEST_ROW = 100_000_000
"""Characters of a cell of a CSV manifest, which may hold a whole call."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document to audit; either a path or its content."""

    source: str
    """What it is known by in every run: its path, or its manifest's path with call id or line."""
    title: str
    path: Path | None = None
    content: bytes | None = None
    call: str | None = None
    vendor: str | None = None
    date: str | None = None
    speakers: tuple[str, ...] = ()
    """Who speaks for the vendor."""
    problem: str | None = None
    """Why there is nothing to read, in one sentence."""


def items(
    arguments: Iterable[str],
    listed: Iterable[str] = (),
    *,
    without: Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Iterator[Item]:
    """Yield the documents that arguments stand for, in order; ``-`` stands for the paths of ``listed``.

    Folders are walked in the order of their names, without hidden files and without the folder ``without``. What
    cannot be read is an item with its problem; UsageError is raised where an argument stands for nothing.
    """
    for argument in arguments:
        if not argument:
            raise UsageError("One of the paths is empty; name a file or folder.")
        if argument == "-":
            for line in listed:
                if name := line.rstrip("\r\n"):
                    yield from _named(name, without, max_bytes)
        else:
            yield from _named(argument, without, max_bytes)


def _named(name: str, without: Path | None, max_bytes: int) -> Iterator[Item]:
    path = Path(name)
    if path.is_dir():
        for file in _walk(path, without):
            yield from _file(file, max_bytes)
    elif path.suffix.lower() in TABLES and path.is_file() and not _is_call(path):
        yield from (_jsonl if path.suffix.lower() != ".csv" else _csv)(path)
    elif path.exists() or not _GLOB & set(name):
        yield from _file(path, max_bytes)
    else:
        matches = _glob(name)
        if not matches:
            raise UsageError(f"Nothing matches {name}; check the pattern.")
        for match in matches:
            yield from _named(match, without, max_bytes)


def _glob(pattern: str) -> list[str]:
    import glob

    # Path.glob takes no absolute pattern.
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207


def _walk(folder: Path, without: Path | None) -> Iterator[Path]:
    """Yield the files below a folder, sorted within each folder, so that a run meets them in the same order.

    A folder that cannot be looked into is yielded itself: as a document that cannot be read.
    """
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (without is None or (here / name).resolve() != without)
        )
        yield from (here / name for name in sorted(files) if not name.startswith("."))
    yield from (Path(error.filename) for error in closed)


def _file(path: Path, max_bytes: int) -> Iterator[Item]:
    """Yield a file, or the documents of a ZIP, each by itself."""
    if path.suffix.lower() == ".zip":
        from auditor.documents.archives import is_archive, members

        try:
            data = load_file(path, max_bytes)
            if len(data) <= max_bytes and is_archive(data, path.name):
                for member in members(data, path.name, max_bytes):
                    source = (path.parent / member.name).as_posix()
                    yield Item(source, member.name, content=member.data, problem=member.error)
                return
        except DocumentError:
            pass  # said when the file is read
    yield Item(path.as_posix(), path.name, path=path)


def _is_call(path: Path) -> bool:
    """Whether a table is a call, a row a turn, rather than a list of documents: the names in its first row tell."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            first = file.readline(_LONGEST_ROW)
    except (OSError, UnicodeDecodeError):
        return False
    names = first.split(",")
    if path.suffix.lower() != ".csv":
        try:
            names = list(parsed(first))
        except (ValueError, TypeError):
            return False
    folded = {str(name).strip().strip('"').casefold() for name in names}
    return any("speaker" in name for name in folded - {"vendor_speaker"}) and "path" not in folded


# --- manifests --------------------------------------------------------------------------------------


def _csv(manifest: Path) -> Iterator[Item]:
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_header(manifest, reader.fieldnames or ())
            calls: set[str] = set()
            for row in _rows(reader):
                yield _row(manifest, reader.line_num, row, calls)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(manifest, error) from error


def _rows(reader: csv.DictReader[str]) -> Iterator[dict[Any, Any]]:
    """Yield rows with cells of any length; the limit is the whole process's, and others keep theirs."""
    while True:
        before = csv.field_size_limit(_LONGEST_ROW)
        try:
            row = next(reader)
        except StopIteration:
            return
        finally:
            csv.field_size_limit(before)
        yield row


def _check_header(manifest: Path, names: Iterable[str]) -> None:
    if not {"path", "text"} & {name.strip().lower() for name in names if name}:
        raise UsageError(
            f"{manifest} has no column path or text; a manifest's first line names its columns:"
            " path or text, and if you like vendor, vendor_speaker, date and call_id."
        )


def _jsonl(manifest: Path) -> Iterator[Item]:
    try:
        with manifest.open(encoding="utf-8-sig") as file:
            calls: set[str] = set()
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _line(manifest, number, line, calls)
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(manifest, error) from error


def _line(manifest: Path, number: int, line: str, calls: set[str]) -> Item:
    try:
        row = parsed(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        return _problem(manifest, number, "is not a JSON object")
    return _row(manifest, number, row, calls)


def _row(manifest: Path, number: int, row: Mapping[Any, Any], calls: set[str]) -> Item:
    """Return the document of a row; ``calls`` are the ids of the rows before it."""
    cells = {
        str(name).strip().lower(): _text(value) for name, value in row.items() if isinstance(value, str | int) and name
    }
    path, text = cells.get("path", "").strip(), cells.get("text", "")
    call = (cells.get("call_id") or cells.get("call") or cells.get("id") or "").strip() or None
    if bool(path) == bool(text.strip()):
        return _problem(manifest, number, "names both a path and a text" if path else "has neither a path nor a text")
    day = cells.get("date", "").strip() or None
    if day and not _is_date(day):
        return _problem(manifest, number, f"has the date {day[:40]!r}, which is not written like 2026-11-22")
    if call and call in calls:
        return _problem(manifest, number, f"has the call id {call[:40]!r} of an earlier line")
    calls.add(call or "")
    if path:
        file = Path(path) if Path(path).is_absolute() else manifest.parent / path
        item = Item(file.as_posix(), file.name or path, path=file)
    else:
        title = cells.get("name", "").strip() or f"{call or f'{manifest.stem}-{number}'}.txt"
        source = f"{manifest.as_posix()}#{call}" if call else _line_of(manifest, number)
        item = Item(source, title, content=text.encode())
    vendor = cells.get("vendor", "").strip() or None
    return replace(item, call=call, vendor=vendor, date=day, speakers=_speakers(row))


def _speakers(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return who a row says speaks for the vendor: names with semicolons between them, or a list of JSON."""
    given = next((value for name, value in row.items() if str(name).strip().lower() == "vendor_speaker"), None)
    names = given if isinstance(given, list) else str(given or "").split(";")
    return tuple(filter(None, (_text(name).strip() for name in names)))


def _text(value: object) -> str:
    """Return a cell as text that can be kept: JSON may hold halves of characters."""
    return str(value).encode("utf-8", "replace").decode()


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _problem(manifest: Path, number: int, what: str) -> Item:
    message = f"Line {number} of {manifest.name} {what}."
    return Item(source=_line_of(manifest, number), title=f"{manifest.stem}-{number}", problem=message)


def _line_of(manifest: Path, number: int) -> str:
    """Return what a row without a call id is known by; no call id is written like that."""
    return f"{manifest.as_posix()}:{number}"


def _unreadable(manifest: Path, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or error
    return UsageError(f"The manifest {manifest} cannot be read ({reason}).")
