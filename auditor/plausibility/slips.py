"""Units that are often mixed up, tried before numbers are called implausible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.figures import number
from auditor.plausibility.work import Work


@dataclass(frozen=True)
class Slip:
    """A reading in which the hours are ``factor`` times as many (or the compute that much less)."""

    factor: float
    reading: str


def slips(work: Work) -> Iterator[Slip]:
    """Yield the unit slips that other statements leave open.

    Hours that hardware and time confirm are not read otherwise, and no reading may take the price of an hour
    further out of its range than it is.
    """
    tokens = work.reading.get("training_tokens")
    for slip in _possible(work, tokens.central if tokens else None):
        if not _costs_too_little(work, slip):
            yield slip


def _possible(work: Work, tokens: float | None) -> Iterator[Slip]:
    if work.stated_hours and not (work.run_hours and work.stated_hours.apart_from(work.run_hours) <= 1.5):
        yield Slip(24.0, "the hours are GPU-days (×24)")
        if tokens and tokens >= 2e12 and "per trillion" not in _note(work):
            yield Slip(tokens / 1e12, f"the hours are per trillion tokens (×{number(tokens / 1e12)})")
        yield Slip(8.0, "the hours are those of nodes with 8 GPUs (×8)")
        yield Slip(1000.0, "a decimal point groups thousands (×1,000)")
    elif work.run_hours:
        yield Slip(8.0, "nodes of 8 GPUs were counted as GPUs (×8)")
    if work.hardware.tpu:
        yield Slip(4.0, "boards of 4 chips were counted as chips (×4)")
    elif work.hardware.name.endswith(("GB200", "GB300", "MI250X")):
        yield Slip(2.0, "modules of two devices were counted (×2)")
    if work.tokens_formula.startswith("tokens") and work.reading.stated.get("training_tokens"):
        yield Slip(1000.0, "the data are a thousand times smaller (giga for tera)")
        yield Slip(1.33, "the tokens are words (÷1.33)")


def _note(work: Work) -> str:
    stated = work.reading.stated.get("gpu_hours")
    return stated.note if stated else ""


def _costs_too_little(work: Work, slip: Slip) -> bool:
    """Whether so many hours would cost far less an hour than anybody is known to ask."""
    hours, listed = work.stated_hours or work.run_hours, work.hardware.listed
    if not (work.cost and hours and listed) or "data" in slip.reading or "words" in slip.reading:
        return False
    return (work.cost / (hours * slip.factor)).high < listed.low / 2
