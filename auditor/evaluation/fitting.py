"""Fitting what turns the rubric's sums into probabilities, by cross-validation over groups of documents.

Two numbers are fitted, both by the log-likelihood of the labels: the temperature that the sum of the signals is
divided by (Guo and others, "On calibration of modern neural networks", 2017), and the doubt that is spread evenly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product

from auditor.evaluation.calibration import Forecast
from auditor.evaluation.matching import Audited
from auditor.rubric import Calibration, tempered
from auditor.schema import Record, Technique

FOLDS = 5
TEMPERATURES = tuple(step / 20 for step in range(20, 61))
"""Never below 1: the rules were written with most of the labelled texts in view, which flatters them."""
DOUBTS = (0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1)
"""Never less than 0.015: a few hundred labelled claims cannot bear out more than 99 %."""


class Example(Record):
    """A matched claim: what the signals of its finding add up to, and the class it is labelled with."""

    group: str
    """What folds keep together."""
    sums: dict[Technique, float]
    label: Technique


def examples(audits: Sequence[Audited]) -> tuple[Example, ...]:
    """Return an example for each claim that was found."""
    return tuple(
        Example(
            group=audit.group,
            sums={
                technique: sum(reason.weights.get(technique, 0.0) for reason in match.finding.verdict.rationale)
                for technique in Technique
            },
            label=match.claim.label,
        )
        for audit in audits
        for match in audit.matching.matches
    )


def fit(given: Sequence[Example], prior: Mapping[Technique, float]) -> Calibration:
    """Return the temperature and doubt under which the labels are likeliest; the coolest of equals."""
    grid = (Calibration(temperature=heat, doubt=doubt) for heat, doubt in product(TEMPERATURES, DOUBTS))
    return min(grid, key=lambda each: round(loss(given, prior, each), 9))


def loss(given: Sequence[Example], prior: Mapping[Technique, float], calibration: Calibration) -> float:
    """Return the mean negative log-likelihood of the labels, in natural units."""
    return -sum(math.log(tempered(prior, each.sums, calibration)[each.label]) for each in given) / len(given)


def folds(given: Sequence[Example], shuffle: Callable[[list[str]], None]) -> tuple[tuple[Example, ...], ...]:
    """Return the examples in :data:`FOLDS` parts, each group whole in one; ``shuffle`` orders the groups."""
    groups = sorted({each.group for each in given})
    shuffle(groups)
    place = {group: at % FOLDS for at, group in enumerate(groups)}
    return tuple(tuple(each for each in given if place[each.group] == fold) for fold in range(FOLDS))


def cross_validated(
    parts: Sequence[Sequence[Example]], prior: Mapping[Technique, float]
) -> tuple[tuple[Calibration, ...], tuple[Forecast, ...]]:
    """Return what each fold's complement gives, and the forecasts of each fold under it, pooled."""
    fitted = tuple(
        fit([each for other in parts if other is not part for each in other], prior) if part else Calibration()
        for part in parts
    )
    pooled = tuple(
        forecast_of(each, prior, calibration) for part, calibration in zip(parts, fitted, strict=True) for each in part
    )
    return fitted, pooled


def forecast_of(example: Example, prior: Mapping[Technique, float], calibration: Calibration) -> Forecast:
    """Return the forecast that a calibration makes of an example."""
    given = tempered(prior, example.sums, calibration)
    said = max(given, key=lambda technique: given[technique])
    return Forecast(
        confidence=given[said],
        right=said is example.label,
        squared_error=sum((given[technique] - (technique is example.label)) ** 2 for technique in Technique),
    )
