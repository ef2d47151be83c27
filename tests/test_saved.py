"""A saved report comes back as it was; anything else is one sentence."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render.samples import DOSSIER, RICH, SAMPLES

from auditor.errors import DocumentError
from auditor.render import render
from auditor.saved import saved

WHOLE = render(RICH, "json").encode()


def reason(data: bytes) -> str:
    with pytest.raises(DocumentError) as raised:
        saved(data, "x.json")
    message = str(raised.value)
    assert re.fullmatch(r"x\.json [^\n]+\.", message), message
    return message


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n "])
def test_a_saved_report_comes_back_equal(name: str, mark: bytes) -> None:
    assert saved(mark + render(SAMPLES[name], "json").encode(), "x.json") == SAMPLES[name]


def changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(WHOLE) | fields).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "x.json is empty; give what auditor audit --format json wrote."),
        (b" \n", "x.json is empty; give what auditor audit --format json wrote."),
        (b"We trained it.", "x.json is not a saved report: it is not JSON (line 1, column 1)."),
        (b'{"schema_version": 1,, "document": {}}', "it is not JSON (line 1, column 22)."),
        (b"\xff\xfe{", "x.json is not a saved report: it is not UTF-8 text."),
        (b"[" * 100_000, "its JSON cannot be read."),
        (b'{"a": ' + b"9" * 10_000 + b"}", "its JSON cannot be read."),
        (b"[]", "x.json is JSON, but not a report"),
        (b"null", "x.json is JSON, but not a report"),
        (b"{}", "x.json is JSON, but not a report"),
        (b'{"schema_version": true, "document": {}}', "x.json is JSON, but not a report"),
        (b'{"schema_version": 1}', "x.json is JSON, but not a report"),
        (changed(schema_version=2), "has schema version 2, and this auditor reads up to 1; use a newer one."),
        (changed(schema_version=0), "at schema_version: Input should be 1."),
        (changed(status="done"), "at status: Input should be 'complete', 'partial' or 'failed'."),
        (changed(mood="good"), "holds mood, which this auditor does not know; use the version that wrote it"),
        (changed(document=None), "at document: Input should be an object."),
    ],
)
def test_what_is_no_report_is_a_sentence(data: bytes, says: str) -> None:
    assert says in reason(data)


@pytest.mark.parametrize("whole", [WHOLE, render(DOSSIER, "json").encode()], ids=["report", "dossier"])
def test_a_half_written_report_says_so_wherever_it_ends(whole: bytes) -> None:
    body = whole.rstrip()
    for end in range(2, len(body), 97):
        assert reason(body[:end]) == "x.json ends in the middle of a report; save it again."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "our own model"),
        ("start", 24),
        ("end", 10**12),
        ("context_start", -(10**12)),
        ("context_end", 10**12),
        ("context_start", 60),
    ],
)
def test_a_quote_that_is_not_where_it_says_is_not_shown(field: str, value: object) -> None:
    for sample, path in ((RICH, ("findings", 0)), (DOSSIER, ("reports", 0, "findings", 0))):
        record = json.loads(render(sample, "json"))
        finding = record
        for step in path:
            finding = finding[step]
        finding["quotes"][0][field] = value
        assert "was changed since it was written: the quote “our own model" in reason(json.dumps(record).encode())


def test_a_quote_across_documents_has_bounds_too() -> None:
    record = json.loads(render(DOSSIER, "json"))
    record["flags"][0]["quotes"][0]["context_end"] = 10**12
    assert "was changed since it was written" in reason(json.dumps(record).encode())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(WHOLE) - 1), st.integers(0, 200))
def test_a_damaged_report_is_a_report_or_a_sentence(bytes_: bytes, at: int, length: int) -> None:
    try:
        found = saved(WHOLE[:at] + bytes_ + WHOLE[at + length :], "x.json")
    except DocumentError:
        return
    for format in ("terminal", "markdown", "csv"):
        assert render(found, format)
