"""A database that was damaged, replaced, locked or written by another program, and reports that somebody changed."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from folders import reports
from harm import DOCUMENTS, PAGE, batch_of, command, environment, one_sentence, plain, strays

from auditor.cli import main

READERS = (("vendors", "{}"), ("vendors", "{}", "--format", "json"), ("search", "{}", "trained"), ("diff", "{}", "{}"))


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("night") / "out"
    assert main([str(each) for each in batch_of(DOCUMENTS, out, "--vendor", "Acme")]) == 0
    return out


@pytest.fixture
def out(night: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(night, tmp_path / "out"))


def said_of(out: Path, capsys: pytest.CaptureFixture[str], *more: tuple[object, ...]) -> list[tuple[int, str]]:
    """What the commands that read a batch say of it, run in this process."""
    found = []
    for args in (*READERS, *more):
        capsys.readouterr()
        code = main([str(arg).format(out) for arg in args])
        found.append((code, capsys.readouterr().err))
    return found


def check(found: list[tuple[int, str]]) -> None:
    for code, said in found:
        assert code in (0, 2, 4), said
        assert plain(said), said


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=() if seed < 1 else pytest.mark.slow) for seed in range(40)])
def test_bytes_flipped_anywhere(seed: int, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    data = bytearray((out / "audits.db").read_bytes())
    # Some single bytes, some stretches as a bad sector leaves them; the header among them.
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.choice((chance.randrange(100), chance.randrange(len(data))))
        data[at : at + chance.choice((1, 1, 8, 512))] = chance.randbytes(1)
    (out / "audits.db").write_bytes(data)
    check(said_of(out, capsys, batch_of(PAGE, out), batch_of(DOCUMENTS, out, "--force")))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.02, 0.5, 0.99])
def test_a_database_cut_off(share: float, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = (out / "audits.db").read_bytes()
    (out / "audits.db").write_bytes(data[: int(len(data) * share)])
    check(said_of(out, capsys, batch_of(PAGE, out)))


def test_a_database_that_is_gone_is_made_anew(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = reports(out)
    (out / "audits.db").unlink()
    for code, said in said_of(out, capsys):
        assert (code, one_sentence(said)) == (2, True), said
    assert main([str(each) for each in batch_of(DOCUMENTS, out, "--vendor", "Acme")]) == 0
    assert reports(out) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"a text, and no database\n" * 40, "cannot be used as a database"), (b"", "no file|not one that auditor batch")],
)
def test_what_is_no_database(content: bytes, says: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import re

    (out / "audits.db").write_bytes(content)
    for code, said in said_of(out, capsys):
        assert (code, one_sentence(said)) == (2, True), said
        assert re.search(says, said)


def test_a_database_of_a_newer_auditor_or_of_somebody_else(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for change, says in (("PRAGMA user_version = 99", "newer auditor"), ("PRAGMA user_version = 0", "not one that")):
        with closing(sqlite3.connect(out / "audits.db")) as db:
            db.execute(change)
        for code, said in said_of(out, capsys, batch_of(PAGE, out)):
            assert (code, one_sentence(said), says in said) == (2, True, True), said


def test_a_database_without_one_of_its_tables(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(out / "audits.db")) as db:
        db.execute("DROP TABLE quotes_fts")
        db.execute("DROP TABLE vendors")
    found = said_of(out, capsys, batch_of(PAGE, out))
    check(found)
    assert found[0][0] == 2
    assert "vendors" in found[0][1]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vendors SET missing = 'no JSON'",
        "UPDATE vendors SET documents = 'many', missing = '[]'",
        "UPDATE findings SET technique = 'magic', status = 'sure'",
        "UPDATE flags SET severity = x'00ff'",
        "UPDATE documents SET name = '../../escaped' WHERE id = 1",
        "UPDATE documents SET title = x'ff00', vendor = x'80'",
    ],
)
def test_rows_that_no_auditor_writes(change: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(out / "audits.db")) as db:
        db.execute(change)
        db.commit()
    check(said_of(out, capsys, batch_of(PAGE, out)))
    assert not (out.parent.parent / "escaped.json").exists()


@pytest.mark.parametrize("alien", [b"", b"no log at all" * 999, b"\x37\x7f\x06\x82" + bytes(5000)])
def test_a_write_ahead_log_that_is_not_its_own(alien: bytes, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "audits.db-wal").write_bytes(alien)
    check(said_of(out, capsys, batch_of(DOCUMENTS, out)))
    assert main([str(each) for each in batch_of(DOCUMENTS, out)]) in (0, 2)


@pytest.mark.slow
def test_a_write_ahead_log_that_was_lost_after_a_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    code = (
        "import os, sys\nimport auditor.batch.outputs as outputs\n"
        "import auditor.cli.batch as batch\n"
        "def crash(*_): os._exit(9)\noutputs.write_outputs = crash\n"
        "from auditor.cli import main\nif __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (tmp_path / "crash.py").write_text(code)
    args = [str(each) for each in batch_of(DOCUMENTS, out)]
    done = subprocess.run([sys.executable, str(tmp_path / "crash.py"), *args], env=environment(), check=False)
    assert done.returncode == 9
    assert (out / "audits.db-wal").stat().st_size
    (out / "audits.db-wal").unlink()
    (out / "audits.db-shm").unlink(missing_ok=True)
    check(said_of(out, capsys))
    code, said = said_of(out, capsys, batch_of(DOCUMENTS, out))[-1]
    assert (code, plain(said)) in ((0, True), (2, True)), said


def test_a_database_that_another_program_holds(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def hurried(*args, **options):
        return connect(*args, **{**options, "timeout": 0.1})

    monkeypatch.setattr(sqlite3, "connect", hurried)
    with closing(connect(out / "audits.db", isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        assert main([str(each) for each in batch_of(PAGE, out)]) == 2
        said = capsys.readouterr().err
        assert one_sentence(said), said
        assert "in use by another program" in said
        held.execute("ROLLBACK")
    assert main([str(each) for each in batch_of(PAGE, out)]) == 0


# --- reports ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_report_that_is_half_there(share: float, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "reports" / "custom-model-alone.txt.json"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    for args in (("render", path), ("review", path), ("diff", path, PAGE)):
        capsys.readouterr()
        assert main([str(arg) for arg in args]) in (2, 3)
        assert one_sentence(capsys.readouterr().err)
    assert main([str(each) for each in batch_of(DOCUMENTS, out, "--vendor", "Acme")]) == 0
    assert len(path.read_bytes()) == pytest.approx(len(whole), abs=20)  # the seconds it took differ in length
    assert strays(out) == []


def test_a_report_whose_quote_was_changed_is_neither_printed_nor_reviewed(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = out / "reports" / "custom-model-alone.txt.json"
    report = json.loads(path.read_text())
    quote = report["findings"][0]["quotes"][0]
    quote["text"] = "x" * len(quote["text"])
    path.write_text(json.dumps(report))
    changed = path.read_bytes()
    for args in (("render", path), ("review", path), ("review", path, "c1", "--accept"), ("diff", path, PAGE)):
        capsys.readouterr()
        assert main([str(arg) for arg in args]) in (2, 3)
        said = capsys.readouterr()
        assert one_sentence(said.err), said.err
        assert "was changed since it was written" in said.err
        assert "xxxxxxxx" not in said.out
    assert path.read_bytes() == changed


def test_a_summary_that_somebody_has_open_is_replaced_and_theirs_stays(out: Path) -> None:
    with (out / "summary.csv").open("rb") as theirs:
        before = theirs.read()
        theirs.seek(0)
        (out / "summary.csv").chmod(0o444)
        done = command(*batch_of(PAGE, out))
        assert (done.code, plain(done.err)) == (0, True)
        assert theirs.read() == before
    assert (out / "summary.csv").read_bytes() != before
