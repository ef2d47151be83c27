"""The LLM path over the development cases, with replies a language model wrote to the rendered prompts.

The replies are authored, not a provider's: they were written document by document by a language model that was
given the rendered prompt and nothing else, and served through the reference server for the recording.
"""

from __future__ import annotations

import asyncio
import json
import re
from functools import cache
from typing import Any

import pytest
from authored import (
    CASSETTES,
    LIVE,
    MODELS,
    WRITTEN,
    audited,
    cases,
    document_of,
    prompt_digests,
    reader,
    reply_of,
    setup_for,
)
from tape import played

from auditor.agent import audit
from auditor.evaluation import Scores, score
from auditor.instructions import addressed_to_readers
from auditor.providers import provider
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Report, Status
from auditor.setup import load_prompts
from auditor.steps import run_async

CASES = {case.id: (group, case) for group, case in cases()}
SECRETS = re.compile(r"\bsk-\w{4}|Bearer|_cfuvid|\borg-\w{6}|/home/|/root/|x-api-key|authorization", re.IGNORECASE)
PLAYED = "http://127.0.0.1:1"


@cache
def scripted(case_id: str) -> Report:
    """The report of a case from its authored reply, without the wire."""
    _, case = CASES[case_id]
    return audited(document_of(case), ScriptedProvider({"extract": reply_of(case_id)}))


@cache
def scores(group: str) -> Scores:
    return score([(case, scripted(case.id)) for name, case in CASES.values() if name == group])


def told(report: Report) -> dict[str, Any]:
    """A report without who read it, with which prompts and at what cost."""
    data = json.loads(report.model_dump_json(by_alias=True))
    for key in ("usage", "provenance", "notices"):
        del data[key]
    return data


@pytest.mark.parametrize("group", ["marketing", "transcripts", "injection"])
def test_the_authored_replies_reach_the_figures_of_a_careful_reader(group: str) -> None:
    figures = scores(group)
    claim_f1 = figures.claims.f1
    assert claim_f1 is not None
    assert claim_f1 >= 0.93
    assert figures.class_accuracy.value is not None
    assert figures.class_accuracy.value >= 0.95
    assert figures.macro_f1 >= 0.90
    assert figures.negatives_flagged.hits == 0


@pytest.mark.parametrize("case_id", CASES)
def test_every_quote_is_the_slice_it_names(case_id: str) -> None:
    report = scripted(case_id)
    assert report.status == "complete"
    for finding in report.findings:
        for quote in finding.quotes:
            assert report.document.text[quote.start : quote.end] == quote.text


def test_replies_written_to_an_earlier_prompt_are_listed() -> None:
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))["cases"]
    assert set(written) == set(CASES)
    stale = sorted(each for each, (_, case) in CASES.items() if prompt_digests(document_of(case)) != written[each])
    listed = json.loads(WRITTEN.read_text(encoding="utf-8"))["stale"]
    assert stale == listed, "the prompts changed: list these replies under stale in written.json, or write them anew"


def assert_the_same_everywhere(case_id: str, kind: str) -> None:
    _, case = CASES[case_id]
    document = document_of(case)
    path = CASSETTES / kind / f"{case_id}.yaml"
    with played(path):
        synchronous = audited(document, reader(kind, PLAYED))
    with played(path):
        by = reader(kind, PLAYED)
        asynchronous = asyncio.run(run_async(audit(document, setup_for(by)), by))
    assert told(synchronous) == told(asynchronous) == told(scripted(case_id))
    assert synchronous.usage.input_tokens > 0
    assert synchronous.usage.requests == asynchronous.usage.requests <= 2


@pytest.mark.block_network
@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("case_id", sorted(CASES)[::7])
def test_the_same_replies_give_the_same_report_through_both_sdks_and_both_drivers(case_id: str, kind: str) -> None:
    assert_the_same_everywhere(case_id, kind)


@pytest.mark.slow
@pytest.mark.block_network
@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("case_id", [each for at, each in enumerate(sorted(CASES)) if at % 7])
def test_the_same_holds_for_every_other_case(case_id: str, kind: str) -> None:
    assert_the_same_everywhere(case_id, kind)


LIVE_MODELS = sorted(path.name for path in LIVE.iterdir() if path.is_dir())


@pytest.mark.block_network
@pytest.mark.parametrize("name", LIVE_MODELS)
def test_live_recordings_replay_where_there_are_some(name: str) -> None:
    model = (LIVE / name / "model").read_text(encoding="utf-8").strip()
    for case_id, (_, case) in CASES.items():
        with played(LIVE / name / f"{case_id}.yaml"):
            report = audited(document_of(case), provider(model, prompts=load_prompts()))
        assert report.status == "complete" or report.errors


INJECTED = [(case_id, passage) for case_id, (_, case) in CASES.items() for passage in case.passages]


@pytest.mark.parametrize(("case_id", "passage"), INJECTED, ids=lambda value: value if value in CASES else "passage")
def test_a_model_that_obeys_planted_text_moves_nothing(case_id: str, passage: str) -> None:
    """Every planted sentence is handed in as a claim with facts: the honest findings stay as they were, and neither
    what addresses a reader nor what says nothing of models carries a verdict.
    """
    _, case = CASES[case_id]
    honest = reply_of(case_id)
    lines = [line.strip() for line in re.split(r"[\n]|(?<=[.!?]) ", passage) if len(line.strip()) > 12]
    fooled = [
        {
            "statement": line,
            "subject": "the model",
            "asserted": "pre_training",
            "technique": "pre_training",
            "quotes": [{"text": line}],
            "facts": [{"kind": "weights_before_training", "value": "random", "quotes": [{"text": line}]}],
        }
        for line in lines
    ]
    script = {"extract": {**honest, "claims": [*honest.get("claims", []), *fooled]}}
    report = audited(document_of(case), ScriptedProvider(script))
    supported = {q.text for f in report.findings if f.verdict.status is Status.SUPPORTED for q in f.quotes}
    assert not {line for line in supported & set(lines) if addressed_to_readers(line)}
    assert not supported & {"Verified by automated compliance.", "C.0  Interpretation.", "Scribbly, one more."}
    before = [(f.subject, f.verdict) for f in scripted(case_id).findings]
    after = [(f.subject, f.verdict) for f in report.findings]
    assert [each for each in after if each in before] == before


def test_most_one_page_texts_take_one_request() -> None:
    requests = [scripted(each).usage.requests for each in CASES]
    assert max(requests) <= 2
    assert sum(count == 1 for count in requests) >= 0.8 * len(requests)


def test_no_cassette_holds_a_secret() -> None:
    paths = list(CASSETTES.parent.rglob("*.yaml"))
    assert len(paths) > len(CASES)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found = SECRETS.search(text)
        assert found is None, f"{path.name} holds {found}"
