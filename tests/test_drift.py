"""What several statements about one product do not say alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit import fact, quote

from auditor.drift import Statement, drifts


def said(kind, value, words, subject="AcmeGPT", **more):
    return Statement(subject, fact(kind, value, quote(words), **more))


def test_from_scratch_and_an_existing_start_are_shown_together():
    found = list(
        drifts(
            [
                said("weights_before_training", "random", "trained from scratch"),
                said("weights_before_training", "checkpoint", "we took Llama 3"),
            ]
        )
    )
    assert [(each.about, each.one.text, each.other.text) for each in found] == [
        ("weights before training", "trained from scratch", "we took Llama 3")
    ]


def test_from_scratch_and_a_named_base_are_shown_together_unless_the_base_is_the_product_itself():
    scratch = said("mechanism", "from_scratch", "trained from scratch")
    (found,) = drifts([scratch, said("base_model", "Llama 3", "built on Llama 3")])
    assert found.message == "One statement says from scratch, another names Llama 3 as the base."
    assert not list(drifts([scratch, said("base_model", "AcmeGPT Base", "from AcmeGPT Base")]))


def test_numbers_that_drift_are_shown_with_the_earliest():
    (found,) = drifts(
        [
            said("parameters", 7e9, "seven billion"),
            said("parameters", 7.2e9, "7.2B"),
            said("parameters", 13e9, "thirteen"),
        ]
    )
    assert (
        found.message == "The numbers differ (parameters): one statement gives 7,000,000,000, another 13,000,000,000."
    )
    assert (found.one.text, found.other.text) == ("seven billion", "thirteen")


def test_a_range_that_holds_the_other_number_is_no_drift():
    wide = {"interval": {"low": 30_000, "high": 60_000}}
    statements = [said("examples", 45_000, "some 45,000", **wide), said("examples", 58_000, "58,000")]
    assert not list(drifts(statements))
    hours, units = said("gpu_hours", 900, "900 GPU-hours", unit="h"), said("gpu_hours", 5, "5 GPU-days", unit="d")
    assert not list(drifts([hours, units]))


def test_another_base_is_a_question_and_a_longer_name_of_the_same_is_none():
    longer = [said("base_model", "Llama 3", "on Llama 3"), said("base_model", "llama-3 70B", "on Llama-3 70B")]
    assert not list(drifts(longer))
    (found,) = drifts([*longer, said("base_model", "Mistral 7B", "on Mistral")])
    assert "Llama 3" in found.message
    assert "Mistral 7B" in found.message


def test_products_are_kept_apart_and_plans_and_other_peoples_words_are_not_compared():
    one = said("parameters", 7e9, "7B")
    assert not list(drifts([one, said("parameters", 70e9, "70B", subject="Other")]))
    assert not list(drifts([one, said("parameters", 70e9, "70B", modality="planned")]))
    assert not list(drifts([one, said("parameters", 70e9, "70B", by="customer")]))
    assert list(drifts([one, said("parameters", 70e9, "70B", subject="acmegpt!")]))


@given(st.lists(st.floats(1, 1e12), max_size=6))
def test_there_is_a_drift_where_some_number_is_clearly_off_the_first(values):
    found = list(drifts([said("training_tokens", value, "words") for value in values]))
    off = [value for value in values[1:] if value > 1.2 * values[0] or 1.2 * value < values[0]]
    near = all(0.95 < value / values[0] < 1.05 for value in values[1:])
    assert bool(found) or not off
    assert not (near and found)
