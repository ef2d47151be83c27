"""Inputs and outputs that are no ordinary files, that nobody may read or write, or that go away meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from folders import reports, rows
from harm import (
    CALL,
    DOCUMENTS,
    PAGE,
    arguments,
    as_root,
    batch_of,
    command,
    copies,
    draft,
    environment,
    linux,
    one_sentence,
    plain,
    sentences,
    strays,
)
from reference_server import Asked, serving

pytestmark = linux
FORMATS = ("terminal", "json", "html", "xlsx")


@pytest.fixture
def unprivileged() -> list[str]:
    """What runs a command without root's right to read and write everything."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("setpriv takes root's rights away")
    rights = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]


def run(before: list[str], *args: object, **options) -> tuple[int, str]:
    done = subprocess.run(
        [*before, *arguments(*args)],
        capture_output=True,
        env=environment(),
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
        **options,
    )
    return done.returncode, done.stderr.decode()


# --- outputs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [FORMATS[0], *(pytest.param(form, marks=pytest.mark.slow) for form in FORMATS[1:])])
def test_a_folder_nobody_may_write_to(form: str, unprivileged: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    code, said = run(unprivileged, "audit", PAGE, "--format", form, "--output", folder / "report")
    assert (code, one_sentence(said)) == (2, True), said
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["folder", "loop", "dangling", "/dev/full", "a" * 300, "nowhere/report"])
def test_outputs_that_cannot_be(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("/nowhere/at/all")
    before = sorted(tmp_path.iterdir())
    for args in (("audit", PAGE, "--output", name), batch_of(PAGE, name)):
        if name in ("folder", "nowhere/report") and args[0] == "batch":
            continue
        done = command(*args, cwd=tmp_path)
        assert (done.code, one_sentence(done.err)) == (2, True), done
    assert sorted(tmp_path.iterdir()) == before


def test_a_link_to_a_file_that_is_not_there_yet_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("report.json")
    assert command("audit", PAGE, "--format", "json", "--output", tmp_path / "link").code == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report.json").is_file()


@pytest.mark.slow
def test_a_batch_whose_folder_nobody_may_write_to(unprivileged: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command(*batch_of(PAGE, out)).code == 0
    for closed in (out, out / "reports"):
        closed.chmod(0o555)
        code, said = run(unprivileged, *batch_of(DOCUMENTS, out))
        assert (code, one_sentence(said)) == (2, True), said
        closed.chmod(0o755)
    assert command(*batch_of(DOCUMENTS, out)).code == 0
    assert len(reports(out)) == len(list(DOCUMENTS.iterdir()))


@pytest.mark.slow
def test_a_batch_that_others_only_may_read_is_read_by_them(unprivileged: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command(*batch_of(DOCUMENTS, out)).code == 0
    (out / "audits.db").chmod(0o444)
    out.chmod(0o555)
    for args in (("vendors", out), ("search", out, "trained"), ("diff", out, out)):
        assert run(unprivileged, *args) == (0, "")
    (out / "audits.db").chmod(0)
    for args in (("vendors", out), ("search", out, "trained"), ("diff", out, out)):
        code, said = run(unprivileged, *args)
        assert (code, one_sentence(said)) == (2, True), said
    out.chmod(0)
    code, said = run(unprivileged, "vendors", out)
    assert (code, one_sentence(said)) == (2, True), said
    out.chmod(0o755)


@pytest.mark.slow
def test_a_summary_that_nobody_may_replace_loses_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command(*batch_of(PAGE, out)).code == 0
    (out / "summary.xlsx").unlink()
    (out / "summary.xlsx").mkdir()
    done = command(*batch_of(CALL, out))
    assert (done.code, one_sentence(done.err)) == (2, True), done
    assert "summary.xlsx" in done.err
    assert len(reports(out)) == 2
    assert strays(out) == []
    (out / "summary.xlsx").rmdir()
    assert command(*batch_of(CALL, out)).code == 0
    assert (out / "summary.xlsx").is_file()


# --- inputs -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_nobody_may_read_hinders_nothing_else(unprivileged: list[str], tmp_path: Path) -> None:
    calls = copies(tmp_path / "calls", 2)
    (calls / "secret.txt").write_text("We trained it.")
    (calls / "secret.txt").chmod(0)
    (calls / "closed").mkdir()
    (calls / "closed" / "more.txt").write_text("We trained it, too.")
    (calls / "closed").chmod(0)
    code, said = run(unprivileged, *batch_of(calls, tmp_path / "out"))
    (calls / "closed").chmod(0o755)
    assert (code, plain(said)) == (4, True), said
    failed = dict(rows(tmp_path / "out", "SELECT title, reason FROM documents WHERE state = 'failed'"))
    assert "Permission denied" in failed["secret.txt"]
    assert "Permission denied" in failed["closed"]
    assert len(reports(tmp_path / "out")) == 2
    (calls / "secret.txt").chmod(0)
    for args in (
        ("audit", calls / "secret.txt"),
        ("render", calls / "secret.txt"),
        ("review", calls / "secret.txt"),
        ("eval", calls / "secret.txt"),
        ("diff", calls / "secret.txt", PAGE),
        ("audit", PAGE, "--answers", calls / "secret.txt"),
        ("audit", PAGE, "-m", f"scripted:{calls / 'secret.txt'}"),
        batch_of(calls / "secret.txt" / "x", tmp_path / "out"),
    ):
        code, said = run(unprivileged, *args)
        assert code in (2, 3, 4), said
        assert plain(said), said


def test_a_pipe_nobody_writes_to_does_not_hold_a_batch_up(tmp_path: Path) -> None:
    calls = copies(tmp_path / "calls", 2)
    os.mkfifo(calls / "pipe.txt")
    (tmp_path / "m.csv").write_text(f"path\n{calls / 'pipe.txt'}\n/dev/zero\n/dev/null\n")
    done = command(*batch_of((calls, tmp_path / "m.csv", calls / "pipe.txt"), tmp_path / "out"), timeout=60)
    assert (done.code, plain(done.err)) == (4, True), done.err
    failed = dict(rows(tmp_path / "out", "SELECT title, reason FROM documents WHERE state = 'failed'"))
    assert set(failed) == {"pipe.txt", "zero", "null"}
    assert "is a pipe or device" in failed["pipe.txt"]
    assert len(reports(tmp_path / "out")) == 2


@pytest.mark.parametrize(
    "args",
    [
        ("audit", "/dev/zero"),
        ("render", "/dev/zero"),
        ("review", "/dev/zero"),
        ("audit", PAGE, "--answers", "/dev/zero"),
        ("audit", PAGE, "-m", "scripted:/dev/zero"),
        pytest.param(("eval", "/dev/zero"), marks=pytest.mark.slow),
        ("diff", "/dev/zero", PAGE),
        ("vendors", "/dev/zero"),
        ("search", "/dev/zero", "trained"),
    ],
    ids=lambda args: "-".join(map(str, args)).replace("/", ""),
)
def test_what_never_ends_is_not_read_to_its_end(args: tuple[object, ...]) -> None:
    done = command(*args, timeout=60)
    assert done.code in (2, 3)
    assert one_sentence(done.err), done.err


def test_an_empty_path_is_not_the_folder_one_is_in(tmp_path: Path) -> None:
    done = command(*batch_of("", tmp_path / "out"))
    assert (done.code, one_sentence(done.err)) == (2, True)


@pytest.mark.slow
def test_names_as_long_as_a_file_system_takes_in_any_script(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for sign, count in (("価", 80), ("𐌰", 61), ("é", 120), ("a", 250)):
            (tmp_path / folder / f"{sign * count}.txt").write_text("We fine-tuned Llama 3 on our tickets.")
    text = '{"text": "We fine-tuned Llama 3.", "name": "call.' + "x" * 300 + '"}\n'
    (tmp_path / "m.jsonl").write_text(text)
    out = tmp_path / "out"
    done = command(*batch_of((tmp_path / "one", tmp_path / "two", tmp_path / "m.jsonl"), out))
    assert (done.code, plain(done.err)) == (0, True), done.err
    assert len(reports(out)) == 9


# --- what changes meanwhile ---------------------------------------------------------------------------


@pytest.mark.slow
def test_documents_that_vanish_change_or_become_folders_between_plan_and_work(tmp_path: Path) -> None:
    documents = sentences(tmp_path / "documents", "abcdefgh")
    out = tmp_path / "out"

    def reply(asked: Asked) -> object:
        if asked.number == 1:  # the plan is made
            (documents / "f.txt").unlink()
            (documents / "g.txt").unlink()
            (documents / "g.txt").mkdir()
            (documents / "h.txt").write_text("We fine-tuned Llama 3 into Model z on our tickets.")
        return draft(asked)

    with serving(reply) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "1")
        done = command(*batch_of(documents, out, *model))
        assert (done.code, plain(done.err)) == (4, True), done.err
        states = dict(rows(out, "SELECT title, state FROM documents"))
        assert states == {f"{name}.txt": "failed" if name in "fg" else "complete" for name in "abcdefgh"}
        assert "Model z" in reports(out)["h.txt"]["document"]["text"]
        done = command(*batch_of(documents, out, *model))
        assert plain(done.err), done.err


@pytest.mark.slow
def test_a_report_that_vanished_is_no_traceback_to_those_who_read_the_batch(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command(*batch_of(DOCUMENTS, out)).code == 0
    shutil.rmtree(out / "reports")
    for args in (("vendors", out), ("search", out, "trained"), ("diff", out, out)):
        assert command(*args).code == 0
    assert command(*batch_of(DOCUMENTS, out)).code == 0
    assert len(reports(out)) == len(list(DOCUMENTS.iterdir()))


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["out", "out/reports", "documents"])
def test_a_folder_deleted_while_a_batch_is_at_work(gone: str, tmp_path: Path) -> None:
    documents = sentences(tmp_path / "documents", "abcdefgh")

    def reply(asked: Asked) -> object:
        if asked.number == 3:
            shutil.rmtree(tmp_path / gone)
        return draft(asked)

    with serving(reply) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "1")
        done = command(*batch_of(documents, tmp_path / "out", *model), timeout=60)
        assert done.code in (2, 4)
        assert plain(done.err), done.err
        if gone != "documents":
            done = command(*batch_of(documents, tmp_path / "out", *model), timeout=60)
            assert (done.code, plain(done.err)) == (0, True), done.err
            assert len(reports(tmp_path / "out")) == 8


@pytest.mark.slow
def test_a_working_folder_that_was_deleted(tmp_path: Path) -> None:
    for args in (
        ("audit", PAGE),
        ("audit", "page.txt"),
        ("audit", PAGE, "--output", "report.json"),
        batch_of(PAGE, "out"),
        batch_of("*.txt", "out"),
        batch_of(PAGE, tmp_path / "out"),
        ("vendors", "out"),
        ("check", "70B parameters"),
        ("rules",),
        ("--version",),
    ):
        folder = tmp_path / "gone"
        folder.mkdir()
        # A shell that stands in a folder which another one deletes.
        script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
        done = subprocess.run(
            ["/bin/sh", "-c", script, "sh", str(folder), *arguments(*args)],
            capture_output=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        said = done.stderr.decode()
        assert done.returncode in (0, 2, 3, 4), (args, said)
        assert plain(said), (args, said)


@pytest.mark.slow
def test_a_file_that_grows_while_it_is_read_is_audited_as_it_was_at_some_moment(tmp_path: Path) -> None:
    growing = tmp_path / "growing.txt"
    growing.write_text("We fine-tuned Llama 3 on 40,000 tickets.\n")
    writer = subprocess.Popen(
        ["/bin/sh", "-c", f'for at in $(seq 500); do echo "We call an API, and here is a line." >> "{growing}"; done']
    )
    try:
        done = command("audit", growing, "--format", "json", timeout=60)
        assert (done.code, done.err) == (0, "")
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()


@pytest.mark.slow
@as_root
def test_a_disk_taken_away_while_a_batch_is_at_work(tmp_path: Path) -> None:
    from harm import small_disk

    documents = sentences(tmp_path / "documents", "abcdefgh")
    with small_disk(tmp_path / "disk", "20m") as disk:

        def reply(asked: Asked) -> object:
            if asked.number == 3:
                subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=False)
            return draft(asked)

        with serving(reply) as server:
            model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "1")
            command(*batch_of(documents, disk / "out", *model))
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
            done = command(*batch_of(documents, disk / "out", *model))
            assert (done.code, plain(done.err)) == (0, True), done.err
            assert len(reports(disk / "out")) == 8
