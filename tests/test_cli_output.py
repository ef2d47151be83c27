"""What the command prints where: whole or not at all, whatever the terminal or the locale."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from commands import call, command, environment, is_one_sentence

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "fixtures" / "documents"
CALL = DOCUMENTS / "call-names.txt"
ALONE = DOCUMENTS / "custom-model-alone.txt"
LORA = DOCUMENTS / "custom-model-lora.txt"

pytestmark = pytest.mark.usefixtures("plain_environment")


def test_json_is_the_contract_and_quotes_are_slices():
    from auditor.schema import Dossier, Report

    quoted = 0
    for path in sorted(DOCUMENTS.iterdir()):
        done = call("audit", path, "--format", "json")
        assert done.code == 0, (path, done.err)
        report = Report.model_validate_json(done.out)
        for finding in report.findings:
            for quote in finding.quotes:
                assert report.document.text[quote.start : quote.end] == quote.text
                quoted += 1
    assert quoted > 20
    done = call("audit", ALONE, LORA, "--format", "json")
    Dossier.model_validate_json(done.out)


@pytest.mark.parametrize("form", ["terminal", "markdown", "json", "html"])
def test_two_runs_give_the_same_bytes(form):
    first, second = (call("audit", CALL, LORA, "--format", form) for _ in range(2))
    changing = r'"(created_at|seconds)": [^\n]*|made \S+(?= ·|\n)|\d{4}-\d\d-\d\dT[\d:+]+'
    assert re.sub(changing, "", first.out) == re.sub(changing, "", second.out)
    assert first.err == second.err


def test_markdown():
    assert call("audit", ALONE, "--format", "markdown").out.startswith("# ")


def test_html_goes_to_a_file_whole(tmp_path):
    page = tmp_path / "report.html"
    assert call("audit", ALONE, "--format", "html", "--output", page).out == ""
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>\n")
    assert text.endswith("</html>\n")


def test_quiet_and_verbose():
    normal, quiet, verbose = (call("audit", CALL, *option).out for option in ([], ["-q"], ["-v"]))
    assert len(quiet) < len(normal) < len(verbose)
    assert "BOTTOM LINE" not in quiet


@pytest.mark.parametrize(("columns", "widest"), [("60", 60), ("100", 100), ("", 80), ("no", 80), ("0", 80)])
def test_width(monkeypatch, columns, widest):
    monkeypatch.setenv("COLUMNS", columns)
    for args in (["audit", CALL], ["rules"], ["explain", "base-undisclosed"], ["questions"]):
        lines = call(*args).out.splitlines()
        assert max(map(len, lines)) <= widest
    assert max(map(len, call("audit", CALL).out.splitlines())) == widest


COLORED = "\x1b["


@pytest.mark.parametrize(
    ("terminal", "args", "env", "colored"),
    [
        (True, [], {}, True),
        (False, [], {}, False),
        (True, ["--no-color"], {}, False),
        (True, [], {"NO_COLOR": "1"}, False),
        (True, [], {"NO_COLOR": ""}, True),
        (False, [], {"FORCE_COLOR": "1"}, True),
        (False, [], {"FORCE_COLOR": "0"}, False),
        (False, ["--no-color"], {"FORCE_COLOR": "1"}, False),
        (False, [], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, [], {"TERM": "dumb"}, False),
    ],
)
def test_color(monkeypatch, terminal, args, env, colored):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert (COLORED in call("audit", ALONE, *args, terminal=terminal).out) is colored


def test_output_to_a_file(tmp_path):
    target = tmp_path / "report.json"
    done = call("audit", ALONE, "--format", "json", "--output", target, terminal=True)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads(target.read_bytes())["status"] == "complete"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask
    call("audit", ALONE, "--output", target, terminal=True)
    assert COLORED not in target.read_text(encoding="utf-8")


def test_output_keeps_what_was_there_until_the_new_report_is_whole(tmp_path, monkeypatch):
    target = tmp_path / "report.txt"
    target.write_text("earlier")
    target.chmod(0o640)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = call("audit", ALONE, "--output", target)
    assert done.code == 2
    assert is_one_sentence(done.err)
    assert "No space left" in done.err
    assert target.read_text() == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]
    monkeypatch.undo()
    assert call("audit", ALONE, "--output", target).code == 0
    assert "BOTTOM LINE" in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_output_through_a_link_and_to_a_device(tmp_path):
    real = tmp_path / "real.txt"
    real.write_text("earlier")
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    assert call("audit", ALONE, "--output", link).code == 0
    assert link.is_symlink()
    assert "BOTTOM LINE" in real.read_text(encoding="utf-8")
    assert call("audit", ALONE, "--output", os.devnull).code == 0
    assert not Path(os.devnull).is_file()
    assert "BOTTOM LINE" in call("audit", ALONE, "--output", "-").out


def test_output_that_cannot_be_written(tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes(ALONE.read_bytes())
    for target, says in (
        (tmp_path / "none" / "report.txt", "does not exist"),
        (tmp_path, "is a folder"),
        (copy, "would overwrite an input"),
        ("a\0b", "cannot be written"),
    ):
        done = call("audit", copy, "--output", target)
        assert done.code == 2
        assert done.out == ""
        assert is_one_sentence(done.err), done.err
        assert says in done.err
    assert copy.read_bytes() == ALONE.read_bytes()


def test_nothing_is_written_where_nothing_was_audited(tmp_path):
    target = tmp_path / "report.txt"
    assert call("audit", tmp_path / "none.txt", "--output", target).code == 3
    assert not target.exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes")
@pytest.mark.parametrize("args", [["audit", CALL], ["--help"], ["questions"]])
def test_a_reader_that_stops_reading(args):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *map(str, args)],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("args", [["audit", CALL], ["--version"]])
def test_a_full_disk(args):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "auditor", *map(str, args)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
        )
    assert done.returncode == 2
    assert is_one_sentence(done.stderr.decode())


@pytest.mark.skipif(os.name == "nt", reason="shell")
@pytest.mark.parametrize(("closing", "code"), [(">&-", 2), ("2>&-", 0), (">&- 2>&-", 2)])
def test_closed_streams(closing, code):
    done = subprocess.run(
        f"{sys.executable} -m auditor audit {CALL} {closing}",
        shell=True,
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("env", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_odd_locales(env):
    text = "Wir sind Zürich KI — we trained a custom AI model on your industry’s data 🚀.".encode()
    for form in ("terminal", "json", "markdown", "html"):
        done = command("audit", "-", "--format", form, stdin=text, env=env)
        assert done.code == 0, done.err
        if form == "json":
            assert "🚀" in json.loads(done.out)["document"]["text"]
    assert is_one_sentence(command("audit", "Zürich.txt", env=env).err)


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_at_a_terminal():
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 66, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "audit"],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment({"TERM": "xterm"}),
    )
    os.close(theirs)
    assert process.stderr is not None
    assert process.stderr.readline() == b"Paste the text, then press Ctrl-D.\n"
    os.write(ours, ALONE.read_bytes().strip() + b"\n\x04")
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    assert process.wait(timeout=30) == 0
    assert process.stderr.read() == b""
    process.stderr.close()
    os.close(ours)
    text = re.sub(r"\x1b\[[\d;]*m", "", shown.decode())
    assert COLORED in shown.decode()
    assert "BOTTOM LINE" in text
    assert max(len(line.rstrip("\r")) for line in text.split("\n")) == 66
