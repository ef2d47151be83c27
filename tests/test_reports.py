"""What an analyst gets, start to end: golden reports of documents that a careful reader read.

Rewrite after a wanted change and read the diff: AUDITOR_REWRITE_GOLDENS=1 pytest tests/test_reports.py
"""

from __future__ import annotations

import os

import pytest
from kit import FIXTURES, fixture, reply, report_of

from auditor.render import render
from auditor.schema import Report

GOLDEN = FIXTURES / "reports"
CASES = (
    "custom-model-alone",
    "custom-model-api",
    "custom-model-lora",
    "overclaim-cpt",
    "call-names",
    "lab-base-and-instruct",
)
VIEWS = {"txt": "terminal", "md": "markdown", "json": "json"}


def test_there_is_a_golden_for_each_case_and_no_other() -> None:
    expected = {f"{case}.{ending}" for case in CASES for ending in VIEWS} | {"README.md"}
    assert {path.name for path in GOLDEN.iterdir()} == expected


@pytest.mark.parametrize("ending", VIEWS)
@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, ending: str) -> None:
    path = GOLDEN / f"{case}.{ending}"
    got = render(report_of(fixture(case), reply(case)), VIEWS[ending], width=80)
    if os.environ.get("AUDITOR_REWRITE_GOLDENS"):
        path.write_text(got, encoding="utf-8", newline="\n")
    assert got == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_a_golden_report_is_a_valid_contract_object(case: str) -> None:
    report = Report.model_validate_json((GOLDEN / f"{case}.json").read_text(encoding="utf-8"))
    assert report.status == "complete"
    assert (report.provenance.as_of, report.usage.seconds) == ("2026-11-22", 0.0)


@pytest.mark.parametrize("case", CASES)
def test_no_line_is_wider_than_the_terminal(case: str) -> None:
    lines = (GOLDEN / f"{case}.txt").read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 80
