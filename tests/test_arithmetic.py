"""The numbers of a claim in its report: read from its own sentences, quoted, and felt by verdict and flags."""

from __future__ import annotations

from typing import Any

import pytest
from kit import call_of, claim, drafted, quotes_of, stated, text_of

from auditor.schema import NumbersVerdict, Report, Status, Technique


def claimed(text: str, *facts: dict[str, Any], **more: Any) -> Report:
    return drafted(text_of(text), {"claims": [claim(text, facts=list(facts), **more)]})


IMPOSSIBLE = "Thing is a 70B model, pre-trained from scratch on 1T tokens for a compute bill of $50k."
FACTS = (
    stated("mechanism", "from_scratch", "pre-trained from scratch"),
    stated("parameters", 70e9, "70B model"),
    stated("training_tokens", 1e12, "1T tokens"),
    stated("compute_budget", 50e3, "$50k"),
)


def test_a_budget_that_cannot_fit_is_not_accepted_as_pre_training() -> None:
    report = claimed(IMPOSSIBLE, *FACTS, asserted="pre_training")
    (found,) = report.findings
    (numbers,) = report.numbers
    assert numbers.verdict is NumbersVerdict.IMPOSSIBLE
    assert found.verdict.status is Status.UNDETERMINED
    assert "implausible-compute" in {flag.rule for flag in found.flags}
    assert "numbers-do-not-fit" in {reason.signal for reason in found.verdict.rationale}


def test_without_the_budget_the_same_claim_stands() -> None:
    text = IMPOSSIBLE.replace(" for a compute bill of $50k", "")
    (found,) = claimed(text, *FACTS[:-1], asserted="pre_training").findings
    assert (found.verdict.technique, found.verdict.status) == (Technique.PRE_TRAINING, Status.SUPPORTED)


def test_data_for_a_fine_tune_contradict_pre_training_at_that_size() -> None:
    text = "We pre-trained Thing, a 13B medical LLM, on 8 A100s in 3 days from 50k dialogues."
    facts = (
        stated("mechanism", "from_scratch", "pre-trained"),
        stated("parameters", 13e9, "13B"),
        stated("gpu_count", 8.0, "8 A100s"),
        stated("duration", 72.0, "3 days"),
        stated("examples", 50e3, "50k dialogues"),
    )
    report = claimed(text, *facts, asserted="pre_training")
    (found,) = report.findings
    assert report.numbers[0].verdict is NumbersVerdict.IMPLAUSIBLE
    assert (found.verdict.technique, found.verdict.status) == (Technique.FINE_TUNING, Status.INFERRED)


def test_even_a_plain_statement_is_not_supported_against_its_own_numbers() -> None:
    text = "Thing, a 70B model, began with random weights; eight A100s trained it in a weekend."
    facts = (
        stated("weights_before_training", "random", "random weights"),
        stated("parameters", 70e9, "70B model"),
        stated("gpu_count", 8.0, "eight A100s"),
        stated("duration", 48.0, "a weekend"),
    )
    (found,) = claimed(text, *facts, asserted="pre_training").findings
    assert found.verdict.status is Status.UNDETERMINED or found.verdict.technique is not Technique.PRE_TRAINING


def test_every_stated_line_carries_its_words() -> None:
    report = claimed(IMPOSSIBLE, *FACTS, asserted="pre_training")
    lines = [line for line in report.numbers[0].lines if line.step == "stated"]
    assert [quote.text for line in lines for quote in line.quotes] == ["70B model", "1T tokens", "$50k"]
    for quote in quotes_of(report):
        assert report.document.text[quote.start : quote.end] == quote.text
    assert report.numbers[0].findings == ("c1",)


def test_a_sentence_says_more_than_its_facts() -> None:
    # the fact has neither the active share nor what the hours are for
    text = "Thing, a 236B MoE with 21B active, took 172.8K H800 GPU-hours per trillion tokens over 8.1T tokens."
    facts = (
        stated("parameters", 236e9, "236B MoE"),
        stated("gpu_hours", 172.8e3, "172.8K H800 GPU-hours per trillion tokens"),
        stated("training_tokens", 8.1e12, "8.1T tokens"),
        stated("parameters", 21e9, "21B active"),
    )
    (numbers,) = claimed(text, *facts, asserted="pre_training").numbers
    assert numbers.verdict is NumbersVerdict.CONSISTENT


def test_a_fact_whose_words_give_no_number_counts_as_handed_in() -> None:
    text = "We fine-tuned Thing on the whole support archive."
    facts = (stated("examples", 40_000.0, "the whole support archive"), stated("mechanism", "sft", "fine-tuned"))
    (numbers,) = claimed(text, *facts, asserted="fine_tuning").numbers
    assert next(line for line in numbers.lines if line.step == "stated").value == 40_000


def test_a_base_models_size_is_that_of_the_fine_tune() -> None:
    text = "We fine-tuned Llama 3 70B on 40,000 tickets."
    facts = (stated("base_model", "Llama 3 70B", "Llama 3 70B"), stated("examples", 4e4, "40,000 tickets"))
    (numbers,) = claimed(text, *facts, asserted="fine_tuning").numbers
    assert any(line.what == "parameters" and line.value == 70e9 for line in numbers.lines)
    assert numbers.scratch_share is not None
    assert numbers.scratch_share.high < 0.01


@pytest.mark.parametrize(
    "facts",
    [
        (stated("parameters", 70e9, "70B model", modality="planned"),),
        (stated("parameters", 70e9, "70B model", by="third_party"),),
        (),
    ],
)
def test_plans_and_somebody_elses_numbers_are_not_added_up(facts: tuple[dict[str, Any], ...]) -> None:
    assert claimed(IMPOSSIBLE, *facts).numbers == ()


def test_setting_up_in_minutes_is_no_training_run() -> None:
    text = "Thing is trained and live in ten minutes."
    assert claimed(text, stated("duration", 1 / 6, "ten minutes")).numbers == ()


def test_other_machine_learning_is_left_alone() -> None:
    assert claimed(IMPOSSIBLE, *FACTS, scope="other_ml").numbers == ()


def test_numbers_of_a_call_keep_their_turn() -> None:
    document = call_of("Ana (Buyco): How big?", "Ben (Vendorly): It's 7B parameters on 1T tokens, from scratch.")
    draft = claim("It's 7B parameters on 1T tokens, from scratch.", asserted="pre_training")
    draft["facts"] = [stated("parameters", 7e9, "7B parameters"), stated("training_tokens", 1e12, "1T tokens")]
    (numbers,) = drafted(document, {"claims": [draft]}).numbers
    assert {quote.speaker for line in numbers.lines for quote in line.quotes} == {"Ben"}
    assert numbers.verdict is NumbersVerdict.CONSISTENT
