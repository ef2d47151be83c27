"""What sentences say in the light of the question they answer: typed by a person, or said in a call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.drafts import FactDraft, HeardDraft
from auditor.grounding import blocked
from auditor.patterns import Lazy
from auditor.providers.offline import names
from auditor.providers.offline.facts import ACCELERATOR, quote, whole
from auditor.providers.offline.meanings import EVASIVE, MEANINGS, REFUSED, Meaning
from auditor.providers.offline.sentences import Sentence
from auditor.quantities import Quantity, quantities
from auditor.schema import Asserted, Directness, FactKind, Modality, Side

_NUMBERED: dict[str, dict[str, FactKind]] = {
    "compute": {
        "gpu_hours": FactKind.GPU_HOURS,
        "gpu_count": FactKind.GPU_COUNT,
        "compute_budget": FactKind.COMPUTE_BUDGET,
        "duration": FactKind.DURATION,
    },
    "dataset": {
        "training_tokens": FactKind.TRAINING_TOKENS,
        "examples": FactKind.EXAMPLES,
        "dataset_size": FactKind.DATASET_SIZE,
    },
}
"""Kinds of number that answer a question, whatever else stands in their sentence."""
TUNED_FROM = frozenset({"sft", "preference", "rl", "adapter", "soft_prompt", "continued_pretraining", "derivative"})
_NAMES_ANSWER = frozenset({"base-model", "providers-in-path", "weights-before", "method", "upgrade-path"})
_SERVING = Lazy(
    r"\b(?:per|a|each|every) month\b|\bmonthly\b|\bserv(?:e|es|ing)\b|\binference\b|\bfor (?:the )?use\b|\b(?:api|token) (?:bill|spend|fees?|costs?)\b"
)
"""Words that make a number one of running a model, not of training it."""
_COUNTED = Lazy(
    r"(?P<number>(?:\d[\d,.]*|\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)\b)(?: and a half)?(?: (?:hundred|thousand|million|billion))*) (?:of )?(?P<what>(?:[a-z'-]+ ){0,2}?(?P<noun>[a-z-]+s))\b"
)
"""A count of things, as it answers how large a training set is."""
_SMALLEST_SET = 100
OF_WHAT_WAS_DONE = frozenset({"method", "weights-before", "base-model", "compute", "dataset"})
"""Questions about the past: an answer that plans or supposes does not answer them; to the others it may."""
HEARSAY = Lazy(
    r"\b(?:as (?:far as )?i (?:understand|know|recall)|i (?:suppose|guess|gather|assume)|(?:they|people) tell me|i'm told|from memory|if i remember|don't quote me)\b"
)
"""Words by which a speaker says that he does not know it himself."""
_FOR_TESTS = Lazy(
    r"\b(?:test|eval|evals|evaluation|validation|benchmark|held-out|hold-out) (?:sets?|archive|data|cases|collection|rows|questions|suite)\b"
)
_FOR_TRAINING = Lazy(r"\b(?:train\w*|tun(?:e|ed|ing)|fine-?tun\w+|learn\w*)\b")
"""Words of a sentence that counts what the product is tested on: no training set, unless the sentence has both."""
_NO_SET = re.compile(r"(?:hour|day|week|month|year|minute|language|specie|countr|customer|client|user|people|compan)")
RANK = (Directness.DIRECT, Directness.PARTIAL, Directness.EVASIVE, Directness.REFUSED, Directness.ABSENT)


def in_the_light_of(question: str, said: Sequence[Sentence]) -> HeardDraft:
    """Return what sentences say as the answer to a question: facts, and how directly they answer it."""
    facts: list[FactDraft] = []
    levels: list[Directness] = []
    for sentence in said:
        if sentence.question and sentence.side is not Side.VENDOR:
            continue
        for meaning in _meant(question, sentence):
            hearsay = bool(HEARSAY.search(sentence.low))
            levels.append(Directness.PARTIAL if meaning.partial or hearsay else Directness.DIRECT)
            if meaning.kind is not None:
                text = whole(sentence)
                known = Modality.POSSIBLE if hearsay else Modality.DONE
                fact = FactDraft(kind=meaning.kind, value=meaning.value or text.text, quotes=(text,), modality=known)
                facts.append(fact)
        facts += _numbers(question, sentence)
        facts += _names(question, sentence)
    if question == "dataset" and not any(fact.kind in _NUMBERED[question].values() for fact in facts):
        facts += [fact for sentence in said for fact in _counted(sentence)][:1]
    facts = consistent(question, facts, said)
    levels += [_weight(question, facts)] if facts and not levels else []
    return HeardDraft(
        directness=_directness(levels, " ".join(sentence.low for sentence in said)),
        asserted=_asserted(facts),
        facts=without_doubles(facts),
    )


def _meant(question: str, sentence: Sentence) -> Iterator[Meaning]:
    found: set[FactKind | None] = set()
    for meaning in MEANINGS.get(question, ()):
        if meaning.kind in found and meaning.kind is not FactKind.OWNERSHIP_CASE:
            continue  # the first kind of answer that fits a sentence is the one it gives
        for match in meaning.pattern.finditer(sentence.low):
            block = blocked(sentence.low, match.start(), match.end(), (0, len(sentence.low)))
            if block is None or not meaning.negatable or (block != "negated" and question not in OF_WHAT_WAS_DONE):
                found.add(meaning.kind)
                yield meaning
                break


def _numbers(question: str, sentence: Sentence) -> Iterator[FactDraft]:
    wanted = _NUMBERED.get(question, {})
    found = [each for each in quantities(sentence.text.replace("\n", " ")) if each.kind in wanted] if wanted else []
    if question == "compute" and _SERVING.search(sentence.low):
        return
    accelerated = bool(ACCELERATOR.search(sentence.low)) and not any(each.kind == "gpu_count" for each in found)
    for quantity in found:
        if quantity.value > 0:
            hours = "hour" in sentence.low[quantity.start : quantity.end]
            of_gpus = quantity.kind == "duration" and hours and accelerated
            kind = FactKind.GPU_HOURS if of_gpus else wanted[quantity.kind]
            yield _number(kind, quantity, sentence)
            if quantity.accelerator and any(character.isdigit() for character in quantity.accelerator):
                words = quote(sentence, quantity.start, quantity.end)
                yield FactDraft(kind=FactKind.ACCELERATOR, value=quantity.accelerator, quotes=(words,))


def _counted(sentence: Sentence) -> Iterator[FactDraft]:
    for match in _COUNTED.finditer(sentence.low):
        if _NO_SET.match(match["noun"]):
            continue
        tokens = match["noun"] == "tokens"
        for quantity in quantities(f"{match['number']} {'tokens' if tokens else 'examples'}"):
            if quantity.value >= _SMALLEST_SET:
                kind = FactKind.TRAINING_TOKENS if tokens else FactKind.EXAMPLES
                words = (quote(sentence, *match.span()),)
                yield FactDraft(kind=kind, value=quantity.value, unit=match["what"], quotes=words)
                return


def _number(kind: FactKind, quantity: Quantity, sentence: Sentence) -> FactDraft:
    return FactDraft(
        kind=kind,
        value=quantity.value,
        unit=quantity.unit,
        low=quantity.low,
        high=quantity.high,
        quotes=(quote(sentence, quantity.start, quantity.end),),
    )


def _names(question: str, sentence: Sentence) -> Iterator[FactDraft]:
    if question not in _NAMES_ANSWER:
        return
    known = Modality.POSSIBLE if HEARSAY.search(sentence.low) else Modality.DONE
    for base in names.bases(sentence.text, sentence.low):
        if not base.denied:
            words = (quote(sentence, base.start, base.end),)
            yield FactDraft(kind=FactKind.BASE_MODEL, value=base.name, quotes=words, modality=known)
    if question == "upgrade-path":
        return
    for provider in names.providers(sentence.text, sentence.low):
        if not provider.denied:
            words = (quote(sentence, provider.start, provider.end),)
            yield FactDraft(kind=FactKind.API_PROVIDER, value=provider.name, quotes=words, modality=known)


def consistent(question: str, facts: Sequence[FactDraft], said: Sequence[Sentence]) -> list[FactDraft]:
    """Drop what the same answer overrules: a start from random beside a tuned base, names after a plain "none"."""
    weights = FactKind.WEIGHTS_BEFORE_TRAINING
    values = {(fact.kind, str(fact.value)) for fact in facts}
    mechanisms = {str(fact.value) for fact in facts if fact.kind is FactKind.MECHANISM}
    bases = {str(fact.value) for fact in facts if fact.kind is FactKind.BASE_MODEL} - {"none"}
    opening = said[0].text if said else ""
    dropped: set[tuple[FactKind, str]] = set()
    if (weights, "random") in values:
        # One statement is one ground: the start, not the start and its name.
        dropped |= {(weights, "checkpoint"), (FactKind.MECHANISM, "from_scratch")}
        if question == "base-model":
            dropped |= {(FactKind.BASE_MODEL, name) for name in bases}
    if {(FactKind.MECHANISM, "from_scratch"), (weights, "random")} & values:
        heads = [fact for fact in facts if fact.value == "sft" and "head" in fact.quotes[0].text]
        dropped |= {(FactKind.MECHANISM, "sft")} if heads else set()
    if question == "base-model" and len(bases) > 1:
        dropped |= {(weights, "unchanged")}
    elif (weights, "unchanged") in values:
        dropped |= {(weights, "checkpoint"), (weights, "random"), (FactKind.MECHANISM, "sft")}
        dropped |= {(FactKind.MECHANISM, "from_scratch")}
    elif mechanisms & TUNED_FROM or (weights, "checkpoint") in values:
        dropped |= {(FactKind.MECHANISM, "from_scratch")}
    kinds: set[FactKind] = set()
    if question == "dataset":
        facts = [fact for fact in facts if not _of_tests(fact, said)]
        if (FactKind.MECHANISM, "retrieval") in values and not any(_FOR_TRAINING.search(each.low) for each in said):
            # What is looked up is no training set, however much of it there is.
            kinds |= set(_NUMBERED[question].values())
    if (weights, "unchanged") in values and question in ("compute", "dataset"):
        kinds |= set(_NUMBERED[question].values()) | {FactKind.ACCELERATOR}
    none = _answers_first(facts, "none", opening)
    if none is FactKind.BASE_MODEL:
        dropped |= {(FactKind.BASE_MODEL, name) for name in bases}
    elif none is FactKind.PROVIDERS_IN_PATH:
        kinds |= {FactKind.BASE_MODEL, FactKind.API_PROVIDER, FactKind.MECHANISM}
    elif any(fact.kind is FactKind.API_PROVIDER for fact in facts):
        dropped |= {(FactKind.PROVIDERS_IN_PATH, "none"), (FactKind.BASE_MODEL, "none")}
    if bases and none is not FactKind.BASE_MODEL:
        dropped |= {(FactKind.BASE_MODEL, "none")}
    if question == "gain-over-base" and (FactKind.BASE_MODEL, "none") in values:
        kinds |= {FactKind.GAIN_OVER_BASE}
    return [fact for fact in facts if (fact.kind, str(fact.value)) not in dropped and fact.kind not in kinds]


def sentence_of(fact: FactDraft, said: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence that a fact quotes."""
    return next((each for each in said if fact.quotes and fact.quotes[0].text in each.text), None)


def _of_tests(fact: FactDraft, said: Sequence[Sentence]) -> bool:
    sentence = sentence_of(fact, said) if fact.kind in _NUMBERED["dataset"].values() else None
    return sentence is not None and bool(_FOR_TESTS.search(sentence.low)) and not _FOR_TRAINING.search(sentence.low)


def _answers_first(facts: Sequence[FactDraft], value: str, opening: str) -> FactKind | None:
    """The kind of fact of that value that the answer opens with."""
    first = (fact.kind for fact in facts if fact.value == value and fact.quotes[0].text == opening)
    return next(first, None)


def _weight(question: str, facts: Sequence[FactDraft]) -> Directness:
    """How far names and numbers alone answer a question."""
    kinds = {fact.kind for fact in facts}
    if question == "compute":
        whole_answer = (
            kinds & {FactKind.GPU_HOURS, FactKind.COMPUTE_BUDGET}
            or {
                FactKind.GPU_COUNT,
                FactKind.DURATION,
            }
            <= kinds
        )
        return Directness.DIRECT if whole_answer else Directness.PARTIAL
    if question == "method":
        return Directness.PARTIAL
    generic = kinds == {FactKind.BASE_MODEL} and all(str(fact.value).islower() for fact in facts)
    return Directness.PARTIAL if generic else Directness.DIRECT


def _directness(levels: Sequence[Directness], text: str) -> Directness:
    declined = bool(REFUSED.search(text))
    if levels:
        best = min(levels, key=RANK.index)
        return Directness.PARTIAL if declined and best is Directness.DIRECT else best
    if declined:
        return Directness.REFUSED
    # What is not understood is no evasion: it stays open and counts for nothing.
    return Directness.EVASIVE if EVASIVE.search(text) else Directness.PARTIAL


def _asserted(facts: Sequence[FactDraft]) -> Asserted:
    values = {str(fact.value) for fact in facts if fact.kind in (FactKind.WEIGHTS_BEFORE_TRAINING, FactKind.MECHANISM)}
    if values & {"random", "from_scratch"}:
        return Asserted.PRE_TRAINING
    if values & (TUNED_FROM | {"checkpoint"}):
        return Asserted.FINE_TUNING
    if values & {"unchanged", "retrieval", "prompting", "orchestration", "rebrand"}:
        return Asserted.PROMPT_ENGINEERING
    return Asserted.UNSPECIFIED


def without_doubles(facts: Sequence[FactDraft]) -> tuple[FactDraft, ...]:
    """Return each fact once, as surely as its least certain mention."""
    hedged = {(fact.kind, str(fact.value)) for fact in facts if fact.modality is Modality.POSSIBLE}
    unique: dict[tuple[FactKind, str], FactDraft] = {}
    for fact in facts:
        unique.setdefault((fact.kind, str(fact.value)), fact)
    # What the speaker does not know himself is not known better by being read twice.
    return tuple(
        fact.model_copy(update={"modality": Modality.POSSIBLE}) if key in hedged else fact
        for key, fact in unique.items()
    )
