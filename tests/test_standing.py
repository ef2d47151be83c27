"""Where a product stands in time and money: base, age, successor, who upgrades, who pays, why it is owned."""

from __future__ import annotations

import pytest
from kit import FINE, claim, fact, finding, quote, setup, stated, text_of

from auditor.agent import audit
from auditor.answers import Given
from auditor.providers.offline import OfflineProvider
from auditor.providers.scripted import ScriptedProvider
from auditor.reference import load_reference
from auditor.schema import Ownership
from auditor.standing import base_age, with_standing
from auditor.steps import run

REFERENCE = load_reference()


def test_a_base_has_an_age_and_a_successor_at_a_date() -> None:
    age = base_age("Llama 2 13B", REFERENCE, "2024-05-01")
    assert age is not None
    assert (age.base, age.released, age.months) == ("Llama 2", "2023-07", 10)
    assert (age.successor, age.superseded) == ("Llama 3", "2024-04")


def test_before_its_successor_it_has_none() -> None:
    age = base_age("Llama 2", REFERENCE, "2024-03-31")
    assert age is not None
    assert (age.successor, age.superseded) == (None, None)


@pytest.mark.parametrize(("name", "as_of"), [("Nobody's Model 9", "2026-11-22"), ("Llama 2", "2020-01-01")])
def test_of_a_base_unknown_or_not_yet_released_nothing_is_said(name: str, as_of: str) -> None:
    assert base_age(name, REFERENCE, as_of) is None


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("We retrain it on the newer base every year.", "vendor"),
        ("You would run the tuning job again.", "customer"),
        ("The base is exchanged in spring.", None),
        (None, None),
    ],
)
def test_who_upgrades_is_the_side_the_words_speak_of(words: str | None, who: str | None) -> None:
    made = with_standing(Ownership(upgrade=words), (), (), REFERENCE, "2026-11-22")
    assert made.upgraded_by == who


def test_each_of_the_four_reasons_stands_once_with_its_words_and_figures() -> None:
    facts = [
        fact("ownership_case", "cost_at_scale", quote("Two million notices a year at API prices")),
        fact("ownership_case", "offline", quote("no signal in the halls")),
        fact("ownership_case", "offline", quote("offline")),
        fact("ownership_case", "none", quote("every firm needs its own AI")),
    ]
    made = with_standing(Ownership(), [finding(FINE, *facts)], (), REFERENCE, "2026-11-22")
    assert [(case.reason, case.figures) for case in made.cases] == [
        ("cost at scale", ("Two", "million")),
        ("offline operation", ()),
    ]


def test_answers_fill_the_section() -> None:
    page = "Tallow is a LoRA fine-tune of Llama 2 13B."
    draft = {"claims": [claim(page, subject="Tallow", facts=[stated("base_model", "Llama 2 13B", "Llama 2 13B")])]}
    answers = [
        Given(question="upgrade-path", text="We retrain on the newer base.", source="file"),
        Given(question="upgrade-payer", text="It is included in the subscription.", source="file"),
        Given(question="ownership-case", text="Latency: it answers in 40 ms.", source="file"),
    ]
    offline = OfflineProvider()
    reader = ScriptedProvider(lambda request: draft if request.template == "extract" else offline.reply(request))
    made = run(audit(text_of(page), setup(), answers), reader).ownership
    assert made.age is not None
    assert (made.base, made.age.successor, made.upgraded_by, made.payer) == (
        "Llama 2 13B",
        "Llama 3",
        "vendor",
        "vendor",
    )
    assert [(case.reason, case.figures) for case in made.cases] == [("latency", ("40 ms",))]


def test_a_superseded_base_is_flagged_and_a_bill_on_the_customer_too() -> None:
    page = "Tallow is a LoRA fine-tune of Llama 2 13B."
    answers = [Given(question="upgrade-payer", text="You would pay; it is a separate project.", source="file")]
    report = run(audit(text_of(page), setup("offline"), answers), OfflineProvider())
    rules = {flag.rule for flag in report.findings[0].flags}
    assert {"stale-base", "no-upgrade-path", "upgrade-cost-on-customer"} <= rules


def test_a_wish_to_own_a_model_is_no_ownership_case() -> None:
    page = "Tallow is a LoRA fine-tune of Llama 2 13B."
    answers = [Given(question="ownership-case", text="We want our own AI.", source="file")]
    report = run(audit(text_of(page), setup("offline"), answers), OfflineProvider())
    (flag,) = [each for each in report.findings[0].flags if each.rule == "no-ownership-case"]
    assert flag.quotes[0].origin == "answer:ownership-case"
