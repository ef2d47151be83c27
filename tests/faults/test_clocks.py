"""Clocks that jump, time zones, and the hour that summer time takes or gives."""

from __future__ import annotations

import json
import re
import subprocess
import time
from email.utils import formatdate
from pathlib import Path

import pytest
from folders import rows
from harm import PAGE, arguments, batch_of, command, draft, environment, linux, plain, sentences
from reference_server import Asked, Fault, serving

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
pytestmark = [linux, pytest.mark.slow]
needs_faketime = pytest.mark.skipif(LIBRARY is None, reason="libfaketime, which Debian has, makes the clock jump")


def jumping(clock: Path) -> dict[str, str]:
    """An environment in which the clock of the day is what a file says; the one that only counts on is left alone."""
    return environment(
        LD_PRELOAD=str(LIBRARY),
        FAKETIME_TIMESTAMP_FILE=str(clock),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )


@needs_faketime
@pytest.mark.parametrize("jump", ["-400d", "+400d", "-2h", "+2h"])
@pytest.mark.parametrize("wait", ["seconds", "date"])
def test_a_clock_that_jumps_while_a_batch_waits_for_a_server(jump: str, wait: str, tmp_path: Path) -> None:
    documents, out, clock = sentences(tmp_path / "documents", "abcd"), tmp_path / "out", tmp_path / "clock"
    clock.write_text("+0d")

    def reply(asked: Asked) -> object:
        if asked.number == 2:
            clock.write_text(jump)
            after = "2" if wait == "seconds" else formatdate(time.time() + 3, usegmt=True)
            return Fault(429, "rate_limit_error", headers={"retry-after": after})
        return draft(asked)

    with serving(reply) as server:
        model = ("-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", "2")
        begun = time.monotonic()
        done = command(*batch_of(documents, out, *model), env=jumping(clock), timeout=150)
    assert (done.code, plain(done.err)) == (0, True), done.err
    assert time.monotonic() - begun < 55  # below the most that any server may make us wait
    assert rows(out, "SELECT state, count(*) FROM documents GROUP BY state") == [("complete", 4)]
    assert rows(out, "SELECT count(*) FROM usage WHERE seconds < 0") == [(0,)]


@needs_faketime
@pytest.mark.parametrize("jump", ["-30d", "+30d"])
def test_an_audit_takes_no_less_than_no_time_whatever_the_clock_does(jump: str, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0d")
    process = subprocess.Popen(
        arguments("audit", "--format", "json"),
        env=jumping(clock),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1)
    clock.write_text(jump)
    out, said = process.communicate(PAGE.read_bytes(), timeout=60)
    assert (process.returncode, said) == (0, b"")
    assert 0 <= json.loads(out)["usage"]["seconds"] < 60


@needs_faketime
@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", "@2026-03-29 01:30:00"),
        ("Europe/Berlin", "@2026-03-29 02:30:00"),  # an hour that is not there
        ("Europe/Berlin", "@2026-10-25 02:30:00"),  # one that is there twice
        ("Pacific/Kiritimati", "@2026-12-31 23:59:58"),
        ("Pacific/Niue", "@2026-01-01 00:00:01"),
        ("America/St_Johns", "@2024-02-29 12:00:00"),
        ("No/Such_Zone", "@2026-06-01 12:00:00"),
        ("", "@1999-12-31 23:59:59"),
    ],
)
def test_a_day_is_that_of_utc_in_every_zone(zone: str, moment: str, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text(moment)
    done = command("audit", PAGE, "--format", "json", env={**jumping(clock), "TZ": zone})
    assert (done.code, done.err) == (0, "")
    provenance = json.loads(done.out)["provenance"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", provenance["created_at"])
    assert provenance["as_of"] == provenance["created_at"][:10]


def test_a_file_with_a_date_beyond_all_clocks_is_read(tmp_path: Path) -> None:
    import os

    answers = tmp_path / "answers.json"
    answers.write_text('{"method": "We fine-tuned it."}')
    for moment in (0, -(2**33), 2**34):
        os.utime(answers, (moment, moment))
        done = command("audit", PAGE, "--answers", answers, "--format", "json")
        assert (done.code, done.err) == (0, "")
