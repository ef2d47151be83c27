"""What the formats look like. Rewrite after a wanted change and read the diff:

AUDITOR_REWRITE_GOLDENS=1 pytest tests/render/test_goldens.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.render import render

from .samples import SAMPLES

GOLDEN = Path(__file__).parent / "golden"
VIEWS = {
    "80.txt": {"format": "terminal", "width": 80},
    "60.txt": {"format": "terminal", "width": 60},
    "md": {"format": "markdown"},
    "csv": {"format": "csv"},
    "jsonl": {"format": "jsonl"},
}
CASES = [(name, view, {}) for name in SAMPLES for view in VIEWS] + [
    ("rich", "80.txt", {"verbose": True}),
    ("rich", "80.txt", {"color": True}),
    ("rich", "80.txt", {"quiet": True}),
    ("rich", "md", {"verbose": True}),
    ("rich", "md", {"quiet": True}),
    ("dossier", "80.txt", {"quiet": True}),
    ("failed", "80.txt", {"quiet": True}),
]


def test_there_is_a_golden_for_each_case_and_no_other() -> None:
    expected = {".".join((name, *options, view)) for name, view, options in CASES}
    assert {path.name for path in GOLDEN.iterdir()} == expected


@pytest.mark.parametrize(("name", "view", "options"), CASES, ids=lambda value: "-".join(value) or "plain")
def test_golden(name: str, view: str, options: dict[str, bool]) -> None:
    path = GOLDEN / ".".join((name, *options, view))
    got = render(SAMPLES[name], **VIEWS[view], **options)
    if os.environ.get("AUDITOR_REWRITE_GOLDENS"):
        path.write_text(got, encoding="utf-8", newline="\n")
    assert got == path.read_bytes().decode("utf-8")
