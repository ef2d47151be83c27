"""One bottom line over several documents, and what only they together show."""

from __future__ import annotations

import pytest

from auditor.api import audit
from auditor.documents import read_bytes
from auditor.dossier import dossier, names
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Dossier, FailedInput, Report, Severity, Status
from auditor.setup import load_checklist, load_flag_rules
from auditor.steps import Failed

SCRATCH = "We trained AcmeGPT from random weights on 2 trillion tokens."
LLAMA = "AcmeGPT started from the Llama 3 checkpoint, tuned with LoRA."
VAGUE = "AcmeGPT is our trained AI."
OPENAI = "Every AcmeGPT answer comes from OpenAI with our instructions."
OTHER = "Sorter was trained on mail."


def claim(text, subject="AcmeGPT", asserted="unspecified", facts=()):
    return {
        "statement": text,
        "subject": subject,
        "asserted": asserted,
        "quotes": [{"text": text}],
        "facts": [{"kind": kind, "value": value, "quotes": [{"text": quote}]} for kind, value, quote in facts],
    }


CLAIMS = {
    SCRATCH: claim(
        SCRATCH,
        asserted="pre_training",
        facts=[("weights_before_training", "random", "random weights")],
    ),
    LLAMA: claim(
        LLAMA,
        subject="ACMEGPT",
        asserted="fine_tuning",
        facts=[
            ("weights_before_training", "checkpoint", "started from the Llama 3 checkpoint"),
            ("base_model", "Llama 3", "Llama 3"),
            ("mechanism", "adapter", "LoRA"),
        ],
    ),
    VAGUE: claim(VAGUE),
    OPENAI: claim(
        OPENAI,
        asserted="prompt_engineering",
        facts=[("mechanism", "prompting", "our instructions"), ("api_provider", "OpenAI", "OpenAI")],
    ),
    OTHER: claim(OTHER, subject="Sorter"),
}


def report(*sentences, name="page.txt", vendor=None, answers=(), fail=False) -> Report:
    """Audit a text of these sentences with what a careful reader would hand in."""
    text = "\n\n".join(sentences) or "Nothing is claimed here."
    document = read_bytes(text.encode(), name=name, vendor=vendor)
    draft = {
        "claims": [CLAIMS[sentence] for sentence in sentences],
        "answers": [
            {"question": question, "directness": how, "text": text, "quotes": [{"text": text.split("\n")[0]}]}
            for question, how in answers
        ],
    }
    reader = ScriptedProvider(lambda _request: Failed("The line went dead.") if fail else draft)
    return audit(document, reader, as_of="2026-11-22")


def bound(*reports, failed=(), vendor=None) -> Dossier:
    return dossier(reports, failed, vendor=vendor, rules=load_flag_rules(), order=load_checklist().ids)


def asked(result: Dossier) -> list[str]:
    return [question.question for question in result.open_questions]


FAILED = FailedInput(name="x.pdf", message="x.pdf is a PDF.")


# --- the bottom line ----------------------------------------------------------------------------------


def test_one_line_a_product_over_all_documents():
    result = bound(report(VAGUE, OTHER), report(LLAMA, name="call.txt"))
    assert [line.subject for line in result.bottom_line] == ["AcmeGPT", "Sorter"]
    assert result.bottom_line[0].findings == ("page.txt c1", "call.txt c1")


def test_what_another_document_supports_is_not_open():
    vague, firm = report(VAGUE), report(LLAMA, name="call.txt")
    assert vague.findings[0].verdict.status is Status.UNDETERMINED
    assert firm.findings[0].verdict.status is Status.SUPPORTED
    (line,) = bound(vague, firm).bottom_line
    assert line.supported.startswith("fine-tuning, an adapter")
    assert "best guess" not in line.supported
    assert VAGUE in line.says
    assert LLAMA in line.says
    method = load_checklist().by_id("weights-before").text
    assert method in bound(vague).bottom_line[0].ask
    assert method not in line.ask


def test_the_order_of_documents_does_not_change_what_is_supported():
    first, second = report(VAGUE), report(LLAMA, name="call.txt")
    forth, back = bound(first, second), bound(second, first)
    assert forth.bottom_line[0].supported == back.bottom_line[0].supported
    assert forth.bottom_line[0].ask == back.bottom_line[0].ask
    assert asked(forth) == asked(back)


def test_documents_of_one_name_are_numbered():
    reports = [report(VAGUE), report(LLAMA), report(OTHER, name="call.txt")]
    assert names(reports) == ("page.txt (document 1)", "page.txt (document 2)", "call.txt")


# --- questions ----------------------------------------------------------------------------------------


def test_a_question_answered_in_one_document_is_closed():
    both_open = bound(report(VAGUE), report(OTHER, name="call.txt"))
    assert "base-model" in asked(both_open)
    one = bound(report(VAGUE), report(OTHER, name="call.txt", answers=[("base-model", "direct")]))
    assert "base-model" not in asked(one)
    text = load_checklist().by_id("base-model").text
    assert all(text not in line.ask for line in one.bottom_line)


@pytest.mark.parametrize("how", ["partial", "evasive", "refused"])
def test_an_answer_that_is_not_direct_closes_nothing(how):
    result = bound(report(VAGUE), report(OTHER, name="call.txt", answers=[("base-model", how)]))
    assert "base-model" in asked(result)


def test_questions_are_those_open_everywhere_settling_ones_first():
    result = bound(report(VAGUE), report(name="blank.txt"))
    purposes = [question.purpose for question in result.open_questions]
    assert purposes == sorted(purposes, reverse=True)  # "settles" before "diligence"
    assert purposes[0] == "settles"
    assert len(asked(result)) == len(set(asked(result)))
    gains = [each.expected_gain_bits for each in result.open_questions if each.purpose == "settles"]
    assert gains == sorted(gains, reverse=True)
    rest = [each.question for each in result.open_questions if each.purpose == "diligence"]
    assert rest == [name for name in load_checklist().ids if name in rest]


def test_a_product_s_own_figures_are_kept_before_those_of_a_document_that_claims_nothing():
    claiming = report(VAGUE)
    result = bound(report(name="blank.txt"), claiming)
    own = {each.question: each for each in claiming.findings[0].open_questions}
    kept = [question for question in result.open_questions if question.question in own]
    assert kept == [own[question.question] for question in kept] != []


def test_a_document_that_could_not_be_audited_leaves_no_question_and_closes_none():
    assert asked(bound(report(VAGUE), report(OTHER, fail=True))) == asked(bound(report(VAGUE)))


# --- flags --------------------------------------------------------------------------------------------


def test_a_contradiction_between_documents_names_them():
    result = bound(report(SCRATCH), report(LLAMA, name="call.txt"))
    (flag,) = result.flags
    assert (flag.rule, flag.severity) == ("contradiction", Severity.WARNING)
    assert [quote.where.split(":")[0] for quote in flag.quotes] == ["page.txt", "call.txt"]
    assert [quote.text for quote in flag.quotes] == ["random weights", "started from the Llama 3 checkpoint"]
    assert flag.would_clear


def test_a_contradiction_inside_one_document_stays_there():
    both = report(SCRATCH, LLAMA)
    assert "contradiction" in [flag.rule for flag in both.flags]
    assert bound(both, report(OTHER, name="call.txt")).flags == ()


def test_documents_of_one_name_can_contradict_each_other():
    (flag,) = bound(report(SCRATCH), report(LLAMA)).flags
    assert flag.quotes[0].where == "page.txt (document 1): line 1"


def test_different_products_do_not_contradict():
    assert bound(report(SCRATCH), report(OTHER, name="call.txt")).flags == ()


def test_training_here_and_an_existing_model_there():
    result = bound(report(LLAMA), report(OPENAI, name="call.txt"))
    (flag,) = result.flags
    assert (flag.rule, flag.severity) == ("component-scope", Severity.WARNING)
    assert [quote.where for quote in flag.quotes] == ["page.txt: line 1", "call.txt: line 1"]


def test_a_mere_best_guess_raises_nothing():
    assert bound(report(VAGUE), report(OPENAI, name="call.txt")).flags == ()


def test_the_reports_stay_as_they_were():
    reports = (report(SCRATCH), report(LLAMA, name="call.txt"))
    assert bound(*reports).reports == reports


# --- state --------------------------------------------------------------------------------------------


def test_status():
    good, bad = report(VAGUE), report(OTHER, fail=True)
    assert bad.status == "failed"
    assert bound(good).status == "complete"
    assert bound(good, failed=[FAILED]).status == "partial"
    assert bound(good, bad).status == "partial"
    assert bound(bad).status == "failed"
    assert bound(bad, failed=[FAILED]).status == "failed"
    assert bound(failed=[FAILED]).status == "failed"
    assert bound(good, failed=[FAILED]).failed == (FAILED,)


def test_vendor():
    acme, acme_too, zed = (
        report(VAGUE, vendor=vendor, name=f"{at}.txt") for at, vendor in enumerate(["Acme", "ACME", "Zed"])
    )
    nobody = report(OTHER, name="3.txt")
    assert bound(acme, nobody).vendor == "Acme"
    assert bound(acme, acme_too).vendor == "Acme"
    assert bound(acme, zed).vendor is None
    assert bound(acme, zed, vendor="Omni").vendor == "Omni"
    assert bound(nobody).vendor is None


def test_the_same_reports_give_the_same_dossier():
    reports = [report(SCRATCH, OTHER), report(LLAMA, name="call.txt")]
    first, second = bound(*reports), bound(*reports)
    assert first.model_dump_json() == second.model_dump_json()
    assert Dossier.model_validate_json(first.model_dump_json(by_alias=True)) == first
