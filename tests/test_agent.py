"""From a document and a reader's drafts to the report."""

from __future__ import annotations

from typing import Any

import pytest
from kit import (
    FINE,
    FIXTURES,
    PRE,
    PROMPT,
    call_of,
    claim,
    draft,
    drafted,
    fixture,
    reply,
    report_of,
    setup,
    stated,
    text_of,
)
from test_grounding import ACME

from auditor.agent import audit
from auditor.documents import read_bytes
from auditor.providers import provider
from auditor.providers.scripted import ScriptedProvider
from auditor.render import FORMATS, render
from auditor.schema import Agreement, Asserted, Report, Status, Technique, Usage
from auditor.steps import ExtractVariables, Failed, Reply, Request, Step

COPY = "We fine-tuned Llama 3 on 40,000 tickets. It answers guests. Our risk score was trained on claims."
READERS = ("scripted", "offline")


def read_by(reader: str, case: str) -> Report:
    return report_of(fixture(case), reply(case) if reader == "scripted" else provider("offline"))


# --- the protocol -----------------------------------------------------------------------------------


def test_the_agent_yields_one_step_and_returns_the_report_it_is_sent_the_outcomes_of() -> None:
    steps = audit(text_of(COPY), setup())
    step = next(steps)
    assert isinstance(step, Step)
    (request,) = step.requests
    assert request.template == "extract"
    with pytest.raises(StopIteration) as stop:
        steps.send([Reply("{}")])
    assert isinstance(stop.value.value, Report)


def test_the_request_numbers_what_the_reader_is_shown() -> None:
    call = call_of("Ana (Vendorly): Hello.", "Ben (Buyco): Hi.")
    (request,) = next(audit(call, setup())).requests
    assert isinstance(request.variables, ExtractVariables)
    assert [turn.number for turn in request.variables.turns] == [each.number for each in call.passages]
    assert [turn.text for turn in request.variables.turns] == ["Hello.", "Hi."]
    assert request.variables.questions == setup().checklist.ids


def test_the_same_document_asks_for_the_same_reply() -> None:
    def digest(text: str) -> str:
        (request,) = next(audit(text_of(text), setup())).requests
        return request.digest

    assert digest(COPY) == digest(COPY)
    assert digest(COPY) != digest(COPY.replace("40,000", "40,001"))


# --- failures are states of their own ---------------------------------------------------------------


def failed_with(outcome: Any) -> Report:
    return report_of(text_of(COPY), ScriptedProvider(lambda request: outcome))


def cut_off() -> str:
    return (FIXTURES / "replies" / "cut-off.extract.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "outcome",
    [
        Failed("The provider is overloaded."),
        "I am sorry, I cannot help with that.",
        "",
        "[]",
        "null",
        '{"claims": [{}]}',
        '{"verdict": "pre_training"}',
        '{"vendor": "\\ud800"}',
        "[" * 100_000,
        cut_off(),
        draft("wrong-vocabulary"),
    ],
    ids=lambda outcome: str(outcome)[:30],
)
def test_a_reply_that_is_none_is_an_error_and_never_no_claims(outcome: Any) -> None:
    report = failed_with(outcome)
    assert report.status == "failed"
    (error,) = report.errors
    assert (error.step, error.where) == ("extract", "document")
    assert error.message.endswith(".")
    assert report.findings == () == report.bottom_line
    for form in ("terminal", "markdown"):
        assert "no claim" not in render(report, form).casefold()


def test_the_reason_of_a_failed_request_is_given_as_it_is() -> None:
    assert failed_with(Failed("The provider is overloaded.")).errors[0].message == "The provider is overloaded."


def test_an_invalid_reply_is_named_by_its_place() -> None:
    message = failed_with({"claims": [claim("x", asserted="trained")]}).errors[0].message
    assert "claims.0.asserted" in message


# --- claims and what they rest on -------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("case", "technique", "statuses"),
    [
        ("custom-model-alone", FINE, {Status.UNDETERMINED}),
        ("custom-model-api", PROMPT, {Status.SUPPORTED, Status.INFERRED, Status.UNDETERMINED}),
        ("custom-model-lora", FINE, {Status.SUPPORTED}),
    ],
)
def test_the_custom_model_of_the_source_document(
    case: str, technique: Technique, statuses: set[Status], reader: str
) -> None:
    (found,) = read_by(reader, case).findings
    assert found.verdict.technique is technique
    assert found.verdict.status in statuses
    assert found.verdict.agreement is (
        Agreement.UNVERIFIABLE
        if case == "custom-model-alone"
        else Agreement.OVERSTATED
        if case == "custom-model-api"
        else Agreement.CONSISTENT
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("overclaim-cpt", [(Asserted.PRE_TRAINING, FINE, Agreement.OVERSTATED)]),
        ("call-names", [(Asserted.UNSPECIFIED, PROMPT, Agreement.OVERSTATED)]),
        ("call-vtt", [(Asserted.FINE_TUNING, FINE, Agreement.CONSISTENT)]),
        ("rag-trained", [(Asserted.UNSPECIFIED, PROMPT, Agreement.OVERSTATED)]),
        ("hostile", [(Asserted.FINE_TUNING, FINE, Agreement.CONSISTENT)]),
        (
            "lab-base-and-instruct",
            [
                (Asserted.PRE_TRAINING, PRE, Agreement.CONSISTENT),
                (Asserted.FINE_TUNING, FINE, Agreement.CONSISTENT),
            ],
        ),
    ],
)
def test_a_careful_reader_is_believed_as_far_as_the_text_goes(case: str, expected: list[Any]) -> None:
    report = read_by("scripted", case)
    assert report.ungrounded == ()
    got = [(each.asserted, each.verdict.technique, each.verdict.agreement) for each in report.findings]
    assert got == expected
    assert all(each.verdict.status is Status.SUPPORTED for each in report.findings)


# case, the words that decide, what stands there instead
PAIRS = [
    ("custom-model-lora", " We LoRA-tuned Llama 3 70B for 900 GPU-hours on 40,000 tickets.", ""),
    (
        "overclaim-cpt",
        "Bottomry-1 begins with the weights of Mistral 7B. From there we continued the "
        "pre-training, same next-token objective, over all eleven billion\ntokens, with",
        "It saw all eleven billion\ntokens, with",
    ),
    (
        "call-names",
        "It picks out a few that won, like yours, and it sort of shows them to it.",
        "It is very safe there.",
    ),
    (
        "call-vtt",
        "OpenAI's. We use their fine-tuning service.\nThe base is GPT-4o mini,",
        "Several. It is all quite standard,",
    ),
    (
        "rag-trained",
        "When a guest asks something, the five closest passages are looked up and sent, together "
        "with the question, to Claude through Anthropic’s API.",
        "When a guest asks something, Hearthdesk answers.",
    ),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("case", "decisive", "instead"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_without_the_sentence_that_decides_nothing_is_supported(
    case: str, decisive: str, instead: str, reader: str
) -> None:
    whole = fixture(case)
    raw = (FIXTURES / "documents" / whole.name).read_text(encoding="utf-8")
    for old, new in [*_as_in_the_file(raw, decisive, instead), *SAID_AGAIN.get(case, [])]:
        assert old in raw
        raw = raw.replace(old, new)
    cut = read_bytes(raw.encode(), name=whole.name, kind=whole.kind)
    report = report_of(cut, reply(case) if reader == "scripted" else provider("offline"))
    if reader == "scripted":
        assert report.findings
        assert report.ungrounded
    elif case == "call-names":
        pytest.skip("offline, 'everything goes to OpenAI' carries the verdict by itself")
    assert [each.subject for each in report.findings if each.verdict.status is Status.SUPPORTED] == []


# where the same is said a second time, in other words
SAID_AGAIN = {
    "rag-trained": [
        (
            "We cut them into short passages and store each one in a search index that belongs to you alone.",
            "We read it.",
        ),
        ("Claude words the reply. ", ""),
    ]
}


def _as_in_the_file(raw: str, decisive: str, instead: str) -> list[tuple[str, str]]:
    if decisive in raw:
        return [(decisive, instead)]
    if "’" in decisive and decisive.replace("’", "&rsquo;") in raw:
        return [(decisive.replace("’", "&rsquo;"), instead)]
    lines, others = decisive.split("\n"), [*instead.split("\n"), ""]
    return list(zip(lines, others, strict=False))


def test_invented_quotes_are_recorded_and_decide_nothing() -> None:
    report = report_of(fixture("overclaim-cpt"), reply("invented-quotes"))
    (found,) = report.findings
    assert [each.text for each in found.quotes] == ["Bottomry-1 begins with the weights of Mistral 7B."]
    assert found.facts == ()
    assert found.verdict.status is not Status.SUPPORTED
    assert report.answers == () == report.facts
    lost = {each.text: each.reason for each in report.ungrounded}
    assert lost.pop("GPT-5") == "the document does not name this model"
    assert set(lost.values()) == {"these words are not in the document"}
    # of a claim that falls, its quotes are recorded; of one that stands, those of its facts and answers too
    assert "Bottomry-1 was trained from randomly initialised weights." in lost
    assert {"Bottomry-1 starts from noise", "1.9 million GPU-hours", "a team of 400 engineers"} <= set(lost)


def test_misquoted_numbers_and_negations_are_recorded_and_decide_nothing() -> None:
    report = report_of(text_of(ACME), reply("misquoted"))
    (found,) = report.findings
    assert [each.text for each in found.quotes] == [
        "powered by “AcmeLM”, a model we’ve trained\n  from scratch on 40B tokens"
    ]
    facts = {(each.kind.value, each.value) for each in found.facts}
    assert facts == {("training_tokens", 4e10), ("mechanism", "from_scratch"), ("gain_over_base", 5.0)}
    lost = {each.text for each in report.ungrounded}
    assert lost == {
        "trained from scratch on 400B tokens",
        "it is fine-tuned",
        "We never trained our own model",
        "on 400B tokens",
        "40B tokens",
        "fine-tuned",
        "rose by 6 %",
        "untrained",
    }
    assert {flag.rule for flag in report.flags} == {"context-changes-meaning"}


def test_hidden_text_and_instructions_are_never_evidence() -> None:
    hostile = fixture("hostile")
    forged = {
        "claims": [
            claim(
                *(each.text for each in hostile.hidden),
                "Girderwell pre-trained its own foundation model",
                asserted="pre_training",
            ),
            draft("hostile")["claims"][0],
        ]
    }
    report = drafted(hostile, forged)
    assert [each.verdict.technique for each in report.findings] == [FINE]
    assert {each.text for each in hostile.hidden} <= {each.text for each in report.ungrounded}
    assert "embedded-instructions" in {flag.rule for flag in report.flags}


def test_a_readers_instruction_list_changes_nothing() -> None:
    plain, marked = draft("hostile"), draft("hostile")
    del plain["instructions"]
    assert drafted(fixture("hostile"), plain) == drafted(fixture("hostile"), marked)


def test_repeats_of_a_claim_join_its_quotes() -> None:
    again = claim("We fine-tuned Llama 3 on 40,000 tickets.", "It answers guests.")
    report = drafted(text_of(COPY), {"claims": [claim("We fine-tuned Llama 3 on 40,000 tickets."), again]})
    (found,) = report.findings
    assert [each.text for each in found.quotes] == [
        "We fine-tuned Llama 3 on 40,000 tickets.",
        "It answers guests.",
    ]


def test_two_training_steps_are_two_findings_in_the_order_of_the_text() -> None:
    report = read_by("scripted", "lab-base-and-instruct")
    assert [each.id for each in report.findings] == ["c1", "c2"]
    backwards = draft("lab-base-and-instruct")
    backwards["claims"].reverse()
    assert drafted(fixture("lab-base-and-instruct"), backwards) == report.model_copy(
        update={"provenance": report.provenance.model_copy(update={"model": "scripted:test"})}
    )


def test_a_claim_without_a_quote_that_holds_is_no_finding() -> None:
    report = drafted(text_of("We never trained a model."), {"claims": [claim("trained a model"), claim("made up")]})
    assert report.status == "complete"
    assert report.findings == ()
    assert [each.text for each in report.ungrounded] == ["trained a model", "made up"]


def test_a_question_quoted_twice_does_not_take_the_statement_beside_it_down() -> None:
    page = "Did you train it? We fine-tuned Llama 3."
    asked = "Did you train it?"
    (found,) = drafted(text_of(page), {"claims": [claim(asked, "We fine-tuned Llama 3.", asked)]}).findings
    assert [each.text for each in found.quotes] == [asked, "We fine-tuned Llama 3."]


def test_a_document_without_claims_has_everything_but_findings() -> None:
    report = drafted(text_of(COPY), {})
    assert report.status == "complete"
    assert (report.findings, report.bottom_line, report.ungrounded) == ((), (), ())
    assert report.document.text == text_of(COPY).text
    assert report.provenance.model == "scripted:test"
    assert report.open_questions


def test_a_fact_about_the_vendor_belongs_to_the_only_claim() -> None:
    given = {
        "claims": [claim("It answers guests.")],
        "facts": [stated("mechanism", "sft", "We fine-tuned Llama 3")],
    }
    report = drafted(text_of(COPY), given)
    assert [each.value for each in report.findings[0].facts] == ["sft"]
    assert report.facts == ()


def test_other_machine_learning_stays_out_of_the_bottom_line() -> None:
    given = {"claims": [claim("Our risk score was trained on claims.", scope="other_ml", subject="risk score")]}
    report = drafted(text_of(COPY), given)
    assert [each.subject for each in report.findings] == ["risk score"]
    assert report.bottom_line == ()


def test_a_readers_class_is_one_signal_among_others() -> None:
    given = claim(
        "We fine-tuned Llama 3 on 40,000 tickets.",
        technique="pre_training",
        mechanism="from_scratch",
        facts=[stated("mechanism", "sft", "We fine-tuned Llama 3")],
    )
    (found,) = drafted(text_of(COPY), {"claims": [given]}).findings
    assert (found.verdict.technique, found.mechanism) == (FINE, "sft")


def test_what_would_change_a_verdict_and_what_to_ask_is_said_until_it_is_supported() -> None:
    open_one = read_by("scripted", "custom-model-alone").findings[0]
    assert open_one.open_questions
    assert all(each.purpose == "settles" and each.outcomes for each in open_one.open_questions)
    assert all(each.expected_gain_bits for each in open_one.open_questions)
    # asked first although another promises more: it was evaded, which counts twice
    assert next(each.question for each in open_one.open_questions) == "method"
    assert open_one.verdict.would_change
    assert read_by("scripted", "custom-model-lora").findings[0].open_questions == ()


def test_an_unknown_checklist_question_does_no_harm() -> None:
    given = {
        "claims": [claim("It answers guests.")],
        "answers": [{"question": "shoe-size", "directness": "direct", "quotes": [{"text": "It answers guests."}]}],
    }
    report = drafted(text_of(COPY), given)
    assert all(render(report, form) for form in FORMATS)


def test_usage_is_added_up() -> None:
    usage = Usage(requests=1, input_tokens=10, output_tokens=5, cached_input_tokens=3)
    report = failed_with(Reply("{}", usage))
    assert (report.usage.requests, report.usage.input_tokens, report.usage.output_tokens) == (1, 10, 5)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", ["overclaim-cpt", "call-vtt", "hostile"])
def test_two_runs_give_the_same_bytes(case: str, reader: str) -> None:
    one, other = (read_by(reader, case).model_dump_json(by_alias=True) for _ in range(2))
    assert one == other


def test_a_request_is_answered_by_what_the_script_returns() -> None:
    seen: list[Request] = []
    report_of(text_of(COPY), ScriptedProvider(lambda request: seen.append(request) or {}))
    assert [each.template for each in seen] == ["extract"]
