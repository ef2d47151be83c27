"""Reading one sentence: which cues hold in it, which names and numbers it states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from auditor.making import may_be_of_a_model
from auditor.patterns import Lazy
from auditor.providers.offline import names, reject
from auditor.providers.offline.cue import Cue, Family
from auditor.providers.offline.cues import BY_STEM, CUES
from auditor.providers.offline.names import Name
from auditor.providers.offline.sentences import Sentence
from auditor.quantities import Quantity, quantities
from auditor.schema import FactKind, Mechanism, Side

_PRETRAINING_TOKENS = 1e11
"""Tokens from which a bare "trained on" can only mean pre-training, or training at its scale."""
_RETRACTED = Lazy(
    r"\b(?:sorry,? no|no,? sorry|no,? no,|let me (?:say that (?:properly|again)|rephrase|correct|start again)|scratch that|i misspoke|correction|that's not right|well,? not (?:really|exactly)|well, \"\w+\"|i should say|or rather)\b"
)
_DROPPED = Lazy(
    r"^\W*(?:ruled out|rejected|discarded|not pursued|decided against|abandoned|dropped|considered and|we (?:ruled|rejected|dropped|decided against|passed))\b"
)
_ASSENT = Lazy(
    r"^\W*(?:(?:yeah|yes|yep|yup|absolutely|exactly|correct|that's right|that is right|right|sure|of course|we did|indeed|that's us|aye|totally|definitely|spot on|true)\b[\s,.!-]*)+"
)
_QUESTIONED = re.compile(r"\b(?:(?:do|did|have|are) )?you\b")
_OPEN = Lazy(r"^\W*(?:(?:and|so|but|ok|okay|then|well)\W+)*(?:what|how|which|where|who|whose|why|when)\b")
"""A question that no yes answers."""
_DISSENT = Lazy(r"^\W*(?:(?:yeah|well|um|so|oh)\W+)*(?:no|nope|not|never|we didn't|nah)\b")
_MODEL_WORD = Lazy(
    r"\b(?:ai|a\.i\.|models?|llms?|gpts?|chatgpt|chatbots?|bots?|neural|networks?|machine learning|algorithms?|assistants?|language model|weights|engine|tutor|agents?|embeddings?|classifier|copilot|encoders?|decoders?|transformers?|checkpoints?|parameters|tokens|loras?|retriever|corpus|openai|anthropic|claude|gemini|sonnet|llamas?|mistral|qwen|gemma)\b"
)


_CHANGES_WEIGHTS = frozenset(
    {Mechanism.SFT, Mechanism.ADAPTER, Mechanism.PREFERENCE, Mechanism.RL, Mechanism.CONTINUED_PRETRAINING}
)
_BARE = Cue("train", (), Lazy(""))
"""What is left of a word its speaker takes back: that something was said about training."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that holds in a sentence."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True)
class Marked:
    """A sentence with what it says about training."""

    sentence: Sentence
    hits: tuple[Hit, ...]
    opening: str = ""
    """How the sentence's turn or paragraph opens."""
    assented: Sentence | None = None
    """The vendor's yes to this question, where it is a customer's question."""

    @property
    def claims(self) -> bool:
        """Whether the sentence says something of its own about how a model came to be."""
        return any(hit.cue.claims for hit in self.hits)

    @cached_property
    def bases(self) -> list[Name]:
        """Base models the sentence builds upon."""
        return [name for name in names.bases(self.sentence.text, self.sentence.low) if not name.denied]

    @cached_property
    def providers(self) -> list[Name]:
        """Model APIs the sentence names."""
        return [name for name in names.providers(self.sentence.text, self.sentence.low) if not name.denied]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers with units the sentence states."""
        return [
            quantity
            for quantity in quantities(self.sentence.text.replace("\n", " "))
            if quantity.kind not in ("examples", "dataset_size") or quantity.value >= 10
        ]

    @cached_property
    def families(self) -> frozenset[Family]:
        """Families of the cues that make it a claim."""
        return frozenset(hit.cue.family for hit in self.hits if hit.cue.claims)

    def says(self, kind: FactKind, *values: str) -> bool:
        """Whether a cue of one of these values holds."""
        return any(hit.cue.kind is kind and hit.cue.value in values for hit in self.hits)

    @cached_property
    def family(self) -> Family:
        """The kind of claim the sentence belongs to, by its most telling cue."""
        tuned = "tune" in self.families
        if tuned and (
            "pre" not in self.families
            or self.says(FactKind.WEIGHTS_BEFORE_TRAINING, "checkpoint")
            or self.says(FactKind.MECHANISM, Mechanism.CONTINUED_PRETRAINING)
        ):
            return "tune"
        if self.families == {"train"} and any(
            each.kind == "training_tokens" and each.value >= _PRETRAINING_TOKENS for each in self.quantities
        ):
            return "pre"
        for family in ("pre", "use", "train"):
            if family in self.families:
                return family
        return "none"


def mark(sentences: Iterable[Sentence], stems: Mapping[int, Sequence[str]]) -> list[Marked]:
    """Return the sentences with their cues; ``stems`` are those each turn holds, by its index."""
    ordered = list(sentences)
    marked: list[Marked] = []
    opening: dict[int, str] = {}
    for at, sentence in enumerate(ordered):
        first = opening.setdefault(sentence.turn, sentence.text[:60])
        marked.append(_mark(sentence, stems.get(sentence.turn, ()), first, ordered[at + 1 : at + 3]))
    return marked


def speaks_of_models(low: str) -> bool:
    """Whether a text speaks of models or AI at all."""
    return bool(_MODEL_WORD.search(low))


def _mark(sentence: Sentence, stems: Sequence[str], opening: str, following: list[Sentence]) -> Marked:
    cues = sorted({at for stem in stems if stem in sentence.low for at in BY_STEM[stem]})
    if not cues:
        return Marked(sentence, (), opening)
    assent = _assent(sentence, following)
    asks = sentence.question or sentence.side is Side.CUSTOMER
    if asks and assent is None:
        return Marked(sentence, (), opening)
    if following and _DROPPED.match(following[0].low):
        return Marked(sentence, (), opening)
    said = replace(sentence, low=_as_the_vendor(sentence.low)) if asks and assent else sentence
    hits = _without_overruled(tuple(_hits(said, [CUES[at] for at in cues])))
    if asks and assent:
        hits = tuple(
            replace(hit, start=_word_start(sentence.low, hit.start))
            for hit in hits
            if hit.cue.family != "use" or hit.cue.kind is FactKind.MECHANISM
        )
    return Marked(sentence, hits, opening, assent)


def _word_start(low: str, at: int) -> int:
    """Where the word begins that a position is in."""
    while at and low[at - 1].isalnum() and low[at].isalnum():
        at -= 1
    return at


def _as_the_vendor(low: str) -> str:
    """A customer's question as the statement the vendor's yes makes of it, at the same length."""
    return (
        _QUESTIONED.sub(lambda match: "we".rjust(len(match.group())), low).replace("your ", " our ").replace("?", ".")
    )


def _assent(sentence: Sentence, following: list[Sentence]) -> Sentence | None:
    """Return the next speaker's yes to a question or statement put to the vendor."""
    last = sentence
    for after in following:
        if after.turn == sentence.turn:
            last = after
        else:
            if last.question and _OPEN.search(last.low):
                return None  # "Sure" to "what is under the hood?" agrees to tell, not to what was said before
            if after.side is not Side.CUSTOMER and _ASSENT.match(after.low) and not _DISSENT.match(after.low):
                return after
            return None
    return None


def _hits(sentence: Sentence, cues: Iterable[Cue]) -> Iterator[Hit]:
    low = sentence.low
    found = [(cue, match) for cue in cues if (match := cue.pattern.search(low))]
    if not found:
        return
    people = reject.about_people(low)
    promise = reject.promises_not_to(low)
    offer = reject.offers(low)
    others, own = reject.of_others(low), reject.own_part(low)
    measured = reject.measured(low)
    for cue, match in found:
        if reject.taken_back(sentence, cue, match):
            continue
        if people and cue.family == "train":
            continue
        if measured and cue.family == "use":
            continue
        if cue.value == Mechanism.SFT and reject.tunes_something_else(low):
            continue
        if cue.value == Mechanism.FROM_SCRATCH and not may_be_of_a_model(sentence.text):
            continue
        if promise and cue.value != "random":
            continue
        if (offer or (others and match.start() < own)) and cue.claims and cue.family in ("tune", "pre", "train"):
            continue
        if _base_vendors_own(sentence, match) and cue.family in ("pre", "train"):
            continue
        if cue.family in ("pre", "tune") and _RETRACTED.search(low, match.end()):
            cue = _BARE
        yield Hit(cue, match.start(), match.end())


def _without_overruled(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The cues of a sentence but for those its tuning overrules: a hosted model that is tuned is not used as it is."""
    if not any(hit.cue.family == "tune" and hit.cue.value in _CHANGES_WEIGHTS for hit in hits):
        return hits
    return tuple(hit for hit in hits if hit.cue.value not in (Mechanism.REBRAND, "unchanged"))


def _base_vendors_own(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the training told of is the base model's own: "Llama 3 was trained on 15T tokens"."""
    before = sentence.low[max(0, match.start() - 40) : match.start() + 12]
    return any(
        name.kind in ("open", "closed") and re.match(r"\W*(?:itself |model |models )?(?:was|were|is|are|has been|had been|which was|that was|,)?\W*(?:originally |already )?(?:pre-?)?train", before[name.end :])
        for name in names.bases(before, before)
    )  # fmt: skip
