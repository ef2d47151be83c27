"""Two numbers that are the ends of one range, and the words beside a number that widen it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from auditor.patterns import Lazy
from auditor.quantities.numerals import Numeral

_JOINED = Lazy(r"(?:\s?[-–—]\s?|\s+(?:to|or|and|up to)\s+|\.\.\.?)(?:us)?[$€£]?\s?", re.I)
_BETWEEN = Lazy(r"\bbetween\s+(?:about |roughly |around )?(?:us)?[$€£]?\s?$", re.I)
_HEDGE = Lazy(
    r"(?:\b(?P<about>about|around|roughly|some|approximately|approx\.?|circa|ca?\.|close to|in the (?:region|neighbou?rhood|vicinity|order) of|on the order of|something like|somewhere (?:around|near)|order of|give or take|give-or-take|like|maybe|perhaps|probably|call it|say|north or south of|more or less)"
    r"|\b(?P<below>nearly|almost|just under|just shy of|a bit under|a little under|slightly under|not quite|up to|as many as|at most|no more than|a maximum of|max(?:imum)?|under|less than|fewer than|below|within|inside|shy of)"
    r"|\b(?P<above>just over|a bit over|a little over|slightly over|over|more than|upwards of|at least|north of|above|in excess of|no less than|no fewer than|a minimum of|well over|exceed(?:s|ing|ed)?|past|beyond)"
    r"|(?P<tilde>[~≈]|\bc\.)|(?P<less>[<≤])|(?P<more>[>≥]))[\s,]?\s?(?:(?:us)?[$€£]\s?)?(?:an? )?$",
    re.I,
)
_TRAILING = Lazy(r"\s?(?:\+|-?ish\b|-?odd\b| plus\b| or more\b| or so\b|,? give or take\b|,? more or less\b)", re.I)
_WIDE = 0.15
"""How far "about" reaches to either side."""
_STRICTLY_BELOW = ("<", "under", "less than", "fewer than", "below", "just under", "shy of", "just shy of")


def joined(numbers: Iterable[Numeral], text: str) -> Iterator[Numeral]:
    """Yield the numbers, the two ends of a range as one."""
    waiting: Numeral | None = None
    for number in numbers:
        if waiting is None:
            waiting = number
            continue
        span = _range(waiting, number, text)
        if span is None:
            yield waiting
            waiting = number
        else:
            yield span
            waiting = None
    if waiting is not None:
        yield waiting


def _range(first: Numeral, second: Numeral, text: str) -> Numeral | None:
    between = text[first.end : second.start]
    if len(between) > 12 or not _JOINED.fullmatch(between):
        return None
    word = between.strip(" $€£").lower()
    opening = _BETWEEN.search(text, max(0, first.start - 24), first.start)
    if word == "and" and not opening:
        return None
    low = first.value
    if second.scaled and not first.scaled and first.value < 1000:
        low *= _scale(second)
    close = low < second.value <= 3 * low
    if second.value <= low or (word == "or" and not close):
        return None
    start = opening.start() if opening else first.start
    value = (low + second.value) / 2
    return replace(second, value=value, low=low, high=second.value, start=start, other=None)


def _scale(number: Numeral) -> float:
    return next((scale for scale in (1e12, 1e9, 1e6, 1e3, 1e2) if number.value >= scale), 1.0)


def hedged(number: Numeral, text: str) -> Numeral:
    """Return the number as the words around it widen it, beginning with the word before it."""
    before = _HEDGE.search(text, max(0, number.start - 40), number.start)
    after = _TRAILING.match(text, number.end)
    low, high, start = number.low, number.high, number.start
    if before:
        start = before.start()
        if before["below"] or before["less"]:
            strict = (before["below"] or before["less"]).lower() in _STRICTLY_BELOW
            low, high = min(low, number.value * (1 - _WIDE)), number.value * (0.999 if strict else 1)
        elif before["above"] or before["more"]:
            low, high = number.value, max(high, number.value * (1 + _WIDE))
        else:
            low, high = min(low, number.value * (1 - _WIDE)), max(high, number.value * (1 + _WIDE))
    if after:
        more = any(mark in after[0].lower() for mark in ("+", "odd", "plus", "or more"))
        low = number.value if more else min(low, number.value * (1 - _WIDE))
        high = max(high, number.value * (1 + _WIDE))
    return replace(number, low=low, high=high, start=start)
