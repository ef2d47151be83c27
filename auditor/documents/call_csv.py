"""Tables of turns: one row a turn, its columns found by their names."""

from __future__ import annotations

import csv
import re
from io import StringIO

from auditor.documents.calls import reading_of
from auditor.documents.fields import Record
from auditor.documents.listed import COMPANY, EMAIL, END, ROLE, SIDE, SPEAKER, START, TEXT, call_of
from auditor.documents.reading import Reading, Source
from auditor.errors import DocumentError

_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 2_000
_ALIASES = {
    **{name.casefold(): name for name in (*SPEAKER, *TEXT, *START, *END, *COMPANY, *ROLE, *SIDE, *EMAIL)},
    **dict.fromkeys(("speaker label", "user", "person", "speakers"), "speaker"),
    **dict.fromkeys(("transcription", "utterances", "spoken text", "line", "words spoken", "dialogue"), "text"),
    **dict.fromkeys(("in", "start (s)", "start seconds", "start time (s)", "timecode", "from time"), "start"),
    **dict.fromkeys(("out", "end (s)", "end seconds", "end time (s)", "to time"), "end"),
}


def read(source: Source) -> Reading:
    """Read a table with a header; raise DocumentError where it has no column of what was said."""
    delimiter = delimiter_of(source.text)
    if delimiter is None:
        raise DocumentError(
            f"{source.name} has no column named text, utterance or content, so what was said cannot be told;"
            " name the columns in its first row."
        )
    rows, notices = _rows(source, delimiter)
    call = call_of(rows, "row", first=2)
    reading = reading_of(call, source, "table") if call else None
    if reading is None:
        raise DocumentError(f"{source.name} has a header and no row with words below it; export the table again.")
    return Reading(**{**vars(reading), "notices": reading.notices + notices})


def delimiter_of(text: str) -> str | None:
    """Return what separates the columns, where the first row names a column of what was said."""
    header = text.lstrip().split("\n", 1)[0][:_LONGEST_HEADER]
    for delimiter in sorted(_DELIMITERS, key=header.count, reverse=True):
        if set(TEXT) & {_name(cell) for cell in header.split(delimiter)}:
            return delimiter
    return None


def is_table(text: str) -> bool:
    """Whether a text cannot be mistaken for anything but a table of turns: its first row names both columns."""
    delimiter = delimiter_of(text)
    if delimiter is None:
        return False
    names = {_name(cell) for cell in text.lstrip().split("\n", 1)[0][:_LONGEST_HEADER].split(delimiter)}
    return bool({"speaker", "speaker_name"} & names) and len(names) > 1


def _name(cell: str) -> str:
    """A column's name as the records of call exports have it."""
    plain = re.sub(r"[\s_-]+", " ", cell.strip().strip("\"'").strip()).casefold()
    underscored = plain.replace(" ", "_")
    return _ALIASES.get(plain) or _ALIASES.get(underscored) or underscored


def _rows(source: Source, delimiter: str) -> tuple[list[Record], tuple[str, ...]]:
    reader = csv.reader(StringIO(source.text.lstrip(), newline=""), delimiter=delimiter, strict=True)
    found: list[Record] = []
    try:
        names = [_name(cell) for cell in next(reader)]
        # Row by row, so that what stands before a broken row is kept.
        for cells in reader:
            found += [dict(zip(names, cells, strict=False))]
    except csv.Error:
        return found, (f"The table cannot be read from row {len(found) + 2} on; it may be cut off or damaged.",)
    return found, ()
