"""Commands that are told to end, at whatever moment: in order, without a trace, and the same command goes on."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pexpect
import pytest
from folders import database, reports, rows, workbook
from harm import (
    CALL,
    DOCUMENTS,
    PAGE,
    arguments,
    batch_of,
    command,
    copies,
    draft,
    environment,
    linux,
    plain,
    sentences,
    strays,
)  # fmt: skip
from kit import FIXTURES
from reference_server import Asked, serving

pytestmark = linux
INT, TERM, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
CODES = {INT: (130, -INT), TERM: (143,), HUP: (129,)}
"""Python itself ends by SIGINT where that came at an awkward moment: shells call both 130."""


def begun(*args: object, **options) -> subprocess.Popen[bytes]:
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(arguments(*args), env=environment(PYTHONWARNINGS=""), start_new_session=True, **given)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    said = process.communicate(timeout=120)[1].decode()
    return process.returncode, said


def until(holds, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not holds() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)


# --- audit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [TERM, HUP])
def test_an_audit_that_waits_for_text_ends_when_told(number: signal.Signals, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("what stood there")
    waiting = begun("audit", "-v", "--format", "json", "--output", target, stdin=subprocess.PIPE)
    until(lambda: b"auditor" in Path(f"/proc/{waiting.pid}/cmdline").read_bytes() and _reads(waiting), waiting)
    waiting.send_signal(number)
    code, said = ended(waiting)
    assert code in CODES[number]
    assert said == f"auditor: Ended by {number.name}; nothing more was done.\n"
    assert target.read_text() == "what stood there"
    assert strays(tmp_path) == []


def _reads(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process waits for standard input."""
    return Path(f"/proc/{process.pid}/wchan").read_text().startswith(("pipe_read", "pipe_wait", "anon_pipe"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [INT, TERM, HUP])
@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_an_audit_told_to_end_at_any_moment_leaves_the_old_report_or_the_new_one(
    number: signal.Signals, form: str, tmp_path: Path
) -> None:
    target = tmp_path / f"report.{form}"
    target.write_text("what stood there")
    begun_at = time.monotonic()
    assert ended(begun("audit", CALL, "--output", target))[0] == 0
    took = time.monotonic() - begun_at
    target.write_text("what stood there")
    for share in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0):
        process = begun("audit", CALL, "--output", target)
        time.sleep(took * share)
        process.send_signal(number)
        code, said = ended(process)
        assert code in (*CODES[number], 0, -number), said
        if code not in (0, -number):
            assert plain(said), said
        if target.read_bytes() != b"what stood there":
            assert target.read_bytes()[-2:] in (
                b"}\n",
                b"\0\0",
            )  # the end of JSON, or of a ZIP
            target.write_text("what stood there")
        else:
            assert code != 0
        assert strays(tmp_path) == []


@pytest.mark.parametrize("number", [TERM, HUP])
def test_an_interview_that_is_told_to_end_is_saved(number: signal.Signals, tmp_path: Path) -> None:
    import sys

    page = str(PAGE)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditor", "audit", page, "--ask"],
        encoding="utf-8",
        timeout=60,
        cwd=str(tmp_path),
        env=environment(),
    )
    child.expect(r"> $")
    child.send("We fine-tuned it.\n")
    child.expect("Understood")
    child.expect(r"> $")
    child.kill(number)
    child.expect(r"--resume (\S+\.interview\.json)")
    saved = tmp_path / str(child.match[1])
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus in CODES[number]
    assert "We fine-tuned it." in saved.read_text()
    assert strays(tmp_path) == []


def test_a_terminal_that_closes_loses_no_answer(tmp_path: Path) -> None:
    import sys

    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditor", "audit", str(PAGE), "--ask", "--resume", "kept.json"],
        encoding="utf-8",
        timeout=60,
        cwd=str(tmp_path),
        env=environment(),
    )
    child.expect(r"> $")
    child.send("We fine-tuned it.\n")
    child.expect("Understood")
    child.expect(r"> $")
    child.close(force=False)
    assert "We fine-tuned it." in (tmp_path / "kept.json").read_text()
    assert strays(tmp_path) == []


# --- batch --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copies(tmp_path_factory.mktemp("calls") / "calls", 24)


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


@pytest.mark.slow
@pytest.mark.parametrize("number", [INT, TERM, HUP])
@pytest.mark.parametrize("whole", [True, False], ids=["group", "process"])
def test_a_batch_told_to_end_at_any_moment_goes_on_to_the_same_results(
    number: signal.Signals, whole: bool, calls: Path, calm: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    stages = [
        lambda: (out / ".lock").exists(),  # before the plan
        lambda: (out / "audits.db").exists() and _workers(process),  # as workers start
        lambda: len(list((out / "reports").glob("*.json"))) > 0,
        lambda: len(list((out / "reports").glob("*.json"))) > 8,
        lambda: any(out.glob(".summary*")),  # as it sums up
    ]
    for stage in stages:
        process = begun(*batch_of(calls, out))
        until(stage, process)
        if whole:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        code, said = ended(process)
        assert code in (*CODES[number], 0) or (code, said) == (-number, ""), said  # or it came before we were there
        assert plain(said), said
        assert strays(out) == []
    assert command(*batch_of(calls, out)).code == 0
    same(out, calm)


def _workers(process: subprocess.Popen[bytes]) -> bool:
    return bool(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


def _reads_pdf(process: subprocess.Popen[bytes]) -> bool:
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return any(b"pdf_pages" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children)
    return False


@pytest.mark.slow
def test_two_interrupts_in_a_row_stop_at_once(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = begun(*batch_of(calls, out))
    until(lambda: len(list((out / "reports").glob("*.json"))) > 0, process)
    for _ in range(2):
        os.killpg(process.pid, INT)
        time.sleep(0.05)
    code, said = ended(process)
    assert code in CODES[INT]
    assert plain(said), said
    assert strays(out) == []


@pytest.mark.parametrize("number", [INT, TERM])
def test_a_batch_with_a_model_told_to_end_asks_nothing_twice(number: signal.Signals, tmp_path: Path) -> None:
    documents, out = sentences(tmp_path / "documents", "abcdefgh"), tmp_path / "out"
    with serving(draft, delay=0.1) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "1")
        process = begun(*batch_of(documents, out, *model))
        until(lambda: len(server.asked) >= 3, process)
        process.send_signal(number)
        code, said = ended(process)
        assert code in CODES[number], said
        assert plain(said), said
        assert strays(out) == []
        kept, before = rows(out, "SELECT count(*) FROM replies")[0][0], len(server.asked)
        assert command(*batch_of(documents, out, *model)).code == 0
        needed = rows(out, "SELECT count(*) FROM replies")[0][0]
        assert len(server.asked) - before == needed - kept
        assert before - kept <= 1  # what was under way


@pytest.mark.slow
@pytest.mark.parametrize("number", [INT, TERM])
@pytest.mark.parametrize("stage", ["submit", "collect"])
def test_a_job_that_was_handed_in_is_collected_after_an_interruption(
    stage: str, number: signal.Signals, tmp_path: Path
) -> None:
    documents, out = sentences(tmp_path / "documents", "abcd"), tmp_path / "out"
    with serving(draft) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1")
        submitting = batch_of(documents, out, *model, "--submit")
        collecting = ("batch", "--collect", out, "-q")
        if stage == "collect":
            assert command(*submitting).code == 4
        process = begun(*(submitting if stage == "submit" else collecting))
        time.sleep(1.2)
        process.send_signal(number)
        code, said = ended(process)
        assert plain(said), (code, said)
        if stage == "submit":
            assert command(*submitting).code in (0, 4)
        for _ in range(6):
            done = command(*collecting)
            assert plain(done.err), done.err
            if done.code == 0:
                break
        assert rows(out, "SELECT state, count(*) FROM documents GROUP BY state") == [("complete", 4)]


@pytest.mark.slow
def test_an_interrupt_while_a_pdf_is_read_calls_no_file_broken(tmp_path: Path) -> None:
    documents, out = tmp_path / "documents", tmp_path / "out"
    documents.mkdir()
    source = next((FIXTURES / "formats").glob("*.pdf"))
    for number in range(6):
        shutil.copy(source, documents / f"{number}.pdf")

    def nothing(asked: Asked) -> object:
        return {"claims": []}

    with serving(nothing, delay=0.1) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "1")
        process = begun(*batch_of(documents, out, *model))
        until(lambda: len(server.asked) > 0 and _reads_pdf(process), process)
        os.killpg(process.pid, INT)
        code, said = ended(process)
        assert plain(said), (code, said)
        assert not rows(out, "SELECT title, reason FROM documents WHERE state = 'failed'")


# --- pipes and closed streams -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("redirected", "codes"), [("| head -1", (0,)), (">&-", (2,)), ("2>&-", (0,)), ("2>&1 | head -c 5", (0,))]
)
def test_nobody_listens_to_an_audit(redirected: str, codes: tuple[int, ...]) -> None:
    _shell(redirected, codes, "audit", str(CALL))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("redirected", "codes"),
    [(">&-", (0,)), ("2>&-", (0,)), ("<&- >&- 2>&-", (0,)), ("2>&1 | head -c 5", (0,)), ("2>/dev/full", (0,))],
)
def test_nobody_listens_to_a_batch(redirected: str, codes: tuple[int, ...], tmp_path: Path) -> None:
    calls = copies(tmp_path / "calls", 3)
    _shell(redirected, codes, "batch", str(calls), "--output", str(tmp_path / "out"))
    assert len(reports(tmp_path / "out")) == 3
    assert (tmp_path / "out" / "summary.xlsx").is_file()


@pytest.mark.slow
def test_nobody_listens_to_other_commands(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command(*batch_of(DOCUMENTS, out)).code == 0
    for args in (
        ("vendors", str(out)), ("search", str(out), "trained"), ("rules",), ("--help",), ("batch", "--help"),
        ("check", "70B parameters, 2T tokens"), ("bases", "Llama 2 13B"), ("diff", str(PAGE), str(CALL)),
        ("questions", str(PAGE)),
    ):  # fmt: skip
        for redirected, codes in (("| head -c 3", (0,)), (">&-", (2,)), ("> /dev/full", (2,))):
            _shell(redirected, codes, *args)


def _shell(redirected: str, codes: tuple[int, ...], *args: str) -> None:
    script = f'"$@" {redirected}; echo "code $?" >&3' if "|" not in redirected else None
    if script is None:
        script = f'{{ "$@"; echo "code $?" >&3; }} {redirected}'
    read, write = os.pipe()
    done = subprocess.run(
        ["/bin/bash", "-c", f"exec 3>&{write}; {script}", "bash", *arguments(*args)],
        capture_output=True, env=environment(), timeout=120, check=False, stdin=subprocess.DEVNULL, pass_fds=(write,),
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as file:
        code = int(file.read().split()[1])
    said = done.stderr.decode()
    assert code in codes, (args, redirected, said)
    assert plain(said), (args, redirected, said)
