"""Fields of somebody else's JSON or table: taken where they are what they should be, else passed over."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]
"""One JSON object."""
_CLOCK = re.compile(r"\s*(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?\s*")
_NUMBER = re.compile(r"\s*\d{1,15}(?:\.\d{1,9})?\s*s?\s*")
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, as an escape may leave it."""
_MOST = 1e12


def record(value: Any) -> Record:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def records(value: Any) -> list[Record]:
    """Return the objects of a list; nothing for anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def field(of: Record, names: Iterable[str]) -> Any:
    """Return the first of several fields that is there and not null."""
    return next((of[name] for name in names if of.get(name) is not None), None)


def words(of: Record, *names: str) -> str:
    """Return the first of several fields that is text with something in it, on one line; else ""."""
    for name in names:
        value = of.get(name)
        if isinstance(value, str) and (line := " ".join(_HALF.sub("", value).split())):
            return line
    return ""


def number(of: Record, *names: str) -> float | None:
    """Return the first of several fields that is a finite number from 0 on, also written as text."""
    value = field(of, names)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value.strip().rstrip("s"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < _MOST and math.isfinite(value) else None


def moment(of: Record, *names: str) -> float | None:
    """Return a time as seconds: a number, "00:03:12,500", "3:12" or "192.5"."""
    value = field(of, names)
    if isinstance(value, str) and (clock := _CLOCK.fullmatch(value)):
        hours, minutes, seconds, part = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part or 0}")
    return number(of, *names)
