"""Whatever a reader hands in about whatever text: what the report says stands in the text, and says where."""

from __future__ import annotations

from typing import Any

import pytest
from kit import drafted, quotes_of, report_of

from auditor.grounding import Aligner
from auditor.providers import provider
from auditor.schema import Document, Quote, Report, Status

from .made import Written, read_texts, some, written


def text_behind(quote: Quote, report: Report) -> str:
    """The text a quote's offsets index into."""
    if quote.origin == "document":
        return report.document.text
    kind, _, number = quote.origin.partition(":")
    assert kind == "hidden"
    return report.hidden[int(number)].text


def holds(report: Report, document: Document) -> None:
    assert report.document.text == document.text
    for quote in quotes_of(report):
        text = text_behind(quote, report)
        assert quote.text == text[quote.start : quote.end] != ""
        assert 0 <= quote.context_start <= quote.start < quote.end <= quote.context_end <= len(text)
    evidence = (*report.findings, *report.facts, *report.answers)
    assert all(quote.origin == "document" for each in evidence for quote in quotes_of(each))
    for found in report.findings:
        assert found.quotes
        assert all(fact.quotes for fact in found.facts)
        assert all(answer.quotes for answer in found.answers)
        if found.verdict.status is Status.SUPPORTED:
            carried_by_a_quote(found)


def carried_by_a_quote(found: Any) -> None:
    """Some quoted reason speaks for the class more than for any other."""
    carries = [
        reason
        for reason in found.verdict.rationale
        if reason.quotes
        and reason.weights
        and max(reason.weights, key=reason.weights.__getitem__) is found.verdict.technique
    ]
    assert carries


def check_offline(made: Written) -> None:
    document = made.document
    holds(report_of(document, provider("offline")), document)


def check_drafted(case: tuple[Written, dict[str, Any]]) -> None:
    made, draft = case
    document = made.document
    report = drafted(document, draft)
    assert report.status == "complete"
    holds(report, document)


def borne_out(draft: Any, aligner: Aligner) -> Any:
    """The draft without the quotes that do not stand in the text, and without what rests on them alone."""
    if isinstance(draft, list):
        kept = [borne_out(each, aligner) for each in draft]
        return [each for each in kept if each is not None]
    if not isinstance(draft, dict):
        return draft
    if "passage" in draft:
        return draft if aligner.find(draft["text"]) else None
    made = {key: borne_out(value, aligner) for key, value in draft.items()}
    return None if "quotes" in made and not made["quotes"] else made


def check_without_what_is_not_there(case: tuple[Written, dict[str, Any]]) -> None:
    made, draft = case
    document = made.document
    whole = drafted(document, draft)
    pruned = borne_out({**draft, "instructions": []}, Aligner(document.text))
    lean = drafted(
        document,
        {
            **pruned,
            "instructions": [
                each for each in draft["instructions"] if borne_out(each["quote"], Aligner(document.text))
            ],
        },
    )
    same = {"findings", "facts", "answers", "open_questions", "numbers", "ownership", "bottom_line"}
    assert whole.model_dump(include=same) == lean.model_dump(include=same)


@pytest.mark.slow
@some(800, made=written())
def test_the_offline_reader_over_many_more(made: Written) -> None:
    check_offline(made)


@pytest.mark.slow
@some(800, case=read_texts())
def test_any_reader_over_many_more(case: tuple[Written, dict[str, Any]]) -> None:
    check_drafted(case)
    check_without_what_is_not_there(case)


@some(150, made=written())
def test_the_offline_reader_is_held_to_the_text(made: Written) -> None:
    check_offline(made)


@some(150, case=read_texts())
def test_any_reader_is_held_to_the_text(case: tuple[Written, dict[str, Any]]) -> None:
    check_drafted(case)


@some(100, case=read_texts())
def test_what_is_not_in_the_text_moves_nothing(case: tuple[Written, dict[str, Any]]) -> None:
    check_without_what_is_not_there(case)
