"""Calibration and intervals, by figures that can be worked out by hand."""

from __future__ import annotations

import random

import pytest
from test_evaluation import TUNED, case, claim, finding, report

from auditor.evaluation import audited
from auditor.evaluation.bootstrap import intervals
from auditor.evaluation.calibration import Forecast, bins, brier, expected_error, forecast, risks
from auditor.evaluation.matching import Match


def given(confidence: float, right: bool) -> Forecast:
    return Forecast(confidence=confidence, right=right, squared_error=(1 - confidence) ** 2 if right else 1.0)


def test_a_forecast_is_the_probability_of_what_the_verdict_names() -> None:
    labelled = case(claim(TUNED))
    shown = finding(TUNED)
    shown["verdict"]["probabilities"] = {"pre_training": 0.1, "fine_tuning": 0.7, "prompt_engineering": 0.2}
    match = audited(labelled, report(shown)).matching.matches[0]
    assert isinstance(match, Match)
    made = forecast(match)
    assert (made.confidence, made.right) == (0.7, True)
    assert made.squared_error == pytest.approx(0.01 + 0.09 + 0.04)


def test_the_error_is_the_gap_between_confidence_and_what_came_true() -> None:
    forecasts = [given(0.9, True)] * 3 + [given(0.9, False)] + [given(1.0, True)] * 4
    assert [(each.claims, each.accuracy) for each in bins(forecasts)] == [(4, 0.75), (4, 1.0)]
    assert expected_error(forecasts) == pytest.approx(0.5 * 0.15)
    assert brier(forecasts) == pytest.approx((3 * 0.01 + 1) / 8)


def test_nothing_has_no_error() -> None:
    assert (expected_error([]), brier([]), bins([])) == (None, None, ())


def test_risk_counts_the_surest_first() -> None:
    forecasts = [given(0.5, False), given(0.99, True), given(0.9, True), given(0.6, False)]
    assert [(each.claims, each.wrong) for each in risks(forecasts)] == [(1, 0), (2, 0), (3, 1), (4, 2)]


def test_intervals_draw_documents_and_keep_pairs_together() -> None:
    found = audited(case(claim(TUNED), id="a"), report(finding(TUNED)))
    missed = audited(case(claim(TUNED), id="b", variant="deletion", variant_of="a"), report())
    assert intervals([found, missed], random.Random(1).randrange)["claim F1"].low == pytest.approx(2 / 3)
    apart = audited(case(claim(TUNED), id="b"), report())
    spread = intervals([found, apart], random.Random(1).randrange)["claim F1"]
    assert (spread.low, spread.high) == (0, 1)


def test_the_same_seed_draws_the_same_intervals() -> None:
    audits = [audited(case(claim(TUNED), id=str(n)), report(*([finding(TUNED)] * (n % 2)))) for n in range(8)]
    assert intervals(audits, random.Random(7).randrange) == intervals(audits, random.Random(7).randrange)
