"""The rows of the reference tables: documented training runs, accelerators, prices by year, the largest run by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RunKind = Literal["pre_training", "fine_tuning", "continued_pre_training"]


@dataclass(frozen=True)
class Run:
    """A documented training run; None where a figure was not published."""

    model: str
    organisation: str
    year_month: str
    kind: RunKind
    parameters: float | None
    active_parameters: float | None
    """Of a mixture of experts: the parameters a token passes."""
    tokens: float | None
    examples: float | None
    gpu_hours: float | None
    hardware: str | None
    """Key of the accelerator table."""
    gpu_count: float | None
    days: float | None
    cost_usd: float | None
    flop: float | None
    source: str
    verified: str
    note: str

    @property
    def compute(self) -> float | None:
        """Training compute in FLOP: as published, else 6 x active parameters x tokens."""
        if self.flop is not None:
            return self.flop
        size = self.active_parameters or self.parameters
        return 6 * size * self.tokens if size and self.tokens else None


@dataclass(frozen=True)
class Accelerator:
    """A type of training hardware."""

    name: str
    peak: float
    """Dense BF16 (or FP16) peak, FLOP per second and device."""
    memory_gb: float
    year: int
    usd_low: float | None
    """Lowest and highest list price, USD an hour, over the years."""
    usd_high: float | None
    price_known: bool
    """Whether the price was looked up; one recalled or assumed must decide nothing."""
    source: str


@dataclass(frozen=True)
class Price:
    """What an hour of an accelerator cost to rent in a year, USD."""

    accelerator: str
    year: int
    low: float
    central: float
    high: float
    source: str


def run_of(row: dict[str, str]) -> Run:
    """Return the run of a row of training_runs.csv."""
    kind = row["kind"]
    assert kind in ("pre_training", "fine_tuning", "continued_pre_training"), kind
    return Run(
        model=row["model"],
        organisation=row["organisation"],
        year_month=row["year_month"],
        kind=kind,  # type: ignore[arg-type]
        parameters=_number(row["parameters"]),
        active_parameters=_number(row["active_parameters"]),
        tokens=_number(row["training_tokens"]),
        examples=_number(row["examples"]),
        gpu_hours=_number(row["gpu_hours"]),
        hardware=row["hardware"] or None,
        gpu_count=_number(row["gpu_count"]),
        days=_number(row["days"]),
        cost_usd=_number(row["cost_usd"]),
        flop=_number(row["flops"]),
        source=row["source"],
        verified=row["verified"],
        note=row["note"],
    )


def accelerator_of(row: dict[str, str]) -> Accelerator:
    """Return the accelerator of a row of accelerators.csv."""
    basis = row["price_basis"]
    return Accelerator(
        name=row["accelerator"],
        peak=float(row["bf16_dense_tflops"]) * 1e12,
        memory_gb=float(row["memory_gb"]),
        year=int(row["year"]),
        usd_low=_number(row["usd_per_hour_low"]),
        usd_high=_number(row["usd_per_hour_high"]),
        price_known=bool(row["usd_per_hour_low"]) and not basis.startswith(("recalled", "range assumed")),
        source=row["source"],
    )


def price_of(row: dict[str, str]) -> Price:
    """Return the price of a row of gpu_prices.csv."""
    return Price(
        row["accelerator"],
        int(row["year"]),
        float(row["usd_per_hour_low"]),
        float(row["usd_per_hour_central"]),
        float(row["usd_per_hour_high"]),
        row["source"],
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
