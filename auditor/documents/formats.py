"""Which reader reads an input: by what its bytes are, then by its name, then by how its text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from auditor.documents.magic import told_by_bytes
from auditor.documents.packages import office_format, opened
from auditor.documents.reading import Reading, Source
from auditor.errors import DocumentError


@dataclass(frozen=True)
class Format:
    """A format the auditor reads."""

    name: str
    extensions: tuple[str, ...]
    """File name endings that tell it, where its first bytes do not."""
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
        Format("pdf", (), "pdf:read"),
        Format("docx", (), "docx:read"),
        Format("pptx", (), "pptx:read"),
        Format("eml", ("eml",), "mail:read"),
    )
}
"""Every format by name; a reader for another format is added here."""

_BY_EXTENSION = {extension: each.name for each in FORMATS.values() for extension in each.extensions}
_PAGE = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"<(?:main|article|section|div|header|body|head|p|h[1-6]|ul|ol|table|nav|span|figure|blockquote)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CUE_TIMES = re.compile(r"(?:\d{1,9}[ \t]*\n)?[ \t]*\d{1,2}:\d{2}:\d{2},\d{1,3}\s*-->")
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,200}){3}")
_MAIL_ONLY = re.compile(r"^(?:message-id|mime-version|received|return-path):", re.IGNORECASE | re.MULTILINE)
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
    told = told_by_bytes(source)
    if told == "zip":
        told = office_format(opened(source.data, source.name), source.name)
        if told is None:
            raise DocumentError(f"{source.name} is a ZIP archive; unpack it and give its files.")
    return FORMATS[told or _name_of(source)]


def _name_of(source: Source) -> str:
    extension = PurePath(source.name).suffix.lower().lstrip(".")
    named = _BY_EXTENSION.get(extension)
    head = source.text.lstrip()[:_LOOK]
    # Exports are often saved under the wrong name; what cannot be mistaken wins over the extension.
    if re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        return "vtt"
    if _CUE_TIMES.match(head) and named != "vtt":
        return "srt"
    if _MAIL.match(head) and _MAIL_ONLY.search(head[: (head + "\n\n").index("\n\n")]):
        return "eml"
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
