"""Statements about one product that cannot all be so: where it started, whether it was trained, who serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from auditor.flags.rules import Hit
from auditor.schema import Fact, FactKind, Mechanism

_TUNED = frozenset(
    {
        Mechanism.SFT,
        Mechanism.PREFERENCE,
        Mechanism.RL,
        Mechanism.ADAPTER,
        Mechanism.SOFT_PROMPT,
        Mechanism.CONTINUED_PRETRAINING,
    }
)


def opposed(facts: Sequence[Fact]) -> Iterator[Hit]:
    """Yield the pairs of facts about one product that cannot both be so, one of each sort."""
    for message, one, other, apart in _PAIRS:
        pairs = product(filter(one, facts), filter(other, facts))
        pair = next((pair for pair in pairs if not apart or pair[0].source != pair[1].source), None)
        if pair:
            yield message, (*pair[0].quotes[:1], *pair[1].quotes[:1])
            return


def _scratch(fact: Fact) -> bool:
    return (fact.kind is FactKind.WEIGHTS_BEFORE_TRAINING and fact.value == "random") or (
        fact.kind is FactKind.MECHANISM and fact.value == Mechanism.FROM_SCRATCH
    )


def _checkpoint(fact: Fact) -> bool:
    return fact.kind is FactKind.WEIGHTS_BEFORE_TRAINING and fact.value == "checkpoint"


def _built_on(fact: Fact) -> bool:
    return fact.kind is FactKind.BASE_MODEL and fact.value != "none"


def _tuned(fact: Fact) -> bool:
    return fact.kind is FactKind.MECHANISM and fact.value in _TUNED


def _unchanged(fact: Fact) -> bool:
    return fact.kind is FactKind.WEIGHTS_BEFORE_TRAINING and fact.value == "unchanged"


def _no_provider(fact: Fact) -> bool:
    return fact.kind is FactKind.PROVIDERS_IN_PATH and fact.value == "none"


def _provider(fact: Fact) -> bool:
    return fact.kind is FactKind.API_PROVIDER


_PAIRS: tuple[tuple[str, Callable[[Fact], bool], Callable[[Fact], bool], bool], ...] = (
    ("One statement says from scratch, another names existing weights as the start.", _scratch, _checkpoint, False),
    ("One statement says from scratch, another names a model that it is built on.", _scratch, _built_on, True),
    ("One statement says that nothing was trained, another says from scratch.", _unchanged, _scratch, True),
    ("One statement says that nothing was trained, another names a method of training.", _unchanged, _tuned, True),
    ("One statement says that no outside model is called, another names a provider.", _no_provider, _provider, True),
)
"""Message, what one statement says, what the other says, and whether they must stand apart (the document and an
answer, or two answers): within one text the two may be about a base and what was made of it."""
