"""The numbers of a claim: what its facts and the sentences around them state, compared with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.claims import Claim
from auditor.plausibility import numbers, statement
from auditor.quantities import FACT_KINDS, Quantity, QuantityKind, quantities
from auditor.reference import Reference
from auditor.rubric import readable
from auditor.schema import Asserted, Fact, FactKind, Mechanism, Numbers, Quote, Scope

_UNITS: dict[FactKind, tuple[QuantityKind, str]] = {
    FactKind.PARAMETERS: ("parameters", "parameters"),
    FactKind.TRAINING_TOKENS: ("training_tokens", "tokens"),
    FactKind.GPU_HOURS: ("gpu_hours", "GPU-hours"),
    FactKind.GPU_COUNT: ("gpu_count", "GPUs"),
    FactKind.COMPUTE_BUDGET: ("compute_budget", "USD"),
    FactKind.DURATION: ("duration", "hours"),
    FactKind.EXAMPLES: ("examples", "examples"),
    FactKind.DATASET_SIZE: ("dataset_size", "items"),
}
_ASSERTED: dict[Mechanism, Asserted] = {
    Mechanism.FROM_SCRATCH: Asserted.PRE_TRAINING,
    Mechanism.SFT: Asserted.FINE_TUNING,
    Mechanism.PREFERENCE: Asserted.FINE_TUNING,
    Mechanism.RL: Asserted.FINE_TUNING,
    Mechanism.ADAPTER: Asserted.FINE_TUNING,
    Mechanism.CONTINUED_PRETRAINING: Asserted.FINE_TUNING,
}
_QUICK_SETUP_HOURS = 1.0
"""A shorter time is that of setting a product up, not of a training run."""


def claim_numbers(claim: Claim, text: str, reference: Reference, as_of: str, identifier: str) -> Numbers | None:
    """Return the arithmetic over a claim's own numbers; None where it states none that lead anywhere."""
    if claim.draft.scope is Scope.OTHER_ML:
        return None
    facts = [fact for fact in claim.facts if readable(fact)]
    stated = dict(_stated(facts, text))
    if not stated:
        return None
    if not any(quantity.kind == "parameters" for quantity in stated):
        stated |= dict(_base_size(facts))
    sentences = dict.fromkeys(
        text[quote.context_start : quote.context_end]
        for quote in (*claim.quotes, *(each for quotes in stated.values() for each in quotes))
        if quote.origin == "document"
    )
    return numbers(
        statement(stated, " ".join(sentences), _asserted(claim, facts), _accelerators(facts)),
        reference,
        as_of,
        subject=claim.draft.subject,
        findings=(identifier,),
        quotes=stated,
        bases=frozenset(str(fact.value) for fact in facts if fact.kind is FactKind.BASE_MODEL),
    )


def shown(entry: Numbers) -> bool:
    """Whether an entry says more than what was stated."""
    return any(line.step != "stated" for line in entry.lines)


def _asserted(claim: Claim, facts: Iterable[Fact]) -> Asserted:
    """The class the numbers are held against: the one asserted, else that of a named method."""
    if claim.draft.asserted is not Asserted.UNSPECIFIED:
        return claim.draft.asserted
    named = [_ASSERTED.get(Mechanism(str(fact.value))) for fact in facts if fact.kind is FactKind.MECHANISM]
    return next((each for each in named if each), Asserted.UNSPECIFIED)


def _accelerators(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(str(fact.value) for fact in facts if fact.kind is FactKind.ACCELERATOR)


def _stated(facts: Iterable[Fact], text: str) -> Iterator[tuple[Quantity, tuple[Quote, ...]]]:
    """Yield the quantities of the facts with their quotes, read again in their sentence, which says more."""
    for fact in facts:
        if fact.kind not in _UNITS or isinstance(fact.value, str) or _no_run(fact):
            continue
        read = list(_read_again(fact, text))
        yield from read
        if not any(FACT_KINDS.get(quantity.kind) == fact.kind for quantity, _ in read):
            yield _as_given(fact), fact.quotes


def _base_size(facts: Iterable[Fact]) -> Iterator[tuple[Quantity, tuple[Quote, ...]]]:
    """Yield the size that a base model's name gives ("Llama 3 70B"): what is trained further has it."""
    for fact in facts:
        if fact.kind is FactKind.BASE_MODEL:
            for quote in fact.quotes:
                yield from ((each, (quote,)) for each in quantities(quote.text) if each.kind == "parameters")


def _no_run(fact: Fact) -> bool:
    return fact.kind is FactKind.DURATION and isinstance(fact.value, float) and fact.value < _QUICK_SETUP_HOURS


def _read_again(fact: Fact, text: str) -> Iterator[tuple[Quantity, tuple[Quote, ...]]]:
    for quote in fact.quotes:
        if quote.origin != "document":
            continue
        start = quote.context_start
        for quantity in quantities(text[start : quote.context_end]):
            inside = start + quantity.start < quote.end and quote.start < start + quantity.end
            if (FACT_KINDS.get(quantity.kind) == fact.kind and inside) or quantity.kind not in FACT_KINDS:
                yield quantity, (quote,)


def _as_given(fact: Fact) -> Quantity:
    kind, unit = _UNITS[fact.kind]
    assert isinstance(fact.value, float)
    low, high = (fact.interval.low, fact.interval.high) if fact.interval else (fact.value, fact.value)
    if fact.kind in (FactKind.COMPUTE_BUDGET, FactKind.DATASET_SIZE) and fact.unit:
        unit = fact.unit
    return Quantity(kind, fact.value, unit, min(low, fact.value), max(high, fact.value), 0, 0)
