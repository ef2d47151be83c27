"""How far probabilities keep their word: of verdicts given at 80 %, are 80 % right?

Brier is the mean over claims of the squared distance between the probabilities and the truth, summed over the
three classes (0 is perfect, 2 the worst). The expected calibration error is the mean gap between confidence and
accuracy over a few bins, weighted by their size (Naeini and others, 2015); few, because the claims are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditor.evaluation.matching import Match
from auditor.schema import Record, Technique

EDGES = (0.0, 0.6, 0.8, 0.95, 1.0)
"""Bounds of the bins of confidence; the last one is closed."""
COVERAGES = (0.25, 0.5, 0.75, 1.0)


class Forecast(Record):
    """What was given for a matched claim's class, and whether it came true."""

    confidence: float
    """Probability of the technique the verdict names."""
    right: bool
    squared_error: float


class Bin(Record):
    """The claims whose confidence lies between two bounds."""

    low: float
    high: float
    claims: int
    confidence: float
    """Mean probability given."""
    accuracy: float
    """Share that was right."""


class Risk(Record):
    """How often the surest verdicts are wrong."""

    coverage: float
    """Share of the claims that are answered, surest first."""
    claims: int
    wrong: int


def forecast(match: Match) -> Forecast:
    """Return what a finding gave for its claim's class; a verdict without probabilities gave nothing."""
    verdict, label = match.finding.verdict, match.claim.label
    given = {technique: verdict.probabilities.get(technique, 0.0) for technique in Technique}
    return Forecast(
        confidence=given[verdict.technique] if verdict.technique else 0.0,
        right=match.same_class,
        squared_error=sum((given[technique] - (technique is label)) ** 2 for technique in Technique),
    )


def brier(forecasts: Sequence[Forecast]) -> float | None:
    """Return the Brier score, None of nothing."""
    return sum(each.squared_error for each in forecasts) / len(forecasts) if forecasts else None


def bins(forecasts: Sequence[Forecast]) -> tuple[Bin, ...]:
    """Return the bins that hold claims, lowest confidence first."""
    found = []
    for low, high in pairwise(EDGES):
        held = [each for each in forecasts if low <= each.confidence < high or each.confidence == high == EDGES[-1]]
        if held:
            confidence = sum(each.confidence for each in held) / len(held)
            accuracy = sum(each.right for each in held) / len(held)
            found.append(Bin(low=low, high=high, claims=len(held), confidence=confidence, accuracy=accuracy))
    return tuple(found)


def expected_error(forecasts: Sequence[Forecast]) -> float | None:
    """Return the expected calibration error, None of nothing."""
    gaps = [each.claims * abs(each.confidence - each.accuracy) for each in bins(forecasts)]
    return sum(gaps) / len(forecasts) if forecasts else None


def risks(forecasts: Sequence[Forecast]) -> tuple[Risk, ...]:
    """Return how many of the surest quarter, half, three quarters and all are wrong."""
    ordered = sorted(forecasts, key=lambda each: -each.confidence)
    kept = ((coverage, ordered[: round(coverage * len(ordered))]) for coverage in COVERAGES)
    return tuple(
        Risk(coverage=coverage, claims=len(held), wrong=sum(not each.right for each in held)) for coverage, held in kept
    )
