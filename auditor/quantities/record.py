"""What a number in a text comes to: a value with unit and interval, and where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QuantityKind = Literal[
    "parameters",
    "active_parameters",
    "trainable_parameters",
    "training_tokens",
    "tokens_per_example",
    "epochs",
    "flop",
    "gpu_hours",
    "gpu_count",
    "nodes",
    "compute_budget",
    "price",
    "duration",
    "examples",
    "dataset_size",
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with unit and interval, and where in the text it is said (half-open range)."""

    kind: QuantityKind
    value: float
    unit: str
    """GPU-hours, GPUs, hours, tokens, parameters, a currency, "USD/GPU-hour", "GB", or the noun counted."""
    low: float
    high: float
    start: int
    end: int
    accelerator: str | None = None
    """Name of the accelerator as written, for GPU-hours, GPU counts and prices."""
    per_tokens: float | None = None
    """Tokens the figure is for, where it is said to be "per trillion tokens"."""
    other: float | None = None
    """The value in the other reading of its decimal mark: 812.321 and 812321."""


FACT_KINDS: dict[QuantityKind, str] = {
    "parameters": "parameters",
    "active_parameters": "parameters",
    "trainable_parameters": "parameters",
    "training_tokens": "training_tokens",
    "gpu_hours": "gpu_hours",
    "gpu_count": "gpu_count",
    "compute_budget": "compute_budget",
    "duration": "duration",
    "examples": "examples",
    "dataset_size": "dataset_size",
}
"""The kind of fact a quantity is; those without one help the arithmetic only."""
