"""The date a document states for itself."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "january february march april may june july august september october november december"
_MONTH = r"([A-Za-z]{3,9})\.?"
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s{{1,4}}{_MONTH},?\s{{1,4}}((?:19|20)\d{{2}})(?!\d)")
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s{{1,4}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,4}}((?:19|20)\d{{2}})(?!\d)")
_STATED = re.compile(
    r"\s*[\"'*_>#-]{0,4}\s*(?:date|published|posted|updated|last updated|last modified|effective|released)"
    r"(?:\s+(?:on|date))?[\"'*_]{0,3}\s*[:,]?\s",
    re.IGNORECASE,
)
_HEADER_LINES = 15
_HEADER_LINE = 120
_LOOK = 200


def date_of(text: str) -> str | None:
    """Return the ISO date that a "Date:" or "Published" line, or else the head of the text, states."""
    head = [line[:_LOOK] for line in text[:20_000].split("\n") if line.strip()]
    tail = [line[:_LOOK] for line in text[-2_000:].split("\n") if line.strip()]
    for line in (*head, *tail):
        if _STATED.match(line):
            stated = _date_in(line)
            if stated:
                return stated
    for line in head[:_HEADER_LINES]:
        # A date in a paragraph is about what the paragraph tells; in a short line it dates the text.
        if len(line.strip()) <= _HEADER_LINE:
            stated = _date_in(line)
            if stated:
                return stated
    return None


def _date_in(line: str) -> str | None:
    for year, month, day in _ISO.findall(line):
        found = _iso(int(year), int(month), int(day))
        if found:
            return found
    for day, month, year in _DAY_FIRST.findall(line):
        found = _iso(int(year), _month(month), int(day))
        if found:
            return found
    for month, day, year in _MONTH_FIRST.findall(line):
        found = _iso(int(year), _month(month), int(day))
        if found:
            return found
    return None


def _month(name: str) -> int:
    name = name.lower()
    for number, month in enumerate(_MONTHS.split(), start=1):
        if month == name or (month[: len(name)] == name and len(name) in {3, 4}):
            return number
    return 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
