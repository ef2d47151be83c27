"""What a claim's words and figures state, before anything is computed."""

from __future__ import annotations

import pytest

from auditor.plausibility import statement
from auditor.plausibility.statement import asserted_by
from auditor.quantities import quantities
from auditor.schema import Asserted


@pytest.mark.parametrize(
    ("words", "asserted"),
    [
        ("We pre-trained a 13B model.", Asserted.PRE_TRAINING),
        ("trained from scratch on 1T tokens", Asserted.PRE_TRAINING),
        ("from random weights, then fine-tuned", Asserted.PRE_TRAINING),
        ("we fine-tuned a pre-trained model", Asserted.FINE_TUNING),
        ("a pretrained BERT checkpoint with a LoRA", Asserted.FINE_TUNING),
        ("continued pre-training on 11B tokens", Asserted.FINE_TUNING),
        ("our own 671B model", Asserted.UNSPECIFIED),
        ("trained on 40,000 tickets", Asserted.UNSPECIFIED),
    ],
)
def test_words_assert_a_class_or_none(words: str, asserted: Asserted) -> None:
    assert asserted_by(words) is asserted


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("a rank-16 LoRA", {"lora"}),
        ("QLoRA in 4-bit", {"lora", "qlora"} - {"lora"}),
        ("we fully fine-tuned it", {"full"}),
        ("grown from 16B to 101B", {"changing"}),
        ("a fast-growing company of domain experts", set()),
        ("a mixture of experts", {"sparse"}),
        ("GRPO on verifiable rewards", {"rl"}),
    ],
)
def test_words_say_how_the_numbers_came_about(words: str, ways: set[str]) -> None:
    assert statement((), words).ways == ways


def readings(text: str, kind: str) -> list[float]:
    return [each.range.central for each in statement(quantities(text), text).options.get(kind, ())]


def test_a_decimal_mark_is_read_both_ways() -> None:
    assert readings("812.321 GPU-hours", "gpu_hours") == [812_321, 812.321]


def test_two_t_of_text_may_be_tokens_or_bytes() -> None:
    tokens, terabytes = readings("trained on 2T of text", "training_tokens")
    assert (tokens, terabytes) == (2e12, pytest.approx(0.45e12))


def test_words_and_bytes_become_tokens_where_tokens_are_not_stated() -> None:
    assert readings("3 billion words", "training_tokens") == [pytest.approx(3.99e9)]
    assert readings("800 GB of text", "training_tokens") == [pytest.approx(180e9)]
    assert readings("800 GB of text, 180B tokens", "training_tokens") == [180e9]


def test_a_family_of_sizes_is_no_size() -> None:
    assert readings("sizes 1B, 3B and 7B", "parameters") == [7e9, 3e9, 1e9]
    assert readings("sizes 1B, 3B, 7B and 70B", "parameters") == []


def test_nodes_are_eight_accelerators() -> None:
    assert readings("four DGX boxes", "gpu_count") == [32]


def test_money_in_another_currency_is_stated_and_not_compared() -> None:
    found = statement(quantities("€40k"))
    assert [each.unit for each in found.quantities] == ["EUR"]
    assert not found.options


def test_an_accelerator_named_apart_from_its_count_is_found() -> None:
    text = "10,000 GPU-hours in all; the cluster has A100s from 2022."
    assert statement(quantities(text), text).accelerators == ("A100s",)
