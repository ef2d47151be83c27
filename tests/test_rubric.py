"""The verdict: what the grounded facts of a finding add up to."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import FINE, PRE, PROMPT, answer, fact, quote

from auditor.rubric import Evidence, Rubric, Signal, agreement, judge, parse_rubric, readable
from auditor.schema import (
    Agreement,
    Asserted,
    By,
    Fact,
    FactKind,
    Modality,
    Numbers,
    NumbersVerdict,
    Status,
    Technique,
)
from auditor.setup import load_rubric

RUBRIC = load_rubric()
FACT_SIGNALS = [signal for signal in RUBRIC.signals if signal.reads.startswith("fact:")]


def fires(signal: Signal) -> tuple[Fact, dict[str, Any]]:
    """A fact that a signal reads, and the kind of base it takes."""
    kind = signal.reads.removeprefix("fact:")
    if signal.base_kinds:
        name = f"a base, {signal.base_kinds[0]}"
        return fact(kind, name), {name: signal.base_kinds[0]}
    if signal.values:
        return fact(kind, signal.values[0]), {}
    value = signal.minimum if signal.minimum is not None else (signal.maximum or 2.0) / 2
    return fact(kind, float(value)), {}


def evidence(*facts: Fact, asserted: str = "unspecified", **more: Any) -> Evidence:
    return Evidence(
        asserted=Asserted(asserted), facts=facts, quotes=more.pop("quotes", (quote("it was made"),)), **more
    )


_ANY = st.lists(st.sampled_from([fires(signal) for signal in FACT_SIGNALS]), max_size=6)
_ASSERTED = st.sampled_from([each.value for each in Asserted])


def _of(parts: list[tuple[Fact, dict[str, Any]]], asserted: str = "unspecified", **more: Any) -> Evidence:
    bases = {name: kind for _, kinds in parts for name, kind in kinds.items()}
    return evidence(*(each for each, _ in parts), asserted=asserted, base_kinds=bases, **more)


@given(_ANY, _ASSERTED)
def test_the_probabilities_are_a_distribution(parts: list[Any], asserted: str) -> None:
    probabilities = judge(RUBRIC, _of(parts, asserted)).probabilities
    assert set(probabilities) == set(Technique)
    assert all(0 <= each <= 1 for each in probabilities.values())
    assert sum(probabilities.values()) == pytest.approx(1, abs=2e-4)  # rounded to four digits each


@given(_ANY, _ASSERTED, st.integers(0, 2**32))
def test_the_order_of_the_facts_does_not_matter(parts: list[Any], asserted: str, seed: int) -> None:
    mixed = random.Random(seed).sample(parts, len(parts))
    one, other = judge(RUBRIC, _of(parts, asserted)), judge(RUBRIC, _of(mixed, asserted))
    assert (one.probabilities, one.status, one.technique) == (
        other.probabilities,
        other.status,
        other.technique,
    )
    assert [each.signal for each in one.rationale] == [each.signal for each in other.rationale]


@given(_ANY, _ASSERTED)
def test_a_fact_said_twice_counts_once(parts: list[Any], asserted: str) -> None:
    assert judge(RUBRIC, _of(parts, asserted)).probabilities == judge(RUBRIC, _of(parts * 2, asserted)).probabilities


@settings(max_examples=300)
@given(_ANY, _ASSERTED, st.sampled_from(FACT_SIGNALS))
def test_a_signal_never_lowers_the_class_it_speaks_for(parts: list[Any], asserted: str, signal: Signal) -> None:
    before = judge(RUBRIC, _of(parts, asserted))
    after = judge(RUBRIC, _of([*parts, fires(signal)], asserted))
    assert after.probabilities[signal.favours] >= before.probabilities[signal.favours]


@given(_ANY, _ASSERTED)
def test_without_a_quote_nothing_is_supported(parts: list[Any], asserted: str) -> None:
    bare = [(each.model_copy(update={"quotes": ()}), kinds) for each, kinds in parts]
    assert judge(RUBRIC, _of(bare, asserted)).status is not Status.SUPPORTED
    assert judge(RUBRIC, _of(parts, asserted, quotes=())).status is not Status.SUPPORTED


@given(_ANY, _ASSERTED)
def test_supported_rests_on_an_explicit_statement_with_its_words(parts: list[Any], asserted: str) -> None:
    verdict = judge(RUBRIC, _of(parts, asserted))
    if verdict.status is Status.SUPPORTED:
        groups = {signal.id: signal.group for signal in RUBRIC.signals}
        assert any(groups[each.signal] == "settles" and each.quotes for each in verdict.rationale)


@pytest.mark.parametrize("signal", FACT_SIGNALS, ids=lambda signal: signal.id)
def test_each_signal_fires_on_its_fact_and_shows_the_words(signal: Signal) -> None:
    part = fires(signal)
    reasons = {each.signal: each for each in judge(RUBRIC, _of([part])).rationale}
    assert reasons[signal.id].quotes == part[0].quotes
    assert reasons[signal.id].weights == dict(zip(Technique, signal.weights, strict=True))


@pytest.mark.parametrize(
    "unread",
    [
        {"modality": Modality.PLANNED},
        {"modality": Modality.POSSIBLE},
        {"by": By.CUSTOMER},
        {"by": By.THIRD_PARTY},
    ],
    ids=str,
)
def test_plans_offers_and_other_peoples_work_are_not_read(unread: dict[str, Any]) -> None:
    for signal in FACT_SIGNALS:
        made, bases = fires(signal)
        other = made.model_copy(update=unread)
        assert not readable(other)
        assert judge(RUBRIC, _of([(other, bases)])) == judge(RUBRIC, _of([]))


def test_what_is_under_way_is_read() -> None:
    made = fact("mechanism", "sft", modality=Modality.IN_PROGRESS)
    assert readable(made)
    assert judge(RUBRIC, evidence(made)).technique is FINE


@pytest.mark.parametrize(
    ("facts", "technique", "status"),
    [
        ([("weights_before_training", "random")], PRE, Status.SUPPORTED),
        ([("weights_before_training", "checkpoint")], FINE, Status.SUPPORTED),
        ([("weights_before_training", "unchanged")], PROMPT, Status.SUPPORTED),
        ([("mechanism", "from_scratch")], PRE, Status.SUPPORTED),
        *[([("mechanism", each)], FINE, Status.SUPPORTED) for each in ("sft", "preference", "rl", "adapter")],
        *[([("mechanism", each)], FINE, Status.SUPPORTED) for each in ("soft_prompt", "continued_pretraining")],
        *[([("mechanism", each)], PROMPT, Status.SUPPORTED) for each in ("retrieval", "prompting", "rebrand")],
        ([("api_provider", "OpenAI")], PROMPT, Status.INFERRED),
        ([("data_pipeline", "customer_data")], FINE, Status.UNDETERMINED),
        # continued pre-training calls itself pre-training; the named start decides
        (
            [
                ("mechanism", "from_scratch"),
                ("weights_before_training", "checkpoint"),
                ("mechanism", "continued_pretraining"),
            ],
            FINE,
            Status.SUPPORTED,
        ),
        # a provider's fine-tuning service is fine-tuning, though its API serves it
        ([("mechanism", "sft"), ("api_provider", "OpenAI")], FINE, Status.SUPPORTED),
    ],
)
def test_the_table_of_the_design(facts: list[tuple[str, str]], technique: Technique, status: Status) -> None:
    verdict = judge(RUBRIC, evidence(*(fact(kind, value) for kind, value in facts)))
    assert (verdict.technique, verdict.status) == (technique, status)


def test_a_small_model_from_random_weights_is_pre_training_whatever_it_cost() -> None:
    verdict = judge(
        RUBRIC,
        evidence(
            fact("weights_before_training", "random"),
            fact("compute_budget", 600.0, unit="USD"),
            fact("gpu_hours", 312.0),
            fact("training_tokens", 6e10),
            asserted="pre_training",
        ),
    )
    assert (verdict.technique, verdict.status) == (PRE, Status.SUPPORTED)


def test_a_readers_opinion_alone_decides_nothing() -> None:
    for technique in Technique:
        assert judge(RUBRIC, evidence(reader=technique)).status is Status.UNDETERMINED


def test_a_readers_opinion_does_not_outweigh_an_explicit_statement() -> None:
    for technique in Technique:
        verdict = judge(RUBRIC, evidence(fact("weights_before_training", "unchanged"), reader=technique))
        assert verdict.technique is PROMPT


def test_a_known_pretrainer_raises_the_prior_only() -> None:
    known = judge(RUBRIC, evidence(known_pretrainer=True))
    unknown = judge(RUBRIC, evidence())
    assert known.probabilities[PRE] > unknown.probabilities[PRE]
    assert known.status is Status.UNDETERMINED
    named = judge(RUBRIC, evidence(fact("mechanism", "sft"), known_pretrainer=True))
    assert (named.technique, named.status) == (FINE, Status.SUPPORTED)


def test_vagueness_counts_towards_prompting_once_asked_and_only_then() -> None:
    asked = answer("method", "evasive", quote("How was it trained?"), quote("It is magic."))
    unasked = answer("method", "evasive", quote("It is magic."))
    plain = judge(RUBRIC, evidence())
    assert judge(RUBRIC, evidence(answers=(asked,))).probabilities[PROMPT] > plain.probabilities[PROMPT]
    assert judge(RUBRIC, evidence(answers=(unasked,))) == plain


@pytest.mark.parametrize("status", [Status.UNDETERMINED, Status.ERROR])
def test_agreement_is_unverifiable_where_nothing_is_decided(status: Status) -> None:
    for asserted, technique in itertools.product(Asserted, Technique):
        assert agreement(asserted, technique, status) is Agreement.UNVERIFIABLE


@pytest.mark.parametrize("status", [Status.SUPPORTED, Status.INFERRED])
@pytest.mark.parametrize(
    ("asserted", "technique", "expected"),
    [
        ("pre_training", PRE, "consistent"),
        ("pre_training", FINE, "overstated"),
        ("pre_training", PROMPT, "overstated"),
        ("fine_tuning", PRE, "understated"),
        ("fine_tuning", FINE, "consistent"),
        ("fine_tuning", PROMPT, "overstated"),
        ("prompt_engineering", PRE, "understated"),
        ("prompt_engineering", FINE, "understated"),
        ("prompt_engineering", PROMPT, "consistent"),
        ("unspecified", PRE, "consistent"),
        ("unspecified", FINE, "consistent"),
        ("unspecified", PROMPT, "overstated"),
    ],
)
def test_agreement_compares_what_is_asserted_with_what_is_supported(
    asserted: str, technique: Technique, expected: str, status: Status
) -> None:
    assert agreement(Asserted(asserted), technique, status).value == expected


def test_the_prior_sums_to_one_and_every_row_is_complete() -> None:
    assert sum(RUBRIC.prior.values()) == pytest.approx(1)
    assert len({signal.id for signal in RUBRIC.signals}) == len(RUBRIC.signals)
    for signal in RUBRIC.signals:
        assert all(math.isfinite(weight) for weight in signal.weights)
        assert all((signal.text, signal.looks_for, signal.why, signal.example, signal.source))
        kind = signal.reads.partition(":")[2]
        assert not signal.reads.startswith("fact:") or kind in set(FactKind)


def test_phrasing_weighs_less_than_any_explicit_statement() -> None:
    def swing(signal: Signal) -> float:
        return max(signal.weights) - min(signal.weights)

    by_group = {
        group: [swing(each) for each in RUBRIC.signals if each.group == group] for group in ("settles", "phrasing")
    }
    assert max(by_group["phrasing"]) < min(by_group["settles"])


def test_a_rubric_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="signals"):
        parse_rubric({"prior": {each.value: 1 / 3 for each in Technique}, "signal": []})
    assert isinstance(RUBRIC, Rubric)


def numbered(*marks: str) -> Numbers:
    return Numbers(subject="Thing", verdict=NumbersVerdict.DOUBTFUL, text="", marks=marks)


@pytest.mark.parametrize(
    "signal", [each for each in RUBRIC.signals if each.reads == "numbers"], ids=lambda each: each.id
)
def test_a_signal_of_the_numbers_fires_on_its_mark_only(signal: Signal) -> None:
    fired = judge(RUBRIC, evidence(numbers=numbered(signal.values[0])))
    quiet = judge(RUBRIC, evidence(numbers=numbered("fingerprint:DeepSeek-V3")))
    assert signal.id in {reason.signal for reason in fired.rationale}
    assert signal.id not in {reason.signal for reason in quiet.rationale}


def test_a_signal_that_bars_a_class_keeps_it_from_being_called_supported() -> None:
    scratch = fact("weights_before_training", "random")
    assert judge(RUBRIC, evidence(scratch)).status is Status.SUPPORTED
    barred = judge(RUBRIC, evidence(scratch, numbers=numbered("compute")))
    assert (barred.technique, barred.status) == (PRE, Status.UNDETERMINED)


def test_low_utilisation_is_no_signal() -> None:
    plain = judge(RUBRIC, evidence(fact("gpu_hours", 50_000.0)))
    assert judge(RUBRIC, evidence(fact("gpu_hours", 50_000.0), numbers=numbered())).probabilities == plain.probabilities
