"""The short answers: a bottom line per product, and what it means for the buyer."""

from __future__ import annotations

import pytest
from kit import FINE, PRE, PROMPT, answer, fact, finding, quote

from auditor.reference import load_reference
from auditor.schema import By, Fact, Finding, OpenQuestion, Ownership, Scope
from auditor.summary import ASKED, bottom_line, ownership, shortened

BASE = fact("base_model", "Llama 3")


def owned(*findings: Finding, facts: tuple[Fact, ...] = (), **answers: str) -> Ownership:
    given = {name.replace("_", "-"): answer(name.replace("_", "-"), how) for name, how in answers.items()}
    return ownership(findings, facts, given, load_reference())


def question(name: str) -> OpenQuestion:
    return OpenQuestion(question=name, purpose="diligence", text=f"{name}?", why="Because.")


def test_one_line_per_product_in_the_order_of_the_text() -> None:
    base = finding(PRE, asserted="pre_training", subject="Base", words="We pre-trained Base.", mechanism="from_scratch")
    tuned = finding(FINE, asserted="fine_tuning", subject="Tuned", words="We tuned it.", mechanism="sft")
    again = finding(FINE, subject="tuned!", words="Tuned is trained.", mechanism="sft")
    first, second = bottom_line([base, tuned, again], [])
    assert (first.subject, second.subject) == ("Base", "Tuned")
    assert first.says == "pre-trained: “We pre-trained Base.”"
    assert first.supported == "pre-training, trained from scratch (supported, 90%)"
    assert second.says == "fine-tuned: “We tuned it.”; trained (how is not said): “Tuned is trained.”"
    assert second.supported == "fine-tuning, on supervised examples (supported, 90%)"


def test_what_is_not_decided_is_called_a_guess() -> None:
    (line,) = bottom_line([finding(FINE, status="undetermined")], [])
    assert line.supported == "not decided by the document; best guess fine-tuning (90%)"


def test_what_was_not_judged_is_not_assessed() -> None:
    (line,) = bottom_line([finding(None, status="error")], [])
    assert line.supported == "not assessed"


def test_the_questions_of_the_finding_come_first_and_none_twice() -> None:
    asking = finding().model_copy(update={"open_questions": (question("a"), question("b"))})
    (line,) = bottom_line([asking], [question("b"), question("c"), question("d")])
    assert line.ask == ("a?", "b?", "c?")
    assert len(line.ask) == ASKED


def test_other_machine_learning_has_no_line() -> None:
    assert bottom_line([finding().model_copy(update={"scope": Scope.OTHER_ML})], []) == ()


@pytest.mark.parametrize(
    ("facts", "technique", "access"),
    [
        ([fact("weights_holder", "customer")], FINE, "own_weights"),
        ([fact("weights_holder", "public")], PRE, "own_weights"),
        ([fact("weights_holder", "provider"), BASE], FINE, "api"),
        ([fact("api_provider", "OpenAI")], PROMPT, "api"),
        ([fact("base_model", "GPT-4o")], FINE, "api"),
        ([BASE], FINE, "unknown"),
        ([], PRE, "own_weights"),
        ([], FINE, "unknown"),
    ],
)
def test_rented_or_held(facts: list[Fact], technique: object, access: str) -> None:
    assert owned(finding(technique, *facts)).access == access  # type: ignore[arg-type]


def test_the_base_is_that_of_what_is_sold() -> None:
    base, tuned = finding(PRE, subject="Base"), finding(FINE, fact("base_model", "Base"), subject="Tuned")
    assert owned(base, tuned).base is None  # the first is the vendor's own; the other rests on it
    assert owned(tuned).base == "Base"
    assert owned(finding(FINE, BASE.model_copy(update={"by": By.CUSTOMER}))).base is None
    assert owned(finding(FINE), facts=(BASE.model_copy(update={"by": By.CUSTOMER}),)).base is None
    assert owned(finding(FINE), facts=(BASE,)).base == "Llama 3"


def test_the_upgrade_is_told_in_the_vendors_words_not_in_the_question() -> None:
    told = answer("upgrade-path", "direct", quote("And when it is superseded?"), quote("We move you over."))
    made = ownership([finding(FINE, BASE)], (), {"upgrade-path": told}, load_reference())
    assert made.upgrade == "We move you over."
    assert "Upgrades: “We move you over”." in made.summary
    assert owned(finding(FINE, BASE), upgrade_path="evasive").upgrade is None


def test_the_reasons_to_own_are_named_or_said_to_be_missing() -> None:
    with_reason = owned(finding(FINE, fact("ownership_case", "latency"), fact("ownership_case", "none")))
    assert with_reason.reasons == ("latency",)
    assert any("latency" in line for line in with_reason.summary)
    assert any("None of the four reasons" in line for line in owned(finding(FINE)).summary)
    assert not any("None of the four reasons" in line for line in owned(finding(PROMPT)).summary)


def test_a_guess_is_not_told_as_a_finding() -> None:
    made = owned(finding(FINE, status="undetermined"))
    assert made.summary[0].startswith("The document does not settle")


def test_without_a_finding_there_is_nothing_to_own() -> None:
    assert owned() == Ownership()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("short", "short"),
        ("two\n  lines", "two lines"),
        ("one two three four", "one two …"),
        ("one two, three four", "one two …"),
    ],
)
def test_a_long_quote_is_cut_at_a_word(text: str, line: str) -> None:
    assert shortened(text, 12) == line
