"""Nothing of a file, a name or an answer steers the terminal it is printed to, whatever the command."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from kit import FIXTURES

from auditor.batch.run import Tally
from auditor.cli import main, progress

EVIL = (
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x9b2J\x07\x08"
    " \u202egnp.exe\u202c \u2066x\u2069\u200f"
)
NAME = "a\x1b[2Jb\x9b31m\u202egnp\u2066.txt"
CLAIM = f"We fine-tuned Llama 3 on 40,000 tickets {EVIL}. Under the hood {EVIL} every answer comes from OpenAI's API."
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def steers(text: str) -> set[str]:
    """The characters that would do something to a terminal, or to the order of what it shows."""
    return {
        char
        for char in text
        if (unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") and char != "\n")
        or unicodedata.bidirectional(char) in STEERING
        or char in "\u200e\u200f\u061c"
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    calls = tmp_path / "calls"
    calls.mkdir()
    (calls / NAME).write_text(CLAIM)
    (calls / f"call{NAME}").write_text(f"Ana {EVIL}: {CLAIM}\nBo: Which base?\n" * 3)
    (calls / f"empty{NAME}").write_text("")
    rows = [{"id": EVIL, "text": CLAIM, "vendor": f"Acme {EVIL}", "name": EVIL, "call_id": EVIL, "date": "2026-01-02"}]
    (tmp_path / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command prints, to both streams."""
    main([str(each) for each in arguments])
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("-v",),
        ("-q",),
        ("--format", "markdown"),
        ("--format", "json"),
        ("--format", "jsonl"),
        ("--dry-run", "-m", "ollama:x"),
        ("--vendor", f"Acme {EVIL}"),
        ("--kind", "transcript", "--vendor-speaker", EVIL),
        ("--as-of", EVIL),
        ("-m", EVIL),
        ("-m", f"scripted:{EVIL}"),
        ("--output", f"no/{EVIL}"),
        ("--answers", f"no/{EVIL}"),
        ("--format", EVIL),
        (f"--{EVIL}",),
    ],
    ids=lambda arguments: " ".join(arguments).replace(EVIL, "EVIL") or "plain",
)
def test_audit(arguments: tuple[str, ...], folder: Path, capsys: Any) -> None:
    for name in (NAME, f"call{NAME}", f"empty{NAME}", f"missing{NAME}"):
        text = said(capsys, "audit", folder / "calls" / name, *arguments)
        assert text
        assert steers(text) == set()


def test_several_documents(folder: Path, capsys: Any) -> None:
    paths = sorted((folder / "calls").iterdir())
    text = said(capsys, "audit", *paths, "--vendor", EVIL, "-v")
    assert steers(text) == set()
    assert "red" in text


def test_a_batch_and_what_looks_into_it(folder: Path, capsys: Any) -> None:
    night = folder / f"night{EVIL[:9]}"
    text = said(capsys, "batch", folder / "calls", folder / "manifest.jsonl", "--output", night)
    text += said(capsys, "batch", folder / "calls", "--output", f"other\u202e{NAME}")
    for command in (
        ("vendors", night),
        ("vendors", night, f"Acme {EVIL}"),
        ("vendors", night, EVIL),
        ("vendors", night, f"Acme {EVIL}", "--format", "json"),
        ("search", night, "tickets"),
        ("search", night, EVIL),
        ("search", night, "tickets", "--format", "json"),
        ("diff", night, night),
        ("diff", night, f"other\u202e{NAME}"),
        ("diff", EVIL, night),
        ("batch", "--collect", EVIL),
    ):
        shown = said(capsys, *command)
        assert shown
        text += shown
    assert "red" in text
    assert steers(text) == set()


def test_saved_reports_questions_reviews_and_answers(folder: Path, capsys: Any) -> None:
    page = folder / "calls" / NAME
    text = said(capsys, "audit", page, "--output", "report.json")
    (folder / "answers.json").write_text(json.dumps({"base-model": f"Llama {EVIL}", EVIL: EVIL}))
    (folder / "answers.md").write_text(f"## 1. Which? [base-model]\n\n{EVIL}\n")
    case = json.loads((FIXTURES / "cases" / "own-pages.jsonl").read_text("utf-8").splitlines()[0])
    case |= {"id": f"own {EVIL}", "title": EVIL, "text": case["text"].replace(" ", f" {EVIL} ", 1)}
    (folder / "cases.jsonl").write_text(json.dumps(case) + "\n")
    (folder / "broken.json").write_text(f'{{"{EVIL}": ')
    for command in (
        ("render", "report.json"),
        ("render", "report.json", "-v"),
        ("render", EVIL),
        ("render", "broken.json"),
        ("diff", page, folder / "calls" / f"call{NAME}"),
        ("diff", "report.json", page),
        ("questions", page),
        ("questions", page, "--for", "vendor"),
        ("review", "report.json", "c1", "--accept", "--by", EVIL, "--note", EVIL),
        ("render", "report.json"),
        ("review", "report.json", EVIL, "--accept"),
        ("audit", page, "--answers", "answers.json"),
        ("audit", page, "--answers", "answers.md"),
        ("audit", page, "--answers", "broken.json"),
        ("questions", page, "--format", "json"),
        ("questions", page, "--for", "vendor", "--format", "csv"),
        ("questions", page, "--for", "vendor", "--format", "markdown"),
        ("review", "report.json", "--export", "-"),
        ("check", EVIL),
        ("check", f"7B parameters {EVIL}, 2T tokens", "--format", "json"),
        ("check", f"7B parameters {EVIL}, 2T tokens", "--format", "markdown"),
        ("bases", EVIL, "--format", "json"),
        ("eval", "cases.jsonl", "--misses"),
        ("eval", "cases.jsonl", "--misses", "--format", "json"),
        ("eval", "cases.jsonl", "--misses", "--format", "markdown"),
        ("check", f"7B parameters {EVIL}, 2T tokens"),
        ("bases", EVIL),
        ("explain", EVIL),
        ("rules", EVIL),
        ("eval", EVIL),
        ("eval", "broken.json"),
        ("serve", "--history", f"{EVIL}/x", "--host", EVIL),
        (EVIL,),
    ):
        shown = said(capsys, *command)
        # The lines of a CSV file end as RFC 4180 wants it.
        assert steers(shown.replace("\r\n", "\n")) == set(), command
        text += shown
    assert "red" in text


class Answering:
    """Somebody at a terminal who says the same to each question."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, prompt: str = "") -> str:
        print(prompt, end="")  # where a terminal would show it
        return self.words


def test_an_interview(folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", Answering(f"It is Llama 3 {EVIL}, trained by {EVIL}"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    text = said(capsys, "audit", folder / "calls" / f"call{NAME}", "--ask", "--answered-by", EVIL, "--vendor", EVIL)
    assert steers(text) == set()


def test_the_display_of_progress_shows_figures_only(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    with progress.progress(quiet=False) as tell:
        tell(Tally(10, complete=4, partial=1, failed=1, tokens=7, cost_usd=0.5))
    text = capsys.readouterr().err
    assert text.startswith("auditor: 6 of 10 documents")
    assert steers(text) == set()
