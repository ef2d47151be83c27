"""From a number to a quantity: the words beside it say what it counts, or that it counts nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.patterns import Lazy
from auditor.quantities.build import quantity_of
from auditor.quantities.carried import carried, settled
from auditor.quantities.convert import with_unit
from auditor.quantities.money import money
from auditor.quantities.numerals import Numeral, numerals
from auditor.quantities.ranges import hedged, joined
from auditor.quantities.record import Quantity, QuantityKind
from auditor.quantities.sizes import model_size
from auditor.quantities.units import ACCELERATOR, FILLER, LABEL, UNIT

_DENOMINATOR = Lazy(r"(?:\bper\s|\bevery\s|(?<!of )\beach\s|/\s?|\bin every\s|\bout of\s(?:every\s)?)$", re.I)
_NAME_BEFORE = Lazy(r"\b(?:top[\s-]|not\s(?=one\b)|(?:p|g)\s(?=four|five|six|two)|tpu v|t p u v )$", re.I)
_MULTIPLE = Lazy(rf"\s?[x×](?![\s]?{ACCELERATOR})(?!\s?\d)(?![\w-])", re.I)
_YEAR_BEFORE = Lazy(
    r"\b(?:in|since|of|from|by|until|till|during|late|early|mid|before|after|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|fy|spring|summer|autumn|fall|winter)[\s-]$",
    re.I,
)
_PRODUCT = Lazy(rf"\s?[x×*]\s?(?P<by>\d{{1,4}})\s?[x×*]?\s?(?={ACCELERATOR})", re.I)


def read(text: str) -> Iterator[Quantity]:
    """Yield the numbers of a text that have a unit, in order, without overlap."""
    end = 0
    last: Quantity | None = None
    for number in joined(numerals(text), text):
        if number.start < end or _counts_nothing(number, text):
            continue
        quantity = _read(number, text, end) or carried(number, text, last)
        if quantity is not None:
            last = settled(quantity, text, last)
            end = last.end
            if last.kind != "price" or last.unit.endswith("-hour") or last.unit.endswith("/hour"):
                yield last


def _counts_nothing(number: Numeral, text: str) -> bool:
    """Whether a number is a denominator, a year, a rank, a multiple or part of a name."""
    before = max(0, number.start - 12)
    if not number.scaled and text[number.end : number.end + 2].strip()[:1].isdigit() and text[number.start - 1 : number.start] not in "$€£":  # fmt: skip
        return True
    return bool(
        _DENOMINATOR.search(text, before, number.start)
        or _NAME_BEFORE.search(text, before, number.start)
        or (_times(number, text) and _MULTIPLE.match(text, number.end) and not _PRODUCT.match(text, number.end))
        or _a_year(number, text)
    )


def _times(number: Numeral, text: str) -> bool:
    """Whether a sign of multiplication follows."""
    return text[number.end : number.end + 2].lstrip()[:1] in ("x", "X", "×", "*")


def _read(number: Numeral, text: str, after: int) -> Quantity | None:
    wide = hedged(number, text)
    start = max(wide.start, after)
    wide = replace(wide, start=number.start)
    if (found := money(wide, start, text)) is not None:
        return found
    if _times(number, text) and (product := _PRODUCT.match(text, number.end)):
        total = wide.value * float(product["by"])
        wide = replace(wide, value=total, low=total, high=total, end=product.end())
    gap = FILLER.match(text, wide.end)
    unit = UNIT.match(text, gap.end() if gap else wide.end)
    size = model_size(wide, start, text)
    if size is not None and (unit is None or unit["items"] or unit["gpu_count"] or unit["nodes"]):
        return size
    if unit is not None:
        return with_unit(wide, start, text, unit)
    return _labelled(wide, start, text)


def _a_year(number: Numeral, text: str) -> bool:
    written = text[number.start : number.end]
    return bool(re.fullmatch(r"(?:19|20)\d\d", written)) and bool(
        _YEAR_BEFORE.search(text, max(0, number.start - 12), number.start)
    )


_LABEL_UNITS: dict[str, tuple[QuantityKind, str]] = {
    "active": ("active_parameters", "active parameters"),
    "parameters": ("parameters", "parameters"),
    "per": ("tokens_per_example", "tokens per example"),
    "tokens": ("training_tokens", "tokens"),
    "gpu_hours": ("gpu_hours", "GPU-hours"),
    "gpu_count": ("gpu_count", "GPUs"),
    "flop": ("flop", "FLOP"),
    "epochs": ("epochs", "epochs"),
    "examples": ("examples", "examples"),
    "rows": ("dataset_size", "rows"),
    "hours": ("duration", "hours"),
}


def _labelled(number: Numeral, start: int, text: str) -> Quantity | None:
    """Return what a label before the number says it is."""
    label = LABEL.search(text, max(0, start - 48), start)
    if label is None or re.match(r"\s?(?:%|per ?cent|x\b)", text[number.end : number.end + 9]):
        return None
    kind, unit = next(_LABEL_UNITS[name] for name, found in label.groupdict().items() if found)
    small = number.value < 1e6 and kind in ("parameters", "active_parameters", "training_tokens")
    if number.value < 1 or small or (kind == "flop" and number.value < 1e15):
        return None
    return quantity_of(number, kind, unit, start, number.end)
