"""`auditor render`, and in which form and where to a report leaves."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from commands import is_one_sentence
from docx import Document
from openpyxl import load_workbook
from render.samples import DOSSIER, SAMPLES

from auditor import render as rendering
from auditor.cli import main
from auditor.cli.options import REPORT_FORMATS
from auditor.render import BINARY, FORMATS

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "fixtures" / "documents"
CALL = DOCUMENTS / "call-names.txt"
PAGE = DOCUMENTS / "overclaim-cpt.md"
AS_OF = ("--as-of", "2026-11-22")

pytestmark = pytest.mark.usefixtures("plain_environment")


class Done(NamedTuple):
    code: int
    out: bytes
    err: str


def call(*args: object, stdin: bytes = b"", terminal: bool = False) -> Done:
    """Run main() with streams of its own; what it prints, as bytes."""
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = _stream(stdin, terminal), _stream(b"", terminal), _stream(b"", False)
    try:
        code = main([str(arg) for arg in args])
        return Done(code, sys.stdout.buffer.getvalue(), sys.stderr.buffer.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams


def _stream(data: bytes, terminal: bool) -> io.TextIOWrapper:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", write_through=True)
    stream.isatty = lambda: terminal
    return stream


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    assert call("audit", CALL, *AS_OF, "--output", path) == (0, b"", "")
    return path


# --- a saved report in another form -------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("paths", [[CALL], [CALL, PAGE]], ids=["report", "dossier"])
def test_the_same_bytes_as_the_direct_run(
    form: str, paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two audits differ in when they were made and how long they took; so the second is the first, read back."""
    shown: list[object] = []
    render = rendering.render
    monkeypatch.setattr(
        rendering, "render", lambda result, *args, **more: shown.append(result) or render(result, *args, **more)
    )
    direct = call("audit", *paths, *AS_OF, "--format", form)
    path = tmp_path / "report.json"
    path.write_text(render(shown[0], "json"), encoding="utf-8")
    again = call("render", path, "--format", form)
    assert (again.code, again.err) == (0, "")
    assert again.out == direct.out
    assert call("render", "-", "--format", form, stdin=path.read_bytes()).out == direct.out


def test_width_colour_and_loudness_are_those_of_audit(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("TERM", "xterm")
    lines = call("render", report).out.decode().splitlines()
    assert max(map(len, lines)) <= 50
    assert b"\x1b[" in call("render", report, terminal=True).out
    assert b"\x1b[" not in call("render", report, "--no-color", terminal=True).out
    assert (
        len(call("render", report, "-q").out) < len(call("render", report).out) < len(call("render", report, "-v").out)
    )


def test_a_failed_report_is_rendered_too(tmp_path: Path) -> None:
    for name, sample in SAMPLES.items():
        path = tmp_path / f"{name}.json"
        path.write_text(rendering.render(sample, "json"), encoding="utf-8")
        assert call("render", path).code == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"We trained it.", "is not JSON"),
        (b'{"a": 1}', "is JSON, but not a report"),
        (b'{"schema_version": 2, "document": {}}', "use a newer one"),
        (b'{"schema_version": 1, "document": {"id"', "ends in the middle of a report"),
        (b'{"schema_version": 1, "document": {}}', "is not a report this auditor can read; at "),
    ],
)
def test_what_is_no_report_is_a_sentence(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    for done in (call("render", path), call("render", "-", stdin=data)):
        assert (done.code, done.out) == (3, b"")
        assert is_one_sentence(done.err), done.err
        assert says in done.err


def test_a_missing_file_a_folder_and_a_terminal(tmp_path: Path) -> None:
    for args, code in ((["none.json"], 3), ([tmp_path], 3), ([], 2)):
        done = call("render", *args)
        assert done.code == code
        assert is_one_sentence(done.err), done.err
    assert "nothing on standard input" in call("render", "-", terminal=True).err


def test_the_saved_report_is_not_overwritten(report: Path) -> None:
    before = report.read_bytes()
    done = call("render", report, "--output", report)
    assert (done.code, report.read_bytes()) == (2, before)
    assert "would overwrite an input" in done.err


# --- form and place, for audit as for render ------------------------------------------------------------


def test_the_formats_offered_are_those_there_are() -> None:
    assert set(FORMATS) == set(REPORT_FORMATS)


@pytest.mark.parametrize("form", sorted(BINARY))
def test_bytes_are_not_shown_on_a_terminal(form: str, report: Path) -> None:
    for args in (["audit", CALL], ["render", report]):
        done = call(*args, "--format", form, terminal=True)
        assert (done.code, done.out) == (2, b"")
        assert done.err == f"auditor: --format {form} is not text; give --output FILE.\n"


def test_bytes_go_raw_into_a_pipe_and_whole_into_a_file(report: Path, tmp_path: Path) -> None:
    book = call("render", report, "--format", "xlsx").out
    assert load_workbook(BytesIO(book)).sheetnames[0] == "Bottom line"
    target = tmp_path / "memo.docx"
    assert call("render", report, "--format", "docx", "--output", target, terminal=True) == (0, b"", "")
    assert target.read_bytes() == call("render", report, "--format", "docx").out
    assert Document(str(target)).paragraphs[0].text == "Training claims: call-names.txt"


def test_a_process_writes_raw_bytes(report: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "render", str(report), "--format", "xlsx"],
        capture_output=True,
        env={name: value for name, value in os.environ.items() if name != "AUDITOR_MODEL"},
        timeout=60,
        check=True,
    )
    assert done.stdout == call("render", report, "--format", "xlsx").out


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.json", b'{\n  "schema_version": 1'),
        ("r.jsonl", b'{"record": "document"'),
        ("r.md", b"# Training claims"),
        ("r.csv", "\ufeffrecord,".encode()),
        ("r.XLSX", b"PK"),
        ("r.docx", b"PK"),
        ("r.txt", b"call-names.txt\n"),
        ("r", b"call-names.txt\n"),
    ],
)
def test_the_name_of_the_file_chooses_the_form(name: str, start: bytes, report: Path, tmp_path: Path) -> None:
    target = tmp_path / name
    for args in (["audit", CALL], ["render", report]):
        assert call(*args, "--output", target).code == 0
        assert target.read_bytes().startswith(start)


def test_the_form_asked_for_outweighs_the_name(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    assert call("render", report, "--format", "json", "--output", target).code == 0
    assert json.loads(target.read_bytes())["status"] == "complete"


def test_a_missing_package_is_said_before_the_audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rendering, "find_spec", lambda name: None)
    target = tmp_path / "r.xlsx"
    done = call("audit", tmp_path / "not-read.txt", "--output", target)
    assert done.code == 2
    assert "pip install 'training-claim-auditor[xlsx]'" in done.err
    assert is_one_sentence(done.err)
    assert not target.exists()


def test_a_dossier_in_every_form(tmp_path: Path) -> None:
    path = tmp_path / "dossier.json"
    path.write_text(rendering.render(DOSSIER, "json"), encoding="utf-8")
    for form in FORMATS:
        assert call("render", path, "--format", form).code == 0
