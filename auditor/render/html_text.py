"""The document's text, cut where quotes begin and end, for a page that shows it beside the findings.

Nothing of the text is lost or changed: the pieces of the blocks, in order, are the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from auditor.schema import Passage

_STRUCTURAL = re.compile(r"\s*(?:[-*+>#|]|\d{1,3}[.)]\s)|\s{4}|\s*$")
_CAPTIONS = {"vtt", "srt"}


@dataclass(frozen=True)
class Span:
    """A stretch of the text that a finding, or the document as a whole, rests on."""

    start: int
    end: int
    finding: int | None
    """Position of the finding among the report's; None where a flag of the document quotes it."""
    claim: bool
    """Whether the finding quotes it as the claim, rather than as evidence for a fact or reason."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the text that the same spans cover."""

    text: str
    start: int
    end: int
    claims: tuple[int, ...] = ()
    """Findings that quote it as their claim; the shortest quote first."""
    findings: tuple[int, ...] = ()
    """All findings that rest on it, those that claim it first."""
    quoted: bool = False
    opens: tuple[int, ...] = ()
    """Where the spans that begin here start."""
    closes: tuple[int, ...] = ()
    """Findings whose claim ends here."""
    speaker: bool = False
    """Whether it only says whose turn follows."""


@dataclass(frozen=True)
class Block:
    """A paragraph or line, with the line ends that follow it."""

    pieces: tuple[Piece, ...]
    after: str
    heading: bool
    gap: bool
    """Whether room belongs before it: an empty line stands there, or a speaker's turn begins."""
    turn: Passage | None
    """The turn that begins here, where the text itself does not say whose it is."""


def blocks(text: str, spans: Iterable[Span], *, format: str, turns: Sequence[Passage] = ()) -> tuple[Block, ...]:
    """Return the text as blocks; spans may overlap, and those outside the text are left out."""
    ranges = _ranges(text, format)
    starts = [turn.start for turn in turns]
    cutter = _Cutter(text, spans)
    made: list[Block] = []
    before = 0
    for at, (start, end) in enumerate(ranges):
        stop = ranges[at + 1][0] if at + 1 < len(ranges) else len(text)
        found = bisect_left(starts, start)
        turn = turns[found] if found < len(turns) else None
        label = _label(start, end, stop, turn, turns[found - 1] if found else None)
        made.append(
            Block(
                tuple(cutter.cut(start, end, stop, label)),
                text[end:stop],
                format == "markdown" and text.startswith("#", start),
                text.count("\n", before, start) > 1 or (label is not None and start > 0),
                turn if turn and turn.start == start and format in _CAPTIONS else None,
            )
        )
        before = end
    return tuple(made)


def _label(start: int, end: int, stop: int, turn: Passage | None, before: Passage | None) -> int | None:
    """Where the name ends that a block opens with; its end where it is nothing but the name of who speaks next."""
    if turn is None or turn.start == start:
        return None
    if turn.start < end:
        return turn.start
    return end if turn.start == stop and (before is None or before.end <= start) else None


def _ranges(text: str, format: str) -> list[tuple[int, int]]:
    """Where each block stands; line ends stay outside, except where a line goes on in the next."""
    found: list[tuple[int, int]] = []
    before = ""
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        if not line.strip() and found:
            before = ""
            continue
        follows = found and match.start() == found[-1][1] + 1 and before
        if follows and _goes_on(before, line, format):
            found[-1] = (found[-1][0], match.end())
        else:
            found.append(match.span())
        before = line
    if found:
        found[0] = (0, found[0][1])
    return found or [(0, len(text))]


def _goes_on(before: str, line: str, format: str) -> bool:
    """Whether a line only continues the one before it, as captions and Markdown wrap their paragraphs."""
    if format in _CAPTIONS:
        return True
    wraps = format == "markdown" and not before.endswith(("  ", "\\")) and not before.lstrip().startswith(("#", "|"))
    return wraps and not _STRUCTURAL.match(line)


class _Cutter:
    """Cuts block after block, keeping the spans that are open; each span is taken up and dropped once."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        inside = {span for span in spans if 0 <= span.start < span.end <= len(text)}
        self.text = text
        self.waiting = deque(sorted(inside, key=lambda span: (span.start, span.end)))
        self.open: list[Span] = []

    def cut(self, start: int, end: int, stop: int, speaker: int | None) -> Iterator[Piece]:
        """Yield the pieces of the block from ``start`` to ``end``; the next one begins at ``stop``."""
        edges = {start, end} | ({speaker} if speaker else set())
        self.open = [span for span in self.open if span.end > start]
        coming = list(takewhile(lambda span: span.start < end, self.waiting))
        edges |= {edge for span in (*self.open, *coming) for edge in (span.start, span.end) if start < edge < end}
        for low, high in pairwise(sorted(edges)):
            self.open = [span for span in self.open if span.end > low]
            opened: list[Span] = []
            while self.waiting and self.waiting[0].start < high:
                opened.append(self.waiting.popleft())
            self.open += opened
            closing = [span for span in self.open if span.end <= (stop if high == end else high)]
            yield self._piece(low, high, opened, closing, speaker is not None and high <= speaker)

    def _piece(self, low: int, high: int, opened: list[Span], closing: list[Span], speaker: bool) -> Piece:
        shortest_first = sorted((span for span in self.open if span.claim), key=lambda span: span.end - span.start)
        claims = tuple(dict.fromkeys(_findings(shortest_first)))
        return Piece(
            text=self.text[low:high],
            start=low,
            end=high,
            claims=claims,
            findings=tuple(dict.fromkeys([*claims, *_findings(self.open)])),
            quoted=bool(self.open),
            opens=tuple(dict.fromkeys(span.start for span in opened)),
            closes=tuple(sorted(set(_findings(span for span in closing if span.claim)))),
            speaker=speaker,
        )


def _findings(spans: Iterable[Span]) -> Iterator[int]:
    return (span.finding for span in spans if span.finding is not None)
