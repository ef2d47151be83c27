"""The command line with a model behind it, against the reference server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reference_server import Asked, Fault, Server, serving

from auditor.cli import main
from auditor.doctor import check_model, lines

KEY = "sk-planted-0123456789abcdef"
TEXT = "We trained AcmeGPT from scratch on 40 billion tokens of court records."
CLAIM = {
    "statement": TEXT,
    "subject": "AcmeGPT",
    "asserted": "pre_training",
    "technique": "pre_training",
    "mechanism": "from_scratch",
    "quotes": [{"text": TEXT, "passage": 1}],
}
DRAFT = {"claims": [CLAIM]}
MODELS = ("anthropic:claude-haiku-4-5", "openai:gpt-4o")


def replies(asked: Asked) -> Any:
    return DRAFT


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda asked: replies(asked)) as running:
        yield running


def audit(*args: object) -> int:
    return main(["audit", *map(str, args)])


@pytest.mark.parametrize("model", MODELS)
def test_a_model_reads(model: str, page: Path, server: Server, capsys: Any) -> None:
    assert audit(page, "-m", model, "--base-url", server.url, "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["status"] == "complete"
    assert report["findings"][0]["quotes"][0]["text"] == TEXT
    assert report["provenance"]["model"] == model
    assert set(report["provenance"]["prompts"]) >= {"extract"}
    assert report["usage"]["input_tokens"] > 0
    assert report["usage"]["cost_usd"] is None
    assert not [notice for notice in report["notices"] if "offline" in notice]


def test_the_report_says_who_read(page: Path, server: Server, capsys: Any) -> None:
    audit(page, "-m", "openai:tiny", "--base-url", server.url)
    out = capsys.readouterr().out
    assert "Read by openai:tiny" in out
    assert "offline rules" not in out


def test_a_dry_run_sends_nothing_and_wants_no_key(
    page: Path, server: Server, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    assert audit(page, "-m", "anthropic:claude-haiku-4-5", "--dry-run") == 0
    assert audit(page, "-m", "openai:tiny", "--base-url", server.url, "--dry-run") == 0
    priced, unpriced = capsys.readouterr().out.split("Nothing was sent.")[:2]
    assert TEXT in priced
    assert "1 request to anthropic:claude-haiku-4-5: about" in priced
    assert "USD for the input" in priced
    assert "Price: not known here." in unpriced
    assert server.asked == []


def test_a_dry_run_of_the_rules(page: Path, capsys: Any) -> None:
    assert audit(page, "--dry-run") == 0
    assert "nothing would be sent" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(401, "authentication_error", f"bad key {KEY}"), "does not accept the key; check OPENAI_API_KEY"),
        (Fault(404, "not_found_error", "model"), "has no model tiny"),
        (Fault(200, raw=b"<html>", content_type="text/html"), "is this the right address?"),
        (Fault(200, raw=b"{"), "not valid JSON"),
        (Fault(400, "error"), "rejects the request"),
    ],
)
def test_a_failure_is_said_and_is_no_verdict(fault: Fault, words: str, page: Path, capsys: Any) -> None:
    with serving(lambda asked: fault) as broken:
        assert audit(page, "-m", "openai:tiny", "--base-url", broken.url, "--format", "json") == 3
    seen = capsys.readouterr()
    assert json.loads(seen.out)["status"] == "failed"
    assert words in seen.err
    assert KEY not in seen.out + seen.err
    assert "Traceback" not in seen.err


def test_waits_are_said_with_verbose(page: Path, capsys: Any) -> None:
    fault = Fault(429, "rate_limit_error", headers={"retry-after-ms": "1"})
    with serving(lambda asked: fault if asked.number == 1 else DRAFT) as busy:
        assert audit(page, "-m", "openai:tiny", "--base-url", busy.url, "-v") == 0
    assert "rate limit; attempt 2 in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-m", "openai:tiny", "--base-url", "nowhere"], "--base-url is not a web address"),
        (["-m", "openai:tiny", "--timeout", "soon"], "'soon' is not a number above 0"),
        (["-m", "openai:tiny", "--context", "0"], "'0' is not a whole number above 0"),
        (["-m", "openai:tiny", "--max-cost", "1"], "use --max-total-tokens"),
        (["-m", "offline", "--context", "9000"], "--context is for a model"),
        (["-m", "claude-haiku-4-5"], "did you mean anthropic:claude-haiku-4-5?"),
    ],
)
def test_options_that_are_off(args: list[str], words: str, page: Path, capsys: Any) -> None:
    assert audit(page, *args) == 2
    assert words in capsys.readouterr().err


def test_a_limit_leaves_a_failed_report(page: Path, server: Server, capsys: Any) -> None:
    assert audit(page, "-m", "openai:tiny", "--base-url", server.url, "--max-total-tokens", "100") == 3
    assert "--max-total-tokens" in capsys.readouterr().err
    assert server.asked == []


# --- doctor -----------------------------------------------------------------------------------------


def test_doctor_without_keys(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setattr("auditor.providers.OLLAMA", "http://127.0.0.1:9/v1")
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "offline          usable" in out
    assert "no key: ANTHROPIC_API_KEY is not set" in out
    assert "cannot be reached" in out


def test_doctor_with_keys(server: Server, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.providers.anthropic.AnthropicProvider.address", server.url)
    monkeypatch.setattr("auditor.providers.openai._OpenAI.address", f"{server.url}/v1")
    monkeypatch.setattr("auditor.providers.OLLAMA", f"{server.url}/v1")
    assert main(["doctor"]) == 0
    seen = capsys.readouterr()
    assert seen.out.count("the server answers") == 3
    assert KEY not in seen.out + seen.err
    assert server.asked == [], "no model is asked unless one is named"


@pytest.mark.parametrize(
    ("honoured", "words"),
    [
        ("native", "structured output is honoured"),
        ("tool", "only as a forced tool"),
        ("plain", "structured output is ignored"),
        ("", "never in JSON"),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_doctor_tries_a_model(model: str, honoured: str, words: str) -> None:
    with serving(lambda asked: {"wet": True} if asked.mode == honoured else "Yes!") as one:
        check = check_model(model, base_url=one.url)
    assert check.usable == bool(honoured)
    assert words in lines([check])


def test_doctor_says_what_is_wrong(capsys: Any) -> None:
    with serving(lambda asked: Fault(401, "authentication_error", KEY)) as one:
        assert main(["doctor", "-m", "anthropic:x", "--base-url", one.url]) == 3
    assert main(["doctor", "--base-url", "http://h"]) == 2
    seen = capsys.readouterr()
    assert "not usable  The server at 127.0.0.1" in seen.out
    assert KEY not in seen.out + seen.err
