"""The server as a process: slow clients, large bodies, what it prints, how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx2 as httpx
import pytest

from .desks import CLAIM

pytestmark = pytest.mark.slow


class Running(NamedTuple):
    """A server that was started by the command."""

    process: subprocess.Popen[str]
    url: str
    history: Path

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])


def started(history: Path, *more: str) -> Running:
    command = [sys.executable, "-m", "auditor", "serve", "--port", "0", "--history", str(history), *more]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AUDITOR_")}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
    )
    assert process.stdout is not None
    url = process.stdout.readline().split()[1]
    httpx.get(url, timeout=60)  # whatever the answer: from then on it is the server that hears signals
    return Running(process, url, history)


def ended(running: Running) -> str:
    """End the server as Ctrl-C does; what it printed to standard error."""
    running.process.send_signal(signal.SIGINT)
    _, said = running.process.communicate(timeout=20)
    assert running.process.returncode == 0
    return said


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    running = started(tmp_path / "audits.sqlite3")
    yield running
    if running.process.poll() is None:
        ended(running)


def sent(running: Running, text: str) -> httpx.Response:
    """Paste a text and follow to its page."""
    origin = running.url.rstrip("/")
    with httpx.Client(base_url=origin, headers={"origin": origin}, follow_redirects=True, timeout=60) as client:
        secret = re.search(r'name="secret" value="([^"]+)"', client.get("/").text)
        assert secret
        shown = client.post("/audits", files={"text": (None, text), "secret": (None, secret[1])})
        for _ in range(100):
            if not client.get(f"{shown.url.path}/progress").json()["runs"]:
                break
            time.sleep(0.1)
        return client.get(shown.url.path)


def test_it_says_where_it_is_and_what_it_keeps_and_nothing_of_the_text(server: Running) -> None:
    shown = sent(server, CLAIM)
    assert "Prompt engineering" in shown.text
    said = ended(server)
    assert f"Audits are kept in {server.history}." in said
    assert "OpenAI" not in said
    assert "POST" not in said
    again = started(server.history)
    assert "Prompt engineering" in httpx.get(again.url.rstrip("/") + shown.url.path).text
    ended(again)


def test_it_listens_on_this_machine_only(server: Running) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError):
            socket.create_connection((str(address), server.port), timeout=2).close()


def test_a_hundred_megabytes_are_refused_and_the_server_stays_small(server: Running) -> None:
    origin = server.url.rstrip("/")
    part = b"a" * 1_000_000

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield part

    headers = {"origin": origin, "content-type": "multipart/form-data; boundary=x"}
    got = httpx.post(f"{origin}/audits", content=body(), headers=headers, timeout=60)
    assert got.status_code == 413
    status = Path(f"/proc/{server.process.pid}/status")
    if status.exists():
        peak = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        assert peak
        assert int(peak[1]) < 250_000
    assert httpx.get(server.url).status_code == 200


def test_slow_clients_do_not_keep_others_out(server: Running) -> None:
    slow = []
    for n in range(60):
        each = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        each.sendall(b"POST /audits HTTP/1.1\r\nHost: 127.0.0.1" if n % 2 else b"")
        slow.append(each)
    assert "Bottom line" in sent(server, CLAIM).text
    begun = time.monotonic()
    for each in slow:
        each.settimeout(30)
        assert each.recv(10) == b""
        each.close()
    assert time.monotonic() - begun < 25
    assert "error" not in ended(server)


@pytest.mark.parametrize(
    "data", [b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"A" * 200_000, b"GET \x00 HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_is_refused(data: bytes, server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as each:
        try:
            each.sendall(data + b"\r\n\r\n")
            assert each.recv(100)[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 421")
        except ConnectionResetError:
            pass
    assert httpx.get(server.url).status_code == 200


def test_a_port_that_is_taken_is_said(server: Running, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "auditor", "serve", "--port", str(server.port), "--no-store"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "Nothing can listen on 127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr
