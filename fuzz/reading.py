"""Documents: whatever the bytes and whatever the name, there is a sound document or one sentence."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

from auditor.documents import pdf, read_all, read_bytes
from auditor.documents.decode import decode
from auditor.documents.pdf_pages import extract
from auditor.schema import FailedInput
from fuzz.expect import sentence, sound_document, told


def read(data: bytes, name: str) -> None:
    """Read a document under a name, with its kind found and with speakers expected."""
    for kind in ("auto", "transcript"):
        document = told(lambda kind=kind: read_bytes(data, name=name, kind=kind, vendor_speakers=("Acme",)))  # type: ignore[misc]
        if document is not None:
            sound_document(document)


def read_members(data: bytes) -> None:
    """Read every document of an archive."""
    for member in told(lambda: read_all(data, name="a.zip")) or ():
        if isinstance(member, FailedInput):
            sentence(member.message)
            assert "please report" not in member.message, member.message
        else:
            sound_document(member)


def read_pdf_inside(data: bytes) -> None:
    """Read a PDF without a process of its own, so that what PDFium hands over is seen by the fuzzer."""
    with patch.object(pdf, "_extracted", _extracted):
        read(data, "a.pdf")


_whole = pdf._extracted


def _extracted(source: Any) -> dict[str, Any]:
    done = type("Done", (), {"stdout": json.dumps(extract(source.data)).encode("ascii")})
    with patch("subprocess.run", lambda *_, **__: done):
        return _whole(source)


def decoded(data: bytes) -> None:
    """Decode bytes: text with line feeds only, in characters that can be written, nothing lost of plain letters."""
    found = told(lambda: decode(data, "a.txt"))
    if found is None:
        return
    text, notices = found
    assert "\r" not in text
    text.encode("utf-8", "surrogatepass")
    for notice in notices:
        sentence(notice)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) and b"\x00" not in data:
        for word in data.split()[:50]:
            if word.isalpha() and word.isascii():
                assert word.decode() in text, "a plain word is lost"
