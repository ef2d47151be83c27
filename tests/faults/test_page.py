"""The paste page where the disk is full, its file is damaged, or it is told to end."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from harm import (
    DOCUMENTS,
    PAGE,
    arguments,
    as_root,
    batch_of,
    command,
    environment,
    linux,
    one_sentence,
    plain,
    resize,
    small_disk,
)

pytestmark = [linux, pytest.mark.slow]


@contextmanager
def page(*more: object) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    process = subprocess.Popen(
        arguments("serve", "--port", "0", *more), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1].decode().rstrip("/")
        httpx.get(url, timeout=60)
        yield process, url
    finally:
        process.kill()
        process.communicate()


def sent(url: str, text: str) -> httpx.Response:
    with httpx.Client(base_url=url, headers={"origin": url}, follow_redirects=True, timeout=60) as client:
        secret = re.search(r'name="secret" value="([^"]+)"', client.get("/").text)
        assert secret
        return client.post("/audits", files={"text": (None, text), "secret": (None, secret[1])})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_page_ends_in_order_when_told(number: signal.Signals, tmp_path: Path) -> None:
    with page("--history", tmp_path / "kept.sqlite3") as (process, url):
        assert sent(url, PAGE.read_text()).status_code == 200
        process.send_signal(number)
        said = process.communicate(timeout=30)[1].decode()
        assert process.returncode == 0, said
        assert plain(said), said
    assert not list(tmp_path.glob("*-wal"))


@as_root
def test_a_disk_that_is_full_is_said_and_nothing_kept_is_lost(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk, page("--history", disk / "kept.sqlite3") as (_, url):
        first = sent(url, PAGE.read_text())
        assert first.status_code == 200
        with (disk / "rest").open("wb", buffering=0) as rest:
            try:
                while rest.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        refused = sent(url, "We fine-tuned Llama 3 on our tickets. " * 3000)
        assert "cannot be kept" in refused.text or refused.status_code in (422, 503), refused.text[:500]
        assert "Traceback" not in refused.text
        assert httpx.get(f"{url}{first.url.path}", timeout=60).status_code == 200
        (disk / "rest").unlink()
        resize(disk, "40m")
        assert sent(url, PAGE.read_text()).status_code == 200


def test_a_file_of_audits_that_is_damaged_is_said(tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite3"
    kept.write_bytes(b"no database at all " * 300)
    done = command("serve", "--port", "0", "--history", kept)
    assert (done.code, one_sentence(done.err)) == (2, True), done.err
    with page("--history", tmp_path / "other.sqlite3") as (_, url):
        sent(url, PAGE.read_text())
        data = bytearray((tmp_path / "other.sqlite3").read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    (tmp_path / "other.sqlite3").write_bytes(data)
    for name in ("other.sqlite3-wal", "other.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    done = None
    try:
        done = command("serve", "--port", "0", "--history", tmp_path / "other.sqlite3", timeout=6)
    except subprocess.TimeoutExpired as error:  # it serves what it can still read
        assert b"Traceback" not in (error.stderr or b"")  # noqa: PT017
    if done is not None:
        assert (done.code in (2, 3), one_sentence(done.err)) == (True, True), done.err


def test_a_batch_whose_database_or_reports_are_damaged_meanwhile_is_said(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command(*batch_of(DOCUMENTS, out)).code == 0
    with page(out, "--no-store") as (_, url):
        assert httpx.get(f"{url}/batch/1", timeout=60).status_code == 200
        for report in (out / "reports").iterdir():
            report.write_bytes(report.read_bytes()[:100])
        assert httpx.get(f"{url}/batch/1", timeout=60).status_code == 422
        (out / "audits.db").write_bytes(b"no database " * 500)
        for path in ("/batch", "/batch/1"):
            got = httpx.get(url + path, timeout=60)
            assert got.status_code == 422
            assert "cannot be used as a database" in got.text
