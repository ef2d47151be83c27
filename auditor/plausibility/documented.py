"""A documented run as a statement, so that what is asked of a vendor is asked of the published runs too."""

from __future__ import annotations

from auditor.plausibility.statement import Statement, statement
from auditor.quantities import Quantity, QuantityKind
from auditor.reference import Run
from auditor.schema import Asserted

OUTLIERS = {
    "FLM-101B": "grown from 16B over 51B to 101B, as its paper says: 6ND with the final size is too much",
}
"""Documented runs whose published numbers are implausible by 6ND, and why."""


def statement_of(run: Run) -> Statement:
    """Return what a documented run states, each figure taken as exact."""
    figures: list[tuple[QuantityKind, float | None, str]] = [
        ("parameters", run.parameters, "parameters"),
        ("active_parameters", run.active_parameters, "active parameters"),
        ("training_tokens", run.tokens, "tokens"),
        ("examples", run.examples, "examples"),
        ("gpu_hours", run.gpu_hours, "GPU-hours"),
        ("gpu_count", run.gpu_count, "GPUs"),
        ("duration", run.days * 24 if run.days else None, "hours"),
        ("compute_budget", run.cost_usd, "USD"),
    ]
    asserted = Asserted.PRE_TRAINING if run.kind == "pre_training" else Asserted.FINE_TUNING
    stated = [Quantity(kind, value, unit, value, value, 0, 0) for kind, value, unit in figures if value]
    return statement(stated, "", asserted, (run.hardware,) if run.hardware else ())
