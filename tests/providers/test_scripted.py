"""Scripted replies stand in for a reader of text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import UsageError
from auditor.providers import provider
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Usage
from auditor.steps import ExtractVariables, Failed, Reply, Request

EXTRACT = Request("extract", ExtractVariables("marketing", None, (), ()), "document")


def test_a_mapping_answers_by_the_name_of_the_template() -> None:
    assert ScriptedProvider({"extract": {"claims": []}}).reply(EXTRACT) == Reply('{"claims": []}')


def test_text_is_handed_on_as_it_is() -> None:
    assert ScriptedProvider({"extract": "not JSON ’"}).reply(EXTRACT) == Reply("not JSON ’")


def test_a_function_sees_the_request() -> None:
    scripted = ScriptedProvider(lambda request: {"vendor": request.where}, "mine")
    assert scripted.reply(EXTRACT) == Reply('{"vendor": "document"}')
    assert (scripted.model, dict(scripted.digests)) == ("scripted:mine", {})


@pytest.mark.parametrize("outcome", [Failed("No."), Reply("{}", Usage(input_tokens=3))])
def test_an_outcome_is_passed_through(outcome: Any) -> None:
    assert ScriptedProvider({"extract": outcome}).reply(EXTRACT) is outcome


def test_a_request_without_a_reply_fails_with_its_name() -> None:
    outcome = ScriptedProvider({"answer": {}}).reply(EXTRACT)
    assert isinstance(outcome, Failed)
    assert "'extract'" in outcome.reason


@pytest.mark.parametrize("data", [{"claims": []}, {"extract": {"claims": []}}])
def test_a_file_holds_one_draft_or_drafts_by_template(tmp_path: Path, data: dict[str, Any]) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    scripted = provider(f"scripted:{file}")
    assert scripted.model == "scripted:mine"
    assert scripted.reply(EXTRACT) == Reply('{"claims": []}')


def test_a_file_that_is_not_there_or_no_json_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json cannot be read"):
        ScriptedProvider.from_file(tmp_path / "nowhere.json")
    broken = tmp_path / "broken.json"
    broken.write_text('{"claims": [', encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.json are not JSON"):
        ScriptedProvider.from_file(broken)
    broken.write_bytes(b"\xff\xfe{}")
    with pytest.raises(UsageError, match="not JSON"):
        ScriptedProvider.from_file(broken)


@pytest.mark.parametrize("model", ["scripted", "scripted:", "magic", "", "offline:now"])
def test_an_unknown_model_is_a_usage_error(model: str) -> None:
    with pytest.raises(UsageError, match="There is no model"):
        provider(model)
