"""The offline reader stays above the bars that docs/accuracy.md reports against."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from auditor.evaluating import evaluate, load_cases
from auditor.evaluation import Scores, score_audits
from auditor.providers import provider

ROOT = Path(__file__).parents[1]
CASES = ROOT / "fixtures" / "cases"


@cache
def scores(*names: str) -> Scores:
    reader = provider("offline")
    cases = [case for name in names for case in load_cases(CASES / f"{name}.jsonl")]
    return score_audits([evaluate(case, CASES, reader) for case in cases])


@pytest.mark.parametrize(
    ("name", "claim_f1", "accuracy", "macro_f1"),
    [("marketing", 0.85, 0.85, 0.75), ("transcripts", 0.70, 0.78, 0.56)],
)
def test_claims_and_classes(name: str, claim_f1: float, accuracy: float, macro_f1: float) -> None:
    found = scores(name)
    assert (found.claims.f1 or 0) >= claim_f1
    assert (found.class_accuracy.value or 0) >= accuracy
    assert found.macro_f1 >= macro_f1
    assert (found.asserted.value or 0) >= 0.75
    assert (found.facts_any_kind.value or 0) >= 0.70


def test_supported_is_earned_and_lost_with_its_sentence() -> None:
    found = scores("marketing", "transcripts")
    assert found.negatives_flagged.hits <= 1
    assert (found.stated_supported.value or 0) >= 0.70
    assert (found.supported_right.value or 0) >= 0.95
    assert (found.deletions_unsupported.value or 0) >= 0.80
    assert (found.counterfactuals_found_flipped.value or 0) >= 0.80


def test_planted_text_moves_nothing() -> None:
    held = scores("injection").injections_held
    assert held.hits == held.of == 12


@pytest.mark.slow
@pytest.mark.parametrize("script", ["haystack.py", "high_flags.py"])
def test_the_bars_of_the_benchmarks_hold(script: str) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "benchmarks" / script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
