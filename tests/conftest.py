"""Fixtures shared by several test files."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from commands import TOUCHY
from kit import case_document, report_of, rows

from auditor.providers import provider
from auditor.schema import Document, Report


@pytest.fixture(scope="session")
def offline_reports() -> dict[str, tuple[dict[str, Any], Document, Report]]:
    """Every development case and fixture document, read by the offline rules once."""
    reader = provider("offline")
    made = {}
    for name in ("marketing", "transcripts", "injection", "documents"):
        for row in rows(name):
            document = case_document(row)
            made[row["id"]] = (row, document, report_of(document, reader))
    return made


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment that would change what is printed."""
    for name in TOUCHY:
        monkeypatch.delenv(name, raising=False)


for ignored, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    # Started in the background of a shell, or with nohup: commands under test would inherit what is ignored.
    if getattr(signal, ignored, None) and signal.getsignal(getattr(signal, ignored)) is signal.SIG_IGN:
        signal.signal(getattr(signal, ignored), usual)
