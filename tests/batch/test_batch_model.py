"""`auditor batch` with a model behind it: replies are kept before they are used, and nothing is asked twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from folders import batch, database, reports, rows
from reference_server import Asked, Fault, Server, serving

from auditor.cli import main

KEY = "sk-planted-0123456789abcdef"
NAMES = "abcdefgh"


def draft(asked: Asked) -> Any:
    """A claim quoting the document's one sentence; nothing to add when asked again."""
    if "Still open:" in asked.text:
        return {}
    name = asked.text.rpartition("Model ")[2][0]
    text = f"We fine-tuned Llama 3 into Model {name} on our tickets."
    claim = {"statement": text, "subject": f"Model {name}", "asserted": "fine_tuning", "technique": "fine_tuning"}
    return {"claims": [{**claim, "quotes": [{"text": text}]}]}


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.txt").write_text(f"We fine-tuned Llama 3 into Model {name} on our tickets.")
    return folder


def asking(output: Path, calls: Path, server: Server, *more: object) -> int:
    return batch(output, calls, "-m", "anthropic:claude-haiku-4-5", "--base-url", server.url, *more)


def test_a_model_reads_and_a_second_run_asks_nothing(calls, tmp_path):
    out = tmp_path / "out"
    with serving(draft) as server:
        assert asking(out, calls, server) == 0
        asked = len(server.asked)
        made = reports(out)
        assert {report["findings"][0]["subject"] for report in made.values()} == {f"Model {name}" for name in NAMES}
        assert asking(out, calls, server) == 0
        assert len(server.asked) == asked
        # Even where every report is lost, the replies are there.
        for report in (out / "reports").iterdir():
            report.unlink()
        assert asking(out, calls, server) == 0
        assert len(server.asked) == asked
        assert reports(out) == made
        assert asking(out, calls, server, "--force") == 0
        assert len(server.asked) == 2 * asked


def test_what_failed_is_asked_again_when_told_to(calls, tmp_path):
    out = tmp_path / "out"
    broken = True

    def replies(asked: Asked) -> Any:
        reply = draft(asked)
        return "{not valid" if broken and "Model c" in asked.text else reply

    with serving(replies) as server:
        assert asking(out, calls, server) == 4
        assert rows(out, "SELECT name FROM documents WHERE state = 'failed'") == [("c.txt",)]
        broken, asked = False, len(server.asked)
        assert asking(out, calls, server) == 4
        assert len(server.asked) == asked
        assert asking(out, calls, server, "--retry-failed") == 0
        assert all("Model c" in each.text for each in server.asked[asked:])


def test_a_limit_stops_the_run_and_says_what_is_left(calls, tmp_path, capsys):
    out = tmp_path / "out"
    with serving(draft) as server:
        assert asking(out, calls, server, "--max-total-tokens", 20_000, "--concurrency", 1) == 4
        said = capsys.readouterr().err
        assert "--max-total-tokens" in said
        left = rows(out, "SELECT count(*) FROM documents WHERE state = 'pending'")[0][0]
        assert 0 < left < len(NAMES)
        assert f"{left} document" in said
        assert asking(out, calls, server) == 0
        assert len({each.text for each in server.asked}) == len(server.asked)


@pytest.mark.parametrize("width", [1, 8])
def test_a_run_stops_before_it_costs_more_than_it_may_and_the_next_pays_for_what_is_left(
    width, calls, tmp_path, capsys, monkeypatch
):
    out, limit = tmp_path / "out", 0.03
    with serving(draft) as server:
        # Another server's prices are not known: the vendor's own address is the server's here.
        monkeypatch.setattr("auditor.providers.anthropic.AnthropicProvider.address", server.url)
        priced = (calls, "-m", "anthropic:claude-haiku-4-5", "--concurrency", width, "--max-cost")
        assert batch(out, *priced, limit) == 4
        said = capsys.readouterr().err
        done, spent = rows(out, "SELECT count(*), sum(cost_usd) FROM usage")[0]
        assert 0 < done < len(NAMES)
        # 1 USD a million tokens read, 5 a million written, as the replies count them.
        read, written = rows(out, "SELECT sum(input_tokens), sum(output_tokens) FROM usage")[0]
        assert spent == pytest.approx((read + 5 * written) / 1e6)
        assert spent <= limit
        assert len(server.asked) == done
        assert f"The limit of {limit} USD (--max-cost) would be passed. The same command goes on: " in said
        assert f"{len(NAMES) - done} document" in said
        while batch(out, *priced, limit) == 4:
            pass
        assert len({each.text for each in server.asked}) == len(server.asked) == len(NAMES)
    assert rows(out, "SELECT count(*) FROM documents WHERE state = 'complete'") == [(len(NAMES),)]


def test_a_key_that_is_refused_stops_the_run_and_fails_no_document(calls, tmp_path, capsys):
    out = tmp_path / "out"
    with serving(lambda _: Fault(401, "authentication_error")) as server:
        assert asking(out, calls, server, "--concurrency", 1) == 4
        assert len(server.asked) <= 5
    assert "does not accept the key" in capsys.readouterr().err
    assert rows(out, "SELECT DISTINCT state FROM documents") == [("pending",)]


def test_rate_limits_and_broken_replies_lose_nothing(calls, tmp_path):
    out = tmp_path / "out"
    turn = iter(range(10_000))

    def replies(asked: Asked) -> Any:
        at = next(turn)
        if at % 4 == 0:
            return Fault(429, "rate_limit_error", headers={"retry-after": "0.05"})
        return "{broken" if at % 7 == 0 else draft(asked)

    with serving(replies) as server:
        assert asking(out, calls, server, "--concurrency", 4) in (0, 4)
        assert asking(out, calls, server, "--concurrency", 4, "--retry-failed") in (0, 4)
    assert rows(out, "SELECT count(*) FROM documents WHERE state IN ('complete', 'failed')") == [(len(NAMES),)]
    assert rows(out, "SELECT count(*) FROM documents WHERE state = 'complete'")[0][0] >= len(NAMES) - 1


# --- before the first paid request --------------------------------------------------------------------


def test_nothing_is_sent_elsewhere_unless_somebody_agrees(calls, tmp_path, capsys):
    with serving(draft) as server:
        model = ("-m", "anthropic:claude-haiku-4-5")
        assert batch(tmp_path / "out", calls, *model) == 2
        assert not server.asked
    said = capsys.readouterr().err
    assert "8 documents would be sent to anthropic:claude-haiku-4-5 at api.anthropic.com: 8 requests or more" in said
    assert "USD for the input and at most" in said
    assert "add --yes" in said


def test_once_everything_is_done_nobody_is_asked(calls, tmp_path):
    assert batch(tmp_path / "out", calls) == 0
    assert rows(tmp_path / "out", "SELECT count(*) FROM replies") == [(0,)]


# --- interrupted and killed ---------------------------------------------------------------------------


def command(out: Path, calls: Path, server: Server, *more: str) -> list[str]:
    model = ["-m", "openai:reference", "--base-url", f"{server.url}/v1", "--as-of", "2026-11-22", "-q"]
    return [sys.executable, "-m", "auditor", "batch", str(calls), "--output", str(out), *model, *more]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupted_run_saves_what_it_has_and_the_same_command_goes_on(calls, tmp_path):
    out = tmp_path / "out"
    with serving(draft, delay=0.3) as server:
        run = subprocess.Popen(command(out, calls, server, "--concurrency", "1"), stderr=subprocess.PIPE)
        while len(server.asked) < 2:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
        assert run.returncode == 130
        assert b"Finishing what is under way" in said
        assert b"the same command goes on" in said
        done = rows(out, "SELECT count(*) FROM documents WHERE state = 'complete'")[0][0]
        assert 0 < done < len(NAMES)
        assert (out / "summary.csv").is_file()
        server.delay = 0
        assert subprocess.run(command(out, calls, server), check=False).returncode == 0
        assert len({each.text for each in server.asked}) == len(server.asked)


def test_a_second_run_in_a_folder_at_work_is_turned_away_and_the_first_is_not_disturbed(calls, tmp_path, capsys):
    out, alone = tmp_path / "out", tmp_path / "alone"
    with serving(draft) as server:
        assert subprocess.run(command(alone, calls, server), check=False).returncode == 0
        needed = len(server.asked)
        server.delay = 0.2
        run = subprocess.Popen(command(out, calls, server, "--concurrency", "2"))
        while len(server.asked) < needed + 2:
            time.sleep(0.01)
        assert batch(out, calls, "--force") == 2
        assert f"Another run is at work in {out}; wait for it, or name another folder." in capsys.readouterr().err
        assert run.wait(60) == 0
        assert len(server.asked) == 2 * needed
    assert reports(out) == reports(alone)
    assert database(out) == database(alone)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_run_is_taken_up_where_it_was(calls, tmp_path):
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    with serving(draft) as server:
        assert subprocess.run(command(undisturbed, calls, server), check=False).returncode == 0
        needed = len(server.asked)
    in_flight = 3
    with serving(draft, delay=0.15) as server:
        # Both are asked at one address, which reports do not hold.
        for kill in range(3):
            run = subprocess.Popen(command(out, calls, server, "--concurrency", str(in_flight)))
            threading.Event().wait(1.2 + 0.2 * kill)
            run.kill()
            run.wait()
        server.delay = 0
        assert subprocess.run(command(out, calls, server), check=False).returncode == 0
        assert needed <= len(server.asked) <= needed + 3 * (in_flight + 4)
    assert reports(out) == reports(undisturbed)
    assert (out / "summary.csv").read_bytes() == (undisturbed / "summary.csv").read_bytes()
    assert database(out) == database(undisturbed)


def test_a_broken_database_is_one_sentence(calls, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "audits.db").write_text("not a database " * 100)
    assert main(["batch", str(calls), "--output", str(out)]) == 2
    assert "cannot be used as a database" in capsys.readouterr().err
