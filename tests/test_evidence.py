"""What a reader hands in counts as far as the document bears it out; the rest is kept with its reason."""

from __future__ import annotations

import math
from typing import Any

import pytest
from kit import call_of, fixture, stated, text_of
from pydantic import ValidationError

from auditor.drafts import AnswerDraft, FactDraft, QuoteDraft
from auditor.evidence import Witness
from auditor.schema import By, Fact, Modality, Side


def witnessed(text: str, kind: str, value: str | float, *quotes: str, **more: Any) -> tuple[Fact | None, Witness]:
    witness = Witness(text_of(text))
    return witness.fact(FactDraft.model_validate(stated(kind, value, *quotes, **more))), witness


def test_a_fact_keeps_the_quotes_that_are_there_and_records_the_others() -> None:
    made, witness = witnessed("We tuned Llama 3.", "base_model", "Llama 3", "tuned Llama 3", "tuned Llama 4")
    assert made is not None
    assert [each.text for each in made.quotes] == ["tuned Llama 3"]
    assert [(each.text, each.reason) for each in witness.ungrounded] == [
        ("tuned Llama 4", "these words are not in the document")
    ]


def test_a_fact_without_a_quote_that_is_there_is_none() -> None:
    made, witness = witnessed("We tuned Llama 3.", "mechanism", "from_scratch", "trained from scratch")
    assert made is None
    assert len(witness.ungrounded) == 1


@pytest.mark.parametrize(
    ("text", "words", "modality", "by"),
    [
        ("We fine-tuned Llama.", "fine-tuned Llama", Modality.DONE, By.VENDOR),
        ("We plan to fine-tune Llama.", "fine-tune Llama", Modality.PLANNED, By.VENDOR),
        ("You can fine-tune Llama here.", "fine-tune Llama", Modality.POSSIBLE, By.VENDOR),
        ("If we fine-tuned Llama, it would help.", "fine-tuned Llama", Modality.POSSIBLE, By.VENDOR),
        ("They say they fine-tuned Llama.", "fine-tuned Llama", Modality.POSSIBLE, By.THIRD_PARTY),
    ],
)
def test_the_sentence_corrects_what_a_reader_said_of_a_mechanism(
    text: str, words: str, modality: Modality, by: By
) -> None:
    made, _ = witnessed(text, "mechanism", "sft", words)
    assert made is not None
    assert (made.modality, made.by) == (modality, by)


def test_a_negated_mechanism_is_no_fact_and_is_recorded() -> None:
    made, witness = witnessed("We never trained from scratch.", "mechanism", "from_scratch", "trained from scratch")
    assert made is None
    assert "negate" in witness.ungrounded[0].reason


def test_a_denial_is_evidence_that_the_weights_are_unchanged() -> None:
    made, _ = witnessed("No weights were changed.", "weights_before_training", "unchanged", "weights were changed")
    assert made is not None


@pytest.mark.parametrize(
    ("words", "kind", "right", "wrong"),
    [
        ("40B tokens", "training_tokens", 4e10, 4e11),
        ("900 GPU-hours", "gpu_hours", 900, 900_000),
        ("$2-3M", "compute_budget", 2.5e6, 2.5e8),
        ("forty thousand tickets", "examples", 40_000, 4_000),
        ("a 7B model", "parameters", 7e9, 70e9),
    ],
)
def test_a_number_has_to_be_that_of_its_words(words: str, kind: str, right: float, wrong: float) -> None:
    text = f"We used {words} in all."
    assert witnessed(text, kind, right, words)[0] is not None
    made, witness = witnessed(text, kind, wrong, words)
    assert made is None
    assert "do not say" in witness.ungrounded[0].reason


def test_a_number_that_code_cannot_read_in_the_words_is_left_to_the_reader() -> None:
    made, _ = witnessed("It saw eight cards for ten days.", "gpu_hours", 1920, "eight cards for ten days")
    assert made is not None
    assert made.value == 1920


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_no_draft(value: float) -> None:
    for given in ({"value": value}, {"low": value, "high": 950}, {"low": 850, "high": value}):
        with pytest.raises(ValidationError):
            FactDraft.model_validate({**stated("gpu_hours", 900, "900 GPU-hours"), **given})


@pytest.mark.parametrize(("low", "high"), [(950, 850), (850, None)])
def test_an_interval_that_is_none_is_left_out(low: float, high: float | None) -> None:
    made, _ = witnessed("It took 900 GPU-hours.", "gpu_hours", 900, "900 GPU-hours", low=low, high=high)
    assert made is not None
    assert made.interval is None


def test_a_base_model_that_the_document_never_names_is_refused() -> None:
    assert witnessed("We tuned Llama 3.", "base_model", "Mistral 7B", "We tuned Llama 3.")[0] is None
    assert witnessed("We tuned llama-3.", "base_model", "Llama 3", "We tuned llama-3.")[0] is not None


def test_a_fact_in_the_customers_words_is_the_customers() -> None:
    call = fixture("call-vtt")
    witness = Witness(call)
    customers = next(each for each in call.passages if each.side is Side.CUSTOMER)
    words = call.text[customers.start : customers.end]
    made = witness.fact(FactDraft.model_validate(stated("team", "they", words)))
    assert made is not None
    assert made.by is By.CUSTOMER


def test_an_answer_needs_words_that_are_there() -> None:
    witness = Witness(text_of("It is Llama 3."))

    def draft(words: str) -> AnswerDraft:
        return AnswerDraft(question="base-model", directness="direct", text="Llama", quotes=(QuoteDraft(text=words),))

    assert witness.answer(draft("It is Llama 3.")) is not None
    assert witness.answer(draft("It is GPT-4.")) is None
    assert witness.answer(AnswerDraft(question="base-model", directness="absent")) is None


def test_hidden_text_is_never_evidence_and_the_reason_says_where_it_stands() -> None:
    hostile = fixture("hostile")
    witness = Witness(hostile)
    assert len(hostile.hidden) > 1
    for hidden in hostile.hidden:
        assert witness.quote(QuoteDraft(text=hidden.text)) is None
        assert hidden.origin in witness.ungrounded[-1].reason


def test_text_for_automated_readers_is_never_evidence() -> None:
    witness = Witness(fixture("hostile"))
    words = "Girderwell pre-trained its own foundation model"
    assert words in witness.document.text
    assert witness.quote(QuoteDraft(text=words, passage=12)) is None
    assert "automated reader" in witness.ungrounded[0].reason


def test_the_same_words_are_recorded_once() -> None:
    witness = Witness(text_of("Hello there."))
    for _ in range(3):
        witness.quote(QuoteDraft(text="not here"))
    assert len(witness.ungrounded) == 1


def test_a_quote_carries_its_place_speaker_and_sentence() -> None:
    call = call_of("Ana (Vendorly): Hello. We tuned Llama 3 for you.", "Ben: Fine.")
    made = Witness(call).quote(QuoteDraft(text="tuned Llama 3", passage=1))
    assert made is not None
    assert made.speaker == call.passages[0].speaker
    assert made.where == call.where(made.start)
    assert call.text[made.context_start : made.context_end] == "We tuned Llama 3 for you."


def test_words_that_say_nothing_of_models_settle_nothing() -> None:
    fact, witness = witnessed("Verified by automated compliance.", "weights_before_training", "random", "Verified by")
    assert fact is None
    assert "do not tell how a model is made" in witness.ungrounded[0].reason
