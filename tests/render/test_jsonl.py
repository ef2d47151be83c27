from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from auditor.render import render
from auditor.schema import Dossier, Report

from .samples import HOSTILE, SAMPLES


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(SAMPLES[name], "jsonl").splitlines()]


def put_together(records: list[dict[str, Any]]) -> Report | Dossier:
    """The report or dossier that the lines came from."""
    reports: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    head: dict[str, Any] | None = None
    for record in records:
        kind = record.pop("record")
        if kind == "dossier":
            head = record
        elif kind == "failed_input":
            failed.append({key: value for key, value in record.items() if key != "schema_version"})
        elif kind == "document":
            reports.append(record | {"findings": []})
        else:
            assert kind == "finding"
            assert record["document"]["id"] == reports[-1]["document"]["id"]
            finding = {key: value for key, value in record.items() if key not in ("document", "schema_version")}
            reports[-1]["findings"].append(finding)
    if head is None:
        return Report.model_validate_json(json.dumps(reports[0]))
    return Dossier.model_validate_json(json.dumps(head | {"reports": reports, "failed": failed}))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_lost(name: str) -> None:
    assert put_together(lines(name)) == SAMPLES[name]


def test_a_line_a_finding_with_its_document() -> None:
    records = lines("rich")
    assert [record["record"] for record in records] == ["document", "finding", "finding", "finding"]
    assert {record["schema_version"] for record in records} == {1}
    assert records[1]["document"] == {
        "id": "sha256:4f0c7d1a9be2358866aa",
        "name": "northgate-call.vtt",
        "kind": "transcript",
        "vendor": "Northgate AI",
        "date": "2026-10-14",
    }
    assert records[1]["id"] == "c1"
    assert records[1]["verdict"]["technique"] == "fine_tuning"


def test_documents_without_findings_and_failed_inputs_have_lines() -> None:
    assert [record["record"] for record in lines("failed")] == ["document"]
    assert lines("failed")[0]["status"] == "failed"
    assert [record["record"] for record in lines("dossier")] == [
        "dossier",
        "failed_input",
        "document",
        *["finding"] * 3,
        "document",
    ]


def test_a_line_is_a_line_for_every_reader() -> None:
    out = render(HOSTILE, "jsonl")
    assert {c for c in out if unicodedata.category(c) in {"Cc", "Zl", "Zp"}} == {"\n"}
    assert len(out.splitlines()) == 1 + len(HOSTILE.findings)
