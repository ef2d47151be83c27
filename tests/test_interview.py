"""The interview: which question comes next, what each answer moves, and that nothing is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import FINE, PROMPT, call_of, claim, setup, stated, text_of

from auditor.agent import audit
from auditor.answers import Given, Notes
from auditor.interview import interview
from auditor.providers.offline import OfflineProvider
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Directness, Report, Status
from auditor.setup import load_checklist
from auditor.steps import Ask, Learned, Reaction, converse, run

PAGE = "We trained a custom AI model on your industry's data."
WHEN = "2026-11-22T09:00:00+00:00"
CHECKLIST = load_checklist()
GOOD = {each.id: each.good for each in CHECKLIST.questions}


@dataclass
class Stand:
    """Stands in for a person: says what it has to say to a question, passes over the rest."""

    answers: dict[str, str]
    after: str | None = None
    """Ends the interview at this question."""
    asked: list[Ask] = field(default_factory=list)
    learned: list[Learned] = field(default_factory=list)

    def answer(self, ask: Ask) -> Reaction:
        self.asked.append(ask)
        name = ask.question.question
        if name == self.after:
            return "stop"
        if name not in self.answers:
            return "skip"
        return Given(question=name, text=self.answers[name], source="person", who="Ada", when=WHEN)

    def told(self, learned: Learned) -> None:
        self.learned.append(learned)

    @property
    def names(self) -> list[str]:
        return [ask.question.question for ask in self.asked]


def interviewed(person: Any, page: str = PAGE, notes: Notes | None = None) -> Report:
    document = text_of(page)
    return converse(interview(document, setup("offline"), notes or Notes()), OfflineProvider(), person)


def filed(answers: dict[str, str]) -> tuple[Given, ...]:
    return tuple(Given(question=name, text=text, source="file", who="Ada", when=WHEN) for name, text in answers.items())


def conclusions(report: Report) -> list[Any]:
    return [
        (each.subject, each.verdict.technique, each.verdict.status, each.verdict.probabilities, each.facts)
        for each in report.findings
    ]


def test_the_first_question_is_the_one_expected_to_tell_most() -> None:
    person = Stand({}, after="never")
    interviewed(person)
    gains = [ask.question.expected_gain_bits or 0 for ask in person.asked if ask.question.purpose == "settles"]
    assert gains[0] == max(gains)


def test_settling_comes_before_diligence_and_diligence_in_the_checklists_order() -> None:
    person = Stand({})
    interviewed(person)
    purposes = [ask.question.purpose for ask in person.asked]
    assert purposes == sorted(purposes, reverse=True)
    diligence = [ask.question.question for ask in person.asked if ask.question.purpose == "diligence"]
    assert diligence == [name for name in CHECKLIST.ids if name in diligence]


def test_no_question_is_put_twice_and_the_count_runs_on() -> None:
    person = Stand(GOOD)
    interviewed(person)
    assert len(set(person.names)) == len(person.names)
    assert [ask.number for ask in person.asked] == list(range(1, len(person.asked) + 1))


def test_an_answer_moves_the_verdict_and_the_person_hears_how() -> None:
    person = Stand({"method": "We call GPT-4o with a system prompt; nothing was trained."})
    report = interviewed(person)
    (learned,) = person.learned
    (move,) = learned.moves
    assert learned.answer.directness is Directness.DIRECT
    assert move.before is not None
    assert move.before.probabilities[PROMPT] < move.finding.verdict.probabilities[PROMPT]
    assert report.findings[0].verdict.technique is PROMPT


def test_a_class_that_several_sentences_bear_out_is_asked_about_no_further() -> None:
    answers = {
        "method": "We fine-tuned it with LoRA adapters.",
        "base-model": "Llama 3.1 8B Instruct.",
        "compute": "About 60 A100 hours.",
        "dataset": "18,400 labelled clauses.",
        "weights-before": "The published Llama checkpoint.",
        "providers-in-path": "None; it runs on our own GPUs.",
        "upgrade-path": "We retrain the adapters on the newer base every year.",
        "delete-test": "No, only the next training run changes that.",
        "weights-holder": "We hold the adapters.",
    }
    person = Stand(answers)
    interviewed(person)
    settling = [ask for ask in person.asked if ask.question.purpose == "settles"]
    assert len(settling) <= 6


def test_what_was_said_of_the_method_is_checked_by_names_before_figures() -> None:
    person = Stand({"method": "We fine-tuned it."})
    interviewed(person)
    assert person.names.index("base-model") < person.names.index("compute")
    assert person.names.index("providers-in-path") < person.names.index("compute")


def test_who_left_the_method_open_is_not_asked_the_same_in_other_words_next() -> None:
    person = Stand({"method": "What matters is the outcome."})
    interviewed(person)
    at = person.names.index("method")
    assert person.names[at + 1] != "weights-before"


def test_after_a_plain_answer_on_the_method_the_weights_before_it_check_it_soon() -> None:
    stated, dodged = Stand({"method": "We fine-tuned it."}), Stand({"method": "What matters is the outcome."})
    interviewed(stated)
    interviewed(dodged)
    assert stated.names.index("weights-before") < dodged.names.index("weights-before")


def test_after_an_evasion_what_stands_in_contracts_is_asked_before_the_name_of_the_base() -> None:
    person = Stand({"method": "What matters is the outcome."})
    interviewed(person)
    assert person.names.index("providers-in-path") < person.names.index("base-model")


def test_one_answer_settles_several_claims() -> None:
    page = "Tallow is a model we trained on rulings.\n\nBrindle is a model we trained on letters."
    draft = {
        "claims": [
            claim("Tallow is a model we trained on rulings.", subject="Tallow"),
            claim("Brindle is a model we trained on letters.", subject="Brindle"),
        ]
    }
    reading = {"directness": "direct", "facts": [stated("mechanism", "adapter", "LoRA adapters")]}
    reader = ScriptedProvider({"extract": draft, "answer": reading})
    person = Stand({"method": "Both are LoRA adapters."}, after="compute")
    report = converse(interview(text_of(page), setup(), Notes()), reader, person)
    first = person.asked[0]
    assert [finding.subject for finding in first.about] == ["Tallow", "Brindle"]
    assert {each.verdict.technique for each in report.findings} == {FINE}


# --- skip, back, stop, resume -------------------------------------------------------------------------


class Player:
    """Plays a list of reactions; then stops."""

    def __init__(self, reactions: Sequence[str]) -> None:
        self.reactions = list(reactions)
        self.asked: list[Ask] = []
        self.notes = Notes()

    def answer(self, ask: Ask) -> Reaction:
        self.asked.append(ask)
        reaction = self._reaction(ask)
        self.notes = ask.notes
        if isinstance(reaction, Given):
            self.notes = ask.notes.with_answer(reaction)
        elif reaction == "skip":
            self.notes = ask.notes.with_skip(ask.question.question)
        return reaction

    def _reaction(self, ask: Ask) -> Reaction:
        said = self.reactions.pop(0) if self.reactions else "stop"
        if said in ("skip", "back", "stop"):
            return said  # type: ignore[return-value]
        text = GOOD[ask.question.question] if said == "good" else said
        return Given(question=ask.question.question, text=text, source="person", who="Ada", when=WHEN)

    def told(self, learned: Learned) -> None:
        pass


def test_going_back_takes_the_last_answer_back() -> None:
    player = Player(["We fine-tuned it.", "back", "skip", "stop"])
    report = interviewed(player)
    assert [ask.question.question for ask in player.asked][:3] == [
        "method",
        player.asked[1].question.question,
        "method",
    ]
    assert not [each for each in report.answers if each.source == "person"]


def test_going_back_at_the_first_question_asks_it_again() -> None:
    player = Player(["back", "stop"])
    interviewed(player)
    assert [ask.question.question for ask in player.asked] == ["method", "method"]


def test_a_skipped_question_stays_listed() -> None:
    report = interviewed(Player(["skip", "stop"]))
    assert "method" in [each.question for each in report.findings[0].open_questions]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(["good", "skip", "back", "We don't disclose that.", "Later."]), max_size=24))
def test_every_question_of_the_document_is_answered_or_listed_always(reactions: list[str]) -> None:
    report = interviewed(Player(reactions))
    assert_answered_or_listed(report)


def assert_answered_or_listed(report: Report) -> None:
    answered = {
        each.question
        for each in (*report.answers, *(answer for finding in report.findings for answer in finding.answers))
        if each.directness is Directness.DIRECT
    }
    listed = {each.question for each in report.open_questions}
    listed |= {each.question for finding in report.findings for each in finding.open_questions}
    classes = {
        None if each.verdict.status is Status.UNDETERMINED else each.verdict.technique for each in report.findings
    }
    known = classes.pop() if len(classes) == 1 else None
    for question in CHECKLIST.questions:
        applies = known is None or known in question.applies_to
        if question.source == "document" and applies:
            assert question.id in answered | listed, question.id


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["good", "skip", "We don't disclose that."]), min_size=1, max_size=14),
    st.integers(0, 13),
)
def test_saved_in_the_middle_and_resumed_ends_in_the_same_report(reactions: list[str], at: int) -> None:
    whole = Player(reactions)
    straight = interviewed(whole)
    cut = min(at, len(reactions))
    first = Player(reactions[:cut])
    interviewed(first)
    saved = Notes.model_validate_json(first.notes.model_dump_json())
    resumed = interviewed(Player(reactions[cut:]), notes=saved)
    assert resumed == straight


# --- three ways -----------------------------------------------------------------------------------------

TOLD = {
    "method": "We fine-tuned it with LoRA adapters.",
    "base-model": "Llama 3.1 8B Instruct.",
    "compute": "About 60 A100 hours, some $180.",
    "dataset": "18,400 labelled contract clauses.",
    "upgrade-path": "We retrain on the newer base every year.",
    "upgrade-payer": "It is included in the subscription.",
    "ownership-case": "Data sensitivity: the files may not leave your network.",
}


def test_typed_and_filled_in_answers_give_the_same_findings() -> None:
    person = Stand(TOLD)
    typed = interviewed(person)
    put = {name: text for name, text in TOLD.items() if name in person.names}
    file = run(audit(text_of(PAGE), setup("offline"), filed(put)), OfflineProvider())
    assert conclusions(typed) == conclusions(file)
    assert [each.model_copy(update={"source": "file"}) for each in typed.answers if each.source == "person"] == [
        each for each in file.answers if each.source == "file"
    ]


SAID = [
    ("Which base model is it built on?", "base-model", "It is Claude, from Anthropic; we changed nothing in it."),
    ("How was the model trained?", "method", "We fine-tuned Llama 3 8B on 12,000 letters."),
    ("How did you train it, from scratch?", "method", "We trained it from scratch, from random weights."),
]


@pytest.mark.parametrize(("question", "name", "text"), SAID)
def test_said_in_a_call_or_given_in_an_answer_it_is_the_same_class(question: str, name: str, text: str) -> None:
    call = call_of(
        "Kim (customer): Tell us about the product.",
        f"Sam (vendor): {PAGE}",
        f"Kim (customer): {question}",
        f"Sam (vendor): {text}",
    )
    spoken = run(audit(call, setup("offline")), OfflineProvider()).findings
    told = run(audit(text_of(PAGE), setup("offline"), filed({name: text})), OfflineProvider()).findings
    assert {(each.verdict.technique, each.verdict.status) for each in told} == {
        (each.verdict.technique, each.verdict.status) for each in spoken
    }


def test_with_a_model_an_answer_is_one_request() -> None:
    asked: list[str] = []

    def script(request: Any) -> Any:
        asked.append(request.template)
        return {"claims": [claim(PAGE)]} if request.template == "extract" else {"directness": "direct"}

    answers = filed({"method": "We fine-tuned it.", "base-model": "Llama 3."})
    report = run(audit(text_of(PAGE), setup(), answers), ScriptedProvider(script))
    assert asked == ["extract", "answer", "answer"]
    assert report.usage.requests == 3
