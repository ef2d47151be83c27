"""What the offline rules must not make of words: products built from the ground up, answers to other questions."""

from __future__ import annotations

import re

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


def in_call(asked: str, replied: str) -> Report:
    return audit(
        call_of(
            "Lena (Buyer): Thanks for coming. Which product is this about?",
            "Sam (Tarn): Our assistant, it reads letters for you.",
            f"Lena (Buyer): {asked}",
            f"Sam (Tarn): {replied}",
        )
    )


@pytest.mark.parametrize(
    ("asked", "technique"),
    [
        ("So you fine-tuned Mistral, is that right?", "fine_tuning"),
        ("Did you train the model from scratch?", "pre_training"),
        ("Have you fine-tuned your model on letters?", "fine_tuning"),
    ],
)
def test_a_yes_says_what_the_question_asked(asked: str, technique: str) -> None:
    (finding,) = in_call(asked, "Yes, we did.").findings
    assert (finding.verdict.technique, finding.verdict.status) == (technique, Status.SUPPORTED)
    assert [quote.text for quote in finding.quotes] == [asked, "Yes, we did."]
    words = [quote.text for fact in finding.facts for quote in fact.quotes]
    assert all(re.search(rf"(?<!\w){re.escape(text)}", asked + " Yes, we did.") for text in words)


def test_a_no_says_nothing_of_what_the_question_asked() -> None:
    assert in_call("Did you train the model from scratch?", "No, no.").findings == ()


def test_a_refusal_is_kept_as_the_answer_it_is() -> None:
    answers = {each.question: each.directness for each in in_call("Which base is it?", "I can't share that.").answers}
    assert answers["base-model"] is Directness.REFUSED


@pytest.mark.parametrize(
    ("words", "technique"),
    [
        (
            "LexAI is a custom version of GPT-4o, fine-tuned through OpenAI's API on 12,000 annotated clauses.",
            "fine_tuning",
        ),
        (
            "Under the hood it is GPT-4o mini that we fine-tuned via Azure with 4,000 of our own examples.",
            "fine_tuning",
        ),
        ("We didn't train a model from scratch, we fine-tuned an existing one.", "fine_tuning"),
        ("While others fine-tune open models, we pre-train our own language model.", "pre_training"),
        ("A partner lab in Zurich pre-trained it, we license the model and fine-tune it on papers.", "fine_tuning"),
        ("We host Mixtral ourselves, unmodified, and inject documents into the context window.", "prompt_engineering"),
        ("We don't fine-tune GPT-4; our prompts tell the model what it needs to know.", "prompt_engineering"),
        ("We fine-tuned our prompts for months so that the AI assistant answers as you would.", "prompt_engineering"),
    ],
)
def test_what_one_sentence_says_of_several_models(words: str, technique: str) -> None:
    (finding,) = audit(text_of(words)).findings
    assert (finding.verdict.technique, finding.verdict.status) == (technique, Status.SUPPORTED)


def test_a_plan_is_no_claim() -> None:
    report = audit(text_of("We plan to train our own foundation model next year. Today we use OpenAI."))
    assert [quote.text for finding in report.findings for quote in finding.quotes] == ["Today we use OpenAI."]


def test_a_lab_that_starts_from_a_base_asserts_pre_training_and_has_fine_tuned() -> None:
    words = "Our researchers pre-trained AeroBERT on 30 GB of maintenance logs, starting from BERT-base weights."
    (finding,) = audit(text_of(words)).findings
    assert (finding.asserted, finding.verdict.technique) == ("pre_training", "fine_tuning")
