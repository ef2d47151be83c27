"""Hours against hours, and money against hours: two ways to state one thing have to agree."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.figures import rough
from auditor.plausibility.ranges import Range
from auditor.plausibility.step import Step
from auditor.plausibility.work import Work, widest_price
from auditor.schema import NumbersVerdict

_AGREE = 2.0
"""Documented runs state up to 1.45 times the hours of accelerators x days x 24, for restarts and ramp-up."""
_CLOSE = 1.1
"""A unit slip explains a difference only where it explains nearly all of it."""
_KINDS_OF_COST = 10.0
"""Cloud-equivalent, amortised, and all-in costs of one run differ 2 to 10 times (Epoch AI, arXiv:2405.21015)."""
_NEAR_COST = 4.0
_SLIPS = ((24.0, "days and hours"), (8.0, "nodes and GPUs"), (1000.0, "a decimal mark"))


def check_hours(work: Work) -> Iterator[Step]:
    """Yield the check of stated hours against accelerators x time."""
    stated, run = work.stated_hours, work.run_hours
    if not stated or not run:
        return
    ratio = stated / run
    apart = stated.apart_from(run)
    verdict, mark = NumbersVerdict.CONSISTENT, ""
    meaning = "Stated hours and accelerators × time agree, as far as such figures do."
    if apart > _AGREE:
        readings = [(name, stated * by) for factor, name in _SLIPS for by in (factor, 1 / factor)]
        slip = next((name for name, reading in readings if reading.apart_from(run) <= _CLOSE), None)
        verdict, mark = (NumbersVerdict.UNIT_ERROR, "unit") if slip else (NumbersVerdict.DOUBTFUL, "disagree")
        meaning = f"Stated hours and accelerators × time differ {rough(apart)} times or more" + (
            f", which is what mixing up {slip} does." if slip else "; ask which figure describes the run."
        )
    yield Step(
        "check",
        "stated hours ÷ (accelerators × time)",
        ratio,
        None,
        "GPU-hours ÷ (accelerators × hours × uptime 0.6 to 1)",
        meaning,
        "Llama 3.1 model card and paper",
        verdict,
        mark,
    )


def check_price(work: Work) -> Iterator[Step]:
    """Yield the check of what an accelerator-hour is said, or comes out, to cost."""
    usual = widest_price(work.hardware)
    said = _said_price(work)
    if usual is None or not work.hardware.price_decides:
        return
    if said is not None and not said.meets(usual.low / 2, usual.high * 1.25):
        fits = next((by for by in (8.0, 4.0, 2.0) if (said / by).meets(usual.low, usual.high)), None)
        yield _step(
            "stated price of an hour",
            said,
            NumbersVerdict.UNIT_ERROR if fits else NumbersVerdict.DOUBTFUL,
            f"An hour of {work.hardware.name} rents for ${rough(usual.low)} to ${rough(usual.high)}."
            + (f" The price fits a node of {fits:g} GPUs: divided by {fits:g} it is usual." if fits else ""),
            "unit" if fits else "disagree",
            work,
        )
        return
    hours = work.stated_hours or work.run_hours
    if work.cost is None or hours is None or ("rl" in work.reading.ways and not work.stated_hours):
        return
    each = work.cost / hours
    above, below = each.low / usual.high, usual.low / each.high
    verdict, mark = NumbersVerdict.CONSISTENT, ""
    meaning = f"That is ${rough(each.low)} to ${rough(each.high)} an hour; {work.hardware.name} rents for ${rough(usual.low)} to ${rough(usual.high)}."
    if max(above, below) > _NEAR_COST:
        far = max(above, below) > _KINDS_OF_COST
        verdict, mark = (NumbersVerdict.IMPLAUSIBLE if far and below > above else NumbersVerdict.DOUBTFUL), "disagree"
        meaning += (
            " The money is more than the hours cost: ask whether it includes staff, data or earlier runs."
            if above > below
            else " The money is less than the hours cost to rent: ask whose hardware it was and what was counted."
        )
    elif above > 1 or below > 1:
        meaning += " Own hardware, staff or earlier runs explain a difference of this size."
    yield _step("price of an hour", each, verdict, meaning, mark, work)


def _step(what: str, each: Range, verdict: NumbersVerdict, meaning: str, mark: str, work: Work) -> Step:
    formula = "cost ÷ GPU-hours" if what.startswith("price") else "as stated"
    return Step("check", what, each, "USD/GPU-hour", formula, meaning, work.hardware.price_source, verdict, mark)


def _said_price(work: Work) -> Range | None:
    stated = work.reading.stated.get("price")
    if stated is None or stated.unit not in ("USD/GPU-hour", "USD/hour", "USD/node-hour"):
        return None
    return stated.range / 8.0 if stated.unit == "USD/node-hour" else stated.range
