"""Figures as people read them: 40,000; 1.5 million; 70 billion; 2.1e+24."""

from __future__ import annotations

import math

from auditor.schema import Interval


def number(value: float) -> str:
    """Return a quantity for a person: 40,000; 1.5 million; 70 billion; 2.1e+24."""
    if not math.isfinite(value):
        return "no limit"
    size = abs(value)
    for bound, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if bound <= size < 1e15:
            return f"{value / bound:.4g} {name}"
    if size >= 1e15:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.4g}" if size < 1000 else f"{value:,.1f}"


def rough(value: float) -> str:
    """Return a computed quantity with two or three digits, since it is not known better."""
    if not math.isfinite(value) or value == 0:
        return number(value)
    digits = 2 - math.floor(math.log10(abs(value)))
    return number(round(value, digits))


def span(interval: Interval) -> str:
    """Return an interval: "281,000 to 655,000", or one number where its ends read the same."""
    low, high = rough(interval.low), rough(interval.high)
    return low if low == high else f"{low} to {high}"


def with_unit(text: str, unit: str | None) -> str:
    """Return a figure with its unit; a currency stands before it."""
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get((unit or "").partition("/")[0])
    if sign and unit:
        rest = unit.partition("/")[2]
        first = sign + text.replace(" to ", f" to {sign}")
        return f"{first} per {rest}" if rest else first
    if unit in {"%", "percent"}:
        return f"{text}%"
    return f"{text} {unit}" if unit else text
