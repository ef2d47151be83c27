"""The checklist: its file, its arithmetic, and which questions stay open in which order."""

from __future__ import annotations

import copy
import math
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checklist import (
    EVASION_FACTOR,
    MINIMUM_GAIN,
    Checklist,
    Question,
    digest,
    expected_gain,
    open_questions,
    parse_checklist,
    posterior,
)
from auditor.errors import AuditorError
from auditor.schema import Directness, Technique

PT, FT, PE = Technique
UNIFORM = {PT: 1.0, FT: 1.0, PE: 1.0}
DOCUMENT = (
    "method",
    "base-model",
    "compute",
    "dataset",
    "upgrade-path",
    "upgrade-payer",
    "ownership-case",
    "task-narrow",
    "why-not-prompting",
)
EXTENSION = ("weights-before", "providers-in-path", "delete-test", "gain-over-base", "weights-holder")
BUYER = ("upgrade-payer", "ownership-case", "task-narrow")
DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / "prompts" / "checklist.toml").read_text(encoding="utf-8")
)
CHECKLIST = parse_checklist(DATA)


def question(**columns: tuple[float, ...]) -> Question:
    """A question whose columns are given by technique; categories are called c0, c1 …"""
    rows = zip(*(columns[technique.value] for technique in Technique), strict=True)
    return Question.model_validate(
        {
            "id": "q",
            "text": "?",
            "why": ".",
            "applies_to": list(Technique),
            "source": "extension",
            "settles": True,
            "good": "g",
            "evasive": "e",
            "category": [
                {
                    "id": f"c{at}",
                    "answer": "a",
                    "meaning": "m",
                    "likelihood": dict(zip(Technique, row, strict=True)),
                }
                for at, row in enumerate(rows)
            ],
        }
    )


def entropy(values: dict[Technique, float]) -> float:
    total = sum(values.values())
    shares = [value / total for value in values.values()]
    return -sum(share * math.log2(share) for share in shares if share > 0)


def column(size: int) -> st.SearchStrategy[tuple[float, ...]]:
    raw = st.lists(st.floats(0.01, 1.0), min_size=size, max_size=size)
    return raw.map(lambda values: tuple(value / sum(values) for value in values))


questions = st.integers(2, 5).flatmap(
    lambda size: st.builds(
        question,
        pre_training=column(size),
        fine_tuning=column(size),
        prompt_engineering=column(size),
    )
)
priors = st.fixed_dictionaries({technique: st.floats(0, 1) for technique in Technique}).filter(
    lambda values: sum(values.values()) > 0.01
)
answers = st.dictionaries(st.sampled_from(CHECKLIST.ids), st.sampled_from(Directness))
techniques = st.none() | st.sampled_from(Technique)


# --- the file -------------------------------------------------------------------------------------


def test_the_file_holds_the_questions_of_the_design_in_order() -> None:
    assert CHECKLIST.ids == DOCUMENT + EXTENSION
    for each in CHECKLIST.questions:
        assert each.source == ("document" if each.id in DOCUMENT else "extension")
        assert each.settles is (each.id not in BUYER)
        assert CHECKLIST.by_id(each.id) is each


def test_by_id_of_an_unknown_question() -> None:
    with pytest.raises(KeyError, match="no-such"):
        CHECKLIST.by_id("no-such")


@pytest.mark.parametrize("each", CHECKLIST.questions, ids=CHECKLIST.ids)
def test_a_question_is_one_polite_sentence_with_a_vague_category(each: Question) -> None:
    assert each.text.endswith("?")
    assert not re.search(r"[.?!]\s+[A-Z]", each.text), "more than one sentence"
    assert len(re.findall(r"[.?!](?=\s|$)", each.why)) in (1, 2)
    assert each.categories[-1].id == "vague"
    for category in each.categories:
        assert category.answer.endswith(".")
        assert len(re.findall(r"[.?!](?=\s|$)", category.meaning)) == 1


@pytest.mark.parametrize("each", CHECKLIST.questions, ids=CHECKLIST.ids)
def test_a_vague_answer_counts_towards_prompt_engineering_but_settles_nothing(each: Question) -> None:
    after = posterior(each, "vague", UNIFORM)
    if each.settles:
        assert max(after, key=lambda technique: after[technique]) is PE
        assert 1 / 3 < after[PE] < 0.75
    else:
        assert after[PE] == pytest.approx(1 / 3)


@pytest.mark.parametrize("each", CHECKLIST.questions, ids=CHECKLIST.ids)
def test_columns_sum_to_one(each: Question) -> None:
    for technique in Technique:
        assert sum(category.likelihood[technique] for category in each.categories) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("question_id", "category", "technique"),
    [
        ("method", "from-scratch", PT),
        ("method", "fine-tuned", FT),
        ("method", "no-training", PE),
        ("base-model", "open-checkpoint", FT),
        ("base-model", "api-model", PE),
        ("base-model", "none-random-initialisation", PT),
        ("compute", "hundred-million-or-more", PT),
        ("compute", "under-hundred-thousand", FT),
        ("dataset", "labelled-examples", FT),
        ("dataset", "documents-looked-up", PE),
        ("weights-before", "random", PT),
        ("weights-before", "checkpoint", FT),
        ("weights-before", "no-training-step", PE),
        ("delete-test", "at-once", PE),
        ("gain-over-base", "measured", FT),
    ],
)
def test_what_an_answer_speaks_for(question_id: str, category: str, technique: Technique) -> None:
    after = posterior(CHECKLIST.by_id(question_id), category, UNIFORM)
    assert max(after, key=lambda each: after[each]) is technique


def test_a_budget_below_ten_million_leaves_pre_training_and_fine_tuning_open() -> None:
    after = posterior(CHECKLIST.by_id("compute"), "under-ten-million", UNIFORM)
    assert 0.25 < after[PT] < 0.75
    assert 0.25 < after[FT] < 0.75


# --- parsing --------------------------------------------------------------------------------------


def _edit(data: dict[str, Any], how: str) -> None:
    first, buyer = data["question"][0], data["question"][5]
    match how:
        case "missing":
            del first["text"]
        case "unknown":
            first["colour"] = "blue"
        case "empty":
            data["question"] = []
        case "twice":
            data["question"][1]["id"] = first["id"]
        case "category twice":
            first["category"][1]["id"] = first["category"][0]["id"]
        case "sum":
            first["category"][0]["likelihood"]["fine_tuning"] += 0.006
        case "zero":
            first["category"][0]["likelihood"]["fine_tuning"] = 0.0
        case "nan":
            first["category"][0]["likelihood"]["fine_tuning"] = math.nan
        case "technique missing":
            del first["category"][0]["likelihood"]["fine_tuning"]
        case "settles":
            first["settles"] = False
        case "buyer":
            buyer["settles"] = True
        case _:
            raise AssertionError(how)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("missing", r"question\.0\.text"),
        ("unknown", r"question\.0\.colour"),
        ("empty", "question"),
        ("twice", "two questions with the id 'method'"),
        ("category twice", "'method' has two categories with the id 'from-scratch'"),
        ("sum", r"'method' for fine_tuning sum to 1\.006, not 1"),
        ("zero", "'from-scratch' of the question 'method' must lie between 0 and 1"),
        ("nan", r"question\.0\.category\.0\.likelihood\.fine_tuning: Input should be a finite number"),
        ("technique missing", "each of the three techniques"),
        ("settles", "'method' has settles = false, but its columns differ"),
        ("buyer", "'upgrade-payer' has settles = true, but its columns are all the same"),
    ],
)
def test_what_is_off_is_named_in_one_line(how: str, message: str) -> None:
    data = copy.deepcopy(DATA)
    _edit(data, how)
    with pytest.raises(AuditorError, match=message) as caught:
        parse_checklist(data)
    assert "\n" not in str(caught.value)


def test_a_sum_within_rounding_is_accepted() -> None:
    data = copy.deepcopy(DATA)
    data["question"][0]["category"][0]["likelihood"]["fine_tuning"] += 0.004
    after = posterior(parse_checklist(data).questions[0], "vague", UNIFORM)
    assert sum(after.values()) == pytest.approx(1)


# --- information ----------------------------------------------------------------------------------


@given(questions, priors)
def test_gain_is_never_negative_and_at_most_the_entropy(each: Question, prior: dict[Technique, float]) -> None:
    assert 0 <= expected_gain(each, prior) <= entropy(prior) + 1e-9


@given(questions, priors)
def test_gain_is_the_expected_fall_in_entropy(each: Question, prior: dict[Technique, float]) -> None:
    total = sum(prior.values())
    after = 0.0
    for category in each.categories:
        weight = sum(prior[technique] / total * category.likelihood[technique] for technique in Technique)
        after += weight * entropy(posterior(each, category.id, prior))
    assert expected_gain(each, prior) == pytest.approx(entropy(prior) - after, abs=1e-9)


@given(column(3), priors)
def test_no_gain_where_all_columns_are_equal(values: tuple[float, ...], prior: dict[Technique, float]) -> None:
    flat = question(pre_training=values, fine_tuning=values, prompt_engineering=values)
    assert expected_gain(flat, prior) == pytest.approx(0, abs=1e-12)


@given(questions, st.sampled_from(Technique))
def test_no_gain_where_the_class_is_certain(each: Question, technique: Technique) -> None:
    assert expected_gain(each, {technique: 1.0}) == 0


@given(questions, priors)
def test_posterior_sums_to_one(each: Question, prior: dict[Technique, float]) -> None:
    for category in each.categories:
        after = posterior(each, category.id, prior)
        assert set(after) == set(Technique)
        assert sum(after.values()) == pytest.approx(1)


def test_gain_and_posterior_by_hand() -> None:
    # A noiseless yes/no between two classes is worth one bit; error 1/4 leaves 1 - H(1/4) bits.
    noisy = question(pre_training=(0.75, 0.25), fine_tuning=(0.25, 0.75), prompt_engineering=(0.5, 0.5))
    prior = {PT: 0.5, FT: 0.5, PE: 0.0}
    assert expected_gain(noisy, prior) == pytest.approx(1 - (0.25 * 2 + 0.75 * math.log2(4 / 3)))
    assert posterior(noisy, "c0", prior) == pytest.approx({PT: 0.75, FT: 0.25, PE: 0})


@pytest.mark.parametrize("prior", [{}, {PT: 0.0}, {PT: -1.0, FT: 2.0}, {PT: math.nan}, {PT: math.inf}])
def test_probabilities_that_are_none(prior: dict[Technique, float]) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        expected_gain(CHECKLIST.questions[0], prior)


def test_posterior_of_an_unknown_category() -> None:
    with pytest.raises(ValueError, match="'method' has no category 'purple'"):
        posterior(CHECKLIST.questions[0], "purple", UNIFORM)


# --- what stays open ------------------------------------------------------------------------------


@given(priors, answers, st.booleans(), techniques)
def test_open_questions_keep_their_promises(
    prior: dict[Technique, float],
    answered: dict[str, Directness],
    settled: bool,
    technique: Technique | None,
) -> None:
    opened = open_questions(CHECKLIST, prior, answered, settled=settled, technique=technique)
    ids = [each.question for each in opened]
    assert len(ids) == len(set(ids))
    assert not any(answered.get(each) is Directness.DIRECT for each in ids)
    for each in CHECKLIST.questions:
        if each.source == "document" and (technique is None or technique in each.applies_to):
            assert answered.get(each.id) is Directness.DIRECT or each.id in ids
    purposes = [each.purpose for each in opened]
    assert purposes == sorted(purposes, reverse=True), "settling first, diligence after"
    worth = {
        each.id
        for each in CHECKLIST.questions
        if each.settles
        and answered.get(each.id) is not Directness.DIRECT
        and expected_gain(each, prior) >= MINIMUM_GAIN
    }
    assert {each.question for each in opened if each.purpose == "settles"} == (set() if settled else worth)
    diligence = [each.question for each in opened if each.purpose == "diligence"]
    assert diligence == [each for each in DOCUMENT if each in diligence]
    ranks = []
    for each in opened:
        source = CHECKLIST.by_id(each.question)
        assert (each.text, each.why) == (source.text, source.why)
        assert [outcome.answer for outcome in each.outcomes] == [one.answer for one in source.categories]
        if each.purpose == "diligence":
            assert each.expected_gain_bits is None
        else:
            assert each.expected_gain_bits == pytest.approx(expected_gain(source, prior), abs=1e-4)
            evaded = answered.get(each.question) in (Directness.EVASIVE, Directness.REFUSED)
            ranks.append((each.expected_gain_bits or 0) * (EVASION_FACTOR if evaded else 1))
    assert ranks == sorted(ranks, reverse=True)


def _ids(
    prior: dict[Technique, float],
    answered: dict[str, Directness],
    *,
    settled: bool = False,
    technique: Technique | None = None,
    checklist: Checklist = CHECKLIST,
) -> list[str]:
    opened = open_questions(checklist, prior, answered, settled=settled, technique=technique)
    return [each.question for each in opened]


def test_with_nothing_known_the_question_everybody_can_answer_comes_before_the_one_that_settles_most() -> None:
    ids = _ids(UNIFORM, {})
    assert ids[:3] == ["method", "weights-before", "base-model"]
    assert ids[-3:] == list(BUYER)
    assert set(ids) == set(CHECKLIST.ids)


@pytest.mark.parametrize(
    ("technique", "expected"),
    [
        (None, list(DOCUMENT)),
        (PT, [each for each in DOCUMENT if each not in ("base-model", "why-not-prompting")]),
        (FT, list(DOCUMENT)),
        (PE, ["method", "base-model", "upgrade-path", "upgrade-payer", "ownership-case"]),
    ],
)
def test_once_settled_the_document_questions_remain_in_their_order(
    technique: Technique | None, expected: list[str]
) -> None:
    assert _ids(UNIFORM, {}, settled=True, technique=technique) == expected


def test_a_class_all_but_certain_is_not_asked_about() -> None:
    assert _ids({PT: 0.0005, FT: 0.999, PE: 0.0005}, {}) == list(DOCUMENT)


@pytest.mark.parametrize("directness", [Directness.EVASIVE, Directness.REFUSED])
def test_an_evaded_question_moves_up_but_keeps_its_bits(directness: Directness) -> None:
    before = open_questions(CHECKLIST, UNIFORM, {}, settled=False, technique=None)
    after = open_questions(CHECKLIST, UNIFORM, {"base-model": directness}, settled=False, technique=None)
    assert [each.question for each in before].index("base-model") == 2
    assert after[0].question == "base-model"
    assert {(each.question, each.expected_gain_bits) for each in before} == {
        (each.question, each.expected_gain_bits) for each in after
    }


@pytest.mark.parametrize("directness", [Directness.PARTIAL, Directness.ABSENT])
def test_a_partial_answer_leaves_the_question_where_it_was(directness: Directness) -> None:
    assert _ids(UNIFORM, {"base-model": directness}) == _ids(UNIFORM, {})


def test_evasion_does_not_reorder_diligence() -> None:
    answered = {"task-narrow": Directness.REFUSED, "dataset": Directness.EVASIVE}
    assert _ids(UNIFORM, answered, settled=True, technique=FT) == list(DOCUMENT)


def test_a_due_diligence_question_of_our_own_is_put_too() -> None:
    even = question(pre_training=(0.5, 0.5), fine_tuning=(0.5, 0.5), prompt_engineering=(0.5, 0.5))
    ours = even.model_copy(update={"id": "test-set", "settles": False})
    wider = Checklist(questions=(*CHECKLIST.questions, ours))
    assert _ids(UNIFORM, {}, settled=True, technique=FT, checklist=wider) == [*DOCUMENT, "test-set"]


def test_direct_answers_leave_nothing_open() -> None:
    assert _ids(UNIFORM, dict.fromkeys(CHECKLIST.ids, Directness.DIRECT)) == []


def test_an_answer_to_an_unknown_question_is_ignored() -> None:
    assert _ids(UNIFORM, {"no-such": Directness.DIRECT}) == _ids(UNIFORM, {})


def test_ties_keep_the_order_of_the_checklist() -> None:
    first = CHECKLIST.by_id("method")
    twins = Checklist(questions=tuple(first.model_copy(update={"id": each}) for each in ("b", "a", "c")))
    assert _ids(UNIFORM, {}, checklist=twins) == ["b", "a", "c"]


# --- digest ---------------------------------------------------------------------------------------


def test_the_digest_is_short_stable_and_follows_the_content() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", digest(CHECKLIST))
    shuffled = {"question": [dict(reversed(each.items())) for each in DATA["question"]]}
    assert digest(parse_checklist(shuffled)) == digest(CHECKLIST)
    for path in ("text", "good"):
        data = copy.deepcopy(DATA)
        data["question"][3][path] += " "
        assert digest(parse_checklist(data)) != digest(CHECKLIST)
    assert digest(parse_checklist({"question": DATA["question"][::-1]})) != digest(CHECKLIST)
