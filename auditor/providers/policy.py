"""The one retry policy: what is tried again, after how long, and when it is given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from auditor.providers.failures import Problem

if TYPE_CHECKING:
    from tenacity import RetryCallState

_PATIENCE = 300.0
"""Seconds after which no further attempt at a request is begun."""


class AttemptError(Exception):
    """An attempt that got no answer; carries no text of the server's."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.trouble)
        self.problem = problem


def policy(announce: Callable[[RetryCallState], None]) -> dict[str, Any]:
    """Return the keyword arguments of tenacity's drivers; ``announce`` is told of each wait."""
    return {"retry": _again, "stop": _patience_ends, "wait": _wait, "before_sleep": announce, "reraise": True}


def problem_of(state: RetryCallState) -> Problem | None:
    """Return what was wrong with the last attempt."""
    error = state.outcome.exception() if state.outcome else None
    return error.problem if isinstance(error, AttemptError) else None


def _again(state: RetryCallState) -> bool:
    problem = problem_of(state)
    return problem is not None and problem.transient(state.attempt_number)


def _wait(state: RetryCallState) -> float:
    from tenacity import wait_random_exponential

    problem = problem_of(state)
    if problem is not None and problem.retry_after is not None:
        return problem.retry_after
    # Full jitter above a floor: clients that were turned away together do not come back together.
    return 0.5 + wait_random_exponential(multiplier=1, max=30)(state)


def _patience_ends(state: RetryCallState) -> bool:
    passed = max(state.idle_for, state.seconds_since_start or 0.0)
    return passed + state.upcoming_sleep > _PATIENCE
