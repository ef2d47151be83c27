"""Broken inputs, any bytes and any arguments give a report or a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import call, command, is_one_sentence
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
BROKEN = sorted(path for path in (ROOT / "fixtures" / "broken").iterdir() if path.name != "README.md")

pytestmark = pytest.mark.usefixtures("plain_environment")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
@pytest.mark.parametrize("form", ["terminal", "json", "markdown", "html"])
def test_a_broken_file_gives_a_report_or_a_sentence(path, form):
    done = call("audit", path, "--format", form)
    assert done.code in (0, 3), done.err
    if done.code == 3:
        assert done.out == ""
        assert is_one_sentence(done.err), done.err
        assert path.name in done.err
        return
    assert done.err == ""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.out)
    if form == "json":
        report = json.loads(done.out)
        for finding in report["findings"]:
            for quote in finding["quotes"]:
                assert report["document"]["text"][quote["start"] : quote["end"]] == quote["text"]


def test_all_broken_files_at_once():
    done = command("audit", *BROKEN, "--vendor", "Acme", "--format", "json")
    assert done.code == 4
    assert "Traceback" not in done.err
    assert all(is_one_sentence(line + "\n") for line in done.err.splitlines())
    dossier = json.loads(done.out)
    assert len(dossier["failed"]) == len(done.err.splitlines())
    assert len(dossier["failed"]) + len(dossier["reports"]) == len(BROKEN)


_PIECES = st.sampled_from(
    [
        b"We trained our own model on ",
        b"Llama 3",
        b"\n\nAna: ",
        b"<div>",
        b"-->",
        b"WEBVTT\n\n",
        b"00:00:01.000 --> ",
    ]
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400) | st.lists(_PIECES | st.binary(max_size=12), max_size=20).map(b"".join),
    form=st.sampled_from(["terminal", "json", "markdown", "html"]),
    kind=st.sampled_from(["auto", "transcript", "marketing"]),
)
def test_any_bytes_give_a_report_or_a_sentence(data, form, kind):
    done = call("audit", "-", "--format", form, "--kind", kind, stdin=data)
    assert done.code in (0, 3)
    assert (done.err == "" and done.out) if done.code == 0 else is_one_sentence(done.err)
    assert "internal error" not in done.err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(args=st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=4))
def test_any_arguments_give_a_code(args):
    done = call(*args)
    assert done.code in (
        (0, 2, 3) if args[:1] == ["audit"] else (0, 2)
    )  # 3: standard input is empty, a file is not there
    assert "internal error" not in done.err
    assert done.err == "" or is_one_sentence(done.err)
