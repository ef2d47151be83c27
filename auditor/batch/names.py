"""Names of reports: readable, unique in one folder on any file system, and the same in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

_LONGEST = 80
_BYTES = 160
"""Of a name in UTF-8: with a digest, an ending and what marks an unfinished file it stays below a file system's 255."""
_OTHER = re.compile(r"[^\w.-]+")
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


def slug(title: str) -> str:
    """Return a title as a file name that no system refuses: lower case, letters, digits, ``.``, ``-`` and ``_``."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    name = _OTHER.sub("-", folded.encode("utf-8", "replace").decode())[:_LONGEST].strip("-.")
    name = name.encode()[:_BYTES].decode("utf-8", "ignore").strip("-.")
    if not name or _RESERVED.match(name):
        return f"document-{name}".rstrip("-")
    return name
