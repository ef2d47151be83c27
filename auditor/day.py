"""Days as people give them."""

from __future__ import annotations

from datetime import date

from auditor.errors import UsageError


def iso_day(text: str) -> str:
    """Return an ISO date, such as 2026-11-22; UsageError where the text is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date; write it like 2026-11-22.") from error
