"""What several statements about one product, made at different times, do not say alike: pure.

Rules about the start of the weights are those of :mod:`auditor.flags`; here stand numbers and named bases. Nothing
here says which statement holds: both are shown, with a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from auditor.flags import contradictions, subject_key
from auditor.rubric import readable
from auditor.schema import Fact, FactKind, Finding, Mechanism, Quote

NUMBERS = (
    FactKind.PARAMETERS,
    FactKind.TRAINING_TOKENS,
    FactKind.EXAMPLES,
    FactKind.GPU_HOURS,
    FactKind.GPU_COUNT,
    FactKind.COMPUTE_BUDGET,
)
"""Facts whose numbers two statements about one training should share."""
KINDS = (FactKind.WEIGHTS_BEFORE_TRAINING, FactKind.MECHANISM, FactKind.BASE_MODEL, *NUMBERS)
"""All facts that are compared."""
_START = "weights before training"
_ROUNDING = 0.05
"""How far a number without a stated range may be rounded to either side."""


class Statement(NamedTuple):
    """A fact about a product; statements come in the order of their documents' dates."""

    subject: str
    fact: Fact


class Drift(NamedTuple):
    """Two statements that differ: about what, in one sentence, and a quote of each."""

    subject: str
    about: str
    message: str
    one: Quote
    other: Quote


def drifts(statements: Iterable[Statement]) -> Iterator[Drift]:
    """Yield what the statements about each product do not say alike."""
    by_subject: dict[str, list[Statement]] = {}
    for statement in statements:
        if readable(statement.fact):
            by_subject.setdefault(subject_key(statement.subject), []).append(statement)
    for about in by_subject.values():
        subject = about[0].subject
        facts = tuple(statement.fact for statement in about)
        yield from _starts(subject, facts)
        yield from _bases(subject, facts)
        for kind in NUMBERS:
            yield from _numbers(subject, kind, facts)


def _starts(subject: str, facts: Sequence[Fact]) -> Iterator[Drift]:
    """Random weights in one statement; in another existing weights, or a base that is not the product itself."""
    held: dict[str, Any] = {"subject": subject, "facts": facts}
    hits = list(contradictions([Finding.model_construct(**held)]))
    for message, quotes in hits:
        yield Drift(subject, _START, message, quotes[0], quotes[-1])
    scratch = next((fact for fact in facts if fact.value in ("random", Mechanism.FROM_SCRATCH)), None)
    based = (fact for fact in facts if fact.kind is FactKind.BASE_MODEL and not _same_name(str(fact.value), subject))
    if scratch and not hits and (base := next(based, None)):
        message = f"One statement says from scratch, another names {base.value} as the base."
        yield Drift(subject, _START, message, scratch.quotes[0], base.quotes[0])


def _bases(subject: str, facts: Iterable[Fact]) -> Iterator[Drift]:
    named = [fact for fact in facts if fact.kind is FactKind.BASE_MODEL]
    for first, other in _first_pair(named, lambda one, two: not _same_name(str(one.value), str(two.value))):
        message = f"One statement names {first.value} as the base, another {other.value}; ask which serves today."
        yield Drift(subject, "base model", message, first.quotes[0], other.quotes[0])


def _same_name(one: str, other: str) -> bool:
    a, b = (re.sub(r"[\W_]+", "", name.casefold()) for name in (one, other))
    return a.startswith(b) or b.startswith(a)


def _numbers(subject: str, kind: FactKind, facts: Iterable[Fact]) -> Iterator[Drift]:
    stated = [fact for fact in facts if fact.kind is kind and not isinstance(fact.value, str)]
    for first, other in _first_pair(stated, _apart):
        name = kind.value.replace("_", " ").replace("gpu", "GPU")
        message = f"The numbers differ ({name}): one statement gives {_shown(first)}, another {_shown(other)}."
        yield Drift(subject, name, message, first.quotes[0], other.quotes[0])


def _first_pair(facts: list[Fact], differ: Callable[[Fact, Fact], bool]) -> Iterator[tuple[Fact, Fact]]:
    """Yield the earliest statement with the earliest one that differs from it, if one does."""
    for other in facts[1:]:
        if differ(facts[0], other):
            yield facts[0], other
            return


def _apart(one: Fact, other: Fact) -> bool:
    if one.unit != other.unit:
        return False
    (low, high), (under, over) = _range(one), _range(other)
    return high < under or over < low


def _range(fact: Fact) -> tuple[float, float]:
    if fact.interval:
        return fact.interval.low, fact.interval.high
    value = float(fact.value)
    return value * (1 - _ROUNDING), value * (1 + _ROUNDING)


def _shown(fact: Fact) -> str:
    value = float(fact.value)
    text = f"{value:,.0f}" if value >= 100 or value.is_integer() else f"{value:g}"
    return f"{text} {fact.unit}" if fact.unit else text
