"""The interview: which question comes next, and what each answer moved.

A generator like the agent: besides the steps of the reading it yields an :class:`Ask` for each question and a
:class:`Learned` for each answer that was read, and it does not know who answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from auditor.agent import read
from auditor.answers import NOTHING_PUT, Given, Notes, latest
from auditor.checklist import EVASION_FACTOR, Checklist, open_questions
from auditor.claims import best_answers
from auditor.hearing import Hearing
from auditor.rubric import Rubric
from auditor.schema import Directness, Document, Finding, OpenQuestion, Report, Scope, Status, Verdict
from auditor.setup import Setup
from auditor.steps import Ask, Learned, Move, Talk


def interview(document: Document, setup: Setup, notes: Notes = NOTHING_PUT) -> Talk[Report]:
    """Audit a document and ask what it leaves open, from where the notes stand; returns the report.

    What settles a class is asked first, the question that is expected to tell most about all open claims
    together; then due diligence, in the checklist's order. Each question is put once.
    """
    hearing = yield from read(document, setup)
    yield from hearing.hear(notes.answers)
    asked = [each.question for each in latest(notes.answers).values()]
    while (question := next_ask(hearing.report(), setup, notes, len(asked) + 1)) is not None:
        reaction = yield question
        name = question.question.question
        if reaction == "stop":
            break
        if reaction == "back":
            if asked:
                last = asked.pop()
                notes = notes.without(last)
                hearing.forget(last)
            continue
        asked.append(name)
        if isinstance(reaction, Given):
            notes = notes.with_answer(reaction)
            yield from hearing.hear([reaction])
            yield learned(hearing, name, question.report)
        else:
            notes = notes.with_skip(name)
    return hearing.report()


def next_ask(report: Report, setup: Setup, notes: Notes, number: int) -> Ask | None:
    """Return the next question to put, or None where nothing is left."""
    waiting = [
        each
        for each in remaining(report, setup.checklist, setup.rubric, notes.put)
        if each[0].question not in notes.put
    ]
    if not waiting:
        return None
    question, about = waiting[0]
    return Ask(question, about, report, notes, number, len(waiting) - 1)


Pair = tuple[OpenQuestion, tuple[Finding, ...]]
"""A question and the claims it is about."""


def remaining(report: Report, checklist: Checklist, rubric: Rubric, put: Collection[str] = ()) -> list[Pair]:
    """Return the questions still worth putting, each once and with the claims it is about, in their order.

    First what settles: open claims, and claims that only a sentence or two support, which further grounds confirm
    or contradict. Then due diligence, as the report lists it.
    """
    settling: dict[str, list[tuple[OpenQuestion, Finding | None]]] = {}
    for finding in report.findings:
        if finding.scope is Scope.FOUNDATION:
            for each in (*finding.open_questions, *_confirming(finding, report, checklist, rubric)):
                settling.setdefault(each.question, []).append((each, finding))
    for each in report.open_questions:
        if each.purpose == "settles":
            settling.setdefault(each.question, []).append((each, None))
    evaded = _left_open(report, put)
    joined = [_joined(members) for members in settling.values()]
    ranked = sorted(joined, key=lambda pair: -_worth(pair[0], evaded, put))
    every = tuple(each for each in report.findings if each.scope is Scope.FOUNDATION)
    diligence = [(each, every) for each in report.open_questions if each.question not in settling]
    return [*ranked, *diligence]


DOUBT = {0: 0.25, 1: 0.25, 2: 0.1}
"""Share of the probabilities given back to the prior, by the number of sentences that bear a verdict out."""
DOUBT_OF_CONFLICT = 0.4
"""The same where a statement of the same weight speaks for another class."""


def _confirming(finding: Finding, report: Report, checklist: Checklist, rubric: Rubric) -> tuple[OpenQuestion, ...]:
    """Questions that would confirm a verdict which few words carry, or which other words speak against."""
    verdict = finding.verdict
    doubt = _doubt(finding, rubric)
    if verdict.status is not Status.SUPPORTED or not doubt:
        return ()
    doubted = {
        technique: (1 - doubt) * share + doubt * rubric.prior[technique]
        for technique, share in verdict.probabilities.items()
    }
    answered = {each.question: each.directness for each in (*report.answers, *finding.answers)}
    questions = open_questions(checklist, doubted, answered, settled=False, technique=verdict.technique)
    return tuple(each for each in questions if each.purpose == "settles")


def _doubt(finding: Finding, rubric: Rubric) -> float:
    """How far a verdict is still open to doubt: the fewer sentences bear it out, the more."""
    groups = {signal.id: signal.group for signal in rubric.signals}
    bearing: set[tuple[str, int]] = set()
    for reason in finding.verdict.rationale:
        if groups[reason.signal] == "phrasing" or not reason.quotes:
            continue
        if max(reason.weights, key=lambda each: reason.weights[each]) is finding.verdict.technique:
            bearing |= {(quote.origin, quote.context_start) for quote in reason.quotes}
        elif groups[reason.signal] == "settles":
            return DOUBT_OF_CONFLICT
    return DOUBT.get(len(bearing), 0.0)


def _joined(members: Sequence[tuple[OpenQuestion, Finding | None]]) -> Pair:
    """One question for several claims, with what it is expected to tell about them together."""
    question = members[0][0]
    gain = round(sum(each.expected_gain_bits or 0.0 for each, _ in members), 4)
    about = tuple(finding for _, finding in members if finding is not None)
    return question.model_copy(update={"expected_gain_bits": gain}), about


_SAME_MATTER = frozenset({"method", "weights-before"})
"""Questions that ask the same in other words: who left one open will seldom answer the other; what was said to one is
checked by the other."""
_AGAIN = 0.5
_ON_TRAINING = _SAME_MATTER | {"compute", "dataset", "gain-over-base", "why-not-prompting"}
"""Questions about the training itself. What was said of the method colours the answers to them, be it a claim that
is kept up or talk that goes on; names, upgrades and deletions check it from outside."""
_LIKEWISE = 0.4
_ON_THE_MODEL = _SAME_MATTER | {"base-model"}
_ON_RECORD = "providers-in-path"
"""Whose APIs serve the product stands in contracts and security papers: it is told alike by those who evade and those
who claim too much, once a question on the model itself was put to them."""
_COUNTED = "dataset"
"""How much data, and in which unit, is told without a thought for the method, also by who left the method open."""
_FROM_OUTSIDE = 2.5


def _worth(question: OpenQuestion, evaded: frozenset[str], put: Collection[str]) -> float:
    """What a question is ranked by: its gain, more where evaded or put from outside, less where its like was put."""
    gain, name, before = question.expected_gain_bits or 0.0, question.question, set(put)
    dodged = before & evaded
    if name in _SAME_MATTER and _SAME_MATTER & before:
        return (_AGAIN if _SAME_MATTER & dodged else 1.0) * gain
    if (name == _ON_RECORD and _ON_THE_MODEL & before) or (name == _COUNTED and _ON_THE_MODEL & dodged):
        gain *= _FROM_OUTSIDE
    elif name in _ON_TRAINING and _SAME_MATTER & before:
        return _LIKEWISE * gain
    return gain * (EVASION_FACTOR if name in evaded else 1.0)


def _left_open(report: Report, put: Collection[str]) -> frozenset[str]:
    """Questions whose most direct answer is evasive or declines, and those that were put and not answered at all."""
    given = best_answers([*report.answers, *(each for finding in report.findings for each in finding.answers)])
    evaded = {name for name, each in given.items() if each.directness in (Directness.EVASIVE, Directness.REFUSED)}
    return frozenset(evaded | {name for name in put if name not in given})


def learned(hearing: Hearing, question: str, before: Report) -> Learned:
    """Return what the answer to a question says and what it moved."""
    heard = hearing.heard[question]
    return Learned(heard.answers[0], heard.facts, moves(before, hearing.report()), heard.ungrounded)


def moves(before: Report, after: Report) -> tuple[Move, ...]:
    """Return the claims whose verdict two reports of one document give differently."""
    known: dict[str, Verdict] = {each.id: each.verdict for each in before.findings}
    return tuple(_moved(known, after.findings))


def _moved(known: dict[str, Verdict], findings: Iterable[Finding]) -> Iterable[Move]:
    for finding in findings:
        earlier = known.get(finding.id)
        verdict = finding.verdict
        if earlier is None or (earlier.probabilities, earlier.status) != (verdict.probabilities, verdict.status):
            yield Move(finding, earlier)
