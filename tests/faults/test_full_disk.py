"""Disks that fill up: nothing half-written, one sentence, and once there is room the same command goes on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from folders import database, reports, rows, workbook
from harm import (
    CALL,
    PAGE,
    as_root,
    batch_of,
    command,
    copies,
    draft,
    linux,
    one_sentence,
    plain,
    resize,
    sentences,
    small_disk,
    strays,
)  # fmt: skip
from reference_server import serving

pytestmark = [linux, as_root]
FORMATS = ("terminal", "markdown", "html", "docx", "xlsx", "csv", "json", "jsonl")


@pytest.mark.parametrize("form", [FORMATS[0], *(pytest.param(form, marks=pytest.mark.slow) for form in FORMATS[1:])])
def test_an_audit_leaves_what_stood_there_and_goes_on_once_there_is_room(form: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8k") as disk:
        target = disk / "report.out"
        target.write_bytes(b"what stood there")
        (disk / "full").write_bytes(b"x" * 4096)
        asked = ("audit", CALL, "--format", form, "--output", target)
        done = command(*asked)
        assert done.code == 2
        assert one_sentence(done.err), done.err
        assert "No space left on device" in done.err
        assert target.read_bytes() == b"what stood there"
        assert strays(disk) == []
        resize(disk, "4m")
        assert command(*asked).code == 0
        assert target.read_bytes() != b"what stood there"


def test_standard_output_that_is_full_is_said() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123  a device
        done = command("audit", PAGE, stdout=full)
    assert done.code == 2
    assert one_sentence(done.err)


@pytest.mark.slow
def test_a_review_that_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "512k") as disk:
        report = disk / "report.json"
        assert command("audit", PAGE, "--format", "json", "--output", report).code == 0
        before = report.read_bytes()
        (disk / "full").write_bytes(b"x" * (512 * 1024 - 4096 * (len(before) // 4096 + 1)))
        done = command("review", report, "c1", "--accept", "--by", "Ada")
        assert done.code == 2
        assert one_sentence(done.err)
        assert report.read_bytes() == before
        assert strays(disk) == []
        (disk / "full").unlink()
        assert command("review", report, "c1", "--accept", "--by", "Ada").code == 0
        assert json.loads(report.read_text())["findings"][0]["reviews"][0]["decision"] == "accepted"


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(tmp_path_factory.mktemp("calls") / "calls", 12)


@pytest.fixture(scope="module")
def calm(calls: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("calm") / "out"
    assert command(*batch_of(calls, out)).code == 0
    return out


def same(out: Path, calm: Path) -> None:
    assert reports(out) == reports(calm)
    assert database(out) == database(calm)
    assert workbook(out) == workbook(calm)
    assert (out / "summary.csv").read_bytes() == (calm / "summary.csv").read_bytes()


# From a disk on which not even the tables fit, to one on which only the summaries do not.
SIZES = ("64k", "200k", "400k", "500k", "600k", "700k", "900k", "1100k", "1300k", "1500k", "1700k")


@pytest.mark.parametrize(
    "size", [pytest.param(size, marks=() if size == "400k" else pytest.mark.slow) for size in SIZES]
)
def test_a_batch_gives_no_document_up_and_goes_on_to_the_same_results(
    size: str, calls: Path, calm: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", size) as disk:
        done = command(*batch_of(calls, disk / "out"))
        assert done.code == 2
        assert one_sentence(done.err), done.err
        assert "full" in done.err or "No space left" in done.err
        resize(disk, "20m")
        done = command(*batch_of(calls, disk / "out"))
        assert (done.code, plain(done.err)) == (0, True), done.err
        same(disk / "out", calm)
        assert strays(disk) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", ["400k", "500k", "600k", "700k", "900k"])
def test_a_batch_with_a_model_pays_for_no_kept_reply_again(size: str, tmp_path: Path) -> None:
    documents = sentences(tmp_path / "documents", "abcdefghijklmnop")
    with serving(draft) as server, small_disk(tmp_path / "disk", size) as disk:
        out = disk / "out"
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "3")
        done = command(*batch_of(documents, out, *model))
        assert done.code == 2
        assert one_sentence(done.err), done.err
        resize(disk, "20m")
        kept = rows(out, "SELECT count(*) FROM replies")[0][0]
        before = len(server.asked)
        done = command(*batch_of(documents, out, *model))
        assert (done.code, plain(done.err)) == (0, True), done.err
        needed = rows(out, "SELECT count(*) FROM replies")[0][0]
        assert len(server.asked) - before == needed - kept
        assert rows(out, "SELECT state, count(*) FROM documents GROUP BY state") == [("complete", 16)]
        assert strays(disk) == []


@pytest.mark.slow
def test_a_full_disk_meanwhile_is_no_damage(calls: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "600k") as disk:
        command(*batch_of(calls, disk / "out"))
        resize(disk, "4m")
        with closing(sqlite3.connect(disk / "out" / "audits.db")) as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.slow
def test_a_reader_of_a_batch_on_a_full_disk_reads_it(calls: Path, calm: Path, tmp_path: Path) -> None:
    import shutil

    with small_disk(tmp_path / "disk", "20m") as disk:
        shutil.copytree(calm, disk / "out")
        used = sum(-(-path.stat().st_size // 4096) * 4096 for path in disk.rglob("*") if path.is_file())
        resize(disk, str(used))
        for asked in (("vendors", disk / "out"), ("search", disk / "out", "trained")):
            done = command(*asked)
            assert (done.code, done.err) == (0, ""), asked
