"""What follows from the stated numbers: compute, the hours and money it takes, or what the hours and money allow."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.figures import rough
from auditor.plausibility.ranges import Range
from auditor.plausibility.step import Step
from auditor.plausibility.work import SECONDS, Work

_KAPLAN = "6ND: Kaplan et al., arXiv:2001.08361"
_MFU = "utilisation of documented runs"
GENERAL_PURPOSE = 1e23
"""FLOP from which the EU Commission's guidelines (18 July 2025) presume a general-purpose model."""
SYSTEMIC = 1e25
"""FLOP from which the EU AI Act presumes systemic risk."""


def derived(work: Work) -> Iterator[Step]:
    """Yield what follows, each with formula and source; nothing where the numbers do not give it."""
    if work.tokens and not work.tokens_formula.startswith("tokens"):
        yield Step(
            "derived",
            "training tokens",
            work.tokens,
            "tokens",
            work.tokens_formula,
            "So much text passes through the model.",
            "tokens per example and epochs of documented fine-tunes",
        )
    if work.flop:
        yield from _compute(work, work.flop)
    if work.run_hours and not work.stated_hours:
        yield Step(
            "derived",
            "GPU-hours of the stated hardware",
            work.run_hours,
            "GPU-hours",
            "accelerators × hours × uptime 0.6 to 1",
            "So many hours the stated hardware had.",
            "uptime: Llama 3.1 paper, OPT log book",
        )
    if work.bought_hours and not work.stated_hours and not work.run_hours:
        yield Step(
            "derived",
            f"{_device(work)}-hours that the money buys",
            work.bought_hours,
            "GPU-hours",
            "cost ÷ price of an hour",
            "So many hours can be rented for the stated sum.",
            work.hardware.price_source,
        )
    yield from _cost(work)
    yield from _allowed(work)


def _compute(work: Work, flop: Range) -> Iterator[Step]:
    if work.flop_formula != "stated":
        yield Step("derived", "training compute", flop, "FLOP", work.flop_formula, _yardstick(flop, work), _KAPLAN)
    if not work.judged:
        yield Step(
            "derived",
            "how far that holds",
            meaning="Reinforcement learning and models that change size do not follow 6ND: hours alone are compared.",
        )
        return
    need = flop / (work.hardware.mfu * work.hardware.peak.central * SECONDS)
    what = f"{_device(work)}-hours it takes"
    formula = f"compute ÷ (peak × utilisation {work.hardware.mfu.low:g} to {work.hardware.mfu.high:g} × 3,600)"
    meaning = "So many hours runs of this kind take" + (
        "." if work.hardware.stated else "; the accelerator is not named."
    )
    yield Step("derived", what, need, "GPU-hours", formula, meaning, _MFU)
    if not work.stated_hours and not work.run_hours and work.hardware.price:
        beside = ", beside the stated sum" if work.cost else ""
        yield Step(
            "derived",
            "cost of those hours",
            need * work.hardware.price,
            "USD",
            "GPU-hours × price of an hour",
            f"What renting them costs{beside}; staff, data and earlier runs are not in it.",
            work.hardware.price_source,
        )


def _yardstick(flop: Range, work: Work) -> str:
    meaning = "The arithmetic the training takes."
    if work.tokens_formula and work.reading.get("training_tokens") is None:
        return meaning
    if flop.low >= SYSTEMIC:
        return f"{meaning} Above 1e25, from which the EU AI Act presumes systemic risk."
    if flop.high >= GENERAL_PURPOSE:
        return f"{meaning} The EU guidelines take 1e23 as the sign of a general-purpose model, and presume systemic risk from 1e25."
    return meaning


def _cost(work: Work) -> Iterator[Step]:
    hours = work.stated_hours or work.run_hours
    if hours and not work.cost and work.hardware.price:
        yield Step(
            "derived",
            "cost of the hours",
            hours * work.hardware.price,
            "USD",
            "GPU-hours × price of an hour",
            "What renting them costs at the date"
            + ("." if work.hardware.stated else "; the accelerator is not named."),
            work.hardware.price_source,
        )


def _allowed(work: Work) -> Iterator[Step]:
    """What the hours allow where size or tokens are missing."""
    if work.hours is None or work.flop is not None or not work.judged:
        return
    compute = work.hours * SECONDS * work.hardware.peak.central * work.hardware.mfu
    yield Step(
        "derived",
        "compute of the hours",
        compute,
        "FLOP",
        "hours × 3,600 × peak × utilisation",
        "The arithmetic that so many hours get done.",
        _MFU,
    )
    if work.size:
        tokens = compute / (work.size * work.per_token)
        yield Step(
            "derived",
            "tokens that allows",
            tokens,
            "tokens",
            f"compute ÷ ({work.per_token:g} × parameters)",
            f"{rough((tokens / work.size).central)} tokens a parameter; 20 is the usual lower guide for a run from scratch.",
            "Chinchilla, arXiv:2203.15556",
        )
    elif work.tokens and work.tokens_formula.startswith("tokens"):
        yield Step(
            "derived",
            "size that allows",
            compute / (work.tokens * work.per_token),
            "parameters",
            f"compute ÷ ({work.per_token:g} × tokens)",
            "The largest model that so many hours train on these tokens.",
            _KAPLAN,
        )


def _device(work: Work) -> str:
    return work.hardware.name.removeprefix("NVIDIA ").removesuffix(" SXM")
