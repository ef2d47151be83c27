"""The JSON contract, version 1: its schema is pinned, and every report keeps its promises.

After a wanted change of the records (fields may be added, never renamed, retyped or removed) rewrite the
pinned schema and read the diff: AUDITOR_REWRITE_GOLDENS=1 pytest tests/test_contract.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from kit import FIXTURES, fixture, quotes_of, reply, report_of, rows

from auditor.cli import main
from auditor.cli.schema import SCHEMAS
from auditor.contract import RECORDS, schema
from auditor.providers import provider
from auditor.providers.scripted import ScriptedProvider
from auditor.render import render
from auditor.schema import Agreement, Asserted, Document, FactKind, Finding, Quote, Report, Status, Technique

PINNED = FIXTURES / "schema"
CASES = ("marketing", "transcripts", "injection", "documents")
IDS = [row["id"] for name in CASES for row in rows(name)]
Audited = dict[str, tuple[dict[str, Any], Document, Report]]


@pytest.mark.parametrize("record", RECORDS)
def test_the_schema_is_the_pinned_one_and_the_printed_one(record: str, capfd: pytest.CaptureFixture[str]) -> None:
    pinned = PINNED / f"{record}.v1.json"
    if os.environ.get("AUDITOR_REWRITE_GOLDENS"):
        pinned.write_text(schema(record), encoding="utf-8", newline="\n")
    assert schema(record) == pinned.read_text(encoding="utf-8")
    assert main(["schema", record]) == 0
    assert capfd.readouterr().out == schema(record)
    Draft202012Validator.check_schema(json.loads(schema(record)))


def test_without_a_name_the_schema_is_that_of_a_report(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capfd.readouterr().out == schema("report")
    assert tuple(RECORDS) == SCHEMAS


# DESIGN section 5: what others rely on. A type, a tuple of the values allowed, or what a list holds.
TEXT, NUMBER, WHOLE = "string", "number", "integer"
TECHNIQUES = {each.value for each in Technique}
QUOTE = {
    "text": TEXT,
    "start": WHOLE,
    "end": WHOLE,
    "alignment": {"exact", "normalized"},
    "in": TEXT,
    "where": TEXT,
    "speaker": (TEXT, None),
    "side": ({"vendor", "customer", "unknown"}, None),
}
ANSWER = {
    "question": TEXT,
    "directness": {"direct", "partial", "evasive", "refused", "absent"},
    "text": TEXT,
    "quotes": [QUOTE],
    "source": TEXT,
}
QUESTION = {
    "question": TEXT,
    "purpose": {"settles", "diligence"},
    "text": TEXT,
    "why": TEXT,
    "expected_gain_bits": (NUMBER, None),
}
FLAG = {
    "rule": TEXT,
    "severity": {"info", "warning", "high"},
    "message": TEXT,
    "quotes": [QUOTE],
    "would_clear": TEXT,
}
FACT = {
    "kind": TEXT,
    "value": (TEXT, NUMBER),
    "unit": (TEXT, None),
    "interval": (dict, None),
    "quotes": [QUOTE],
    "source": TEXT,
    "by": {"vendor", "customer", "third_party"},
    "modality": {"done", "in_progress", "planned", "possible"},
}
VERDICT = {
    "technique": (TECHNIQUES, None),
    "status": {"supported", "inferred", "undetermined", "error"},
    "probabilities": dict,
    "agreement": {"consistent", "overstated", "understated", "unverifiable"},
    "rationale": [{"signal": TEXT, "text": TEXT, "quotes": [QUOTE]}],
}
FINDING = {
    "id": TEXT,
    "statement": TEXT,
    "asserted": TECHNIQUES | {"unspecified"},
    "scope": {"foundation", "other_ml"},
    "mechanism": (TEXT, None),
    "subject": TEXT,
    "speaker": (TEXT, None),
    "quotes": [QUOTE],
    "verdict": VERDICT,
    "facts": [FACT],
    "answers": [ANSWER],
    "open_questions": [QUESTION],
    "flags": [FLAG],
}
REPORT = {
    "schema_version": WHOLE,
    "status": {"complete", "partial", "failed"},
    "errors": [{"step": TEXT, "where": TEXT, "message": TEXT}],
    "notices": [TEXT],
    "document": {
        "id": TEXT,
        "name": TEXT,
        "kind": {"marketing", "transcript"},
        "format": TEXT,
        "vendor": (TEXT, None),
        "date": (TEXT, None),
        "language": (TEXT, None),
        "characters": WHOLE,
        "turns": WHOLE,
        "text": TEXT,
    },
    "findings": [FINDING],
    "answers": [ANSWER],
    "open_questions": [QUESTION],
    "flags": [FLAG],
    "numbers": [dict],
    "ownership": dict,
    "bottom_line": [{"subject": TEXT, "says": TEXT, "supported": TEXT, "ask": [TEXT]}],
    "ungrounded": [{"text": TEXT, "reason": TEXT}],
    "provenance": {
        "model": TEXT,
        "prompts": dict,
        "checklist": TEXT,
        "auditor": TEXT,
        "as_of": TEXT,
        "created_at": TEXT,
    },
    "usage": {
        "requests": WHOLE,
        "input_tokens": WHOLE,
        "output_tokens": WHOLE,
        "cached_input_tokens": WHOLE,
        "cost_usd": (NUMBER, None),
        "seconds": NUMBER,
    },
}
_PYTHON = {TEXT: str, WHOLE: int, NUMBER: (int, float)}


def check(value: Any, promised: Any, place: str = "report") -> None:
    """Compare JSON with the promise of the design; further keys are welcome."""
    if isinstance(promised, tuple):
        if value is None:
            assert None in promised, place
            return None
        for each in promised:
            try:
                return check(value, each, place)
            except (AssertionError, TypeError):
                continue
        raise AssertionError(f"{place}: {value!r}")
    if isinstance(promised, dict):
        assert isinstance(value, dict), place
        for key, each in promised.items():
            assert key in value, f"{place}.{key}"
            check(value[key], each, f"{place}.{key}")
    elif isinstance(promised, list):
        assert isinstance(value, list), place
        for number, each in enumerate(value):
            check(each, promised[0], f"{place}.{number}")
    elif isinstance(promised, set):
        assert value in promised, f"{place}: {value!r}"
    elif promised is dict:
        assert isinstance(value, dict), place
    else:
        assert isinstance(value, _PYTHON[promised]), f"{place}: {value!r}"
        assert not isinstance(value, bool), place
    return None


def test_every_key_of_the_design_is_there_with_its_type() -> None:
    seen: set[str] = set()
    for case in (
        "call-vtt",
        "overclaim-cpt",
        "hostile",
        "lab-base-and-instruct",
        "custom-model-alone",
        "call-names",
    ):
        data = json.loads(render(report_of(fixture(case), reply(case)), "json"))
        check(data, REPORT)
        seen |= {key for key, value in data.items() if value}
        for found in data["findings"]:
            assert set(found["verdict"]["probabilities"]) == TECHNIQUES
            seen |= {f"finding.{key}" for key, value in found.items() if value}
    # each promise was looked at on a value at least once
    assert {"findings", "flags", "answers", "open_questions", "bottom_line", "ownership", "notices"} <= seen
    assert {f"finding.{key}" for key in FINDING} <= seen


VALIDATOR = Draft202012Validator(json.loads((PINNED / "report.v1.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted((FIXTURES / "reports").glob("*.json")), ids=lambda path: path.stem)
def test_every_fixture_report_validates_against_the_pinned_schema(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    VALIDATOR.validate(data)
    check(data, REPORT)
    printed = render(Report.model_validate(data), "json")
    assert json.loads(printed) == data


@pytest.mark.parametrize("change", ["status", "findings", "document"])
def test_the_pinned_schema_refuses_what_is_not_a_report(change: str) -> None:
    data = json.loads((FIXTURES / "reports" / "call-names.json").read_text(encoding="utf-8"))
    data[change] = "other"
    assert not VALIDATOR.is_valid(data)


def test_a_failed_report_keeps_the_contract() -> None:
    report = report_of(fixture("call-vtt"), ScriptedProvider({"extract": "no JSON"}))
    check(json.loads(render(report, "json")), REPORT)


# --- every labelled document, read by the offline rules -----------------------------------------------


def spoken_in(quote: Quote, document: Document, report: Report) -> str:
    """The text a quote's offsets index into."""
    if quote.origin == "document":
        return document.text
    place, _, number = quote.origin.partition(":")
    assert place == "hidden", quote.origin
    return report.hidden[int(number)].text


@pytest.mark.parametrize("case", IDS)
def test_a_document_audits_to_a_valid_contract_object(case: str, offline_reports: Audited) -> None:
    _, document, report = offline_reports[case]
    printed = render(report, "json")
    check(json.loads(printed), REPORT)
    VALIDATOR.validate(json.loads(printed))
    assert Report.model_validate_json(printed) == report
    assert report.status == "complete"
    assert report.document.text == document.text
    assert report.document.characters == len(document.text)


@pytest.mark.parametrize("case", IDS)
def test_every_quote_is_its_span(case: str, offline_reports: Audited) -> None:
    _, document, report = offline_reports[case]
    for quote in quotes_of(report):
        text = spoken_in(quote, document, report)
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.text == text[quote.start : quote.end]
        assert 0 <= quote.context_start <= quote.start < quote.end <= quote.context_end <= len(text)
        assert quote.where


@pytest.mark.parametrize("case", IDS)
def test_every_finding_keeps_the_rules_of_the_design(case: str, offline_reports: Audited) -> None:
    _, _, report = offline_reports[case]
    assert [found.id for found in report.findings] == [f"c{n}" for n in range(1, len(report.findings) + 1)]
    for found in report.findings:
        keeps_the_rules(found)
    lines = [identifier for line in report.bottom_line for identifier in line.findings]
    assert len(lines) == len(set(lines))
    assert set(lines) <= {found.id for found in report.findings}
    flags = [flag for found in report.findings for flag in found.flags] + list(report.flags)
    assert all(quote.origin == "document" for found in report.findings for quote in quotes_of(found))
    assert all(flag.would_clear and flag.message for flag in flags)


def keeps_the_rules(found: Finding) -> None:
    verdict = found.verdict
    assert found.quotes
    assert verdict.technique is not None
    assert sum(verdict.probabilities.values()) == pytest.approx(1, abs=2e-4)
    assert verdict.probabilities[verdict.technique] == max(verdict.probabilities.values())
    if verdict.status is Status.SUPPORTED:
        assert any(reason.quotes for reason in verdict.rationale)
    if verdict.status is Status.UNDETERMINED:
        assert verdict.agreement is Agreement.UNVERIFIABLE
    elif found.asserted is not Asserted.UNSPECIFIED:
        same = found.asserted.value == verdict.technique.value
        assert (verdict.agreement is Agreement.CONSISTENT) is same
    assert all(each.quotes for each in found.facts)
    assert all(each.quotes for each in found.answers)


def test_there_are_as_many_cases_as_the_fixtures_say(offline_reports: Audited) -> None:
    assert [len(rows(name)) for name in CASES[:3]] == [42, 30, 12]
    assert len(offline_reports) == len(IDS) == len(set(IDS))


@pytest.mark.parametrize("case", ["custom-model-lora", "call-vtt", "dev-inj-01"])
def test_a_second_run_gives_the_same_bytes(case: str, offline_reports: Audited) -> None:
    _, document, report = offline_reports[case]
    assert render(report_of(document, provider("offline")), "json") == render(report, "json")


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_is_explained(record: str) -> None:
    page = (FIXTURES.parent / "docs" / "json.md").read_text(encoding="utf-8")
    made = json.loads(schema(record))
    records = [made, *made.get("$defs", {}).values()]
    names = {name for each in records for name in each.get("properties", {})}
    values = {value for each in records for value in each.get("enum", ())} - {each.value for each in FactKind}
    assert {name for name in names | values if f"`{name}`" not in page} == set()
