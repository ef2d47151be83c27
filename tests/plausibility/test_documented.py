"""Published runs: none is called implausible but those that say why, and our figures are the reference data's."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from auditor.plausibility import numbers
from auditor.plausibility.documented import OUTLIERS, statement_of
from auditor.plausibility.hardware import hardware
from auditor.plausibility.ranges import Range, exactly
from auditor.plausibility.work import work
from auditor.reference import Run, load_reference
from auditor.schema import NumbersVerdict

ROOT = Path(__file__).parent.parent.parent
REFERENCE = load_reference()
WITH_FIGURES = [run for run in REFERENCE.runs if statement_of(run).quantities]
with (ROOT / "fixtures" / "arithmetic" / "mfu_check.csv").open(encoding="utf-8", newline="") as file:
    CHECKED = {row["model"]: row for row in csv.DictReader(file)}

WITH_UTILISATION = [run for run in WITH_FIGURES if CHECKED.get(run.model, {}).get("implied_mfu_6nd")]


@pytest.mark.parametrize("run", WITH_FIGURES, ids=lambda run: run.model)
def test_no_documented_run_is_called_implausible_but_the_outliers(run: Run) -> None:
    found = numbers(statement_of(run), REFERENCE, f"{run.year_month}-15", subject=run.model)
    assert found is not None
    serious = found.verdict in (NumbersVerdict.IMPLAUSIBLE, NumbersVerdict.IMPOSSIBLE)
    assert serious is (run.model in OUTLIERS)


def test_enough_runs_are_checked() -> None:
    verdicts = [numbers(statement_of(run), REFERENCE, f"{run.year_month}-15", subject="") for run in WITH_FIGURES]
    judged = [each for each in verdicts if each and each.verdict is not NumbersVerdict.CANNOT_TELL]
    assert len(judged) >= 140


@pytest.mark.parametrize(
    "run", [run for run in WITH_FIGURES if CHECKED.get(run.model, {}).get("implied_mfu_6nd")], ids=lambda run: run.model
)
def test_utilisation_is_that_of_the_reference_script(run: Run) -> None:
    reading = next(statement_of(run).readings())
    done = work(reading, REFERENCE, f"{run.year_month}-15")
    assert done.size is not None
    assert done.tokens is not None
    assert run.gpu_hours is not None
    used = 6 * done.size.central * done.tokens.central / (run.gpu_hours * 3600 * done.hardware.peak.central)
    assert used == pytest.approx(float(CHECKED[run.model]["implied_mfu_6nd"]), rel=0.01, abs=0.0006)


def test_shares_of_a_run_from_scratch_are_the_calibration_table() -> None:
    table: dict[str, list[float]] = {"pre_training": [], "continued_pre_training": [], "fine_tuning": []}
    for run in REFERENCE.runs:
        size = run.active_parameters or run.parameters
        if size and run.compute:
            table[run.kind].append(run.compute / (120 * size * size))
    counts = {
        kind: (len(each), sum(r >= 0.5 for r in each), sum(0.01 <= r < 0.5 for r in each), sum(r < 0.01 for r in each))
        for kind, each in table.items()
    }
    assert counts == {
        "pre_training": (98, 88, 10, 0),
        "continued_pre_training": (15, 6, 7, 2),
        "fine_tuning": (25, 2, 3, 20),
    }


def test_money_and_compute_convert_as_in_the_reference_table() -> None:
    # $1M buys 1.6e23, 3.9e23, 7.5e23 FLOP: H100, $2 to $4 an hour, utilisation 0.18 to 0.42
    peak = REFERENCE.accelerators["h100"].peak
    hours = exactly(1e6) / Range(2, 3, 4)
    flop = hours * 3600 * peak * Range(0.18, 0.33, 0.42)
    assert (flop.low, flop.central, flop.high) == (
        pytest.approx(1.603e23, rel=1e-3),
        pytest.approx(3.918e23, rel=1e-3),
        pytest.approx(7.48e23, rel=1e-3),
    )


@pytest.mark.parametrize(
    ("date", "low", "high"),
    [("2023-06", 7.0, 12.0), ("2024-06", 2.0, 8.0), ("2026-03", 2.0, 7.0), ("2031-01", 2.0, 7.0)],
)
def test_an_hour_is_priced_at_its_date(date: str, low: float, high: float) -> None:
    run = next(each for each in REFERENCE.runs if each.model == "Llama 3 8B")
    device = hardware(next(statement_of(run).readings()), REFERENCE, date)
    assert device.price is not None
    assert (device.price.low, device.price.high) == (low, high)
