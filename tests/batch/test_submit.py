"""`auditor batch --submit` and `--collect`, against the batch endpoints of the reference server, over both SDKs."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import batch, reports, rows
from reference_server import Asked, Fault, Server, serving
from test_batch_model import draft

from auditor.cli import main

KINDS = ("anthropic:claude-haiku-4-5", "openai:gpt-4o")


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-0123456789abcdef")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789abcdef")


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"We fine-tuned Llama 3 into Model {name} on our tickets.")
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(draft) as running:
        yield running


def submit(out: Path, calls: Path, server: Server, model: str, *more: object) -> int:
    url = f"{server.url}/v1" if model.startswith("openai") else server.url
    return batch(out, calls, "-m", model, "--base-url", url, "--submit", *more)


def collect(out: Path) -> int:
    return main(["batch", "--collect", str(out)])


def until_done(out: Path) -> int:
    """Collect as often as there is something to hand in."""
    for _ in range(4):
        code = collect(out)
        if not rows(out, "SELECT 1 FROM jobs WHERE state = 'submitted'"):
            return code
    raise AssertionError("jobs without end")


@pytest.mark.parametrize("model", KINDS)
def test_a_job_gives_the_reports_that_asking_gives(model, calls, tmp_path, server, capsys):
    out, asked_out = tmp_path / "job", tmp_path / "asked"
    server.desk.ready = False
    assert submit(out, calls, server, model) == 4
    assert "Waiting for" in capsys.readouterr().err
    assert not server.asked
    assert collect(out) == 4  # still running
    assert rows(out, "SELECT DISTINCT state FROM documents") == [("pending",)]
    server.desk.ready = True
    assert until_done(out) == 0
    url = f"{server.url}/v1" if model.startswith("openai") else server.url
    before = len(server.asked)
    assert batch(asked_out, calls, "-m", model, "--base-url", url) == 0
    assert len(server.asked) == 2 * before
    assert reports(out) == reports(asked_out)


@pytest.mark.parametrize("model", KINDS)
def test_submitting_twice_hands_nothing_in_twice(model, calls, tmp_path, server):
    out = tmp_path / "out"
    server.desk.ready = False
    submit(out, calls, server, model)
    submit(out, calls, server, model)
    assert len(server.desk.jobs) == 1
    (calls / "d.txt").write_text("We fine-tuned Llama 3 into Model d on our tickets.")
    submit(out, calls, server, model)
    assert [len(requests) for requests in server.desk.jobs.values()] == [3, 1]


@pytest.mark.parametrize("model", KINDS)
@pytest.mark.parametrize("how", ["expired", "canceled"])
def test_what_a_job_leaves_out_is_a_failure_that_a_retry_hands_in_again(model, how, calls, tmp_path, server):
    out = tmp_path / "out"
    submit(out, calls, server, model)
    unlucky = rows(out, "SELECT custom_id FROM job_requests WHERE document_id = 2")[0][0]
    server.desk.lost = lambda name: how if name == unlucky else None
    assert until_done(out) == 4
    states = dict(rows(out, "SELECT name, state FROM documents"))
    assert states == {"a.txt": "complete", "b.txt": "failed", "c.txt": "complete"}
    assert "before this request was answered" in rows(out, "SELECT reason FROM documents WHERE id = 2")[0][0]
    server.desk.lost = lambda _: None
    assert submit(out, calls, server, model, "--retry-failed") == 4
    assert until_done(out) == 0


@pytest.mark.parametrize("model", KINDS)
def test_errors_and_broken_replies_within_a_job_concern_their_document_only(model, calls, tmp_path):
    out = tmp_path / "out"

    def replies(asked: Asked) -> Any:
        if "Model a" in asked.text:
            return Fault(400, "invalid_request_error", "no")
        return "{broken" if "Model b" in asked.text and "Answer again" not in asked.text else draft(asked)

    with serving(replies) as server:
        submit(out, calls, server, model)
        assert until_done(out) == 4
    states = dict(rows(out, "SELECT name, state FROM documents"))
    assert states["a.txt"] == "failed"
    assert states["c.txt"] == "complete"
    assert rows(out, "SELECT reason FROM documents WHERE id = 1")[0][0].endswith("rejects the request (HTTP 400).")


def test_a_job_id_that_was_never_learnt_is_said(calls, tmp_path, server, capsys, monkeypatch):
    out = tmp_path / "out"

    def gone(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("auditor.batch.submit.submitted", gone)
        assert submit(out, calls, server, KINDS[0]) == 130
    assert rows(out, "SELECT state FROM jobs") == [("begun",)]
    submit(out, calls, server, KINDS[0])
    assert "never confirmed" in capsys.readouterr().err
    assert until_done(out) == 0


def test_a_key_that_is_refused_is_one_sentence(calls, tmp_path, capsys):
    with serving(draft) as server:
        server.desk.post = lambda *_: (401, json.dumps({"error": {"type": "authentication_error"}}).encode())
        assert submit(tmp_path / "out", calls, server, KINDS[0]) == 3
    assert "does not accept the key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--submit", "--max-total-tokens", "1"], "not for --submit"),
        (["-m", "offline", "--submit"], "--submit is for anthropic:MODEL and openai:MODEL"),
    ],
)
def test_what_does_not_go_together_is_said(args, says, calls, tmp_path, server, capsys):
    url = ["-m", KINDS[0], "--base-url", server.url] if "offline" not in args else []
    assert batch(tmp_path / "out", calls, *url, *args) == 2
    assert says in capsys.readouterr().err


def test_collecting_where_nothing_was_submitted_is_a_mistake(calls, tmp_path, capsys):
    assert collect(tmp_path) == 2
    assert "is no folder that auditor batch wrote" in capsys.readouterr().err
    batch(tmp_path / "out", calls)
    assert collect(tmp_path / "out") == 2
    assert "Nothing was submitted" in capsys.readouterr().err


# --- waiting ------------------------------------------------------------------------------------------


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch, server: Server) -> list[float]:
    """The pauses of a wait, none of which takes time; after the third, jobs are answered."""
    taken: list[float] = []

    def rest(seconds: float, _: object) -> None:
        taken.append(seconds)
        server.desk.ready = len(taken) >= 3

    monkeypatch.setattr("auditor.cli.batch_jobs._rest", rest)
    server.desk.ready = False
    return taken


@pytest.mark.parametrize("model", KINDS)
def test_a_wait_collects_whatever_follows_until_no_job_is_under_way(model, calls, tmp_path, server, pauses, capsys):
    out = tmp_path / "out"
    broken = iter(["{broken"])
    server.replies = lambda asked: next(broken, None) or draft(asked) if "Model b" in asked.text else draft(asked)
    submit(out, calls, server, model)
    assert main(["batch", "--collect", str(out), "--wait"]) == 0
    assert pauses == [10, 15, 22.5, 10]  # a repair is a job, too
    assert rows(out, "SELECT DISTINCT state FROM documents") == [("complete",)]
    assert rows(out, "SELECT count(*) FROM jobs WHERE state = 'collected'") == [(2,)]
    said = capsys.readouterr().err
    assert "Answered: 3 of the requests handed in before." in said
    assert "Answered: 1 of the requests handed in before." in said
    assert "3 documents: 3 complete" in said


def test_a_wait_that_is_interrupted_says_how_to_go_on(calls, tmp_path, server, monkeypatch, capsys):
    out = tmp_path / "out"
    server.desk.ready = False
    submit(out, calls, server, KINDS[0])
    monkeypatch.setattr("auditor.cli.batch_jobs._rest", lambda *_: signal.raise_signal(signal.SIGINT))
    assert main(["batch", "--collect", str(out), "--wait"]) == 130
    said = capsys.readouterr().err
    assert f"auditor batch --collect {out} looks again. 3 documents left." in said
    assert "Interrupted; the same command goes on with what is left." in said


def test_a_provider_that_does_not_answer_for_a_while_ends_no_wait(calls, tmp_path, server, pauses, monkeypatch, capsys):
    out, look = tmp_path / "out", server.desk.get
    submit(out, calls, server, KINDS[0])
    refusing = (401, json.dumps({"error": {"type": "authentication_error"}}).encode())
    server.desk.get = lambda *given: refusing if len(pauses) in (1, 2) else look(*given)
    assert main(["batch", "--collect", str(out), "--wait"]) == 0
    assert capsys.readouterr().err.count("It is asked again.") == 2


def test_a_provider_that_answers_no_more_ends_the_wait_with_its_reason(calls, tmp_path, server, pauses, capsys):
    out = tmp_path / "out"
    look = server.desk.get
    submit(out, calls, server, KINDS[0])
    refusing = (401, json.dumps({"error": {"type": "authentication_error"}}).encode())
    server.desk.get = lambda *given: refusing if pauses else look(*given)
    assert main(["batch", "--collect", str(out), "--wait"]) == 3
    assert "does not accept the key" in capsys.readouterr().err.splitlines()[-1]
    assert rows(out, "SELECT DISTINCT state FROM documents") == [("pending",)]


def test_waiting_is_for_collecting(calls, tmp_path, capsys):
    assert batch(tmp_path / "out", calls, "--wait") == 2
    assert "--wait is for --collect DIR" in capsys.readouterr().err
