"""What the first bytes of a file say it is, whatever its name says."""

from __future__ import annotations

from auditor.documents.reading import Source
from auditor.errors import DocumentError

_AS_TEXT = "export it as text or HTML and give that file"
_UNPACK = "unpack it and give its files"
_TRANSCRIBE = "transcribe it and give the transcript"
# First bytes, the format's name where it is read, what a person calls it, and what to do where it is not.
_MAGIC = (
    (b"%PDF-", "pdf", "a PDF", ""),
    (b"PK\x03\x04", "zip", "a ZIP archive", ""),
    (b"PK\x05\x06", "zip", "a ZIP archive", ""),
    (b"\x1f\x8b", None, "a gzip archive", _UNPACK),
    (b"\x89PNG", None, "a PNG image", _AS_TEXT),
    (b"\xff\xd8\xff", None, "a JPEG image", _AS_TEXT),
    (b"GIF8", None, "a GIF image", _AS_TEXT),
    (b"{\\rtf", None, "an RTF file", "save it as DOCX or text and give that file"),
    (b"7z\xbc\xaf\x27\x1c", None, "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", None, "a RAR archive", _UNPACK),
    (b"BZh", None, "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", None, "an xz archive", _UNPACK),
    (b"ID3", None, "an audio file", _TRANSCRIBE),
    (b"RIFF", None, "an audio, video or image file", _AS_TEXT),
    (b"\x7fELF", None, "a program", "give a document"),
)
_OLE = b"\xd0\xcf\x11\xe0"
# Names of streams inside an OLE file, as they stand in its directory.
_STREAMS = (
    ("EncryptedPackage", "an Office file protected by a password", "save it without one"),
    ("WordDocument", "a Word file of the old binary kind (.doc)", "save it as DOCX"),
    ("PowerPoint Document", "a PowerPoint file of the old binary kind (.ppt)", "save it as PPTX"),
    ("Workbook", "an Excel file of the old binary kind (.xls)", "export the sheet as CSV"),
    ("__substg1.0_", "an Outlook message (.msg)", "save it as .eml"),
)
_HEADER_WITHIN = 1024
"""Bytes that may stand before a PDF's header."""


def told_by_bytes(source: Source) -> str | None:
    """Return "pdf", "zip" or None; raise DocumentError with what the file is, where it is nothing we read."""
    data = source.data
    if data.startswith(_OLE):
        raise _ole(source)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:16]
    for magic, name, what, advice in _MAGIC:
        if start.startswith(magic) or data.startswith(magic):
            if name:
                return name
            raise DocumentError(f"{source.name} is {what}; {advice}.")
    if source.name.lower().endswith(".pdf") and b"%PDF-" in data[:_HEADER_WITHIN]:
        return "pdf"
    return None


def _ole(source: Source) -> DocumentError:
    for stream, what, advice in _STREAMS:
        if stream.encode("utf-16-le") in source.data:
            return DocumentError(f"{source.name} is {what}; {advice} and give that file.")
    return DocumentError(
        f"{source.name} is an Office file that is protected by a password or of the old binary kind;"
        " save it without a password as DOCX, PPTX or PDF and give that file."
    )
