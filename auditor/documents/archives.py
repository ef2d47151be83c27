"""A ZIP of documents: its members, each by itself, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.documents.invisible import clean
from auditor.documents.magic import told_by_bytes
from auditor.documents.packages import office_format, opened, part, parts_with_words
from auditor.documents.reading import Source
from auditor.errors import DocumentError

MOST_MEMBERS = 200
MOST_BYTES = 200_000_000
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Member:
    """A file of an archive, or why it could not be had."""

    name: str
    """"archive.zip/folder/file.txt"; never used as a path."""
    data: bytes = b""
    error: str | None = None


def is_archive(data: bytes, name: str) -> bool:
    """Whether the bytes are a ZIP of documents rather than one document."""
    return told_by_bytes(Source(data[:1024], name)) == "zip" and office_format(opened(data, name), name) is None


def members(data: bytes, name: str, max_bytes: int) -> Iterator[Member]:
    """Yield the files of an archive; those beyond the bounds come with an error."""
    archive = opened(data, name)
    infos = parts_with_words(archive.infolist())
    if not infos:
        raise DocumentError(f"{name} is a ZIP archive without files; give the documents themselves.")
    if len(infos) > MOST_MEMBERS:
        raise DocumentError(f"{name} holds {len(infos):,} files, more than {MOST_MEMBERS}; give it in parts.")
    left = MOST_BYTES
    for info in infos:
        called = f"{name}/{_shown(info.filename)}"
        try:
            content = part(archive, info, called, min(max_bytes, left))
        except DocumentError as error:
            yield Member(called, error=str(error))
            continue
        left -= len(content)
        if content.startswith(b"PK\x03\x04") and _is_nested(content, called):
            yield Member(called, error=f"{called} is an archive inside an archive; unpack it and give its files.")
        else:
            yield Member(called, content)


def _is_nested(content: bytes, name: str) -> bool:
    try:
        return is_archive(content, name)
    except DocumentError:
        return False  # its own reader says what is wrong with it


def _shown(path: str) -> str:
    return " ".join(clean(path).text.split())[:_LONGEST_NAME] or "unnamed"
