"""Interval arithmetic over positive quantities: low, central and high are carried together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """A positive quantity known to lie between ``low`` and ``high``, best guessed by ``central``."""

    low: float
    central: float
    high: float

    def __mul__(self, other: Range | float) -> Range:
        """The product: ends with ends, middle with middle."""
        by = other if isinstance(other, Range) else Range(other, other, other)
        return Range(self.low * by.low, self.central * by.central, self.high * by.high)

    def __truediv__(self, other: Range | float) -> Range:
        """The quotient: the lowest is low over high."""
        by = other if isinstance(other, Range) else Range(other, other, other)
        return Range(self.low / by.high, self.central / by.central, self.high / by.low)

    def meets(self, low: float, high: float) -> bool:
        """Whether any value of the range lies between two bounds."""
        return self.low <= high and self.high >= low

    def apart_from(self, other: Range) -> float:
        """How many times one range would have to grow to meet the other: 1 where they meet."""
        if self.meets(other.low, other.high):
            return 1.0
        return self.low / other.high if self.low > other.high else other.low / self.high


def exactly(value: float) -> Range:
    """Return the range of a single value."""
    return Range(value, value, value)
