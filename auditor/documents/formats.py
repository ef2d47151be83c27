"""Which reader reads an input: by what its bytes are, then by its name, then by how its text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from auditor.documents.reading import Reading, Source
from auditor.errors import DocumentError


@dataclass(frozen=True)
class Format:
    """A format the auditor reads."""

    name: str
    extensions: tuple[str, ...]
    reader: str
    """"module:function" in this package, imported when a file of the format is read."""

    def read(self, source: Source) -> Reading:
        """Return what the format's reader makes of a source."""
        module, _, function = self.reader.partition(":")
        reading: Reading = getattr(import_module(f"auditor.documents.{module}"), function)(source)
        return reading


FORMATS = {
    each.name: each
    for each in (
        Format("text", ("txt", "text", "log"), "plain:read"),
        Format("markdown", ("md", "markdown", "mdx", "mkd"), "markdown:read"),
        Format("html", ("html", "htm", "xhtml"), "html:read"),
        Format("vtt", ("vtt",), "captions:read_vtt"),
        Format("srt", ("srt",), "captions:read_srt"),
        Format("json", ("json", "jsonl", "ndjson"), "call_json:read"),
        Format("table", ("csv", "tsv"), "call_csv:read"),
    )
}
"""Every format by name; a reader for another format is added here."""

_BY_EXTENSION = {extension: each.name for each in FORMATS.values() for extension in each.extensions}
# First bytes, the format's name in FORMATS once it has a reader, and what a person calls it.
_MAGIC = (
    (b"%PDF-", "pdf", "a PDF"),
    (b"PK\x03\x04", "zip", "a ZIP archive or an Office file"),
    (b"PK\x05\x06", "zip", "a ZIP archive"),
    (b"\x1f\x8b", "gzip", "a gzip archive"),
    (b"\x89PNG", "png", "a PNG image"),
    (b"\xff\xd8\xff", "jpeg", "a JPEG image"),
    (b"GIF8", "gif", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old Office file"),
    (b"{\\rtf", "rtf", "an RTF file"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "a 7z archive"),
    (b"BZh", "bzip2", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz", "an xz archive"),
    (b"ID3", "mp3", "an audio file"),
    (b"RIFF", "riff", "an audio, video or image file"),
    (b"\x7fELF", "elf", "a program"),
)
_PAGE = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"<(?:main|article|section|div|header|body|head|p|h[1-6]|ul|ol|table|nav|span|figure|blockquote)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CUE_TIMES = re.compile(r"(?:\d{1,9}[ \t]*\n)?[ \t]*\d{1,2}:\d{2}:\d{2},\d{1,3}\s*-->")
_MARKS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"(?<!\*)\*\*[^*\s][^*\n]{0,200}\*\*"),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"^\|.{1,500}\|[ \t]*$", re.MULTILINE),
    re.compile(r"^\[//\]: # ", re.MULTILINE),
    re.compile(r"<!--"),
)
_OBJECT = re.compile(r'(?:\[\s{0,99})?\{\s{0,99}"[^"\n]{1,80}"\s{0,9}:')
_LOOK = 50_000


def format_of(source: Source) -> Format:
    """Return the format of an input, or raise the sentence that says what it is instead."""
    start = source.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:16]
    for magic, name, what in _MAGIC:
        if start.startswith(magic) or source.data.startswith(magic):
            if name in FORMATS:
                return FORMATS[name]
            raise DocumentError(f"{source.name} is {what}; export it as text or HTML and give that file.")
    return FORMATS[_name_of(source)]


def _name_of(source: Source) -> str:
    extension = PurePath(source.name).suffix.lower().lstrip(".")
    named = _BY_EXTENSION.get(extension)
    head = source.text.lstrip()[:_LOOK]
    # Exports are often saved under the wrong name; what cannot be mistaken wins over the extension.
    if re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        return "vtt"
    if _CUE_TIMES.match(head) and named != "vtt":
        return "srt"
    if _PAGE.match(head):
        return "html"
    if named and named != "text":
        return named
    if _OBJECT.match(head):
        return "json"
    if "speaker" in head.partition("\n")[0].lower() and _is_table(head):
        return "table"
    if _FRAGMENT.match(head) and head.count("</") >= 2:
        return "html"
    if not named and sum(len(mark.findall(head)) for mark in _MARKS) >= 2:
        return "markdown"
    return "text"


def _is_table(head: str) -> bool:
    from auditor.documents.call_csv import is_table

    return is_table(head)
