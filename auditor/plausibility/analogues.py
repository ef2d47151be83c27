"""The documented runs nearest to a claim's numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable

from auditor.plausibility.work import Work
from auditor.reference import Run
from auditor.schema import Analogue

_SHOWN = 3
_FARTHEST = 1.0
"""Mean distance in powers of ten beyond which a run is no analogue."""


def analogues(work: Work, cost: float | None, runs: Iterable[Run]) -> tuple[Analogue, ...]:
    """Return the documented runs nearest in size, tokens, examples, hours, compute and cost, with their sources."""
    mine = {
        "size": _central(work.size),
        "tokens": _central(work.reading.get("training_tokens")),
        "examples": _central(work.reading.get("examples")),
        "hours": _central(work.stated_hours or work.run_hours),
        "cost": cost,
    }
    stated = sum(each is not None for each in mine.values())
    if stated < 2:
        return ()
    near = [(distance, run.model, run) for run in runs if (distance := _distance(mine, run)) is not None]
    chosen = [run for distance, _, run in sorted(near, key=lambda each: each[:2]) if distance <= _FARTHEST]
    return tuple(map(_analogue, chosen[:_SHOWN]))


def _distance(mine: dict[str, float | None], run: Run) -> float | None:
    """The mean distance in powers of ten over what both state, with a little more for what only the claim states."""
    theirs = {
        "size": run.active_parameters or run.parameters,
        "tokens": run.tokens,
        "examples": run.examples,
        "hours": run.gpu_hours,
        "cost": run.cost_usd,
    }
    gaps = [abs(math.log10(value / theirs[name])) for name, value in mine.items() if value and theirs[name]]  # type: ignore[operator]
    missing = sum(value is not None and not theirs[name] for name, value in mine.items())
    if len(gaps) < 2:
        return None
    return (sum(gaps) + 0.5 * missing) / (len(gaps) + missing)


def _central(range_: object) -> float | None:
    return getattr(range_, "central", None)


def _analogue(run: Run) -> Analogue:
    return Analogue(
        model=run.model,
        organisation=run.organisation,
        date=run.year_month,
        kind=run.kind,
        parameters=run.parameters,
        active_parameters=run.active_parameters,
        tokens=run.tokens,
        gpu_hours=run.gpu_hours,
        cost_usd=run.cost_usd,
        flop=run.compute,
        source=run.source,
    )
