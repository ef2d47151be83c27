"""Reading the answer to a question that was put: as any text is read, and in the light of the question."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.drafts import FactDraft, HeardDraft
from auditor.instructions import overlaps
from auditor.patterns import Lazy
from auditor.providers.offline.asked import (
    HEARSAY,
    OF_WHAT_WAS_DONE,
    RANK,
    TUNED_FROM,
    consistent,
    in_the_light_of,
    sentence_of,
    without_doubles,
)
from auditor.providers.offline.read import read
from auditor.providers.offline.sentences import Sentence, sentences
from auditor.schema import Asserted, Directness, FactKind, Modality
from auditor.steps import AnswerVariables, ExtractVariables

_ON_THE_MAKING = OF_WHAT_WAS_DONE | {"providers-in-path", "weights-holder"}
"""Questions about how the thing sold came to be and what serves it."""
_ANY_BASE = Lazy(r"\bagnostic\b|\bbest[- ](?:of|in)[- ](?:breed|class)\b|\b(?:whichever|whatever|any) model\b")
"""Words that put off the question which base there is; unasked they may tell how the product is built."""


def hear(variables: AnswerVariables) -> HeardDraft:
    """Return what the rules make of an answer to a question."""
    turn = variables.turn
    draft = read(ExtractVariables("transcript", variables.vendor, (turn,), variables.questions))
    said = [sentence for sentence in sentences((turn,), (0,)) if not overlaps(turn.aside, sentence.start, sentence.end)]
    light = in_the_light_of(variables.question, said)
    claims = [claim for claim in draft.claims if claim.scope == "foundation"]
    read_as_text = [
        _as_surely_as_said(fact, said)
        for claim in claims
        for fact in claim.facts
        if _belongs(variables.question, fact, said)
    ]
    facts = without_doubles(consistent(variables.question, [*light.facts, *read_as_text], said))
    asserted = next((claim.asserted for claim in claims if claim.asserted is not Asserted.UNSPECIFIED), light.asserted)
    besides = tuple(
        each
        for each in draft.answers
        if each.question != variables.question and each.directness in (Directness.DIRECT, Directness.PARTIAL)
    )
    own = [each.directness for each in draft.answers if each.question == variables.question]
    directness = min([light.directness, *(each for each in own if _better(each, light.directness))], key=RANK.index)
    return HeardDraft(directness=directness, asserted=asserted, facts=facts, answers=besides)


def _as_surely_as_said(fact: FactDraft, said: Sequence[Sentence]) -> FactDraft:
    """A fact from a sentence of hearsay is hearsay, however the sentence was read."""
    sentence = sentence_of(fact, said)
    if sentence is None or fact.modality is not Modality.DONE or not HEARSAY.search(sentence.low):
        return fact
    return fact.model_copy(update={"modality": Modality.POSSIBLE})


def _belongs(question: str, fact: FactDraft, said: Sequence[Sentence]) -> bool:
    """Whether a fact that any text would give counts in the answer to a question: comparisons and set-up do not."""
    if question == "base-model" and fact.kind is FactKind.MECHANISM and fact.value == "orchestration":
        sentence = sentence_of(fact, said)
        return sentence is None or not _ANY_BASE.search(sentence.low)
    if question in _ON_THE_MAKING:
        return True
    if fact.kind is FactKind.MECHANISM:
        return fact.value in TUNED_FROM or (fact.value == "from_scratch" and question != "why-not-prompting")
    return fact.kind not in (FactKind.WEIGHTS_BEFORE_TRAINING, FactKind.BASE_MODEL, FactKind.API_PROVIDER)


def _better(one: Directness, other: Directness) -> bool:
    return one is Directness.DIRECT and other is not Directness.REFUSED
