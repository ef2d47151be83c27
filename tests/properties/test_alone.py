"""The report of a document depends on the document and the settings, and on nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from kit import FIXTURES, report_of, rows, setup

from auditor.agent import audit
from auditor.cli import main
from auditor.dossier import dossier
from auditor.providers import provider
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Report
from auditor.steps import Outcome, Request, run_async

from .made import Written, read_texts, some, written

ROOT = FIXTURES.parent


class Slow(ScriptedProvider):
    """Scripted replies that come in another order than they were asked for."""

    def __init__(self, script: Any) -> None:
        super().__init__(script, "test")
        self.order = random.Random(7)

    async def areply(self, request: Request) -> Outcome:
        for _ in range(self.order.randrange(5)):
            await asyncio.sleep(0)
        return self.reply(request)


@some(60, case=read_texts())
def test_both_drivers_come_to_the_same(case: tuple[Written, dict[str, Any]]) -> None:
    made, draft = case
    document, reader = made.document, Slow({"extract": draft})
    settings = setup(reader.model)
    assert asyncio.run(run_async(audit(document, settings), reader)) == report_of(document, reader)


@some(25, cases=st.lists(written(), min_size=2, max_size=4), turn=st.randoms(use_true_random=False))
def test_other_documents_and_their_order_change_no_report(cases: list[Written], turn: random.Random) -> None:
    reader = provider("offline")
    alone = [report_of(each.document, reader) for each in cases]
    order = list(range(len(cases)))
    turn.shuffle(order)
    again: dict[int, Report] = {number: report_of(cases[number].document, reader) for number in order}
    assert [again[number] for number in range(len(cases))] == alone
    settings = setup("offline")
    together = dossier([again[number] for number in order], rules=settings.flag_rules, order=settings.checklist.ids)
    assert list(together.reports) == [alone[number] for number in order]


PRINTER = """
import sys; sys.path.insert(0, sys.argv[1])
import hashlib
from kit import case_document, report_of, rows
from auditor.providers import provider
from auditor.render import FORMATS, render
names = ("documents", "injection")
for row in [row for name in names for row in rows(name)]:
    report = report_of(case_document(row), provider("offline"))
    made = (render(report, each) for each in FORMATS)
    digest = hashlib.sha256(b"".join(each if isinstance(each, bytes) else each.encode() for each in made))
    print(row["id"], digest.hexdigest())
"""


def printed(folder: Path, **environment: str) -> str:
    """The digests of every form of the report of every fixture document, from a process of its own."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-c", PRINTER, str(ROOT / "tests")],
        cwd=folder,
        env=plain | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_neither_hash_seed_nor_locale_time_zone_or_folder_changes_a_byte(tmp_path: Path) -> None:
    first = printed(ROOT, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")
    assert len(first.splitlines()) == sum(len(rows(name)) for name in ("documents", "injection"))
    assert printed(tmp_path, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C", COLUMNS="40") == first
    other = {"PYTHONHASHSEED": "12345", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"}
    assert printed(Path("/"), **other) == first


def reports(folder: Path) -> dict[str, str]:
    """A digest of each report of a batch, without what a clock gave."""
    found = {}
    for path in (folder / "reports").glob("*.json"):
        report = Report.model_validate_json(path.read_text("utf-8"))
        timeless = {
            "provenance": report.provenance.model_copy(update={"created_at": ""}),
            "usage": report.usage.model_copy(update={"seconds": 0.0}),
        }
        found[path.stem] = hashlib.sha256(report.model_copy(update=timeless).model_dump_json().encode()).hexdigest()
    return found


@pytest.mark.slow
def test_one_worker_and_four_make_the_same_reports_whatever_the_order(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    cases = rows("own-pages")
    for row in cases:
        (calls / f"{row['id']}.txt").write_text(row["text"])
    (calls / "empty.txt").write_text("")
    paths = sorted(map(str, calls.iterdir()))
    given = ("--as-of", "2026-11-22", "-q")
    assert main(["batch", *paths, "--output", str(tmp_path / "one"), "--concurrency", "1", *given]) == 4
    assert main(["batch", *reversed(paths), "--output", str(tmp_path / "four"), "--concurrency", "4", *given]) == 4
    one, four = reports(tmp_path / "one"), reports(tmp_path / "four")
    assert one == four
    assert len(one) == len(cases), "each document has a report, and the empty one is counted as failed"
