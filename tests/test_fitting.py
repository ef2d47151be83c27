"""The fit finds what made the data, keeps groups together, and never turns evidence around."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.evaluation.calibration import expected_error
from auditor.evaluation.fitting import FOLDS, Example, cross_validated, fit, folds, forecast_of, loss
from auditor.rubric import Calibration, posterior, tempered
from auditor.schema import Reason, Technique
from auditor.setup import load_rubric

RUBRIC = load_rubric()
PRE, FINE, PROMPT = Technique.PRE_TRAINING, Technique.FINE_TUNING, Technique.PROMPT_ENGINEERING
EVEN = dict.fromkeys(Technique, 1 / 3)


def drawn(temperature: float, count: int) -> list[Example]:
    """Claims whose labels were drawn from the probabilities that a temperature gives their sums."""
    chance = random.Random(5)
    made = []
    for at in range(count):
        sums = {technique: chance.gauss(0, 3) for technique in Technique}
        given_ = tempered(EVEN, sums, Calibration(temperature=temperature, doubt=0.02))
        label = chance.choices(list(given_), list(given_.values()))[0]
        made.append(Example(group=str(at // 2), sums=sums, label=label))
    return made


def test_the_temperature_that_made_the_labels_is_found() -> None:
    found = fit(drawn(2.0, 1500), EVEN)
    assert found.temperature == pytest.approx(2.0, abs=0.3)


def test_out_of_fold_forecasts_keep_their_word_where_the_model_is_right() -> None:
    parts = folds(drawn(2.0, 1500), random.Random(1).shuffle)
    fitted, pooled = cross_validated(parts, EVEN)
    error = expected_error(pooled)
    assert len(fitted) == FOLDS
    assert len(pooled) == 1500
    assert error is not None
    assert error < 0.05


def test_a_group_is_never_parted() -> None:
    parts = folds(drawn(1.0, 100), random.Random(1).shuffle)
    homes: dict[str, set[int]] = {}
    for at, part in enumerate(parts):
        for each in part:
            homes.setdefault(each.group, set()).add(at)
    assert sum(len(part) for part in parts) == 100
    assert all(len(home) == 1 for home in homes.values())


def test_what_the_fit_gives_is_at_least_as_likely_as_what_was_there() -> None:
    data = drawn(3.0, 300)
    assert loss(data, EVEN, fit(data, EVEN)) <= loss(data, EVEN, Calibration())


def test_the_package_holds_a_calibration_within_the_searched_range() -> None:
    assert 1 <= RUBRIC.calibration.temperature <= 3
    assert 0.015 <= RUBRIC.calibration.doubt <= 0.1


@given(st.sampled_from([each.id for each in RUBRIC.signals]), st.sampled_from([each.id for each in RUBRIC.signals]))
def test_a_signal_never_lowers_the_class_it_favours(first: str, second: str) -> None:
    def fired(*ids: str) -> dict[Technique, float]:
        rows = [each for each in RUBRIC.signals if each.id in ids]
        reasons = [
            Reason(signal=row.id, text=row.text, quotes=(), weights={t: row.weight(t) for t in Technique})
            for row in rows
        ]
        return posterior(RUBRIC, reasons)

    favoured = next(each for each in RUBRIC.signals if each.id == second).favours
    assert fired(first, second)[favoured] >= fired(first)[favoured] - 1e-9 or first == second


@given(st.lists(st.floats(-8, 8), min_size=3, max_size=3), st.floats(0.6, 3), st.floats(0.015, 0.1))
def test_probabilities_add_up_and_keep_the_order_of_the_sums(
    values: list[float], temperature: float, doubt: float
) -> None:
    sums = dict(zip(Technique, values, strict=True))
    made = tempered(EVEN, sums, Calibration(temperature=temperature, doubt=doubt))
    assert math.isclose(sum(made.values()), 1)
    assert max(made.values()) <= 1 - doubt * 2 / 3 + 1e-9
    best = max(sums, key=lambda technique: sums[technique])
    assert made[best] == pytest.approx(max(made.values()))


def test_more_heat_makes_no_forecast_surer() -> None:
    example = Example(group="a", sums={PRE: 0.0, FINE: 4.0, PROMPT: -1.0}, label=FINE)
    sure = [forecast_of(example, EVEN, Calibration(temperature=heat)).confidence for heat in (0.6, 1, 2, 3)]
    assert sure == sorted(sure, reverse=True)
