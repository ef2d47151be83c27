"""An analyst's judgement of findings: beside the machine's verdict, never over it; exported as a labelled case."""

from __future__ import annotations

import json
from typing import Any

from auditor.errors import UsageError
from auditor.schema import Finding, Report, Review, Status, Technique


def reviewed(report: Report, finding_id: str, review: Review) -> Report:
    """Return the report with one more review of a finding; UsageError where there is no such finding."""
    ids = [finding.id for finding in report.findings]
    if finding_id not in ids:
        known = ", ".join(ids) or "none"
        raise UsageError(f"The report has no finding {finding_id!r}; its findings are: {known}.")
    findings = tuple(
        finding.model_copy(update={"reviews": (*finding.reviews, review)}) if finding.id == finding_id else finding
        for finding in report.findings
    )
    return report.model_copy(update={"findings": findings})


def exported(report: Report) -> str:
    """Return the reviewed report as one labelled case, a JSON line in the form of fixtures/cases.

    Accepted findings keep the machine's class, re-classed ones get the analyst's, rejected ones are no claims.
    UsageError where a finding has no review: half a label would count what is missing as wrong.
    """
    waiting = [finding.id for finding in report.findings if not finding.reviews]
    if waiting:
        raise UsageError(f"Not reviewed yet: {', '.join(waiting)}; accept, reject or re-class them before exporting.")
    case: dict[str, Any] = {
        "id": f"reviewed-{report.document.id.removeprefix('sha256:')[:12]}",
        "kind": report.document.kind,
        "format": "text",
        "vendor": report.document.vendor,
        "title": report.document.name,
        "variant": "base",
        "variant_of": None,
        "text": report.document.text,
        "claims": [claim for finding in report.findings if (claim := _claim(finding))],
        "facts": {},
        "checklist": {},
        "expect_undetermined": False,
        "notes": "Labelled by reviewing a report of this program: claims that it did not find are missing.",
    }
    return json.dumps(case, ensure_ascii=False) + "\n"


def _claim(finding: Finding) -> dict[str, Any] | None:
    review = finding.reviews[-1]
    quotes = [quote.text for quote in finding.quotes if quote.origin == "document"]
    label = review.technique if review.decision == "reclassed" else finding.verdict.technique
    if review.decision == "rejected" or not quotes or label is None:
        return None
    stated = review.decision == "accepted" and finding.verdict.status is Status.SUPPORTED
    return {
        "quote": quotes[0],
        "also": quotes[1:],
        "label": Technique(label).value,
        "basis": "stated" if stated else "inferred",
        "scope": finding.scope.value,
        "claimed_as": finding.asserted.value,
        "speaker": finding.speaker,
        "why": review.note or "",
    }
