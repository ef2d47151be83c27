"""Numbers as people say them, with their unit: "$2-3M", "forty thousand tickets", "900 GPU-hours", "7B".

A stated number is a point with the rounding its digits imply ("7B" is 6.5 to 7.5 billion); "about" widens
it, a range gives both ends. Linear in the text; the unit decides what a number means, and a number whose
unit is not known is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from auditor.quantities.carried import settled
from auditor.quantities.combine import combined
from auditor.quantities.implied import implied
from auditor.quantities.numerals import HAS_NUMBER, spelt
from auditor.quantities.read import read
from auditor.quantities.record import FACT_KINDS, Quantity, QuantityKind

__all__ = ["FACT_KINDS", "Quantity", "QuantityKind", "quantities", "spelt"]

_SPACES = {**dict.fromkeys(map(ord, "\n\r\t"), " "), **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), "\u00a0")}
"""Wrapped lines and narrow spaces, one for one, so that offsets stay."""


@lru_cache(maxsize=256)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return every number with a known unit in a sentence, in order; offsets are into ``text``.

    The last few sentences are remembered: each fact of a sentence full of numbers looks at all of it.
    """
    return tuple(_read(text))


def _read(text: str) -> Iterator[Quantity]:
    if not HAS_NUMBER.search(text):
        return
    folded = text.translate(_SPACES)
    found = list(read(folded))
    extra: list[Quantity] = []
    starts = [each.start for each in found]
    for each in implied(folded):
        at = bisect_left(starts, each.start)
        if not any(each.start < other.end and other.start < each.end for other in found[max(0, at - 1) : at + 1]):
            extra.append(each)
    found += extra
    yield from combined(folded, list(_settled(folded, sorted(found, key=lambda each: each.start))))


def _settled(text: str, found: Iterable[Quantity]) -> Iterator[Quantity]:
    last: Quantity | None = None
    for quantity in found:
        last = settled(quantity, text, last)
        yield last
