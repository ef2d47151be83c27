"""The command: what it takes, what it prints where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import auditor
from auditor.cli import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "fixtures" / "documents"
BROKEN = sorted(path for path in (ROOT / "fixtures" / "broken").iterdir() if path.name != "README.md")
FORMATS = ROOT / "fixtures" / "formats"
CALL = DOCUMENTS / "call-names.txt"
ALONE = DOCUMENTS / "custom-model-alone.txt"
LORA = DOCUMENTS / "custom-model-lora.txt"
API = DOCUMENTS / "custom-model-api.txt"
NEGATIVE = DOCUMENTS / "negative-privacy.md"
TOUCHY = ("AUDITOR_MODEL", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in TOUCHY:
        monkeypatch.delenv(name, raising=False)


def call(*args: object, stdin: bytes = b"", terminal: bool = False) -> Done:
    """Run main() with streams of its own."""
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = _stream(stdin), _stream(terminal=terminal), _stream()
    try:
        code = main([str(arg) for arg in args])
        texts = [stream.buffer.getvalue().decode("utf-8") for stream in (sys.stdout, sys.stderr)]
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return Done(code, *texts)


def _stream(data: bytes = b"", terminal: bool = False) -> io.TextIOWrapper:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", write_through=True)
    if terminal:
        stream.isatty = lambda: True
    return stream


def command(*args: object, stdin: bytes = b"", env: dict[str, str] | None = None, **options) -> Done:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *map(os.fsencode, map(str, args))],
        input=stdin,
        capture_output=True,
        env=environment(env),
        timeout=60,
        **options,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in TOUCHY}
    return kept | (extra or {})


def report_of(*args: object, **options) -> dict:
    done = call("audit", *args, "--format", "json", **options)
    assert done.code == 0, done.err
    return json.loads(done.out)


def is_one_sentence(text: str) -> bool:
    return re.fullmatch(r"auditor: \S[^\n]*[.!?]\n", text) is not None and "Traceback" not in text


# --- help, version, usage -----------------------------------------------------------------------------


def test_version():
    assert call("--version") == (0, f"auditor {auditor.__version__}\n", "")
    assert command("--version").out == f"auditor {auditor.__version__}\n"


@pytest.mark.parametrize(
    "args", [["--help"], ["audit", "--help"], ["render", "-h"], ["explain", "-h"], ["questions", "-h"]]
)
def test_help_goes_to_standard_output(args):
    done = call(*args)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("usage: auditor")


def test_help_has_examples_and_exit_codes():
    assert "examples:\n  auditor audit" in call("--help").out
    assert "\nexit codes:\n  0    done\n" in call("audit", "--help").out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "COMMAND"),
        (["frobnicate"], "there is no 'frobnicate'"),
        (["audit", "--kind", "poem", ALONE], "--kind"),
        (["audit", "--as-of", "last week", ALONE], "write it like 2026-11-22"),
        (["audit", "--as-of", "2026-02-30", ALONE], "is not a date"),
        (["audit", "--max-bytes", "0", ALONE], "above 0"),
        (["audit", "--max-bytes", "many", ALONE], "above 0"),
        (["audit", "--format", "pdf", ALONE], "--format"),
        (["audit", "--fail-on", "never", ALONE], "--fail-on"),
        (["audit", "-q", "-v", ALONE], "not allowed with"),
        (["audit", "--vendor", "  ", ALONE], "empty"),
        (["audit", "--no-such-option", ALONE], "--no-such-option"),
        (["audit", "--form", "json", ALONE], "--form"),
        (["audit", "-m", "gpt-9", ALONE], "There is no model 'gpt-9'"),
        (["audit", "-m", "scripted:/no/such/file", ALONE], "cannot be read"),
        (["explain"], "ID"),
        (["explain", "no-such-thing-at-all"], "auditor rules"),
        (["questions", "--format", "html"], "--format"),
    ],
)
def test_usage_errors(args, says):
    done = call(*args)
    assert done.code == 2
    assert done.out == ""
    assert is_one_sentence(done.err), done.err
    assert says in done.err


@pytest.mark.parametrize("address", ["https://acme.example/ai", "HTTP://acme.example", "www.acme.example"])
def test_a_web_address_is_not_fetched(address):
    done = call("audit", address)
    assert done.code == 2
    assert is_one_sentence(done.err)
    assert "save the page and give the file" in done.err


# --- inputs -------------------------------------------------------------------------------------------


def test_a_file():
    report = report_of(CALL)
    assert report["document"]["name"] == "call-names.txt"
    assert report["document"]["kind"] == "transcript"
    assert report["status"] == "complete"
    assert report["provenance"]["model"] == "offline"


@pytest.mark.parametrize("paths", [[], ["-"]])
def test_piped_text(paths):
    report = report_of(*paths, stdin=ALONE.read_bytes())
    assert report["document"]["name"] == "pasted text"
    assert len(report["findings"]) == 1


def test_piped_text_in_a_process():
    done = command("audit", stdin=ALONE.read_bytes())
    assert done.code == 0
    assert done.err == ""
    assert "BOTTOM LINE" in done.out


def test_piped_text_beside_a_file():
    report = report_of("-", LORA, stdin=ALONE.read_bytes())
    assert [each["document"]["name"] for each in report["reports"]] == [
        "pasted text",
        "custom-model-lora.txt",
    ]


def test_nothing_piped():
    done = call("audit")
    assert done.code == 3
    assert done.out == ""
    assert is_one_sentence(done.err)


def test_the_vendor_given():
    assert report_of(ALONE, "--vendor", "Acme")["document"]["vendor"] == "Acme"
    assert report_of(DOCUMENTS / "call-brackets.txt", "--vendor", "Acme")["document"]["vendor"] == "Acme"


def test_several_paths_make_a_dossier():
    dossier = report_of(ALONE, LORA, "--vendor", "Acme")
    assert dossier["vendor"] == "Acme"
    assert dossier["status"] == "complete"
    assert {each["document"]["vendor"] for each in dossier["reports"]} == {"Acme"}
    assert len(dossier["bottom_line"]) == 1


def test_the_same_path_twice_is_one_document():
    assert "findings" in report_of(ALONE, ALONE)


def test_the_same_text_under_two_names_is_audited_once(tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes(ALONE.read_bytes())
    done = call("audit", ALONE, copy, "--format", "json")
    assert done.code == 0
    assert len(json.loads(done.out)["reports"]) == 1
    assert is_one_sentence(done.err)
    assert "copy.txt holds the same text as custom-model-alone.txt" in done.err


@pytest.mark.parametrize("kind", ["marketing", "transcript"])
def test_the_kind_given(kind):
    assert report_of(CALL, "--kind", kind)["document"]["kind"] == kind


def test_the_date_given():
    provenance = report_of(ALONE, "--as-of", "2025-03-01")["provenance"]
    assert (provenance["as_of"], provenance["as_of_source"]) == ("2025-03-01", "option")
    assert report_of(ALONE)["provenance"]["as_of_source"] == "today"


def test_the_limit_given():
    size = ALONE.stat().st_size
    assert call("audit", ALONE, "--max-bytes", size).code == 0
    done = call("audit", ALONE, "--max-bytes", size - 1)
    assert done.code == 3
    assert is_one_sentence(done.err)
    assert "--max-bytes" in done.err
    assert call("audit", "--max-bytes", 5, stdin=b"more than five").code == 3


def test_a_missing_file_a_folder_and_an_odd_name(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path, "a\x1b[31m\nb.txt"):
        done = call("audit", path)
        assert done.code == 3
        assert done.out == ""
        assert is_one_sentence(done.err), done.err
        assert "\x1b" not in done.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("We trained it.")
    secret.chmod(0)
    assert is_one_sentence(call("audit", secret).err)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux")
def test_bytes_in_arguments_that_are_not_utf8(tmp_path):
    odd = tmp_path / os.fsdecode(b"b\xffd.txt")
    odd.write_text("We trained a custom model on your data.")
    done = command("audit", odd, LORA, "--vendor", os.fsdecode(b"Ac\xffme"), "--format", "json")
    assert done.code == 0, done.err
    dossier = json.loads(done.out)
    assert dossier["vendor"] == "Ac\ufffdme"
    assert dossier["reports"][0]["document"]["name"] == "b\ufffdd.txt"
    for args in (["audit", os.fsdecode(b"\xfe")], ["explain", os.fsdecode(b"\xfe")], [os.fsdecode(b"\xfe")]):
        assert is_one_sentence(command(*args).err)


def test_closed_standard_input():
    done = subprocess.run(
        f"{sys.executable} -m auditor audit <&-",
        shell=True,
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    assert done.returncode == 2
    assert is_one_sentence(done.stderr.decode())


# --- models -------------------------------------------------------------------------------------------


@pytest.fixture
def replies(tmp_path):
    path = tmp_path / "replies.json"
    text = ALONE.read_text().strip()
    claim = {"statement": text, "subject": "Ruled", "asserted": "unspecified", "quotes": [{"text": text}]}
    path.write_text(json.dumps({"claims": [claim]}))
    return f"scripted:{path}"


def test_the_model_given(replies):
    report = report_of(ALONE, "-m", replies)
    assert report["provenance"]["model"] == "scripted:replies"
    assert report["findings"][0]["subject"] == "Ruled"


def test_the_model_of_the_environment(monkeypatch, replies):
    monkeypatch.setenv("AUDITOR_MODEL", replies)
    assert report_of(ALONE)["provenance"]["model"] == "scripted:replies"
    assert report_of(ALONE, "--model", "offline")["provenance"]["model"] == "offline"
    monkeypatch.setenv("AUDITOR_MODEL", "")
    assert report_of(ALONE)["provenance"]["model"] == "offline"


def test_a_key_is_not_used_unasked_and_no_sdk_is_loaded():
    code = (
        "import sys; from auditor.cli import main; code = main(sys.argv[1:]);"
        "loaded = sorted({'anthropic', 'openai', 'httpx', 'socket', 'ssl'} & set(sys.modules));"
        "sys.exit(f'loaded: {loaded}' if {'anthropic', 'openai'} & set(loaded) else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "audit", str(CALL), "--format", "json"],
        capture_output=True,
        env=environment({"OPENAI_API_KEY": "unused", "ANTHROPIC_API_KEY": "unused"}),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["provenance"]["model"] == "offline"


def test_a_reader_that_fails_is_an_error_and_no_verdict(tmp_path):
    path = tmp_path / "replies.json"
    path.write_text('{"extract": {"claims": "none"}}')
    done = call("audit", ALONE, "-m", f"scripted:{path}", "--format", "json")
    assert done.code == 3
    assert json.loads(done.out)["status"] == "failed"
    assert is_one_sentence(done.err)
    assert "custom-model-alone.txt could not be audited" in done.err


# --- exit codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "floor", "code"),
    [
        (ALONE, "info", 1),
        (ALONE, "warning", 1),
        (ALONE, "high", 0),
        (CALL, "warning", 1),
        (CALL, "high", 0),
        (NEGATIVE, "info", 0),
        (DOCUMENTS / "hostile.html", "high", 1),
    ],
)
def test_fail_on(path, floor, code):
    done = call("audit", path, "--fail-on", floor)
    assert done.code == code, done.out
    assert done.out
    assert is_one_sentence(done.err) if code else done.err == ""


def test_fail_on_looks_at_findings_the_document_and_every_report():
    assert call("audit", NEGATIVE, CALL, "--fail-on", "warning").code == 1
    report = report_of(DOCUMENTS / "hostile.html")
    rules = [flag["rule"] for flag in report["flags"]]
    assert "embedded-instructions" in rules
    assert "embedded-instructions" in call("audit", DOCUMENTS / "hostile.html", "--fail-on", "high").err


def test_some_documents_failed(tmp_path):
    done = call("audit", ALONE, tmp_path / "none.txt", "--format", "json")
    assert done.code == 4
    assert is_one_sentence(done.err)
    dossier = json.loads(done.out)
    assert dossier["status"] == "partial"
    assert [each["name"] for each in dossier["failed"]] == ["none.txt"]


def test_every_failed_document_is_named(tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(bytes(range(32)) * 40)
    done = call("audit", tmp_path / "one.txt", tmp_path / "two.txt")
    assert done.code == 3
    assert [line.split()[1].rstrip(":") for line in done.err.splitlines()] == ["one.txt", "two.txt"]


def test_precedence(tmp_path, monkeypatch):
    missing = tmp_path / "none.txt"
    assert call("audit", ALONE, missing, "--fail-on", "info").code == 4  # 4 before 1
    assert call("audit", missing, tmp_path / "no.txt", "--fail-on", "info").code == 3  # 3 before 4
    assert call("audit", missing, "-m", "nobody").code == 2  # 2 before 3
    assert call("audit", ALONE, missing, "https://acme.example").code == 2  # 2 before 4
    assert call("audit", ALONE, "--fail-on", "info", "--output", tmp_path / "no" / "x").code == 2  # 2 before 1

    def interrupted(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("auditor.api.audit", interrupted)
    done = call("audit", missing, ALONE)  # 130 before 3
    assert done.code == 130
    assert done.out == ""
    assert "Traceback" not in done.err


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_interrupted_while_reading(tmp_path):
    endless = tmp_path / "call.txt"
    os.mkfifo(endless)
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "audit", str(endless)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    with endless.open("wb"):  # opens once the command reads
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == b""
    assert is_one_sentence(err.decode())


@pytest.mark.parametrize("error", [RuntimeError("boom"), RecursionError(), MemoryError(), KeyError("x")])
def test_an_error_nobody_foresaw_is_a_sentence(monkeypatch, error):
    def failing(*_args, **_options):
        raise error

    monkeypatch.setattr("auditor.api.audit", failing)
    done = call("audit", ALONE)
    assert done.code == 3
    assert is_one_sentence(done.err)
    assert type(error).__name__ in done.err
    assert call("audit", ALONE, LORA).code == 3
    monkeypatch.undo()
    monkeypatch.setattr("auditor.render.render", failing)
    assert is_one_sentence(call("audit", ALONE).err)
    monkeypatch.undo()
    monkeypatch.setattr("auditor.documents.read_all", failing)
    done = call("audit", ALONE)
    assert done.code == 3
    assert is_one_sentence(done.err)


# --- output -------------------------------------------------------------------------------------------


def test_json_is_the_contract_and_quotes_are_slices():
    from auditor.schema import Dossier, Report

    for path in sorted(DOCUMENTS.iterdir()):
        done = call("audit", path, "--format", "json")
        assert done.code == 0, (path, done.err)
        report = Report.model_validate_json(done.out)
        for finding in report.findings:
            for quote in finding.quotes:
                assert report.document.text[quote.start : quote.end] == quote.text
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


# --- broken inputs ------------------------------------------------------------------------------------


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


def test_who_speaks_for_the_vendor_can_be_given() -> None:
    path = FORMATS / "call.whisperx.json"
    given = ("--vendor-speaker", "speaker_01", "--vendor-speaker", "SPEAKER_03", "--format", "json")
    report = json.loads(call("audit", path, *given).out)
    sides = {quote["speaker"]: quote["side"] for quote in report["findings"][0]["quotes"]}
    assert sides == {"SPEAKER_01": "vendor", "SPEAKER_03": "vendor"}


def test_a_speaker_that_nobody_is_gets_one_sentence_with_those_there_are() -> None:
    done = call("audit", FORMATS / "call.whisperx.json", "--vendor-speaker", "Bob")
    assert done == (
        2,
        "",
        "auditor: Bob is not the name of one speaker in what was read; the speakers are SPEAKER_00, SPEAKER_01,"
        " SPEAKER_02, SPEAKER_03.\n",
    )


def test_a_speaker_need_only_speak_in_one_of_several_documents() -> None:
    paths = (FORMATS / "call.zoom.vtt", API)
    assert call("audit", *paths, "--vendor-speaker", "Tobias Wren").code == 0


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


# --- explain, rules, questions ------------------------------------------------------------------------


def known_ids() -> list[str]:
    from auditor.setup import load_checklist, load_flag_rules, load_rubric

    return [*load_flag_rules(), *(row.id for row in load_rubric().signals), *load_checklist().ids]


@pytest.mark.parametrize("identifier", known_ids())
def test_explain(identifier):
    done = call("explain", identifier)
    assert done.code == 0
    assert done.out.startswith(f"{identifier}: ")
    for label in ("Why", "Clears it", "Source"):
        assert re.search(rf"^{label}\b", done.out, re.MULTILINE)
    assert re.search(r"^(Example|Serves)\b", done.out, re.MULTILINE)
    assert re.search(r"^(Looks for|Answers)\b", done.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("base-undisclosd", "base-undisclosed"), ("Attribution", "attribution"), ("delet-test", "delete-test")],
)
def test_explain_suggests(typed, meant):
    done = call("explain", typed)
    assert done.code == 2
    assert is_one_sentence(done.err)
    assert f"did you mean {meant}" in done.err


def test_rules_lists_every_flag_and_signal():
    from auditor.setup import load_flag_rules, load_rubric

    out = call("rules").out
    for identifier in (*load_flag_rules(), *(row.id for row in load_rubric().signals)):
        assert re.search(rf"^{identifier} ", out, re.MULTILINE)


def test_questions():
    from auditor.setup import load_checklist

    checklist = load_checklist()
    terminal = call("questions").out
    markdown = call("questions", "--format", "markdown").out
    data = json.loads(call("questions", "--format", "json").out)
    assert [row["id"] for row in data["question"]] == list(checklist.ids)
    for question in checklist.questions:
        assert f"({question.id})" in " ".join(terminal.split())
        assert question.text in " ".join(terminal.split())
        assert f"(`{question.id}`)" in markdown
    assert markdown.startswith("# Checklist\n")
