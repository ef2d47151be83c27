"""Paragraphs of plain text and Markdown: blank-line blocks, with headings, items and rows on their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.documents.reading import Stretch

_OWN = re.compile(r"\s*(?:#{1,6}\s|\|)")
_ITEM = re.compile(r"\s*(?:[-*+•◦‣▪●○■□→✓✔✅☑✗❌–]\s|[-*+•]$|\(?(?:\d{1,3}|[a-z])[.)]\s)")
_FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})")
_WORD = re.compile(r"[^\W_]")
_LONGEST_HEADING = 70


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the start offset and the content of each line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1


def paragraphs(text: str, start: int = 0, end: int | None = None) -> tuple[Stretch, ...]:
    """Return the paragraphs of ``text[start:end]``; stretches without a letter or digit are left out."""
    part = text[start:end]
    found: list[Stretch] = []
    opened: int | None = None
    closed = 0
    fenced = False

    def close() -> None:
        nonlocal opened
        if opened is not None:
            add_trimmed(found, text, start + opened, start + closed)
        opened = None

    lines = list(lines_of(part))
    for number, (at, line) in enumerate(lines):
        if _FENCE.match(line):
            if not fenced:
                close()
                opened = at
            closed = at + len(line)
            fenced = not fenced
            if not fenced:
                close()
            continue
        if fenced:
            closed = at + len(line)
            continue
        if not line or line.isspace():
            close()
            continue
        own = bool(_OWN.match(line))
        if own or _ITEM.match(line):
            close()
        if opened is None:
            opened = at
        closed = at + len(line)
        if own or (opened == at and _is_heading(line, lines, number)):
            close()
    close()
    return tuple(found)


def add_trimmed(found: list[Stretch], text: str, start: int, end: int) -> None:
    """Append the stretch without its outer white space, unless it holds no letter or digit."""
    part = text[start:end]
    inner = part.strip()
    if has_words(inner):
        start += len(part) - len(part.lstrip())
        found.append(Stretch(start, start + len(inner)))


def has_words(text: str) -> bool:
    """Whether any letter or digit is in the text."""
    return _WORD.search(text) is not None


def _is_heading(line: str, lines: list[tuple[int, str]], number: int) -> bool:
    """A short first line above a much longer one, as in plain-text web copy."""
    title = line.strip()
    if len(title) > _LONGEST_HEADING or title[-1] in ".,;:" or number + 1 >= len(lines):
        return False
    below = lines[number + 1][1].strip()
    return title.isupper() or len(below) > max(2 * len(title), 60)
