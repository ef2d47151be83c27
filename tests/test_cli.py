"""The command: what it takes and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import call, command, environment, is_one_sentence, report_of

import auditor

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "fixtures" / "documents"
FORMATS = ROOT / "fixtures" / "formats"
CALL = DOCUMENTS / "call-names.txt"
ALONE = DOCUMENTS / "custom-model-alone.txt"
LORA = DOCUMENTS / "custom-model-lora.txt"
API = DOCUMENTS / "custom-model-api.txt"
NEGATIVE = DOCUMENTS / "negative-privacy.md"

pytestmark = pytest.mark.usefixtures("plain_environment")


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
