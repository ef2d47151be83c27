"""A step of the arithmetic, before it becomes a line of the report; and which verdict outweighs which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from auditor.plausibility.ranges import Range
from auditor.schema import Interval, NumbersVerdict

_WEIGHT = (
    NumbersVerdict.CONSISTENT,
    NumbersVerdict.UNIT_ERROR,
    NumbersVerdict.DOUBTFUL,
    NumbersVerdict.IMPLAUSIBLE,
    NumbersVerdict.IMPOSSIBLE,
)
"""The least to the most serious."""


@dataclass(frozen=True)
class Step:
    """Something derived or checked."""

    step: Literal["derived", "check"]
    what: str
    range: Range | None = None
    unit: str | None = None
    formula: str = ""
    meaning: str = ""
    source: str = ""
    verdict: NumbersVerdict | None = None
    mark: str = ""
    """What the rubric and the flags read of it."""


def worst(verdicts: Iterable[NumbersVerdict | None]) -> NumbersVerdict:
    """Return the most serious of the verdicts given; "cannot tell" where nothing was checked."""
    given = [_WEIGHT.index(each) for each in verdicts if each in _WEIGHT]
    return _WEIGHT[max(given)] if given else NumbersVerdict.CANNOT_TELL


def seriousness(verdict: NumbersVerdict) -> int:
    """Return how serious a verdict is, 0 for consistent; nothing checked counts as least."""
    return _WEIGHT.index(verdict) if verdict in _WEIGHT else 0


def interval(range_: Range) -> Interval:
    """Return a range as the report's interval."""
    return Interval(low=range_.low, high=range_.high)
