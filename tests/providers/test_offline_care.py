"""What the offline rules must not make of words: products built from the ground up, answers to other questions."""

from __future__ import annotations

import pytest
from kit import call_of, text_of

from auditor import audit
from auditor.schema import Directness, FactKind, Report, Status


def statuses(report: Report) -> list[Status]:
    return [finding.verdict.status for finding in report.findings]


@pytest.mark.parametrize(
    "words",
    [
        "Orchid was built from the ground up for insurance, with an AI assistant on every screen.",
        "Our platform was developed from scratch by insurers. It has a language model on every screen.",
        "Unlike generic chatbots, Orchid was built from the ground up for insurance.",
    ],
)
def test_a_product_built_from_the_ground_up_is_no_trained_model(words: str) -> None:
    assert Status.SUPPORTED not in statuses(audit(text_of(words)))


def test_a_model_built_from_scratch_is_one_also_where_a_pronoun_says_so() -> None:
    for words in (
        "We built our own language model from scratch.",
        "OrchidLM is our language model for insurance. We built it from scratch.",
        "OrchidLM is an LLM for insurance. OrchidLM was built from scratch.",
    ):
        assert statuses(audit(text_of(words))) == [Status.SUPPORTED], words


def test_sure_agrees_to_answer_the_question_that_was_asked_last() -> None:
    report = audit(
        call_of(
            "Priya (Vantage): The website says you trained a proprietary LLM from scratch. What's under the hood?",
            "Tom (Medicore): Sure. It's Mistral 7B, and we fine-tuned it on 85,000 pairs.",
            "Priya (Vantage): Thanks.",
            "Tom (Medicore): We fine-tune it again twice a year for our customers.",
        )
    )
    quoted = [quote.text for finding in report.findings for quote in finding.quotes]
    assert not any("proprietary LLM" in text or text == "Sure." for text in quoted)
    assert [finding.verdict.technique for finding in report.findings] == ["fine_tuning"]


def test_a_department_is_its_companys() -> None:
    document = call_of(
        "Tom Reilly, CTO, Medicore: Thanks for having us.",
        "Priya (Vantage Health): Which model is underneath?",
        "Tom Reilly, CTO, Medicore: We fine-tuned Mistral 7B on clinical notes.",
        "Priya (Vantage Health): Who pays when the next one comes out?",
        "Dana (Medicore Sales): That's included in the subscription.",
    )
    report = audit(document)
    assert {each.name: each.side for each in document.speakers} == {
        "Priya": "customer",
        "Tom Reilly": "vendor",
        "Dana": "vendor",
    }
    answered = {each.question: each for each in (*report.answers, *report.findings[0].answers)}
    assert answered["upgrade-payer"].directness is Directness.DIRECT
    assert answered["upgrade-payer"].quotes[-1].text == "That's included in the subscription."


def test_who_holds_the_weights_is_heard_where_it_is_asked() -> None:
    report = audit(
        call_of(
            "Priya (Vantage): How was the model trained?",
            "Dana (Medicore): We fine-tuned Mistral 7B on 85,000 pairs of questions and answers.",
            "Priya (Vantage): And who owns the weights?",
            "Dana (Medicore): We do. You have a licence for the term.",
        )
    )
    held = [fact for fact in (*report.facts, *report.findings[0].facts) if fact.kind is FactKind.WEIGHTS_HOLDER]
    assert [fact.value for fact in held] == ["vendor"]


def test_a_body_of_data_ends_where_the_sentence_goes_on() -> None:
    report = audit(
        text_of(
            "OrchidLM has been trained on over 40 million claims documents and fine-tuned by adjusters. It is an LLM."
        )
    )
    sizes = [fact for fact in report.findings[0].facts if fact.kind is FactKind.DATASET_SIZE]
    assert "over 40 million claims documents" in {fact.value for fact in sizes}
    assert not any("fine-tuned" in str(fact.value) for fact in sizes)


def test_continued_pre_training_is_not_what_a_claim_of_pre_training_rests_on() -> None:
    report = audit(
        call_of(
            "Priya (Vantage): How was it trained?",
            "Tom (Medicore): We started with Mistral 7B, then continued pretraining on 12 billion tokens of notes.",
            "Dana (Medicore): And to be clear, that is our own model, trained from scratch.",
        )
    )
    reasons = {reason.signal: reason for finding in report.findings for reason in finding.verdict.rationale}
    assert [quote.text for quote in reasons["asserts-pre-training"].quotes] == [
        "And to be clear, that is our own model, trained from scratch."
    ]
