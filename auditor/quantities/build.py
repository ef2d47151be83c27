"""Putting a number and its unit together."""

from __future__ import annotations

from auditor.quantities.numerals import Numeral
from auditor.quantities.record import Quantity, QuantityKind

_COUNTED = ("gpu_count", "nodes", "epochs")


def quantity_of(
    number: Numeral,
    kind: QuantityKind,
    unit: str,
    start: int,
    end: int,
    times: float = 1.0,
    accelerator: str | None = None,
    per_tokens: float | None = None,
) -> Quantity:
    """Return a quantity; where a point may group thousands and the thing counted has no decimals, it does."""
    value, low, high, other = number.value, number.low, number.high, number.other
    if other is not None and kind not in ("duration", "flop"):
        value, low, high, other = other, low * 1000, high * 1000, value
    other = None if other is None else other * times
    if kind in _COUNTED and high - low <= 1.0:
        low = high = value  # 8 GPUs are eight, not seven and a half
    return Quantity(kind, value * times, unit, low * times, high * times, start, end, accelerator, per_tokens, other)
