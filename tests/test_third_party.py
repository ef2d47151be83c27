"""What a real, tiny model said, replayed: it is cut off, answers in prose, misquotes; each ends in a stated outcome."""

from __future__ import annotations

import json

import pytest
from tape import played
from third_party import CASSETTES, DOCUMENTS, KINDS, audited, cassette, reader

from auditor.schema import Report, Status

pytestmark = pytest.mark.block_network
OUTCOMES = json.loads((CASSETTES / "outcomes.json").read_text(encoding="utf-8"))


def replayed(kind: str, name: str) -> Report:
    with played(cassette(kind, name)):
        return audited(name, reader(kind, "http://127.0.0.1:1"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_recording_ends_as_it_did_live(kind: str, name: str) -> None:
    report = replayed(kind, name)
    told = {
        "status": report.status,
        "findings": len(report.findings),
        "ungrounded": len(report.ungrounded),
        "requests": report.usage.requests,
        "errors": [error.message for error in report.errors],
    }
    assert told == OUTCOMES[kind][name]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_failure_becomes_a_verdict_and_no_quote_is_invented(kind: str, name: str) -> None:
    report = replayed(kind, name)
    assert report.status == "complete" or report.errors
    for finding in report.findings:
        assert finding.verdict.status is not Status.ERROR
        for quote in finding.quotes:
            assert report.document.text[quote.start : quote.end] == quote.text
