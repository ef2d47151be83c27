"""Cutting turns and paragraphs into sentences, also where nobody wrote punctuation.

Offsets are into the turn's text. Each sentence carries a folded copy of the same length (lower case, plain
quotes and dashes, one line) that the cues are looked for in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.grounding import latin, lowered
from auditor.patterns import Lazy
from auditor.schema import Side
from auditor.steps import Turn

_SPOKEN_CHUNK = 160
"""Characters after which unpunctuated speech is cut at the next line."""
_FOLD = str.maketrans(
    "‘’‚‛“”„‟«»‐‑‒–—―−\u00a0\u2009\u202f\n\t",
    '\'\'\'\'""""""-------' + " " * 5,
)
_END = Lazy(r"[.!?…]+[\"'”’)\]*_]*(?=\s|$)|\n[ \t]*\n|\n")
_ABBREVIATION = Lazy(
    r"\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|al|incl|inc|ltd|corp|co|dr|mr|mrs|ms|prof|st|no|fig|eq|sec|resp|est|u\.s|u\.k|"
    r"a\.m|p\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])\.$",
    re.IGNORECASE,
)
_STARTS_ITEM = Lazy(r"[ \t]*(?:[-*•+#>|✓✔✗✅→:☎⚡\W]{1,3}[ \t]|\d{1,2}[.)]\s|\[)")
_SENTENCE_LIKE_LINE = 55
"""A line at least this long that ends without punctuation is taken to be wrapped."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or fragment of one turn."""

    index: int
    """Position among all sentences of the window."""
    turn: int
    """Index of the turn among the window's turns."""
    number: int
    """The turn's number, which drafts name."""
    start: int
    end: int
    text: str
    low: str
    """Folded copy of the same length."""
    speaker: str | None
    side: Side | None

    @property
    def question(self) -> bool:
        """Whether it is put as a question."""
        return self.low.rstrip(" \"')*_").endswith("?")


def fold(text: str) -> str:
    """Return the text in lower case, on one line, with plain quotes and dashes, at the same length."""
    return lowered(latin(text).translate(_FOLD))


def sentences(turns: Sequence[Turn], wanted: Sequence[int]) -> Iterator[Sentence]:
    """Yield the sentences of the turns at the wanted indexes, in order."""
    index = 0
    for at in wanted:
        turn = turns[at]
        for start, end in spans(turn.text):
            text = turn.text[start:end]
            yield Sentence(index, at, turn.number, start, end, text, fold(text), turn.speaker, turn.side)
            index += 1


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the sentences of one turn."""
    unpunctuated = _unpunctuated(text)
    start = 0
    for match in _END.finditer(text):
        newline = text[match.start()] == "\n"
        if newline and match.end() - match.start() == 1:
            if unpunctuated:
                if match.start() - start < _SPOKEN_CHUNK:
                    continue
            elif _wraps(text, start, match.start(), match.end()):
                continue
        elif not newline and _ABBREVIATION.search(text, max(start, match.end() - 8), match.end()):
            continue
        yield from _trimmed(text, start, match.start() if newline else match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _unpunctuated(text: str) -> bool:
    """Whether a longer text has next to no sentence ends: raw captions."""
    ends = text.count(". ") + text.count("? ") + text.count(".\n") + text.count("?\n") + text.count("! ")
    return len(text) > _SPOKEN_CHUNK and ends * 400 < len(text)


def _wraps(text: str, start: int, newline: int, following: int) -> bool:
    """Whether a single line break only wraps a line: the sentence goes on below it."""
    if _STARTS_ITEM.match(text, following):
        return False
    line_start = max(start, text.rfind("\n", 0, newline) + 1)
    after = text[following : following + 1]
    return newline - line_start >= _SENTENCE_LIKE_LINE or after.islower() or text[newline - 1 : newline] in ",;-–—("
