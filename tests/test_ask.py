"""The interview at a terminal, driven through a pseudo-terminal, and the answers' way in by file."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from kit import FIXTURES

from auditor.cli import main

PAGE = FIXTURES / "documents" / "custom-model-alone.txt"
PROMPT = r"\r\n> $"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def session(folder: Path, *options: str, columns: int = 60) -> Any:
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "AUDITOR_MODEL")}
    arguments = ["-m", "auditor", "audit", str(PAGE), "--ask", *options]
    return pexpect.spawn(
        sys.executable,
        arguments,
        dimensions=(40, columns),
        encoding="utf-8",
        timeout=30,
        cwd=str(folder),
        env=environment,
        echo=True,
    )


def question(child: Any) -> str:
    """Wait for a question; return its id."""
    child.expect(r"Question \d+ · ([a-z-]+) ·")
    name = str(child.match[1])
    child.expect(PROMPT)
    return name


def report_in(folder: Path, child: Any) -> dict[str, Any]:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    loaded: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return loaded


def test_typing_skipping_going_back_help_and_quitting(tmp_path: Path) -> None:
    child = session(tmp_path, "--format", "json", "--output", "report.json", "--answered-by", "Zoë")
    assert question(child) == "method"
    child.send("We fine-tuned it.\n")
    child.expect("Understood  answered directly")
    child.expect("Moved")
    second = question(child)
    child.send("?\n")
    child.expect("Leaves it open")
    child.expect(PROMPT)
    child.send("\n")
    third = question(child)
    assert third != second
    child.send("b\n")
    assert question(child) == second
    child.send("b\n")
    assert question(child) == "method"
    child.send("Neither. We write instructions for Claude.\n")
    question(child)
    child.send("q\n")
    report = report_in(tmp_path, child)
    answers = {each["question"]: each for each in report["answers"] if each["source"] == "person"}
    assert answers["method"]["text"] == "Neither. We write instructions for Claude."
    assert answers["method"]["who"] == "Zoë"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", answers["method"]["when"])
    assert report["findings"][0]["verdict"]["technique"] == "prompt_engineering"


def test_a_paste_of_many_lines_is_one_answer_and_any_script_survives(tmp_path: Path) -> None:
    child = session(tmp_path, "--format", "json", "--output", "report.json")
    question(child)
    lines = ["We fine-tuned Llama 3 8B – “LoRA”.", "", "数据: 18,400 件", "Größe: klein"]
    child.send("\n".join(lines) + "\n")
    child.expect("Understood")
    question(child)
    child.send("q\n")
    report = report_in(tmp_path, child)
    (answer,) = [each for each in report["answers"] if each["source"] == "person" and each["question"] == "method"]
    assert answer["text"] == "\n".join(lines)


def test_no_line_is_wider_than_the_window(tmp_path: Path) -> None:
    child = session(tmp_path, "--quiet", columns=60)
    shown = []
    for _ in range(3):
        child.expect(PROMPT)
        shown.append(child.before)
        child.send("We don't disclose that.\n")
    child.expect(PROMPT)
    shown.append(child.before)
    child.send("q\n")
    child.expect(pexpect.EOF)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "".join(shown))
    assert max(len(line) for line in plain.replace("\r", "").split("\n")) <= 60


def test_control_c_saves_and_the_interview_goes_on_from_there(tmp_path: Path) -> None:
    child = session(tmp_path)
    question(child)
    child.send("We fine-tuned it.\n")
    second = question(child)
    child.sendcontrol("c")
    child.expect(r"--resume (\S+\.interview\.json)")
    saved = str(child.match[1])
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    again = session(tmp_path, "--resume", saved, "--format", "json", "--output", "report.json")
    assert question(again) == second
    again.send("q\n")
    report = report_in(tmp_path, again)
    assert [
        each["text"] for each in report["answers"] if each["question"] == "method" and each["source"] == "person"
    ] == ["We fine-tuned it."]


def test_with_resume_every_answer_is_saved_as_it_is_given(tmp_path: Path) -> None:
    child = session(tmp_path, "--resume", "mine.json")
    question(child)
    child.send("We fine-tuned it.\n")
    second = question(child)
    child.send("\n")
    question(child)
    saved = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    assert [each["question"] for each in saved["notes"]["answers"]] == ["method"]
    assert saved["notes"]["skipped"] == [second]
    child.close(force=True)


def test_end_of_input_ends_the_interview(tmp_path: Path) -> None:
    child = session(tmp_path, "--format", "json", "--output", "report.json")
    question(child)
    child.sendeof()
    assert report_in(tmp_path, child)["status"] == "complete"


# --- without a terminal -------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_asking_needs_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "audit", str(PAGE), "--ask")
    assert (code, "needs a terminal" in err) == (2, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--resume", "x.json"], "together with --ask"),
        ([str(FIXTURES / "documents" / "scratch-small.md"), "--ask"], "one document"),
        (["--answers", "nowhere.yaml"], "cannot be read"),
    ],
)
def test_what_does_not_fit_together_is_said(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "audit", str(PAGE), *options)
    assert code == 2
    assert message in err


def test_a_questionnaire_goes_out_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "questions.md"
    assert run(capsys, "questions", str(PAGE), "--for", "vendor", "--output", str(sheet))[0] == 0
    text = sheet.read_text(encoding="utf-8")
    head, _, rest = text.partition("[method]")
    sheet.write_text(
        head + "[method]" + rest.replace("Answer:", "Answer: We call GPT-4o; nothing is trained.", 1), encoding="utf-8"
    )
    code, out, _ = run(capsys, "audit", str(PAGE), "--answers", str(sheet), "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert report["findings"][0]["verdict"]["status"] == "supported"
    assert {fact["source"] for fact in report["findings"][0]["facts"]} >= {"answer:method"}


def test_what_a_file_of_answers_misnames_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("metod: We fine-tuned it.\n", encoding="utf-8")
    code, _, err = run(capsys, "audit", str(PAGE), "--answers", str(file), "--quiet")
    assert code == 0
    assert "did you mean method?" in err


def test_an_interview_about_another_text_is_refused(tmp_path: Path) -> None:
    other = {"document": "sha256:0", "name": "other.txt", "model": "offline"}
    (tmp_path / "mine.json").write_text(json.dumps({"interview_version": 1, **other}), encoding="utf-8")
    child = session(tmp_path, "--resume", "mine.json")
    child.expect("interview about another text")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["questions", "--for", "vendor"], "give its path"),
        (["questions", str(PAGE), "--format", "docx"], "give --output"),
        (["questions", str(PAGE), "--format", "terminal"], "is written as"),
        (["questions", "--format", "csv"], "is printed as"),
    ],
)
def test_a_questionnaire_that_cannot_be_is_said(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert message in err
