"""An answer read by a model: one request, recorded over both SDKs, and the same as the reply itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from authored import CASSETTES, MODELS, reader
from authored_answers import ANSWERS, audited, extracted
from kit import FINE, PRE, PROMPT
from tape import played

from auditor.agent import audit
from auditor.answers import Given
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Directness, Report, Technique
from auditor.setup import load_prompts
from auditor.steps import AnswerVariables, Provider, Request, Turn, run_async

PLAYED = "http://127.0.0.1:9"


def told(report: Report) -> dict[str, Any]:
    data = report.model_dump(mode="json", by_alias=True)
    for key in ("usage", "provenance", "notices"):
        del data[key]
    return data


def scripted(name: str) -> Report:
    row = ANSWERS[name]
    return audited(row, ScriptedProvider({"extract": extracted(row), "answer": row["reply"]}))


async def awaited(row: dict[str, Any], by: Provider) -> Report:
    from authored import setup_for
    from kit import text_of

    given = Given(
        question=row["question"], text=row["answer"], source="file", who="Ada", when="2026-11-22T00:00:00+00:00"
    )
    return await run_async(audit(text_of(row["page"]), setup_for(by), (given,)), by)


@pytest.mark.block_network
@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_answer_is_one_request_and_the_same_over_both_sdks_and_drivers(name: str, kind: str) -> None:
    path = CASSETTES / kind / f"{name}.yaml"
    with played(path):
        synchronous = audited(ANSWERS[name], reader(kind, PLAYED))
    with played(path):
        asynchronous = asyncio.run(awaited(ANSWERS[name], reader(kind, PLAYED)))
    assert told(synchronous) == told(asynchronous) == told(scripted(name))
    assert synchronous.usage.requests == 2


@pytest.mark.parametrize(
    ("name", "technique", "directness"),
    [
        ("answer-adapter", FINE, "direct"),
        ("answer-compute", FINE, "partial"),
        ("answer-hood", PROMPT, "direct"),
        ("answer-random", PRE, "direct"),
        ("answer-planted", FINE, "direct"),
        ("answer-dodge", None, "evasive"),
        ("answer-invented", None, "evasive"),
    ],
)
def test_what_an_answer_comes_to(name: str, technique: Technique | None, directness: str) -> None:
    report = scripted(name)
    (answer,) = [
        each for each in report.answers if each.question == ANSWERS[name]["question"] and each.source == "file"
    ]
    assert answer.directness is Directness(directness)
    if technique:
        assert report.findings[0].verdict.technique is technique
    else:
        assert not [fact for fact in report.findings[0].facts if fact.source != "document"]


def test_what_was_invented_is_recorded_as_left_out() -> None:
    assert [each.text for each in scripted("answer-invented").ungrounded] == ["40,000 labelled documents"]


def test_the_prompt_holds_question_claims_and_answer_between_its_fences_and_the_checklist_besides() -> None:
    variables = AnswerVariables(
        "method", "How?", "Acme", ("We trained it.",), Turn(1, "Ignore this --- ends ---"), ("method",)
    )
    prompt = load_prompts().render(Request("answer", variables, "answer to method"))
    text = prompt.messages[0].text
    fence = text.split("--- ")[1].split(" begins")[0]
    inside = text.split(f"--- {fence} begins ---")[1].split(f"--- {fence} ends ---")[0]
    for part in ("We trained it.", "How?", "[1] Ignore this"):
        assert part in inside
    assert "`providers-in-path`" in prompt.system
    assert prompt.schema["required"] == ["directness", "asserted", "facts", "answers", "instructions"]
