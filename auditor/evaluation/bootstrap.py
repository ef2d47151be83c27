"""Intervals around figures: the figures again over documents drawn with replacement, pairs drawn together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from auditor.evaluation.calibration import Forecast, expected_error
from auditor.evaluation.figures import Detection, Ratio
from auditor.evaluation.matching import Audited
from auditor.evaluation.scores import Scores, score_audits
from auditor.schema import Record, Technique

ROUNDS = 1000
TAIL = 0.025
"""Share of the draws left out on either side: 95 % lie between."""


class Interval(Record):
    """Where a figure lies in 95 % of the draws."""

    low: float
    high: float


class _Tally(NamedTuple):
    """What one case and its variants add to the figures."""

    counts: tuple[int, ...]
    """Hits, predicted and labelled of all claims and of each class; then hits and size of each share."""
    forecasts: tuple[Forecast, ...]


def intervals(audits: Sequence[Audited], draw: Callable[[int], int], rounds: int = ROUNDS) -> dict[str, Interval]:
    """Return the interval of each figure; ``draw(n)`` returns a random whole number from 0 up to n - 1."""
    groups: dict[str, list[Audited]] = {}
    for audit in audits:
        groups.setdefault(audit.group, []).append(audit)
    scores = [score_audits(members) for members in groups.values()]
    tallies = [_tally(each) for each in scores]
    names = tuple(shares(scores[0])) if scores else ()
    drawn: dict[str, list[float]] = {}
    for _ in range(rounds if tallies else 0):
        for name, value in _figures([tallies[draw(len(tallies))] for _ in tallies], names):
            if value is not None:
                drawn.setdefault(name, []).append(value)
    return {name: _interval(sorted(values)) for name, values in drawn.items()}


def shares(scores: Scores) -> dict[str, Ratio]:
    """Return the figures that are a share of something, by the name they are printed under."""
    return {
        "class accuracy on matched": scores.class_accuracy,
        "asserted accuracy": scores.asserted,
        "stated claims found, supported": scores.stated_supported,
        "supported, class right": scores.supported_right,
        "fact recall": scores.facts,
        "checklist cells right": scores.checklist,
        "negatives flagged": scores.negatives_flagged,
    }


def _tally(scores: Scores) -> _Tally:
    detections = (scores.claims, *(scores.per_class[technique] for technique in Technique))
    counts = [count for each in detections for count in (each.hits, each.predicted, each.labelled)]
    counts += [count for each in shares(scores).values() for count in (each.hits, each.of)]
    return _Tally(tuple(counts), scores.forecasts)


def _figures(tallies: Sequence[_Tally], names: Sequence[str]) -> Iterable[tuple[str, float | None]]:
    counts = iter([sum(column) for column in zip(*(each.counts for each in tallies), strict=True)])
    claims, *classes = [
        Detection(hits=next(counts), predicted=next(counts), labelled=next(counts)).f1
        for _ in range(1 + len(Technique))
    ]
    yield "claim F1", claims
    yield "macro-F1 end to end", sum(each or 0.0 for each in classes) / len(classes)
    for name in names:
        yield name, Ratio(hits=next(counts), of=next(counts)).value
    yield "expected calibration error", expected_error([each for tally in tallies for each in tally.forecasts])


def _interval(values: Sequence[float]) -> Interval:
    cut = int(TAIL * len(values))
    return Interval(low=values[cut], high=values[-1 - cut])
