"""The questionnaire: numbered, polite, each question with the vendor's own sentence; and its way back."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import setup, text_of

from auditor.agent import audit
from auditor.answerfile import LARGEST, Sheet, read_answers
from auditor.api import open_questions
from auditor.errors import UsageError
from auditor.forms import FORMS, written
from auditor.providers.offline import OfflineProvider
from auditor.questionnaire import Item, Questionnaire, questionnaire
from auditor.setup import load_checklist
from auditor.steps import run

PAGE = "Tallow is our own AI. We trained Tallow on your industry's data."
IDS = load_checklist().ids
GOOD = {each.id: each.good for each in load_checklist().questions}
SUFFIX = {"markdown": ".md", "docx": ".docx", "csv": ".csv", "json": ".json"}


def sheet_of(page: str = PAGE) -> Questionnaire:
    report = run(audit(text_of(page), setup("offline")), OfflineProvider())
    return questionnaire(report, open_questions(report), GOOD)


def back(folder: Path, form: str, sheet: Questionnaire) -> Sheet:
    path = folder / f"sheet{SUFFIX[form]}"
    path.write_bytes(written(sheet, form))
    return read_answers(path, IDS)


def filled(sheet: Questionnaire, answers: dict[str, str]) -> Questionnaire:
    items = tuple(each.model_copy(update={"answer": answers.get(each.question, "")}) for each in sheet.items)
    return sheet.model_copy(update={"items": items, "who": "Ada Lovelace", "when": "2026-11-20"})


def test_every_open_question_is_there_once_and_numbered() -> None:
    sheet = sheet_of()
    assert [each.number for each in sheet.items] == list(range(1, len(sheet.items) + 1))
    names = [each.question for each in sheet.items]
    assert len(set(names)) == len(names)
    assert {"method", "base-model", "compute", "dataset", "upgrade-path", "upgrade-payer"} <= set(names)


def test_a_question_quotes_the_vendors_own_sentence() -> None:
    sentences = {about.text for item in sheet_of().items for about in item.about}
    assert sentences
    assert all(sentence in PAGE for sentence in sentences)


def test_no_word_accuses_and_no_probability_is_shown() -> None:
    text = written(sheet_of(), "markdown").decode().lower()
    for word in ("lie", "false", "mislead", "claim to", "really", "bits", "suspicious", "prove"):
        assert word not in text.replace("believe", "").replace("client", ""), word


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_read_back_as_it_was_filled_in(form: str, tmp_path: Path) -> None:
    answers = {
        "method": "We fine-tuned it.",
        "base-model": "Llama 3.1 8B – from Zürich",
        "compute": "=60 hours\nand a second line" if form != "docx" else "60 hours and a second line",
        "upgrade-payer": "no",
    }
    sheet = filled(sheet_of(), answers)
    read = back(tmp_path, form, sheet)
    assert {each.question: each.text for each in read.answers} == answers
    assert not read.notices
    assert {each.source for each in read.answers} == {"file"}
    if form != "csv":
        assert {(each.who, each.when) for each in read.answers} == {("Ada Lovelace", "2026-11-20")}


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_holds_no_answer(form: str, tmp_path: Path) -> None:
    assert not back(tmp_path, form, sheet_of()).answers


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(IDS), WORDS.map(str.strip).filter(bool), max_size=5), st.randoms())
def test_any_order_and_any_gaps_come_back(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[str, str], shuffle: object
) -> None:
    items = [
        Item(number=at, question=name, text=f"Question {name}?", about=(), example="So.", answer=answers.get(name, ""))
        for at, name in enumerate(IDS, 1)
    ]
    shuffle.shuffle(items)  # type: ignore[attr-defined]
    sheet = Questionnaire(subject="Tallow", vendor=None, document="a", document_id="b", items=tuple(items))
    folder = tmp_path_factory.mktemp("forms")
    for form in ("csv", "json"):
        read = back(folder, form, sheet)
        assert {each.question: each.text for each in read.answers} == answers


def save(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_mapping_is_read_and_no_is_an_answer(tmp_path: Path) -> None:
    text = "who: Ada\nwhen: 2026-11-20\nproviders-in-path: no\ncompute: 60\nmethod: |\n  We fine-tuned it.\n  Twice.\n"
    read = read_answers(save(tmp_path, "a.yaml", text), IDS)
    assert {each.question: each.text for each in read.answers} == {
        "providers-in-path": "no",
        "compute": "60",
        "method": "We fine-tuned it.\nTwice.",
    }
    assert {each.who for each in read.answers} == {"Ada"}


def test_answers_in_json_may_stand_under_a_key(tmp_path: Path) -> None:
    text = json.dumps({"who": "Ada", "answers": {"method": "Fine-tuned.", "base-model": None}})
    (answer,) = read_answers(save(tmp_path, "a.json", text), IDS).answers
    assert (answer.question, answer.text, answer.who) == ("method", "Fine-tuned.", "Ada")


def test_a_misspelt_question_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    read = read_answers(save(tmp_path, "a.yaml", "base-modell: Llama 3\nmethod: Fine-tuned.\n"), IDS)
    assert [each.question for each in read.answers] == ["method"]
    assert read.notices == (
        "a.yaml answers 'base-modell', which is no question of the checklist; did you mean base-model?",
    )


BROKEN = [
    ("a.yaml", "- a\n- b\n", "no mapping"),
    ("a.yaml", "method: [unclosed\n", "not YAML at line 2"),
    ("a.json", "{", "not JSON"),
    ("a.csv", "one,two\n1,2\n", "needs the columns id and answer"),
    ("a.docx", "not a zip", "cannot be read as a Word file"),
    ("a.json", '{"interview_version": 2}', "not valid at"),
]


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
def test_a_broken_file_gets_one_clear_sentence(name: str, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        read_answers(save(tmp_path, name, text), IDS)
    assert message in str(error.value)
    assert str(error.value).count("\n") == 0


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="larger than"):
        read_answers(save(tmp_path, "a.md", "x" * (LARGEST + 1)), IDS)


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * 60_000_000)
    path = tmp_path / "bomb.docx"
    path.write_bytes(out.getvalue())
    with pytest.raises(UsageError, match="unpack"):
        read_answers(path, IDS)


def test_references_to_references_in_yaml_stay_small(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    read = read_answers(save(tmp_path, "a.yaml", "\n".join([*lines, "method: *a11"])), IDS)
    assert not [each for each in read.answers if each.question == "method"]


def test_a_vendors_headings_inside_an_answer_stay_in_it(tmp_path: Path) -> None:
    sheet = filled(sheet_of(), {"method": "## How we did it\nSee [the appendix]\nWe fine-tuned it."})
    read = back(tmp_path, "markdown", sheet)
    assert [each.text for each in read.answers] == ["## How we did it\nSee [the appendix]\nWe fine-tuned it."]
