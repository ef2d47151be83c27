"""From a statement to the report's record: every reading is tried, the one that fits best is shown and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from auditor.figures import rough
from auditor.plausibility.analogues import analogues
from auditor.plausibility.bases import fingerprints
from auditor.plausibility.derive import derived
from auditor.plausibility.frontier import below_frontier, frontier
from auditor.plausibility.hours import check_hours, check_price
from auditor.plausibility.memory import check_memory
from auditor.plausibility.others import check_examples, check_flop, check_twice
from auditor.plausibility.ranges import Range
from auditor.plausibility.scratch import check_scratch, scratch_share
from auditor.plausibility.statement import Reading, Stated, Statement
from auditor.plausibility.step import Step, interval, seriousness, worst
from auditor.plausibility.utilisation import check_utilisation
from auditor.plausibility.work import SECONDS, Work, work
from auditor.quantities import Quantity
from auditor.reference import Reference
from auditor.schema import Asserted, NumberLine, Numbers, NumbersVerdict, Quote

_READINGS = 200
_CHECKS = (check_utilisation, check_hours, check_price, check_flop, check_scratch, check_memory, check_examples)
_NAMES = {
    "parameters": "parameters",
    "active_parameters": "active parameters",
    "trainable_parameters": "trainable parameters",
    "training_tokens": "training tokens",
    "tokens_per_example": "tokens per example",
    "epochs": "epochs",
    "flop": "training compute",
    "gpu_hours": "GPU-hours",
    "gpu_count": "accelerators",
    "nodes": "nodes",
    "compute_budget": "money",
    "price": "price",
    "duration": "time",
    "examples": "examples",
    "dataset_size": "data",
}
_ORDER = list(_NAMES)
_TEXT = {
    NumbersVerdict.CONSISTENT: "The stated numbers fit each other.",
    NumbersVerdict.UNIT_ERROR: "The stated numbers fit each other once a unit is read differently: probably a unit error.",
    NumbersVerdict.DOUBTFUL: "One of the stated numbers is unusual beside the others; ask what it counts.",
    NumbersVerdict.IMPLAUSIBLE: "The stated numbers do not fit each other by a wide margin; at least one means something else.",
    NumbersVerdict.IMPOSSIBLE: "The stated numbers cannot all be so as stated: the hours would need more than the hardware's peak.",
    NumbersVerdict.CANNOT_TELL: "Too few independent numbers are stated to compare them.",
}


def numbers(
    statement: Statement,
    reference: Reference,
    as_of: str,
    *,
    subject: str,
    findings: tuple[str, ...] = (),
    quotes: Mapping[Quantity, tuple[Quote, ...]] | None = None,
    bases: frozenset[str] = frozenset(),
) -> Numbers | None:
    """Return the arithmetic over a statement at a date; None where it states no number.

    ``bases`` are the names of base models the text gives, whose numbers are no surprise.
    """
    if not statement.quantities:
        return None
    tried = [(_checked(reading, reference, as_of)) for reading in islice(statement.readings(), _READINGS)]
    done, steps = min(
        tried, key=lambda each: (seriousness(worst(step.verdict for step in each[1])), _restated(each[0]))
    )
    steps += list(check_twice(statement))
    steps += list(_frontier(done, reference, as_of))
    steps += list(_fingerprint(done.reading, reference, bases))
    verdict = worst(step.verdict for step in steps)
    cost = done.cost or _price_of_hours(done)
    flop = done.flop or _compute_of_hours(done)
    share = scratch_share(done)
    return Numbers(
        subject=subject,
        findings=findings,
        verdict=verdict,
        text=_text(verdict, steps),
        lines=(*_stated(statement, done.reading, quotes or {}), *map(_line, derived(done)), *map(_line, steps)),
        analogues=analogues(done, done.cost.central if done.cost else None, reference.runs),
        flop=interval(flop) if flop else None,
        cost_usd=interval(cost) if cost else None,
        scratch_share=interval(share) if share else None,
        marks=tuple(dict.fromkeys([*(step.mark for step in steps if step.mark), *_read_marks(done.reading)])),
    )


_BELOW_SCRATCH = "The stated numbers are far too small for pre-training at this size; they are those of a fine-tune."


def _checked(reading: Reading, reference: Reference, as_of: str) -> tuple[Work, list[Step]]:
    done = work(reading, reference, as_of)
    return done, [step for check in _CHECKS for step in check(done)]


def _restated(done: Work) -> int:
    """How many values had to be read another way than they stand."""
    return sum(bool(each.note) and "other way" in each.note for each in done.reading.stated.values())


def _read_marks(reading: Reading) -> Iterator[str]:
    if any("read as t" in each.note for each in reading.stated.values()):
        yield "unit"


def _text(verdict: NumbersVerdict, steps: list[Step]) -> str:
    if verdict in (NumbersVerdict.CONSISTENT, NumbersVerdict.CANNOT_TELL):
        return _TEXT[verdict]
    deciding = next(step for step in steps if step.verdict is verdict)
    opening = _BELOW_SCRATCH if deciding.mark == "below-scratch" else _TEXT[verdict]
    return f"{opening} {deciding.meaning}"


def _stated(
    statement: Statement, reading: Reading, quotes: Mapping[Quantity, tuple[Quote, ...]]
) -> Iterator[NumberLine]:
    used = {id(each.quantity): each for each in reading.stated.values()}
    for quantity in sorted(statement.quantities, key=lambda each: (_ORDER.index(each.kind), -each.value)):
        chosen: Stated | None = used.get(id(quantity))
        note = chosen.note if chosen else ""
        yield NumberLine(
            step="stated",
            what=_NAMES[quantity.kind],
            value=quantity.value,
            unit=quantity.unit,
            interval=interval(Range(quantity.low, quantity.value, quantity.high)),
            formula=note,
            meaning="" if chosen else "Not used in the arithmetic below.",
            quotes=quotes.get(quantity, ()),
        )


def _line(step: Step) -> NumberLine:
    return NumberLine(
        step=step.step,
        what=step.what,
        value=step.range.central if step.range else None,
        unit=step.unit,
        interval=interval(step.range) if step.range else None,
        formula=step.formula,
        meaning=step.meaning,
        source=step.source,
        verdict=step.verdict,
        marks=(step.mark,) if step.mark else (),
    )


def _compute_of_hours(done: Work) -> Range | None:
    if done.hours is None:
        return None
    return done.hours * SECONDS * done.hardware.peak.central * done.hardware.mfu


def _price_of_hours(done: Work) -> Range | None:
    hours = done.stated_hours or done.run_hours
    if hours is None and done.flop is not None:
        hours = done.flop / (done.hardware.mfu * done.hardware.peak.central * SECONDS)
    return hours * done.hardware.price if hours and done.hardware.price else None


def _frontier(done: Work, reference: Reference, as_of: str) -> Iterator[Step]:
    flop = done.flop or _compute_of_hours(done)
    floor = frontier(reference.frontier, as_of)
    if done.reading.asserted is not Asserted.PRE_TRAINING or flop is None or floor is None:
        return
    below = below_frontier(flop, reference.frontier, as_of)
    yield Step(
        "derived",
        "frontier scale",
        flop / floor,
        None,
        f"compute ÷ {rough(floor)} FLOP, a tenth of the largest run known at the date",
        "Below frontier scale; smaller models are pre-trained for far less, so the class stays open."
        if below
        else "Of frontier scale at the date, or near it.",
        "largest runs by year: Epoch AI",
        mark="below-frontier" if below else "",
    )


def _fingerprint(reading: Reading, reference: Reference, bases: frozenset[str]) -> Iterator[Step]:
    named = {base.family for name in bases if (base := reference.base(name))}
    for base, what in fingerprints(reading, reference):
        if base.family not in named:
            yield Step(
                "derived",
                "same numbers as a published model",
                meaning=f"{base.name} is published with the same {what}. Sizes are copied freely: ask what the weights"
                " were before training.",
                source=base.source,
                mark=f"fingerprint:{base.name}",
            )
