"""`auditor vendors`, `search` and `diff`, and what a batch shows of its progress."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from folders import DOCUMENTS, batch

from auditor.batch.run import Tally
from auditor.cli import main, progress


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two calls of one vendor that do not say the same, and one of another."""
    folder = tmp_path_factory.mktemp("night")
    rows = [
        {
            "id": "march",
            "vendor": "Acme",
            "date": "2026-03-01",
            "text": "We trained AcmeGPT from scratch, on 2B tokens",
        },
        {"id": "june", "vendor": "Acme", "date": "2026-06-01", "text": "We fine-tuned AcmeGPT from Llama 3 70B."},
        {"id": "other", "vendor": "Brook", "date": "2026-06-02", "text": "BrookBot calls OpenAI's API."},
    ]
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert batch(folder / "out", folder / "calls.jsonl") == 0
    return folder / "out"


def printed(capsys: Any, *args: object) -> str:
    assert main(list(map(str, args))) == 0
    return str(capsys.readouterr().out)


def test_vendors_shows_claims_with_their_day_and_what_differs_with_both_quotes(night, capsys):
    text = printed(capsys, "vendors", night)
    assert text.startswith("ACME  2 documents, 2026-03-01 to 2026-06-01\n")
    assert "Statements differ about" in text
    assert "2026-03-01, march.txt, line 1: “trained AcmeGPT from scratch" in text
    assert "2026-06-01, june.txt, line 1: “Llama 3 70B”" in text
    assert "Still missing in every document: " in text
    assert "BROOK  1 document, 2026-06-02" in text


def test_one_vendor_as_data(night, capsys):
    (acme,) = json.loads(printed(capsys, "vendors", night / "audits.db", "--vendor", "ACME", "--format", "json"))
    assert acme["documents"] == 2
    assert [claim["date"] for claim in acme["claims"]] == ["2026-03-01", "2026-06-01"]
    assert acme["differing"]


def test_many_vendors_have_a_line_each(night, capsys, monkeypatch):
    monkeypatch.setattr("auditor.cli.vendors._AT_LENGTH", 1)
    head, acme, *_ = printed(capsys, "vendors", night).splitlines()
    assert head.split()[:2] == ["vendor", "documents"]
    assert acme.split()[:2] == ["Acme", "2"]


def test_a_vendor_nobody_named_is_said(night, capsys):
    assert main(["vendors", str(night), "--vendor", "Nobody"]) == 2
    assert "No document" in capsys.readouterr().err


def test_search(night, capsys):
    text = printed(capsys, "search", night, "from scratch")
    assert text.startswith("Acme, 2026-03-01, march.txt, line 1")
    assert printed(capsys, "search", night, "perpetual motion") == "No quote holds that.\n"
    assert "1 of " in printed(capsys, "search", night, "AcmeGPT", "--limit", "1")
    found = json.loads(printed(capsys, "search", night, "OpenAI", "--vendor", "brook", "--format", "json"))
    assert {row["title"] for row in found} == {"other.txt"}


@pytest.mark.parametrize("command", [["vendors"], ["search", "x"], ["diff"]])
def test_what_is_no_batch_is_one_sentence(command, tmp_path, capsys):
    name, *words = command
    more = [str(tmp_path)] if name == "diff" else words
    assert main([name, str(tmp_path), *more]) == 2
    assert "does not exist; give a folder that auditor batch --output wrote" in capsys.readouterr().err


# --- diff ---------------------------------------------------------------------------------------------


def test_diff_of_two_versions_of_a_page(tmp_path, capsys):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("We trained a custom AI model on your industry's data.")
    new.write_text("We trained a custom AI model on your industry's data. We fine-tuned Llama 3 70B with LoRA.")
    text = printed(capsys, "diff", old, new)
    assert text.startswith("Changed (verdict")
    assert "said now: base model: Llama 3 70B" in text
    assert "No longer open: " in text
    assert printed(capsys, "diff", old, old) == "Nothing that the audit looks at differs.\n"


def test_diff_of_saved_reports(night, capsys, tmp_path):
    reports = night / "reports"
    text = printed(capsys, "diff", reports / "march.json", reports / "june.json")
    assert "Changed (class" in text
    (tmp_path / "x.json").write_text("{}")
    assert main(["diff", str(tmp_path / "x.json"), str(reports / "june.json")]) in (2, 3)


def test_diff_of_two_nights(night, tmp_path, capsys):
    later, manifest = tmp_path / "out", tmp_path / "calls.jsonl"
    rows = [
        {"id": "june", "vendor": "Acme", "text": "We fine-tuned AcmeGPT from Llama 3 70B."},
        {"id": "other", "vendor": "Brook", "text": "BrookBot was fine-tuned from Mistral 7B."},
        {"id": "new", "text": "We call OpenAI's API."},
    ]
    manifest.write_text("\n".join(map(json.dumps, rows)))
    assert batch(later, manifest) == 0
    capsys.readouterr()
    assert printed(capsys, "diff", night, later).splitlines() == [
        "Document gone: march.txt",
        "other.txt: Brook's AI: prompt_engineering (supported) → Brook's AI: fine_tuning (supported)",
        "New document: new.txt (complete)",
    ]
    assert printed(capsys, "diff", night, night) == "No document differs.\n"
    assert main(["diff", str(night), str(manifest)]) == 2


# --- progress -----------------------------------------------------------------------------------------


def test_away_from_a_terminal_a_plain_line_now_and_then(capsys, monkeypatch):
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with progress.progress(quiet=False) as tell:
        for now in (10.0, 40.0, 50.0, 80.0):
            tell(Tally(1000, complete=int(now * 2), failed=2, tokens=5000, cost_usd=1.5))
    first, second = capsys.readouterr().err.splitlines()
    assert first == (
        "auditor: 82 of 1,000 documents, 2.0 a second, 7:28 left, 5,000 tokens, 1.50 USD, 2 failed in whole or in part."
    )
    assert second.startswith("auditor: 162 of 1,000")


def test_while_jobs_are_under_way_no_rate_is_guessed(capsys, monkeypatch):
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with progress.progress(quiet=False) as tell:
        now = 40.0
        tell(Tally(1000, complete=20, waiting=1200))
    assert capsys.readouterr().err == "auditor: 20 of 1,000 documents, jobs have 1,200 requests to answer.\n"


def test_on_a_terminal_bars(capsys, monkeypatch):
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress.progress(quiet=False) as tell:
        tell(Tally(10, complete=4, partial=1, tokens=7))
    assert "5/10" in capsys.readouterr().err


def test_quiet_says_nothing(capsys):
    with progress.progress(quiet=True) as tell:
        tell(Tally(1))
    assert capsys.readouterr().err == ""


def test_options_that_do_not_go_together(tmp_path, capsys):
    (tmp_path / "a" / "reports").mkdir(parents=True)
    for args, says in (
        (["batch", str(DOCUMENTS)], "Give paths with --output DIR"),
        (["batch", "--collect", str(tmp_path), "x"], "Give paths with --output DIR"),
        (["batch", "x", "--output", str(tmp_path / "a"), "--address", "a:1"], "--address is for --executor ray"),
        (["batch", "x", "--output", str(DOCUMENTS / "call.vtt")], "is a file; name a folder"),
        (["batch", str(tmp_path / "a" / "reports"), "--output", str(tmp_path / "b")], "There are no documents"),
    ):
        assert main(args) == 2
        assert says in capsys.readouterr().err
