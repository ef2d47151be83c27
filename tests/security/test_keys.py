"""Keys, and the text that is audited, are in nothing that is written: printed, logged, saved or shown."""

from __future__ import annotations

import base64
import io
import logging
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reference_server import Asked, Fault, serving
from web.desks import site

from auditor.cli import main
from auditor.providers import provider

# Put together here, so that nothing in the sources has the shape of a key.
ANTHROPIC = "-".join(("sk", "ant", "planted", "aZ19aZ19"))
OPENAI = "-".join(("sk", "planted", "bY28bY28bY28"))
PASSWORD = "-".join(("pw", "planted", "cX37cX37"))
BASIC = base64.b64encode(f"me:{PASSWORD}".encode()).decode()
SECRETS = (ANTHROPIC, OPENAI, PASSWORD, BASIC)
MARK = "Zebrafish9917"
"""Stands in the text that is audited, and nowhere else."""
TEXT = f"We fine-tuned Llama 3 into {MARK} on our tickets."
MODELS = ("anthropic:claude-haiku-4-5", "openai:gpt-4o")
SOON = {"retry-after-ms": "1"}


def echoed(asked: Asked) -> str:
    """What a careless server may put into an error: everything it was sent."""
    return f"you sent {dict(asked.headers)} with {asked.text} and {' '.join(SECRETS)}"


def page(asked: Asked) -> Fault:
    return Fault(500, raw=f"<html>{echoed(asked)}</html>".encode(), content_type="text/html", headers=SOON)


FAULTS: dict[str, Callable[[Asked], Any]] = {
    "no key": lambda asked: Fault(401, "authentication_error", echoed(asked)),
    "no access": lambda asked: Fault(403, "permission_error", echoed(asked)),
    "bad request": lambda asked: Fault(400, "invalid_request_error", echoed(asked)),
    "no model": lambda asked: Fault(404, "not_found_error", f"model does not exist {echoed(asked)}"),
    "broken": page,
    "odd": lambda asked: Fault(200, raw=echoed(asked).encode(), content_type="text/plain"),
    "redirect": lambda asked: Fault(307, "moved", echoed(asked), headers={"location": f"http://127.0.0.1:9/{OPENAI}"}),
    "no claims": lambda asked: {},
}


_QUICK = ("no key", "broken", "no claims")
"""Looked at in every run; the others with the slow tests."""
every_fault = pytest.mark.parametrize(
    "fault", [pytest.param(each, marks=() if each in _QUICK else pytest.mark.slow) for each in FAULTS]
)


@pytest.fixture(autouse=True)
def _planted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", ANTHROPIC)
    monkeypatch.setenv("OPENAI_API_KEY", OPENAI)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("auditor.providers.policy._wait", lambda _: 0.0)
    caplog.set_level(logging.DEBUG, "auditor")
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "call.txt").write_text(TEXT)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder, what is packed unpacked, with the files beside a database."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def nothing_leaks(folder: Path, said: str) -> None:
    for secret in SECRETS:
        assert secret not in said
        assert not [name for name, data in contents(folder) if secret.encode() in data]
        assert not [name for name, data in contents(folder) if secret.encode("utf-16-le") in data]


def told(capfd: Any, caplog: Any) -> tuple[str, str]:
    """What went to standard output, and what to standard error and the logs."""
    captured = capfd.readouterr()
    return captured.out, captured.err + caplog.text


def address(url: str, model: str, user: bool = False) -> str:
    url = url.replace("//", f"//me:{PASSWORD}@") if user else url
    return f"{url}/v1" if model.startswith("openai") else url


@every_fault
@pytest.mark.parametrize("model", MODELS)
def test_an_audit_tells_no_key(model: str, fault: str, tmp_path: Path, capfd: Any, caplog: Any) -> None:
    with serving(FAULTS[fault]) as server:
        # A user in the address would take the place of OpenAI's header.
        url = address(server.url, model, user=model.startswith("anthropic"))
        given = ["-m", model, "--base-url", url, "-v"]
        for name in ("report.json", "report.html", "report.xlsx", "report.docx"):
            main(["audit", "calls/call.txt", *given, "--output", name])
        main(["audit", "calls/call.txt", *given])
        main(["audit", "calls/call.txt", *given, "--dry-run"])
        main(["doctor", *given[:-1]])
        assert server.asked
    out, err = told(capfd, caplog)
    nothing_leaks(tmp_path, out + err)
    assert MARK not in err


@every_fault
@pytest.mark.parametrize("model", MODELS)
def test_a_batch_keeps_no_key(model: str, fault: str, tmp_path: Path, capfd: Any, caplog: Any) -> None:
    with serving(FAULTS[fault]) as server:
        given = ["-m", model, "--base-url", address(server.url, model, user=True)]
        main(["batch", "calls", "--output", "night", *given])
        nothing_leaks(tmp_path, "")
        main(["batch", "calls", "--output", "night", *given, "--retry-failed"])
        assert server.asked
    out, err = told(capfd, caplog)
    nothing_leaks(tmp_path, out + err)
    assert MARK not in err


@every_fault
@pytest.mark.parametrize("model", MODELS)
def test_a_job_keeps_no_key(model: str, fault: str, tmp_path: Path, capfd: Any, caplog: Any) -> None:
    with serving(FAULTS[fault]) as server:
        given = ["-m", model, "--base-url", address(server.url, model)]
        main(["batch", "calls", "--output", "night", *given, "--submit"])
        assert server.desk.jobs
        for _ in range(3):
            main(["batch", "--collect", "night"])
    out, err = told(capfd, caplog)
    nothing_leaks(tmp_path, out + err)
    assert MARK not in err


def test_a_job_is_not_handed_in_with_a_password_that_would_have_to_be_kept(tmp_path: Path, capfd: Any) -> None:
    with serving(FAULTS["no claims"]) as server:
        given = ["-m", MODELS[1], "--base-url", address(server.url, MODELS[1], user=True)]
        assert main(["batch", "calls", "--output", "night", *given, "--submit"]) == 2
        assert not server.desk.jobs
    said = capfd.readouterr().err
    assert "--base-url names a user, which --collect would have to find on disk" in said
    nothing_leaks(tmp_path, said)


@pytest.mark.parametrize("url", [f"ftp://me:{PASSWORD}@h/", f"http://me:{PASSWORD}@:99999/v1", f"http://[{PASSWORD}"])
def test_an_address_that_is_none_is_not_repeated(url: str, capfd: Any) -> None:
    assert main(["audit", "calls/call.txt", "-m", "openai:x", "--base-url", url]) == 2
    assert PASSWORD not in str(capfd.readouterr())


def test_a_key_that_can_be_none_is_not_repeated(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    for key in (f"{OPENAI} x", f"{OPENAI}\x1b[2J", f"ключ{OPENAI}"):
        monkeypatch.setenv("OPENAI_API_KEY", key)
        assert main(["audit", "calls/call.txt", "-m", "openai:gpt-4o"]) == 2
        assert main(["doctor", "-m", "openai:gpt-4o"]) == 2
    assert OPENAI not in str(capfd.readouterr())


@every_fault
def test_the_page_shows_and_keeps_no_key(fault: str, tmp_path: Path, capfd: Any, caplog: Any) -> None:
    with serving(FAULTS[fault]) as server:
        reader = provider("openai:gpt-4o", base_url=address(server.url, "openai", user=True))
        with site(tmp_path / "audits.sqlite3", reader=reader) as page:
            shown = page.audit(TEXT)
            seen = shown.text + page.client.get("/").text
            paths = [f"{shown.url.path}/report.{ending}" for ending in ("json", "html", "md")]
            seen += "".join(page.client.get(path).text for path in paths)
            assert server.asked
    out, err = told(capfd, caplog)
    nothing_leaks(tmp_path, seen + out + err)
    assert MARK not in out + err


def test_the_database_has_its_companions_looked_at(tmp_path: Path) -> None:
    """That the search above sees what stands in a write-ahead log only."""
    path = tmp_path / "x.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE t (x)")
    db.execute("INSERT INTO t VALUES (?)", (OPENAI,))
    db.commit()
    with pytest.raises(AssertionError):
        nothing_leaks(tmp_path, "")
    db.close()
