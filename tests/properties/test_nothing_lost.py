"""What a reader handed in is in the report, or in the list of what was left out, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from kit import claim, drafted, quotes_of, stated, text_of

from auditor.agent import audit
from auditor.grounding import Aligner
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Report, Usage
from auditor.setup import load_setup
from auditor.steps import Failed, FollowUpVariables, RepairVariables, Reply, Request, run

from .made import Written, read_texts, some, written

NO_QUOTE = "it was handed in without a quote"


class Account:
    """What a report holds of a draft's quotes: those that stand, and those that were left out."""

    def __init__(self, report: Report) -> None:
        self.aligner = Aligner(report.document.text)
        evidence = (report.findings, report.facts, report.answers)
        self.standing = {quote.text for each in evidence for quote in quotes_of(each)}
        self.left_out = {each.text for each in report.ungrounded}
        self.reasons = " ".join(each.reason for each in report.ungrounded)

    def knows(self, text: str) -> bool:
        """Whether the words of a quote stand in the report, as handed in or as the document has them."""
        span = self.aligner.find(text)
        forms = {text} | ({self.aligner.text[span.start : span.end]} if span else set())
        return bool(forms & (self.standing | self.left_out))


def check_accounted(case: tuple[Written, dict[str, Any]]) -> None:
    made, draft = case
    report = drafted(made.document, draft)
    account = Account(report)
    assert all(each.reason for each in report.ungrounded)
    assert len(set(report.ungrounded)) == len(report.ungrounded)
    for each in draft["claims"]:
        assert each["quotes"] or {each["statement"], each["subject"]} & account.left_out
        assert all(account.knows(quote["text"]) for quote in each["quotes"])
    for fact in [*draft["facts"], *(fact for each in draft["claims"] for fact in each["facts"])]:
        value = f"{fact['kind']} {fact['value']}"
        named = {value, str(fact["value"])} & account.left_out or value in account.reasons
        assert named or any(account.knows(quote["text"]) for quote in fact["quotes"])
    answered = {each.question for found in report.findings for each in found.answers} | {
        a.question for a in report.answers
    }
    for answer in [*draft["answers"], *(answer for each in draft["claims"] for answer in each["answers"])]:
        quotes = [quote["text"] for quote in answer["quotes"]]
        silent = not quotes and answer["directness"] == "absent"
        left_out = {answer["text"], f"an answer to {answer['question']}"} & account.left_out
        assert silent or left_out or answer["question"] in answered or any(map(account.knows, quotes))


@some(150, case=read_texts())
def test_whatever_is_handed_in_stands_in_the_report_or_is_named_as_left_out(
    case: tuple[Written, dict[str, Any]],
) -> None:
    check_accounted(case)


@pytest.mark.slow
@some(1000, case=read_texts())
def test_the_same_of_many_more(case: tuple[Written, dict[str, Any]]) -> None:
    check_accounted(case)


PAGE = "We fine-tuned Llama 3 on 40,000 tickets. It answers guests."


def left_out(draft: dict[str, Any]) -> dict[str, str]:
    return {each.text: each.reason for each in drafted(text_of(PAGE), draft).ungrounded}


def test_a_claim_without_a_quote_is_named() -> None:
    assert left_out({"claims": [claim(statement="Acme trained it.")]}) == {"Acme trained it.": NO_QUOTE}


def test_a_fact_and_an_answer_without_a_quote_are_named() -> None:
    answer = {"question": "compute", "directness": "direct", "text": "900 hours", "quotes": []}
    nothing = {"question": "dataset", "directness": "absent", "quotes": []}
    found = left_out({"facts": [stated("base_model", "Llama 3")], "answers": [answer, nothing]})
    assert found == {"base_model Llama 3": NO_QUOTE, "900 hours": NO_QUOTE}


def test_what_came_with_a_claim_that_fell_is_named() -> None:
    answer = {"question": "dataset", "directness": "direct", "quotes": [{"text": "40,000 tickets"}]}
    fallen = claim("made up", facts=[stated("base_model", "Llama 3", "fine-tuned Llama 3")], answers=[answer])
    fell = "no quote bears out the claim it was handed in with"
    assert left_out({"claims": [fallen]}) == {
        "made up": "these words are not in the document",
        "fine-tuned Llama 3": f"{fell} (as base_model Llama 3)",
        "40,000 tickets": f"{fell} (as an answer to dataset)",
    }


def test_what_was_left_out_is_named_once_however_often_the_report_is_drawn_up() -> None:
    invented = [stated("gpu_hours", 1.0, f"{number} GPU-hours") for number in range(60)]
    assert len(drafted(text_of(PAGE), {"facts": invented}).ungrounded) == 60


def test_a_second_look_at_a_claim_nobody_asked_about_is_named() -> None:
    replies = {
        "extract": {"claims": [claim("made up")]},
        "followup": {
            "claims": [
                {"claim": "c9", "quotes": [{"text": "It answers guests."}]},
                {"claim": "x1", "facts": [stated("base_model", "Llama 3", "fine-tuned Llama 3")]},
            ]
        },
    }
    report = run(audit(text_of(PAGE), _setup(None)), ScriptedProvider(replies))
    assert {each.text: each.reason for each in report.ungrounded} == {
        "made up": "these words are not in the document",
        "It answers guests.": "it was handed in for a claim that was not asked about",
        "fine-tuned Llama 3": "no quote bears out the claim it was handed in with",
    }


# --- requests -----------------------------------------------------------------------------------------


def _setup(window: int | None) -> Any:
    return load_setup(as_of="2026-11-22", as_of_source="option", created_at="", model="test", window=window)


FATES = ("good", "good", "good", "failed", "refused", "too_long", "invalid", "invalid twice")


@some(120, made=written(), window=st.sampled_from((60, 200, None)), fates=st.lists(st.sampled_from(FATES), min_size=1))
def test_every_request_is_read_or_named_as_failed_and_what_it_cost_is_counted(
    made: Written, window: int | None, fates: list[str]
) -> None:
    asked: list[tuple[Request, str, Usage]] = []

    def script(request: Request) -> Reply | Failed:
        number = len(asked)
        fate = fates[number % len(fates)]
        if isinstance(request.variables, RepairVariables):
            fate = "invalid" if asked[-1][1] == "invalid twice" or fate != "good" else "good"
        usage = Usage(requests=1, input_tokens=number + 1, output_tokens=2, cost_usd=0.25)
        asked.append((request, fate, usage))
        if fate in ("failed", "refused", "too_long"):
            return Failed("It did not work.", fate, usage)  # type: ignore[arg-type]
        return Reply("not JSON" if fate.startswith("invalid") else "{}", usage)

    report = run(audit(made.document, _setup(window)), ScriptedProvider(script))
    assert report.usage.requests == len(asked)
    assert report.usage.input_tokens == sum(usage.input_tokens for _, _, usage in asked)
    assert report.usage.output_tokens == 2 * len(asked)
    assert report.usage.cost_usd == 0.25 * len(asked)
    read = {turn for request, fate, _ in asked if fate == "good" for turn in _turns(request)}
    missed = {turn for request, fate, _ in asked if fate != "good" for turn in _turns(request)} - read
    assert report.errors or not missed
    assert (report.status == "complete") is (not report.errors)
    assert {each.number for each in made.document.passages} == read | missed
    named = {error.where for error in report.errors}
    again = {request.variables.request for request, _, _ in asked if isinstance(request.variables, RepairVariables)}
    for request, fate, _ in asked:
        halved = fate == "too_long" and len(_turns(request)) > 1
        if fate != "good" and not halved and request not in again:
            assert request.where in named


def _turns(request: Request) -> list[int]:
    variables = request.variables
    if isinstance(variables, RepairVariables):
        variables = variables.request.variables
    assert not isinstance(variables, FollowUpVariables)
    return [turn.number for turn in getattr(variables, "turns", ())]
