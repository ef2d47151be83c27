"""Published models whose size, or size and tokens, a claim states: a question, never an assertion."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.plausibility.ranges import Range
from auditor.plausibility.statement import Reading
from auditor.reference import Base, Reference

_SAME = 0.005
_ROUND = 2
"""Digits up to which a size is too common to mean anything by itself."""


def fingerprints(reading: Reading, reference: Reference) -> Iterator[tuple[Base, str]]:
    """Yield published bases with the same numbers, and which numbers these are."""
    total, active, tokens = (reading.get(kind) for kind in ("parameters", "active_parameters", "training_tokens"))
    if total is None:
        return
    seen: set[str] = set()
    for base in dict.fromkeys(reference.bases.values()):
        if base.parameters and _same(total, base.parameters) and base.family not in seen:
            if active and base.active_parameters and _same(active, base.active_parameters):
                seen.add(base.family)
                yield base, "total and active parameters"
            elif active is None and not base.active_parameters and _telling(total.central):
                seen.add(base.family)
                yield base, "parameters"
    if tokens is None or seen:
        return
    near = [
        (abs(run.parameters / total.central - 1), run.model, known)
        for run in reference.runs
        if run.kind == "pre_training" and run.parameters and run.tokens and (known := reference.base(run.model))
        if total.low <= run.parameters <= total.high and _same(tokens, run.tokens) and known.kind == "open_weights"
    ]
    if near:
        yield min(near, key=lambda each: each[:2])[2], "parameters and training tokens"


def stale(base: Base, as_of: str) -> bool:
    """Whether a base had a published successor before a date (a month ends before it counts)."""
    return base.superseded_date is not None and base.superseded_date < as_of[:7]


def _same(stated: Range, published: float) -> bool:
    return abs(stated.central / published - 1) <= _SAME


def _telling(size: float) -> bool:
    """Whether a size has digits enough to be somebody's: 671B has, 7B and 70B have not."""
    return len(f"{size:.4e}".partition("e")[0].replace(".", "").rstrip("0")) > _ROUND
