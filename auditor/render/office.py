"""What the office formats share: when a report was made (never the clock, so that bytes stay the same), and colours."""

from __future__ import annotations

from datetime import UTC, datetime

from auditor.schema import Dossier, Finding, Report, Status, Technique

UNKNOWN = datetime(1980, 1, 1)
"""The earliest date a ZIP file can hold, which office files are."""
INK = "1F3A5F"
"""Of headings and headers."""
GUESS = "guess"
FILL = {
    Technique.PRE_TRAINING: "D6E4F5",
    Technique.FINE_TUNING: "FCE5CD",
    Technique.PROMPT_ENGINEERING: "D5EDE4",
    GUESS: "EDEDED",
}
"""Background of a class; of all that is only a best guess."""


def fill(finding: Finding) -> str:
    """Return the key of :data:`FILL` for what a finding ends in."""
    verdict = finding.verdict
    firm = verdict.status in (Status.SUPPORTED, Status.INFERRED)
    return verdict.technique if firm and verdict.technique else GUESS


def made(result: Report | Dossier) -> datetime:
    """Return when the (last) report was made, in UTC without a zone; 1980 where no report says so."""
    reports = (result,) if isinstance(result, Report) else result.reports
    return max((_moment(report.provenance.created_at) for report in reports), default=UNKNOWN)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return max(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment, UNKNOWN)
    except (ValueError, OverflowError):
        return UNKNOWN
