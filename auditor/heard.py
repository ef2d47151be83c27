"""Answers that were read: their quotes found in the answer's own words, and the claims they bear on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.answers import Given
from auditor.claims import Claim, best_answers, implied
from auditor.drafts import ClaimDraft, HeardDraft
from auditor.evidence import Witness
from auditor.rubric import readable
from auditor.schema import (
    Answer,
    Asserted,
    Directness,
    Document,
    Fact,
    FactKind,
    Passage,
    Quote,
    Scope,
    Side,
    Ungrounded,
)

ON_THE_CLASS = frozenset(
    {
        FactKind.WEIGHTS_BEFORE_TRAINING,
        FactKind.MECHANISM,
        FactKind.BASE_MODEL,
        FactKind.API_PROVIDER,
        FactKind.PROVIDERS_IN_PATH,
        FactKind.PARAMETERS,
        FactKind.TRAINING_TOKENS,
        FactKind.EXAMPLES,
        FactKind.DATASET_SIZE,
        FactKind.GPU_HOURS,
        FactKind.GPU_COUNT,
        FactKind.ACCELERATOR,
        FactKind.DURATION,
        FactKind.COMPUTE_BUDGET,
        FactKind.DATA_PIPELINE,
        FactKind.GAIN_OVER_BASE,
        FactKind.WEIGHTS_HOLDER,
        FactKind.UPGRADE_PATH,
        FactKind.WHY_NOT_PROMPTING,
    }
)
"""Facts that can move a class: they go to the claims the question was put about, the others to all."""
_TELLING = (FactKind.WEIGHTS_BEFORE_TRAINING, FactKind.MECHANISM, FactKind.BASE_MODEL, FactKind.API_PROVIDER)
"""Facts that can make a claim of their own where the document makes none, the most telling first."""
THE_AI = "the vendor's AI"


@dataclass(frozen=True)
class Heard:
    """One answer with what it says."""

    given: Given
    answers: tuple[Answer, ...]
    """The one to the question that was put, then those to others that it answers besides."""
    facts: tuple[Fact, ...] = ()
    asserted: Asserted = Asserted.UNSPECIFIED
    ungrounded: tuple[Ungrounded, ...] = ()


def answer_document(given: Given) -> Document:
    """Return an answer as a document of one turn, for the same grounding as any text."""
    return Document(
        id=f"answer:{given.question}",
        name=given.question,
        kind="transcript",
        format="answer",
        text=given.text,
        passages=(Passage(number=1, start=0, end=len(given.text), side=Side.VENDOR),),
    )


def understood(given: Given, draft: HeardDraft) -> Heard:
    """Return what an answer says, every quote of it looked for in the answer's words."""
    witness = Witness(answer_document(given), f"answer:{given.question}")
    witness.set_aside(each.quote for each in draft.instructions)
    facts = tuple(dict.fromkeys(fact for each in draft.facts if (fact := witness.fact(each))))
    besides = [answer for each in draft.answers if (answer := witness.answer(each))]
    besides += implied(facts)
    best = best_answers(besides)
    own = best.pop(given.question, None)
    directness = own.directness if own and own.directness is Directness.DIRECT else draft.directness
    main = Answer(question=given.question, directness=directness, text=given.text, quotes=(_whole(witness),))
    return Heard(
        given,
        tuple(_by(given, answer) for answer in (main, *best.values())),
        facts,
        draft.asserted,
        witness.ungrounded,
    )


def unread(given: Given) -> Heard:
    """Return an answer that no reader could make anything of: recorded, the question still open."""
    witness = Witness(answer_document(given), f"answer:{given.question}")
    main = Answer(question=given.question, directness=Directness.PARTIAL, text=given.text, quotes=(_whole(witness),))
    return Heard(given, (_by(given, main),))


def _by(given: Given, answer: Answer) -> Answer:
    return answer.model_copy(update={"source": given.source, "who": given.who, "when": given.when})


def _whole(witness: Witness) -> Quote:
    text = witness.document.text
    start = len(text) - len(text.lstrip())
    return witness.at(start, len(text.rstrip()))


# --- which claims an answer bears on ----------------------------------------------------------------


def attend(claims: list[Claim], settled: Sequence[bool], heard: Iterable[Heard], vendor: str | None) -> None:
    """Give the claims what the answers say; where the document makes none, let the answers make one.

    An answer bears on the claims that the document leaves open, or on all where it leaves none open; a sentence
    that names one of several products bears on that one. What moves no class bears on all.
    """
    told = list(heard)
    if not claims:
        claims += _made(told, vendor)
        settled = [False] * len(claims)
    foundation = [claim for claim in claims if claim.draft.scope is Scope.FOUNDATION]
    unsettled = [
        claim for claim, firm in zip(claims, settled, strict=True) if not firm and claim.draft.scope is Scope.FOUNDATION
    ]
    concerned = unsettled or foundation
    for each in told:
        for fact in each.facts:
            subjects = _named(fact, each.given.text, foundation)
            for claim in subjects or (concerned if fact.kind in ON_THE_CLASS else foundation):
                if fact not in claim.facts:
                    claim.facts.append(fact)
        for claim in concerned:
            # Before what the document says as directly: what was asked for is the answer.
            claim.answers[:0] = each.answers


def _named(fact: Fact, text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims whose product the fact's sentence names, where there are several products."""
    if len({claim.draft.subject for claim in claims}) < 2:
        return []
    sentences = " ".join(text[quote.context_start : quote.context_end] for quote in fact.quotes).casefold()
    return [
        claim for claim in claims if re.search(rf"(?<!\w){re.escape(claim.draft.subject.casefold())}(?!\w)", sentences)
    ]


def _made(told: Sequence[Heard], vendor: str | None) -> list[Claim]:
    """The claim that answers make where the document makes none."""
    facts = [fact for each in told for fact in each.facts if fact.kind in _TELLING and readable(fact)]
    if not facts:
        return []
    facts.sort(key=lambda fact: _TELLING.index(fact.kind))
    quotes = list(dict.fromkeys(quote for fact in facts for quote in fact.quotes))
    asserted = next((each.asserted for each in told if each.asserted is not Asserted.UNSPECIFIED), Asserted.UNSPECIFIED)
    subject = f"{vendor}'s AI" if vendor else THE_AI
    words = next(each.given.text for each in told if facts[0] in each.facts)
    statement = " ".join(words[quotes[0].context_start : quotes[0].context_end].split())
    draft = ClaimDraft(statement=f"[{subject}] {statement}", subject=subject, asserted=asserted, quotes=())
    return [Claim(draft, 0, quotes)]
