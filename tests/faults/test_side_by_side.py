"""Several programs at one folder at the same time: two batches, and those who read meanwhile."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path

import pytest
from folders import database, reports, rows
from harm import arguments, batch_of, command, copies, draft, environment, linux, one_sentence, plain, sentences
from reference_server import serving

pytestmark = [linux, pytest.mark.slow]


def test_two_batches_begun_at_once_one_works_and_the_other_says_so(tmp_path: Path) -> None:
    calls, out = copies(tmp_path / "calls", 12), tmp_path / "out"
    processes = [
        subprocess.Popen(arguments(*batch_of(calls, out)), env=environment(), stderr=subprocess.PIPE) for _ in range(4)
    ]
    ended = [(process.communicate(timeout=120)[1].decode(), process.returncode) for process in processes]
    worked = [said for said, code in ended if code == 0]
    turned_away = [said for said, code in ended if code == 2]
    assert worked
    assert len(worked) + len(turned_away) == 4, ended
    for said in turned_away:
        assert one_sentence(said)
        assert "Another run is at work" in said
    assert len(reports(out)) == 12
    assert command(*batch_of(calls, tmp_path / "calm")).code == 0
    assert database(out) == database(tmp_path / "calm")


def test_a_batch_is_read_while_it_works(tmp_path: Path) -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    documents, out = sentences(tmp_path / "documents", names), tmp_path / "out"
    with serving(draft, delay=0.2) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "1")
        process = subprocess.Popen(
            arguments(*batch_of(documents, out, *model)), env=environment(), stderr=subprocess.PIPE
        )
        while not server.asked:
            time.sleep(0.02)
        said: list[tuple[tuple[object, ...], int, str]] = []

        def look(*args: object) -> None:
            while process.poll() is None:
                done = command(*args)
                said.append((args, done.code, done.err))

        watching = [
            threading.Thread(target=look, args=args)
            for args in (("vendors", out), ("search", out, "fine-tuned"), ("diff", out, out))
        ]
        for each in watching:
            each.start()
        err = process.communicate(timeout=120)[1].decode()
        for each in watching:
            each.join()
    assert (process.returncode, plain(err)) == (0, True), err
    assert len(said) >= 3
    for args, code, text in said:
        assert (code, plain(text)) == (0, True), (args, text)
    assert rows(out, "SELECT state, count(*) FROM documents GROUP BY state") == [("complete", len(names))]
