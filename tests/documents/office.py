"""Small files of the office formats: a PDF from drawing commands, Office packages with parts replaced."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
BODY_END = b"</w:body>"


def words(text: str, x: float = 72, y: float = 700, size: float = 12, before: str = "") -> str:
    """Drawing commands that show a line of text."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q {before} BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET Q\n"


def lines(*texts: str, x: float = 72, top: float = 700, leading: float = 14) -> str:
    """Lines below each other; an empty one leaves a gap."""
    return "".join(words(text, x, top - number * leading) for number, text in enumerate(texts) if text)


def pdf(*pages: str, info: str = "", extra: str = "") -> bytes:
    """A PDF in Helvetica of pages given as drawing commands; ``extra`` goes into each page's dictionary."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< {info} >>")
    kids = []
    for page in pages:
        content = page.encode("cp1252")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{page}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >>"
            f" /ExtGState << /G << /ca 0 >> >> >> /Contents {len(objects)} 0 R {extra} >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    out = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def repacked(name: str, changes: Mapping[str, bytes] | None = None, added: Mapping[str, bytes] | None = None) -> bytes:
    """A file of fixtures/formats with parts replaced or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(FORMATS / name) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, (changes or {}).get(info.filename) or source.read(info))
        for path, content in (added or {}).items():
            target.writestr(path, content)
    return packed.getvalue()


def part(name: str, path: str) -> bytes:
    """A part of a file of fixtures/formats."""
    with zipfile.ZipFile(FORMATS / name) as source:
        return source.read(path)


def docx(body: str) -> bytes:
    """A Word file whose body ends with some WordprocessingML."""
    xml = part("product-page.docx", "word/document.xml")
    return repacked("product-page.docx", {"word/document.xml": xml.replace(BODY_END, body.encode() + BODY_END)})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
