"""How far a batch is: bars on a terminal, a plain line now and then elsewhere; always on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditor.cli.output import is_terminal, say

if TYPE_CHECKING:
    from auditor.batch.run import Tally

_EVERY = 30.0
"""Seconds between two plain lines."""
Tell = Callable[["Tally"], None]


@contextmanager
def progress(quiet: bool) -> Iterator[Tell]:
    """Show a run's tally while the block runs."""
    if quiet:
        yield lambda _: None
    elif is_terminal(sys.stderr):
        with _bars() as tell:
            yield tell
    else:
        yield _lines()


def _lines() -> Tell:
    started = last = time.monotonic()

    def tell(tally: Tally) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            rate = tally.done / (now - started)
            pace = ""
            if rate and not tally.waiting:  # what jobs take says nothing of what is left
                pace = f", {rate:.1f} a second, {_span((tally.total - tally.done) / rate)} left"
            say(f"{tally.done:,} of {tally.total:,} documents{pace}{_rest(tally)}.")

    return tell


@contextmanager
def _bars() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[rest]}"), console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("", total=None, rate="", rest="")
        started = time.monotonic()

        def tell(tally: Tally) -> None:
            rate = f"{tally.done / max(time.monotonic() - started, 0.001):.1f}/s"
            bars.update(bar, total=tally.total, completed=tally.done, rate=rate, rest=_rest(tally).lstrip(", "))

        yield tell


def _rest(tally: Tally) -> str:
    """Return what a run used and could not do, as far as there is any."""
    parts = [""]
    if tally.waiting:
        parts.append(f"jobs have {tally.waiting:,} requests to answer")
    if tally.tokens:
        parts.append(f"{tally.tokens:,} tokens")
        if tally.cost_usd is not None:
            parts.append(f"{tally.cost_usd:.2f} USD")
    if missed := tally.partial + tally.failed:
        parts.append(f"{missed:,} failed in whole or in part")
    return ", ".join(parts)


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
