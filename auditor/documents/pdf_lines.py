"""From the lines of pages to paragraphs, so that sentences are whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

HYPHEN = "\u00ad"
"""The mark of a hyphen that ends a line."""
_ITEM = re.compile(
    r"\s*(?:[•◦‣▪●○■□→✓✔✅☑✗❌–*+\uE000-\uF8FF-]\s|[•◦‣▪●○■\uE000-\uF8FF]|(?:\d{1,2}|[a-z])[.)]\s*[A-Z“\"])"
)
_ENDS = re.compile(r"[.!?:;…][\"”’')\]]*\s*$")
_DIVIDED = re.compile(rf"\w(?:-|{HYPHEN})$")
_WORD = re.compile(r"\w+(?:-\w+)*")
# Words written with a hyphen: where one ends a line, the hyphen stays.
_PREFIX_WORDS = """fine pre post re non un co self semi multi cross inter intra mid low high long short open closed
    small large full half in on off up out end state domain task data human machine language vision text real time well
    instruction reward retrieval context fully industry customer model question user third first second single zero
    few one two three four five six seven eight nine ten best cost role white black"""
_PREFIXES = frozenset(_PREFIX_WORDS.split())
_MANY = 4
_OFTEN = 0.05
"""Share of lines that end within a word, where a text is typeset with hyphenation."""
_EDGE_LINES = 3
_SAME = 3.0
"""Points within which headers of two pages stand in one place."""


class Line(NamedTuple):
    """One line of a page: its text, and where it stands in points from the page's lower left corner."""

    text: str
    left: float
    base: float
    right: float
    height: float
    page: int


class Words(NamedTuple):
    """What a document tells about words that its line ends divide."""

    known: frozenset[str]
    """Every word that stands whole in a line, in lower case; compounds are one word."""
    hyphenated: bool
    """Whether words are divided by syllables, as typesetting does, and not only at hyphens of their own."""


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of the pages by paragraph; one may go on over a page's end."""
    found: list[list[Line]] = []
    for page in pages:
        leading = _leading(page)
        edges = _edges(page)
        for line in page:
            before = found[-1][-1] if found else None
            if before is None or _begins(before, line, leading, edges.get(before, before.right)):
                found.append([])
            found[-1].append(line)
    return found


def joined(paragraph: Sequence[Line], words: Words) -> Iterator[tuple[str, int]]:
    """Yield a paragraph's text with its page number, one piece a page; ``words`` are those of the document.

    A word divided over two lines is put together on the second.
    """
    texts = [line.text.strip() for line in paragraph]
    for at in range(len(texts) - 1):
        if _DIVIDED.search(texts[at]):
            texts[at], _, half = texts[at].rpartition(" ")
            texts[at + 1] = _mended(half[:-1], texts[at + 1], words)
    pairs = zip(texts, paragraph, strict=True)
    for page, lines in groupby(pairs, key=lambda pair: pair[1].page):
        text = " ".join(text for text, _ in lines if text).replace(HYPHEN, "-")
        if text:
            yield text, page


def words_of(pages: Sequence[Sequence[Line]]) -> Words:
    """Return the words of a document."""
    lines = [line.text.strip().lower() for page in pages for line in page]
    known = frozenset(word for text in lines for word in _WORD.findall(text))
    divided = [(_last_word(one[:-1]), _WORD.match(two)) for one, two in pairwise(lines) if _DIVIDED.search(one)]
    proven = any(rest and start + rest[0] in known for start, rest in divided)
    return Words(known, proven or (len(divided) >= _MANY and len(divided) >= _OFTEN * len(lines)))


def furniture(pages: Sequence[Sequence[Line]]) -> dict[Line, Line]:
    """Return headers, footers and page numbers, each with the first of its kind that says more than a number."""
    held: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        by_height = sorted(page, key=lambda line: line.base)
        for line in {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}:
            held[re.sub(r"\d+", "0", line.text.strip())].append(line)
    found: dict[Line, Line] = {}
    for lines in held.values():
        lines.sort(key=lambda line: line.page)
        alike = [line for line in lines if abs(line.base - lines[0].base) <= _SAME]
        if len({line.page for line in alike}) >= max(2, len(pages) / 2):
            found.update(dict.fromkeys(alike, alike[0]))
    return found


def _begins(before: Line, line: Line, leading: float, edge: float) -> bool:
    """Whether a line begins a paragraph, by where and how the line before it ends."""
    text = line.text.strip()
    if _ITEM.match(text) or not 0.88 < line.height / before.height < 1.14:
        return True
    drop = before.base - line.base
    if line.page != before.page or drop < -0.5 * line.height:
        # Another page or column: only a sentence that is open goes on there.
        return bool(_ENDS.search(before.text)) or not (
            text[:1].islower() or before.text.rstrip().endswith((",", "-", HYPHEN))
        )
    if drop < 0.5 * line.height:
        return line.left - before.right > 3 * line.height
    if drop > 1.25 * leading * line.height:
        return True
    first_word = len(text.split()[0]) * (line.right - line.left) / max(len(text), 1) if text else 0.0
    short = before.right + first_word + 0.6 * line.height < edge
    ended = bool(_ENDS.search(before.text))
    indented = line.left > before.left + 0.8 * line.height and not _ITEM.match(before.text)
    return (short and (ended or not text[:1].islower())) or (indented and ended)


def _leading(page: Sequence[Line]) -> float:
    """The usual distance of two lines of one paragraph, as a multiple of their height."""
    drops = sorted(
        ratio for before, line in pairwise(page) if 0.5 < (ratio := (before.base - line.base) / line.height) < 2.5
    )
    # Lines of one paragraph stand closer than paragraphs do; the lower quarter is theirs.
    return drops[len(drops) // 4] if drops else 1.4


def _edges(page: Sequence[Line]) -> dict[Line, float]:
    """How far to the right the lines that begin where a line begins go."""
    columns: dict[int, float] = defaultdict(float)
    step = 30.0
    for line in page:
        for near in (-1, 0, 1):
            at = int(line.left // step) + near
            columns[at] = max(columns[at], line.right)
    return {line: columns[int(line.left // step)] for line in page}


def _mended(half: str, text: str, words: Words) -> str:
    """The two halves of a word that a line end divides, and what follows: with the hyphen where it belongs to it."""
    start, rest = _last_word(half.lower()), _WORD.match(text.lower())
    if not start or not rest or not half[-1].islower() or not text[0].islower():
        return f"{half}-{text}"
    if f"{start}-{rest[0]}" in words.known:
        return f"{half}-{text}"
    if start + rest[0] in words.known:
        return half + text
    compound = "-" in start or start in _PREFIXES or not words.hyphenated
    return f"{half}-{text}" if compound else half + text


def _last_word(text: str) -> str:
    found = _WORD.search(text[::-1])
    return found[0][::-1] if found else ""
