"""Names of reports: readable, unique in one folder on any file system, and the same in every run."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePath

_LONGEST = 80
_MOST_BYTES = 150
"""File systems take 255 bytes, what is appended here included."""
_OTHER = re.compile(r"[^\w.-]+")
_ENDING = re.compile(r"\.[a-zA-Z0-9]{1,10}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def report_name(title: str, source: str, taken: Callable[[str], bool]) -> str:
    """Return the name of the report on a document, without its suffix.

    It comes from the document's title; where another document has it already, a digest of the source follows.
    """
    name = slug(title)
    if not taken(name):
        return name
    for length in (8, 16, 64):
        longer = f"{name}-{hashlib.sha256(source.encode('utf-8', 'surrogateescape')).hexdigest()[:length]}"
        if not taken(longer):
            return longer
    raise ValueError(f"{source} is planned already")


def on_disk(name: str) -> str:
    """Return a name or path as this system takes it: on disk it is UTF-8, whatever the locale says."""
    return os.fsdecode(name.encode("utf-8"))


def text_name(name: str, title: str) -> str:
    """Return the name of the file a document's text is kept in: its report's, with the ending that says the format."""
    ending = PurePath(title).suffix
    return name + (ending if _ENDING.fullmatch(ending) else ".txt")


def slug(title: str) -> str:
    """Return a title as a file name that no system refuses: lower case, letters, digits, ``.``, ``-`` and ``_``."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    written = _OTHER.sub("-", folded.encode("utf-8", "replace").decode())[:_LONGEST]
    name = written.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip("-.")
    if not name or _RESERVED.match(name):
        return f"document-{name}".rstrip("-")
    return name
