"""The worked examples of the reference data, and whether they come out as it says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from auditor.check import check
from auditor.schema import Numbers

EXAMPLES = Path(__file__).parent.parent / "fixtures" / "arithmetic" / "worked.toml"
SLACK = 0.01
"""The data's description gives two or three digits."""


def examples() -> list[dict[str, Any]]:
    """Return the examples in order."""
    rows: list[dict[str, Any]] = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))["example"]
    return rows


def checked(example: dict[str, Any]) -> Numbers:
    """Return what the arithmetic says of an example."""
    return check(example["text"], as_of=example["as_of"])


def differences(example: dict[str, Any], found: Numbers) -> list[str]:
    """Return what comes out otherwise than the data's description says."""
    different = []
    if found.verdict != example["verdict"]:
        different.append(f"verdict {found.verdict.value}, not {example['verdict']}")
    for what, value in example["figures"]:
        intervals = [line.interval for line in found.lines if line.what == what and line.interval]
        if not any(each.low * (1 - SLACK) <= value <= each.high * (1 + SLACK) for each in intervals):
            different.append(f"{what} does not hold {value:g}: {[(each.low, each.high) for each in intervals]}")
    if not any(example.get("says", "") in line.meaning for line in found.lines):
        different.append(f"nothing says {example['says']!r}")
    different += [f"no mark {mark}" for mark in example.get("marks", ()) if mark not in found.marks]
    return different
