"""Frontier scale at a date: within ten times the largest run known by then."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.plausibility.ranges import Range

WITHIN = 10.0
DOCUMENT_FLOOR_USD = 1e7
"""The source document's line, whatever the date: under $10M is not frontier-scale pre-training."""


def frontier(largest: Mapping[int, float], as_of: str) -> float | None:
    """Return the compute in FLOP from which a run is frontier scale at a date; None before the first year known."""
    known = [flop for year, flop in largest.items() if year <= int(as_of[:4])]
    return max(known) / WITHIN if known else None


def below_frontier(flop: Range, largest: Mapping[int, float], as_of: str) -> bool:
    """Whether a run's compute, by its middle estimate, is below frontier scale."""
    floor = frontier(largest, as_of)
    return floor is not None and flop.central < floor
