"""Numbers whose unit was said before: "190,000 of them", "another twelve of patents", "…and we did four trillion"."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.patterns import Lazy
from auditor.quantities.build import quantity_of
from auditor.quantities.numerals import Numeral
from auditor.quantities.record import Quantity, QuantityKind
from auditor.quantities.units import WITHIN

_OF_THEM = Lazy(
    r"\s(?:of (?:them|those|these)|(?:were|was|are) (?:busy|in use|used|running|active|allocated|live))\b", re.I
)
_MEANT: dict[str, tuple[QuantityKind, str]] = {
    "price": ("gpu_hours", "GPU-hours"),
    "gpu_hours": ("gpu_hours", "GPU-hours"),
    "gpu_count": ("gpu_count", "GPUs"),
    "tokens_per_example": ("examples", "examples"),
    "examples": ("examples", "examples"),
    "training_tokens": ("training_tokens", "tokens"),
}
_TOKENS_BEFORE = Lazy(r"\btokens?\b", re.I)
_ENDS = Lazy(r"\s*(?:[.,;:!?)]|$)|\s(?:of|in|from|for|on|and|more|all told|altogether)\b", re.I)
_ANOTHER = Lazy(r"\b(?:another|a further|plus|then)\s$", re.I)
_PASSES = Lazy(
    r"\b(?:over|through) (?:them|it|everything|all of (?:it|them)|the (?:data|set|corpus|lot|whole (?:thing|lot|set)))\s(?:about |some |maybe )?$",
    re.I,
)
_TIMES = Lazy(r"\stimes\b", re.I)
_STOPPED = Lazy(r"\b(?:after|at|did|ran|only)\s$", re.I)
_EACH = Lazy(r"\s(?:each|apiece|a ?piece)\b", re.I)
_NODE_NEAR = Lazy(r"\b(?:node|box|server|machine|instance)s?\b", re.I)
_LONGEST_RUN = 3 * 8760
"""Hours: nobody states longer wall-clock time in hours; so many hours are accelerator-hours."""


def carried(number: Numeral, text: str, last: Quantity | None) -> Quantity | None:
    """Return a number without a unit of its own as one of what was spoken of before; None where that is not plain."""
    before = max(0, number.start - 40)
    if _PASSES.search(text, before, number.start) and (times := _TIMES.match(text, number.end)):
        return quantity_of(number, "epochs", "epochs", number.start, times.end())
    if (
        number.value >= 1e9
        and _ENDS.match(text, number.end)
        and _TOKENS_BEFORE.search(text, max(0, number.start - WITHIN), number.start)
    ):
        return quantity_of(number, "training_tokens", "tokens", number.start, number.end)
    if last is None:
        return None
    if (them := _OF_THEM.match(text, number.end)) and last.kind in _MEANT:
        kind, unit = _MEANT[last.kind]
        return quantity_of(number, kind, unit, number.start, them.end(), accelerator=last.accelerator)
    if last.kind == "epochs" and _STOPPED.search(text, before, number.start) and _ENDS.match(text, number.end):
        return quantity_of(number, "epochs", "epochs", number.start, number.end)
    if last.kind == "price" and (each := _EACH.match(text, number.end)):
        unit = f"{last.unit.partition('/')[0]}/GPU-hour"
        return replace(last, value=number.value, low=number.low, high=number.high, unit=unit, start=number.start, end=each.end())  # fmt: skip
    return None


def settled(quantity: Quantity, text: str, last: Quantity | None) -> Quantity:
    """Return a quantity with what the sentence says around it: whose hour a price is for, which hours are meant."""
    if last and last.kind == "training_tokens" and quantity.kind == "dataset_size" and _another(quantity, text):
        scale = next((each for each in (1e12, 1e9) if last.value >= each), 1.0)
        end = quantity.start + len(text[quantity.start : quantity.end].split(" of ")[0])
        return Quantity("training_tokens", quantity.value * scale, "tokens", quantity.low * scale, quantity.high * scale, quantity.start, end)  # fmt: skip
    if quantity.kind == "duration" and quantity.value > _LONGEST_RUN and re.search(r"hours?$", text[quantity.start : quantity.end], re.I):  # fmt: skip
        return replace(quantity, kind="gpu_hours", unit="GPU-hours")
    if quantity.kind == "price" and quantity.unit.endswith("/hour"):
        money = quantity.unit.partition("/")[0]
        around = text[max(0, quantity.start - 32) : quantity.start] + text[quantity.end : quantity.end + 24]
        if _NODE_NEAR.search(around):
            return replace(quantity, unit=f"{money}/node-hour")
        if last and last.kind in ("gpu_hours", "gpu_count"):
            return replace(quantity, unit=f"{money}/GPU-hour", accelerator=last.accelerator)
    return quantity


def _another(quantity: Quantity, text: str) -> bool:
    """Whether a small number goes on in the unit before it: "eighty billion tokens, then another twelve"."""
    return quantity.value < 1000 and bool(_ANOTHER.search(text, max(0, quantity.start - 12), quantity.start))
