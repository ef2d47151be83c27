"""Quantities that belong together: "four nodes of eight H100s", "two days and six hours"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.patterns import Lazy
from auditor.quantities.record import Quantity

_OF = Lazy(
    r"\s*(?:,|\(|-|–|:|x|×)?\s*(?:of|with|having|each with|each having|holding|carrying|containing|,|\(|x|×|times|at)?\s*(?:about )?",
    re.I,
)
_EACH = Lazy(r"\s*(?:each|apiece|per (?:node|machine|server|box|host|instance)|in each|to a node|a node)\b", re.I)
_AND = Lazy(r"\s*(?:,|and|plus|, and)?\s*", re.I)


def combined(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities, those that say one thing together as one."""
    waiting: Quantity | None = None
    for quantity in found:
        if waiting is not None:
            whole = _whole(text, waiting, quantity)
            if whole is not None:
                waiting = whole
                continue
            yield waiting
        waiting = quantity
    if waiting is not None:
        yield waiting


def _whole(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    between = text[first.end : second.start]
    if (first.kind, second.kind) == ("nodes", "gpu_count") and len(between) <= 24:
        each = _EACH.match(text, second.end)
        if (_OF.fullmatch(between) and between.strip(" ,")) or each:
            return _product(first, second, max(second.end, each.end() if each else 0))
    if (first.kind, second.kind) == ("gpu_count", "nodes") and between.strip().lower() in ("per node on", "in each of", "on each of", "each on", "per node across", "each in", "each across"):  # fmt: skip
        return _product(first, second, second.end)
    if first.unit == "node-hours" and second.kind == "gpu_count" and len(between) <= 24:
        whole = _product(first, second, second.end)
        return replace(whole, kind="gpu_hours", unit="GPU-hours")
    if (first.kind, second.kind) == ("duration", "duration") and _AND.fullmatch(between) and second.value < first.value:
        return replace(
            first,
            value=first.value + second.value,
            low=first.low + second.low,
            high=first.high + second.high,
            end=second.end,
        )
    return None


def _product(first: Quantity, second: Quantity, end: int) -> Quantity:
    return Quantity(
        "gpu_count",
        first.value * second.value,
        "GPUs",
        first.low * second.low,
        first.high * second.high,
        first.start,
        end,
        second.accelerator or first.accelerator,
    )
