"""PDF: the text layer, page by page, in paragraphs; what a page does not show goes to ``hidden``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.documents.blocks import Blocks
from auditor.documents.pdf_lines import Line, furniture, joined, paragraphs, words_of
from auditor.documents.reading import Reading, Source
from auditor.documents.telling import numbered, require
from auditor.errors import DocumentError

_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.?|slide)?\W*\d{1,4}\W*(?:(?:of|/)\W*\d{1,4}\W*)?", re.IGNORECASE)
_SECONDS = 30
_MEGABYTES = 2_000
_PROGRAM = Path(__file__).with_name("pdf_pages.py")


def read(source: Source) -> Reading:
    """Read a PDF's text layer."""
    require("pypdfium2", extra="pdf", name=source.name, what="a PDF")
    extracted = _extracted(source)
    blocks = Blocks()
    for text in extracted["properties"]:
        blocks.hide(text, "document properties")
    for page in extracted["pages"]:
        for text, origin in page["hidden"]:
            blocks.hide(text, origin)
    _show(blocks, _lines(extracted["pages"]))
    reading = blocks.reading(notices=_notices(extracted))
    if not reading.text:
        raise DocumentError(_no_text(source.name, extracted))
    return reading


def _show(blocks: Blocks, pages: Sequence[Sequence[Line]]) -> None:
    repeated = furniture(pages)
    body = [[line for line in page if line not in repeated] for page in pages]
    words = words_of(pages)
    for paragraph in paragraphs(body):
        for number, (text, page) in enumerate(joined(paragraph, words)):
            add = blocks.go_on if number else blocks.show
            add(text, f"page {page}")
    for line in dict.fromkeys(repeated.values()):
        if not _PAGE_NUMBER.fullmatch(line.text.strip()):
            blocks.show(line.text.strip(), f"page {line.page}, header or footer")


def _lines(pages: Sequence[dict[str, Any]]) -> list[list[Line]]:
    return [
        [Line(text, left, base, right, height, number) for text, left, base, right, height in page["lines"]]
        for number, page in enumerate(pages, start=1)
    ]


def _extracted(source: Source) -> dict[str, Any]:
    # In a process of its own: PDFium is not safe in threads, and a hostile file may crash it or never end. In a group
    # of its own: Ctrl-C is for us to hear, and no reason to call a file broken.
    command = [sys.executable, "-P", str(_PROGRAM), str(_MEGABYTES), str(_SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=source.data, capture_output=True, timeout=_SECONDS, check=True, process_group=0
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise DocumentError(
            f"{source.name} could not be read as a PDF within {_SECONDS} seconds and {_MEGABYTES / 1000:.0f} GB of"
            " memory; print it to a new PDF, or give its text."
        ) from error
    if found.get("error") == "password":
        raise DocumentError(f"{source.name} is a PDF protected by a password; save it without one and give that file.")
    if found.get("error") or not found["pages"] or all(page["damaged"] for page in found["pages"]):
        raise DocumentError(f"{source.name} is a PDF that is damaged or incomplete; export it again, or give its text.")
    return found


def _notices(extracted: dict[str, Any]) -> tuple[str, ...]:
    pages = extracted["pages"]
    found = []
    pictures = [n for n, page in enumerate(pages, start=1) if page["pictures"] and not page["lines"]]
    if pictures:
        found.append(f"Only pictures on {numbered('page', pictures)}: words in them were not read.")
    damaged = [n for n, page in enumerate(pages, start=1) if page["damaged"]]
    if damaged:
        found.append(f"Damaged and not read: {numbered('page', damaged)}.")
    if len(pages) < extracted["total"]:
        found.append(f"The first {len(pages):,} of {extracted['total']:,} pages were read.")
    if extracted["attachments"]:
        found.append("Files attached to the PDF were not read; give them as files.")
    return tuple(found)


def _no_text(name: str, extracted: dict[str, Any]) -> str:
    recognised = any(origin == "invisible text" for page in extracted["pages"] for _, origin in page["hidden"])
    if recognised:
        return (
            f"{name} shows pictures of pages, and its only text is an unseen layer of text recognition, which may"
            " differ from what the pages show; check that text and give it as a text file."
        )
    if any(page["pictures"] for page in extracted["pages"]):
        return f"{name} holds pictures of text only (a scan); run text recognition (OCR) and give the text it finds."
    return f"{name} holds no words to read; give a file with visible text in it."
