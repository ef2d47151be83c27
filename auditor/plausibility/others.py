"""Two smaller checks: the number of examples, and a stated FLOP figure against 6ND."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from auditor.figures import number, rough, with_unit
from auditor.plausibility.hardware import SIX_N_D
from auditor.plausibility.statement import Statement
from auditor.plausibility.step import Step
from auditor.plausibility.work import Work
from auditor.schema import Asserted, NumbersVerdict

DOCUMENTED_EXAMPLES = (10, 30e6)
"""OpenAI's guide names 10 as the least; Llama-3.1-Nemotron-Ultra used 30 million."""
_FLOP_AGREE = 3.0
_COUNTED_ONCE = ("examples", "training_tokens", "gpu_hours")
"""Quantities that a claim has one of; sizes and sums come in several."""


def check_examples(work: Work) -> Iterator[Step]:
    """Yield whether a number of examples is one that documented fine-tunes have."""
    examples = work.reading.get("examples")
    if not examples or work.reading.asserted is Asserted.PRE_TRAINING:
        return
    low, high = DOCUMENTED_EXAMPLES
    inside = examples.meets(low, high)
    usual = examples.meets(1_000, 100_000)
    meaning = f"Documented fine-tunes use {number(low)} to {number(high)} examples; the source document's rule of thumb is 1,000 to 100,000."
    if inside and not usual:
        meaning += " Outside the rule of thumb, inside what is documented: ask what counts as an example and whether it is synthetic."
    yield Step(
        "check",
        "number of examples",
        examples,
        "examples",
        "as stated",
        meaning,
        "29 documented fine-tunes with counts",
        NumbersVerdict.CONSISTENT if inside else NumbersVerdict.DOUBTFUL,
    )


def check_flop(work: Work) -> Iterator[Step]:
    """Yield whether a stated FLOP figure is that of 6ND."""
    stated = work.reading.get("flop")
    if not stated or not work.size or not work.tokens or not work.judged:
        return
    computed = work.size * work.tokens * work.per_token * SIX_N_D
    apart = stated.apart_from(computed)
    agrees = apart <= _FLOP_AGREE
    yield Step(
        "check",
        "stated FLOP ÷ computed",
        stated / computed,
        None,
        f"stated ÷ ({work.per_token:g} × parameters × tokens)",
        "The stated compute is that of its size and tokens."
        if agrees
        else f"Stated and computed compute differ {rough(apart)} times; ask which model and tokens it is for.",
        "Kaplan et al., arXiv:2001.08361",
        NumbersVerdict.CONSISTENT if agrees else NumbersVerdict.DOUBTFUL,
        "" if agrees else "disagree",
    )


def check_twice(statement: Statement) -> Iterator[Step]:
    """Yield where one quantity is given in two figures a power of ten apart, as a misplaced digit makes them."""
    for kind in _COUNTED_ONCE:
        figures = [each for each in statement.quantities if each.kind == kind and each.value > 0]
        for one, other in itertools.combinations(figures, 2):
            ratio = max(one.value, other.value) / min(one.value, other.value)
            if one.unit == other.unit and any(abs(ratio / power - 1) < 1e-6 for power in (10, 100, 1000)):
                said = " and ".join(sorted({with_unit(number(each.value), each.unit) for each in (one, other)}))
                yield Step(
                    "check",
                    "two figures for one quantity",
                    meaning=f"{said}: they differ by a power of ten; ask which holds and what the other counts.",
                    source="the text itself",
                    verdict=NumbersVerdict.DOUBTFUL,
                    mark="disagree",
                )
