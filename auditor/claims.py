"""Claims: drafts whose quotes are in the document, joined where they say the same, with their facts and answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from auditor.drafts import AnswerDraft, ClaimDraft, ExtractDraft, FactDraft
from auditor.evidence import Witness
from auditor.flags import subject_key
from auditor.patterns import Lazy
from auditor.rubric import readable
from auditor.schema import (
    Answer,
    Asserted,
    Directness,
    Fact,
    FactKind,
    Mechanism,
    Quote,
    Technique,
)

_DIRECTNESS = (
    Directness.DIRECT,
    Directness.PARTIAL,
    Directness.EVASIVE,
    Directness.REFUSED,
    Directness.ABSENT,
)


@dataclass
class Claim:
    """A claim whose quotes are found, while its facts are gathered."""

    draft: ClaimDraft
    window: int
    quotes: list[Quote]
    facts: list[Fact] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def take(self, witness: Witness, facts: Iterable[FactDraft], answers: Iterable[AnswerDraft]) -> None:
        """Add the facts and answers that hold."""
        self.facts += [fact for each in facts if (fact := witness.fact(each)) and fact not in self.facts]
        self.answers += [answer for each in answers if (answer := witness.answer(each))]

    def joins(self, draft: ClaimDraft, quotes: Sequence[Quote], window: int) -> bool:
        """Whether a draft says this again: the same of the same product, in another window or in the same words."""
        mine, other = _key(self.draft), _key(draft)
        if mine != other:
            return False
        spans = {(quote.start, quote.end) for quote in self.quotes}
        return window != self.window or any((quote.start, quote.end) in spans for quote in quotes)


def _key(draft: ClaimDraft) -> tuple[str, Asserted, Mechanism | None, Technique | None]:
    return subject_key(draft.subject), draft.asserted, draft.mechanism, draft.technique


def gather(witness: Witness, drafts: Sequence[ExtractDraft]) -> tuple[list[Claim], list[ClaimDraft]]:
    """Ground the drafts and join those that say the same; the second list holds those none of whose quotes is there."""
    claims: list[Claim] = []
    unplaced: list[ClaimDraft] = []
    for window, extract in enumerate(drafts):
        for draft in extract.claims:
            quotes = witness.supporting(draft.quotes)
            if not quotes:
                unplaced.append(draft)
                continue
            claim = next((each for each in claims if each.joins(draft, quotes, window)), None)
            if claim is None:
                claim = Claim(draft, window, [])
                claims.append(claim)
            claim.quotes += [quote for quote in quotes if quote not in claim.quotes]
            claim.take(witness, draft.facts, draft.answers)
    return sorted(claims, key=lambda claim: claim.quotes[0].start), unplaced


ANSWERED_BY: dict[FactKind, str] = {
    FactKind.MECHANISM: "method",
    FactKind.WEIGHTS_BEFORE_TRAINING: "weights-before",
    FactKind.BASE_MODEL: "base-model",
    FactKind.API_PROVIDER: "providers-in-path",
    FactKind.PROVIDERS_IN_PATH: "providers-in-path",
    FactKind.GPU_HOURS: "compute",
    FactKind.COMPUTE_BUDGET: "compute",
    FactKind.EXAMPLES: "dataset",
    FactKind.DATASET_SIZE: "dataset",
    FactKind.TRAINING_TOKENS: "dataset",
    FactKind.UPGRADE_PATH: "upgrade-path",
    FactKind.UPGRADE_PAYER: "upgrade-payer",
    FactKind.OWNERSHIP_CASE: "ownership-case",
    FactKind.TASK: "task-narrow",
    FactKind.WHY_NOT_PROMPTING: "why-not-prompting",
    FactKind.GAIN_OVER_BASE: "gain-over-base",
    FactKind.WEIGHTS_HOLDER: "weights-holder",
}
"""The checklist question that a fact of a kind answers."""


_AROUND_A_MODEL = frozenset({Mechanism.RETRIEVAL, Mechanism.PROMPTING, Mechanism.ORCHESTRATION, Mechanism.REBRAND})
"""Mechanisms that tell what is done around a model: they answer how it was trained only by the way."""
_NO_NAME = Lazy(r"(?:an?|the|some|our|their|its|several|various|many|one|existing|open|hosted|a number)\b", re.I)
"""How words begin that stand for a base model without naming it: "an open-weights one", "a mix"."""


def implied(facts: Iterable[Fact], left_open: Collection[str] = ()) -> Iterable[Answer]:
    """The answers that facts give to the checklist, whether or not a reader handed them in as answers.

    ``left_open`` are the questions that the reader says are evaded or declined: against that, what a fact
    tells in part or by the way does not count.
    """
    for fact in filter(readable, facts):
        questions = {ANSWERED_BY[fact.kind]} if fact.kind in ANSWERED_BY else set()
        if fact.kind is FactKind.WEIGHTS_BEFORE_TRAINING:
            questions |= {"method"} | ({"base-model"} if fact.value == "random" else set())
        unnamed = fact.kind is FactKind.BASE_MODEL and _unnamed(str(fact.value))
        by_the_way = fact.kind is FactKind.MECHANISM and fact.value in _AROUND_A_MODEL
        for question in sorted(questions):
            if question in left_open and (unnamed or by_the_way):
                continue
            yield Answer(
                question=question,
                directness=Directness.PARTIAL if unnamed else Directness.DIRECT,
                text=fact.quotes[0].text,
                quotes=fact.quotes,
                source=fact.source,
            )


def _unnamed(base: str) -> bool:
    return base != "none" and (base.islower() or bool(_NO_NAME.match(base)))


def best_answers(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Return the most direct answer to each question, the first among equals."""
    best: dict[str, Answer] = {}
    for answer in answers:
        known = best.get(answer.question)
        if known is None or _DIRECTNESS.index(answer.directness) < _DIRECTNESS.index(known.directness):
            best[answer.question] = answer
    return best
