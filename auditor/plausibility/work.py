"""The quantities of one reading, with those that follow: compute, hours from hardware, hours that money buys."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.plausibility.hardware import SIX_N_D, UPTIME, Hardware, hardware
from auditor.plausibility.ranges import Range
from auditor.plausibility.statement import Reading
from auditor.reference import Reference
from auditor.schema import Asserted

SECONDS = 3600.0
TOKENS_PER_EXAMPLE = Range(100, 700, 4700)
"""Documented fine-tunes: 65 (FLAN-style) to 4,700 (reasoning traces)."""
EPOCHS = Range(1, 3, 5)
SPARSE_SHARE = Range(0.03, 0.1, 0.3)
"""Active share of parameters in documented mixtures of experts, where the text does not give it."""


@dataclass(frozen=True)
class Work:
    """One reading with everything that follows from it; None where it does not."""

    reading: Reading
    hardware: Hardware
    size: Range | None
    """Parameters a token passes: active ones of a mixture of experts."""
    size_formula: str
    total: Range | None
    tokens: Range | None
    """Tokens processed, epochs included."""
    tokens_formula: str
    per_token: float
    """FLOP per parameter and token: 6, or 4 where an adapter is trained and the rest is frozen."""
    flop: Range | None
    flop_formula: str
    judged: bool
    """Whether the compute may be held against hours: not for reinforcement learning, nor where the size changes."""
    stated_hours: Range | None
    run_hours: Range | None
    bought_hours: Range | None
    """Hours that the stated money buys at the widest prices, where prices of the accelerator are known."""
    cost: Range | None

    @property
    def hours(self) -> Range | None:
        """The hours of the run: as stated, from hardware and time, or from money."""
        return self.stated_hours or self.run_hours or self.bought_hours


def work(reading: Reading, reference: Reference, as_of: str) -> Work:
    """Return what follows from a reading at a date."""
    device = hardware(reading, reference, as_of)
    size, size_formula = _size(reading)
    tokens, tokens_formula = _tokens(reading)
    per_token = 4.0 if {"lora", "qlora"} & reading.ways and "full" not in reading.ways else 6.0
    flop, formula = reading.get("flop"), "stated"
    if flop is None and size and tokens:
        flop, formula = size * tokens * per_token * SIX_N_D, f"{per_token:g} × parameters × tokens"
    count, duration = reading.get("gpu_count"), reading.get("duration")
    cost, price = reading.get("compute_budget"), widest_price(device)
    return Work(
        reading=reading,
        hardware=device,
        size=size,
        size_formula=size_formula,
        total=reading.get("parameters") or size,
        tokens=tokens,
        tokens_formula=tokens_formula,
        per_token=per_token,
        flop=flop,
        flop_formula=formula,
        judged=not {"rl", "changing"} & reading.ways,
        stated_hours=reading.get("gpu_hours"),
        run_hours=count * duration * UPTIME if count and duration else None,
        bought_hours=cost / price if cost and price else None,
        cost=cost,
    )


def widest_price(device: Hardware) -> Range | None:
    """Return the price at the date, widened to the list prices of all years."""
    price, listed = device.price, device.listed
    if price is None or listed is None:
        return price
    return Range(min(price.low, listed.low), price.central, max(price.high, listed.high))


def _size(reading: Reading) -> tuple[Range | None, str]:
    active, total = reading.get("active_parameters"), reading.get("parameters")
    if active:
        return active, "active parameters"
    if total and "sparse" in reading.ways:
        return total * SPARSE_SHARE, "parameters × 3% to 30% active (a mixture of experts; the share is not stated)"
    return total, "parameters"


def _tokens(reading: Reading) -> tuple[Range | None, str]:
    tokens, epochs, examples = reading.get("training_tokens"), reading.get("epochs"), reading.get("examples")
    pre_trained = reading.asserted is Asserted.PRE_TRAINING
    if tokens and epochs:
        return Range(tokens.low, tokens.central, tokens.high * max(epochs.high, 1.0)), "tokens, up to once per epoch"
    if tokens:
        return tokens, "tokens"
    if examples and not (pre_trained and reading.get("flop")):
        each = reading.get("tokens_per_example") or TOKENS_PER_EXAMPLE
        return examples * each * (epochs or EPOCHS), "examples × tokens per example × epochs"
    return None, ""
