"""The arithmetic over what a claim states."""

from typing import Literal

from auditor.schema.finding import Interval, Quote
from auditor.schema.record import Record
from auditor.schema.vocabulary import NumbersVerdict


class NumberLine(Record):
    """One step from what is stated to what it means."""

    step: Literal["stated", "derived", "check"]
    what: str
    """"parameters", "GPU-hours needed", "utilisation of the stated hours" …"""
    value: float | None = None
    unit: str | None = None
    interval: Interval | None = None
    formula: str = ""
    """How a value follows from the others; how a stated one was read, where it can be read differently."""
    meaning: str = ""
    """For somebody who is no engineer."""
    source: str = ""
    """Where the formula or figure comes from."""
    verdict: NumbersVerdict | None = None
    """Of a check."""
    marks: tuple[str, ...] = ()
    """What the rubric and the flags read of it."""
    quotes: tuple[Quote, ...] = ()


class Analogue(Record):
    """A documented training run near the claim's numbers."""

    model: str
    organisation: str
    date: str
    kind: Literal["pre_training", "fine_tuning", "continued_pre_training"]
    parameters: float | None = None
    active_parameters: float | None = None
    tokens: float | None = None
    gpu_hours: float | None = None
    cost_usd: float | None = None
    flop: float | None = None
    source: str


class Numbers(Record):
    """The arithmetic over what one claim states: stated, derived, and what it means."""

    subject: str
    findings: tuple[str, ...] = ()
    """Ids of the findings the numbers belong to."""
    verdict: NumbersVerdict
    text: str
    """The verdict in a sentence or two."""
    lines: tuple[NumberLine, ...] = ()
    analogues: tuple[Analogue, ...] = ()
    flop: Interval | None = None
    """Training compute, stated, from 6ND or from the hours; None where the numbers do not give it."""
    cost_usd: Interval | None = None
    """Stated, or the hours at the rental prices of the date."""
    scratch_share: Interval | None = None
    """Compute as a share of a run from scratch at 20 tokens a parameter (1 = that run)."""
    marks: tuple[str, ...] = ()
    """What the rubric and the flags read: "below-scratch", "unit", "disagree", "fingerprint:DeepSeek-V3" …"""
