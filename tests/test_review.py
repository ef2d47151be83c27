"""Reviews stand beside the verdict, and a reviewed report becomes a labelled case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kit import FINE, FIXTURES, fixture, reply, report_of

from auditor.cli import main
from auditor.errors import UsageError
from auditor.evaluation import Case, locate
from auditor.render import render
from auditor.review import exported, reviewed
from auditor.schema import Report, Review, Technique

WHEN = "2026-11-22T09:00:00+00:00"
REPORT = report_of(fixture("lab-base-and-instruct"), reply("lab-base-and-instruct"))


def review(decision: str, technique: Technique | None = None, note: str | None = None) -> Review:
    return Review.model_validate(
        {"decision": decision, "technique": technique, "note": note, "who": "Ada", "when": WHEN}
    )


def test_a_review_changes_nothing_in_the_verdict() -> None:
    made = reviewed(REPORT, "c1", review("reclassed", FINE, "see appendix"))
    assert made.findings[0].verdict == REPORT.findings[0].verdict
    assert [each.technique for each in made.findings[0].reviews] == [FINE]
    assert made.findings[1:] == REPORT.findings[1:]


def test_later_reviews_are_added() -> None:
    made = reviewed(reviewed(REPORT, "c1", review("rejected")), "c1", review("accepted"))
    assert [each.decision for each in made.findings[0].reviews] == ["rejected", "accepted"]


def test_a_finding_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="its findings are: c1, c2"):
        reviewed(REPORT, "c9", review("accepted"))


def test_a_reviewed_report_is_a_labelled_case() -> None:
    made = reviewed(REPORT, "c1", review("accepted"))
    made = reviewed(made, "c2", review("reclassed", Technique.PRE_TRAINING, "its own base"))
    case = Case.model_validate(json.loads(exported(made)))
    assert [claim.label for claim in case.claims] == [REPORT.findings[0].verdict.technique, Technique.PRE_TRAINING]
    assert all(locate(span, case.text) for claim in case.claims for span in claim.spans)


def test_a_rejected_finding_is_no_claim_of_the_case() -> None:
    made = reviewed(reviewed(REPORT, "c1", review("rejected")), "c2", review("accepted"))
    assert len(json.loads(exported(made))["claims"]) == 1


def test_half_a_review_is_not_exported() -> None:
    with pytest.raises(UsageError, match="Not reviewed yet: c2"):
        exported(reviewed(REPORT, "c1", review("accepted")))


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_reports_show_the_review(form: str) -> None:
    text = render(reviewed(REPORT, "c1", review("reclassed", FINE, "see appendix")), form)
    assert "Reviewed by Ada, 2026-11-22; re-classed as fine-tuning: see appendix." in " ".join(
        text.replace("\\", "").split()
    )


def saved(folder: Path) -> Path:
    path = folder / "report.json"
    path.write_text((FIXTURES / "reports" / "lab-base-and-instruct.json").read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_the_command_keeps_lists_and_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path)
    assert main(["review", str(path), "c1", "--accept", "--by", "Ada"]) == 0
    assert main(["review", str(path), "c2", "--class", "fine_tuning", "--note", "the card says so"]) == 0
    kept = Report.model_validate_json(path.read_text(encoding="utf-8"))
    assert [each.reviews[0].decision for each in kept.findings] == ["accepted", "reclassed"]
    capsys.readouterr()
    assert main(["review", str(path)]) == 0
    assert "Reviewed by Ada" in capsys.readouterr().out
    case = tmp_path / "case.jsonl"
    assert main(["review", str(path), "--export", str(case)]) == 0
    assert len(json.loads(case.read_text(encoding="utf-8"))["claims"]) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["c1"], "Say what the review comes to"),
        (["--accept"], "Name the finding"),
        (["c9", "--accept"], "has no finding"),
        (["--export", "case.jsonl"], "Not reviewed yet"),
    ],
)
def test_what_is_missing_is_said(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(saved(tmp_path)), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_what_is_no_report_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["review", str(path)]) == 2
    assert "not a report" in capsys.readouterr().err
