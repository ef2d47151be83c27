"""ZIP containers opened within bounds: how many parts, how large, how far they unpack."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from auditor.errors import DocumentError

MOST_PARTS = 10_000
_LARGEST_PART = 30_000_000
"""Of XML: some three thousand pages."""
_LARGEST = 300_000_000
_MOST_TIMES = 200
"""Honest XML packs into a twentieth, seldom less than a hundredth."""
_SMALL = 5_000_000
_ENTRY = b"PK\x01\x02"
_BEGINNING = 100
_BEFORE_XML = b"\0\xef\xbb\xbf\xfe\xff \t\r\n"
"""Byte order marks, white space, and the zeros of wide characters."""
_DOCTYPES = tuple(
    "<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)
# A part that only this kind of package has, its format where it is read, and else what it is and what to do.
_KINDS = (
    ("word/", "docx", ""),
    ("ppt/", "pptx", ""),
    ("xl/", None, "is a spreadsheet (XLSX); export the sheet as CSV or text and give that file"),
    ("visio/", None, "is a drawing (Visio); export it as PDF and give that file"),
)
_OTHER = (
    ("content.xml", "is an OpenDocument file; save it as DOCX, PPTX or PDF and give that file"),
    ("META-INF/container.xml", "is an e-book (EPUB); export it as HTML or PDF and give that file"),
    ("Index/Document.iwa", "is a Pages, Keynote or Numbers file; export it as PDF and give that file"),
)


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Return a ZIP container, its directory read; raise DocumentError where it is broken or endless."""
    if data.count(_ENTRY) > MOST_PARTS:
        raise DocumentError(f"{name} lists more than {MOST_PARTS:,} files; give the ones to be read.")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise DocumentError(
            f"{name} is a ZIP archive or Office file that is damaged or incomplete; save it again and give that file."
        ) from error


def part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, largest: int) -> bytes:
    """Return what a part unpacks to; raise DocumentError where that is too much, broken or protected."""
    if info.flag_bits & 1:
        raise DocumentError(f"{name} is protected by a password; unpack it and give the file.")
    if info.file_size > largest or bloated(info):
        raise DocumentError(
            f"{name} would unpack to {info.file_size:,} bytes, more than is read; give its text in smaller files."
        )
    try:
        with archive.open(info) as file:
            # zipfile itself never hands out more than the directory says.
            return file.read()
    except _BROKEN as error:
        raise DocumentError(f"{name} is damaged inside its archive; pack it again, or give the file.") from error


def bloated(info: zipfile.ZipInfo) -> bool:
    """Whether a part unpacks to far more than text does."""
    return info.file_size > _SMALL and info.file_size > _MOST_TIMES * max(info.compress_size, 1)


def office_format(archive: zipfile.ZipFile, name: str) -> str | None:
    """Return "docx" or "pptx", or None for a plain archive; raise DocumentError for other packages."""
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        for folder, form, what in _KINDS:
            if any(each.startswith(folder) for each in names):
                if form:
                    return form
                raise DocumentError(f"{name} {what}.")
    for member, what in _OTHER:
        if member in names:
            raise DocumentError(f"{name} {what}.")
    return None


def check_office(data: bytes, name: str) -> None:
    """Raise DocumentError unless an Office file unpacks within bounds and its XML declares no entities."""
    archive = opened(data, name)
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > _LARGEST:
        raise DocumentError(f"{name} would unpack to more than {_LARGEST:,} bytes; give its text in smaller files.")
    for info in infos:
        if _is_xml(archive, info, name) and _declares(part(archive, info, name, _LARGEST_PART)):
            # ECMA-376 part 2 forbids document type declarations; libraries would expand what they declare.
            raise DocumentError(
                f"{name} holds XML with a document type, which no Office program writes; save it again as DOCX or PPTX."
            )


def _is_xml(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bool:
    """Whether a part is XML by its name, or by its beginning: what is read as XML is named elsewhere in the package."""
    if info.filename.lower().endswith((".xml", ".rels", ".vml")):
        return True
    try:
        with archive.open(info) as file:
            start = file.read(_BEGINNING)
    except _BROKEN as error:
        raise DocumentError(f"{name} is damaged inside its archive; pack it again, or give the file.") from error
    return start.translate(None, _BEFORE_XML).startswith(b"<")


def _declares(content: bytes) -> bool:
    return any(doctype in content for doctype in _DOCTYPES)


def parts_with_words(infos: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members a person put into an archive: no folders, no housekeeping of a file manager."""
    return [info for info in infos if not info.filename.endswith("/") and not _housekeeping(info.filename)]


def _housekeeping(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1].lower() in {"thumbs.db", "desktop.ini"}
