"""The recorded jobs, replayed through both SDKs without a server."""

from __future__ import annotations

import json

import pytest
from authored import MODELS
from authored_jobs import CASE, DOCUMENT, cassette, job
from kit import draft
from tape import played

from auditor.api import audit
from auditor.documents import read_path
from auditor.providers.scripted import ScriptedProvider


@pytest.mark.parametrize("kind", MODELS)
def test_a_recorded_job_gives_the_findings_of_its_reply(kind, tmp_path):
    with played(cassette(kind)):
        assert job(kind, "http://127.0.0.1:1", tmp_path / "out") == 0
    made = json.loads((tmp_path / "out" / "reports" / f"{DOCUMENT.name}.json").read_text())
    scripted = audit(read_path(DOCUMENT), ScriptedProvider({"extract": draft(CASE)}), as_of="2026-11-22")
    assert made["findings"] == json.loads(scripted.model_dump_json(by_alias=True))["findings"]
    assert made["provenance"]["model"] == MODELS[kind]
