"""The turns of a document as a reader is shown them, and the windows they are asked in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from auditor.schema import (
    Document,
)
from auditor.steps import (
    Turn,
)


def document_turns(document: Document, aside: Sequence[tuple[int, int]] = ()) -> tuple[Turn, ...]:
    """Return the turns or paragraphs of a document as a reader is shown them."""
    return tuple(
        Turn(
            passage.number,
            document.text[passage.start : passage.end],
            passage.speaker,
            passage.side,
            within(aside, passage.start, passage.end),
        )
        for passage in document.passages
    )


def windows(turns: tuple[Turn, ...], limit: int | None) -> list[tuple[Turn, ...]]:
    """Cut the turns into windows of at most ``limit`` characters, each opening with the last turn of the one before."""
    if limit is None:
        return [turns]
    windows: list[tuple[Turn, ...]] = []
    current: list[Turn] = []
    size = 0
    for turn in turns:
        length = len(turn.text) + _TURN_OVERHEAD
        if current and size + length > limit:
            windows.append(tuple(current))
            last = current[-1]
            shared = len(last.text) + _TURN_OVERHEAD
            current, size = ([last], shared) if shared + length <= limit else ([], 0)
        current.append(turn)
        size += length
    return [*windows, tuple(current)]


_TURN_OVERHEAD = 40
"""Characters a turn's number and speaker add to its text."""


def within(ranges: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The parts of the ranges (in order) inside another, relative to its start."""
    if not ranges:
        return ()
    at = max(0, bisect_right(ranges, (start, end)) - 1)
    inside = takewhile(lambda each: each[0] < end, ranges[at:])
    return tuple((max(low, start) - start, min(high, end) - start) for low, high in inside if high > start)
