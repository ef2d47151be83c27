"""Answers given in the page move verdicts; reviews stand beside them; both stay."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kit import claim, stated

from auditor.providers import provider

from .desks import XSS, Site, site, text_of

VAGUE = "HarbourMind is our own model, trained on ten years of freight papers."
LORA = "We started from Llama 3 70B and fine-tuned it with LoRA."


@pytest.fixture
def page() -> Iterator[Site]:
    with site() as made:
        yield made
        assert made.faults == []


def verdict(page: Site, path: str, at: int = 0) -> dict[str, Any]:
    body = json.loads(page.client.get(f"{path}/report.json").content)
    report = body["reports"][at] if "reports" in body else body
    found: dict[str, Any] = report["findings"][0]["verdict"]
    return found


def test_an_answer_moves_the_verdict_and_is_quoted(page: Site) -> None:
    path = page.audit(VAGUE).url.path
    before = verdict(page, path)
    assert before["status"] != "supported"
    shown = page.post(f"{path}/0/answer", question="base-model", text=LORA, who="Ann, sales")
    after = verdict(page, path)
    assert (after["technique"], after["status"]) == ("fine_tuning", "supported")
    said = text_of(shown.text)
    assert "The last answer moved this:" in said
    assert f"“{LORA}” Ann, sales" in said
    assert "answered directly" in said.casefold()
    assert "answer to base-model" in said


def test_an_answer_that_is_taken_back_leaves_the_report_as_it_was(page: Site) -> None:
    path = page.audit(VAGUE).url.path
    before = verdict(page, path)
    page.post(f"{path}/0/answer", question="base-model", text=LORA)
    shown = page.post(f"{path}/0/take-back", question="base-model")
    assert verdict(page, path) == before
    assert "Ann, sales" not in shown.text


def test_answers_from_two_tabs_add_up(page: Site) -> None:
    path = page.audit(VAGUE).url.path
    page.post(f"{path}/0/answer", question="base-model", text=LORA)
    page.post(f"{path}/0/answer", question="dataset", text="About 20,000 labelled papers.")
    shown = text_of(page.client.get(path).text)
    assert "About 20,000 labelled papers." in shown
    assert LORA in shown


def test_answers_and_reviews_outlive_the_server(tmp_path: Path) -> None:
    with site(tmp_path / "audits.sqlite3") as page:
        path = page.audit(VAGUE).url.path
        page.post(f"{path}/0/answer", question="base-model", text=LORA)
        page.post(f"{path}/0/review", finding="c1", decision="pre_training", note="the appendix says so", who="Ada")
        after = verdict(page, path)
    with site(tmp_path / "audits.sqlite3") as page:
        assert verdict(page, path) == after
        assert "re-classed as pre-training: the appendix says so" in text_of(page.client.get(path).text)


@pytest.mark.parametrize(
    ("decision", "said"),
    [("accepted", "accepted"), ("rejected", "rejected: no claim"), ("fine_tuning", "re-classed as fine-tuning")],
)
def test_a_review_stands_beside_the_verdict_and_changes_nothing_in_it(decision: str, said: str, page: Site) -> None:
    path = page.audit(VAGUE).url.path
    before = verdict(page, path)
    shown = page.post(f"{path}/0/review", finding="c1", decision=decision, who="Ada")
    assert "Reviewed by Ada" in text_of(shown.text)
    assert said in text_of(shown.text)
    assert verdict(page, path) == before


def test_a_review_stays_when_an_answer_comes(page: Site) -> None:
    path = page.audit(VAGUE).url.path
    page.post(f"{path}/0/review", finding="c1", decision="accepted", who="Ada")
    shown = page.post(f"{path}/0/answer", question="base-model", text=LORA)
    assert "Reviewed by Ada" in text_of(shown.text)


def test_each_document_of_a_dossier_is_answered_by_itself(page: Site) -> None:
    files = [
        ("files", ("one.txt", VAGUE.encode())),
        ("files", ("two.txt", b"YakMind is our own model, trained by us.")),
    ]
    path = page.audit("", files=files).url.path
    page.post(f"{path}/1/answer", question="base-model", text=LORA)
    assert verdict(page, path, 0)["status"] != "supported"
    assert verdict(page, path, 1)["technique"] == "fine_tuning"
    assert "Answers given on two.txt" in text_of(page.client.get(path).text)
    assert page.client.get(f"{path}/1/questions.docx").content.startswith(b"PK")


def test_the_questionnaire_asks_what_is_open(page: Site) -> None:
    docx = pytest.importorskip("docx")
    path = page.audit(VAGUE).url.path
    got = page.client.get(f"{path}/0/questions.docx").content
    assert any("base model" in each.text for each in docx.Document(io.BytesIO(got)).paragraphs)


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("answer", {"question": "base-model", "text": "  "}),
        ("answer", {"question": "no-such-question", "text": "words"}),
        ("answer", {"question": "", "text": "words"}),
        ("review", {"finding": "c99", "decision": "accepted"}),
        ("review", {"finding": "c1", "decision": "guilty"}),
    ],
)
@pytest.mark.parametrize("at", [0, 7])
def test_what_does_not_fit_is_told_and_changes_nothing(act: str, fields: dict[str, str], at: int, page: Site) -> None:
    path = page.audit(VAGUE).url.path
    before = page.client.get(f"{path}/report.json").content
    assert page.post(f"{path}/{at}/{act}", **fields).status_code == 422
    assert page.client.get(f"{path}/report.json").content == before


def test_hostile_answers_and_notes_stay_text(page: Site) -> None:
    path = page.audit(VAGUE).url.path
    page.post(f"{path}/0/answer", question="base-model", text=f"{XSS} {LORA}", who=XSS)
    shown = page.post(f"{path}/0/review", finding="c1", decision="rejected", note=XSS, who=XSS)
    assert "<img" not in shown.text
    assert shown.text.count("<script") == 2


def test_a_model_is_not_asked_again_for_what_it_has_read(tmp_path: Path) -> None:
    script = tmp_path / "reply.json"
    quote = "HarbourMind is our own model"
    heard = {"answers": [], "facts": [stated("base_model", "Llama 3 70B", "Llama 3 70B")], "claims": []}
    script.write_text(json.dumps({"extract": {"claims": [claim(quote)]}, "followup": {}, "answer": heard}))
    with site(reader=provider(f"scripted:{script}")) as page:
        path = page.audit(VAGUE).url.path
        case = page.desk.case(path.split("/")[2])
        assert case is not None
        assert case.replies
        page.post(f"{path}/0/answer", question="base-model", text=LORA)
        after = page.desk.case(path.split("/")[2])
        assert after is not None
        assert set(case.replies) < set(after.replies)
