"""Each check on its case: what is consistent, what is asked about, and in which words."""

from __future__ import annotations

import pytest

from auditor.check import check
from auditor.schema import NumberLine

CONSISTENT, UNIT, DOUBTFUL, IMPLAUSIBLE = "consistent", "probably a unit error", "doubtful", "implausible"


def line(text: str, what: str, as_of: str = "2025-06-01") -> NumberLine:
    return next(each for each in check(text, as_of=as_of).lines if each.what == what)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("We fully fine-tuned a 7B model on 8 A100 80GB cards.", CONSISTENT),
        ("We fully fine-tuned a 13B model on 2 A100 80GB cards.", DOUBTFUL),  # fits with the optimiser kept elsewhere
        ("We fully fine-tuned a 70B model on one A100 80GB.", IMPLAUSIBLE),
        ("We fine-tuned a 70B model with QLoRA on one A100 80GB.", None),
        ("We fine-tuned a 405B model on one A100 80GB.", DOUBTFUL),
    ],
)
def test_memory(text: str, verdict: str | None) -> None:
    assert line(text, "memory").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("1,000 H100-hours for $3,000", CONSISTENT),
        ("1,000 H100-hours for $800", CONSISTENT),  # own hardware
        ("1,000 H100-hours for $100,000", DOUBTFUL),
        ("1,000 H100-hours for $300", DOUBTFUL),
        ("1,000 H100-hours for $10", IMPLAUSIBLE),
    ],
)
def test_the_price_of_an_hour(text: str, verdict: str) -> None:
    assert line(text, "price of an hour").verdict == verdict


def test_a_price_that_was_only_recalled_decides_nothing() -> None:
    assert not [
        each for each in check("1,000 TPU v4 chip-hours for $10", as_of="2025-06-01").lines if each.step == "check"
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("16,384 H100s for 54 days, 30.84M GPU-hours", CONSISTENT),
        ("32 A100s for 8 days, 1,500 GPU-hours", DOUBTFUL),
        ("64 H100s for 10 days, 640 GPU-hours", UNIT),  # days
        ("64 H100s for 10 days, 15,360 GPU-hours", CONSISTENT),
    ],
)
def test_hours_against_hardware_and_time(text: str, verdict: str) -> None:
    assert line(text, "stated hours ÷ (accelerators × time)").verdict == verdict


def test_reinforcement_learning_is_not_held_against_six_n_d() -> None:
    found = check("A 70B model, reinforcement learning on 2T tokens, 100 H100-hours.", as_of="2025-06-01")
    assert "utilisation" not in {each.what for each in found.lines}
    assert found.verdict == "cannot tell"


def test_without_the_active_share_a_mixture_of_experts_is_given_every_share() -> None:
    dense = "A 671B model on 14.8T tokens, 2.788M H800-hours."
    assert check(dense, as_of="2025-01-01").verdict != CONSISTENT
    sparse = dense.replace("model", "mixture-of-experts model")
    assert check(sparse, as_of="2025-01-01").verdict == CONSISTENT


def test_an_unnamed_accelerator_is_judged_as_the_best_of_its_date() -> None:
    text = "A 13B model on 1T tokens, 20,000 GPU-hours."
    assert check(text, as_of="2021-06-01").verdict != CONSISTENT
    assert (
        check(text, as_of="2026-03-01").verdict == "cannot tell"
        or check(text, as_of="2026-03-01").verdict == CONSISTENT
    )


def test_two_models_in_one_text_are_read_in_the_way_that_fits() -> None:
    found = check("Unlike a 7B model, our 350M encoder saw 60B tokens in 312 A100-hours for $600.", as_of="2025-06-01")
    assert found.verdict == CONSISTENT


def test_the_nearest_documented_run_of_a_published_claim_is_itself() -> None:
    found = check("A 7B model from scratch on 1T tokens, 100,320 A100-hours, $200k.", as_of="2023-05-05")
    assert found.analogues[0].model == "MPT-7B"
    assert found.analogues[0].source
