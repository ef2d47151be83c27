"""What the readers have handed in: drafts, what failed, what it cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import ValidationError

from auditor.drafts import ExtractDraft
from auditor.schema import StepError, Usage
from auditor.steps import Outcome, Reply, Request


@dataclass
class Reading:
    """What the readers have handed in so far."""

    windows: list[tuple[int, ExtractDraft]] = field(default_factory=list)
    """Drafts with the number of their window's first turn."""
    errors: list[StepError] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    @property
    def drafts(self) -> list[ExtractDraft]:
        """The drafts in the order of the text."""
        return [draft for _, draft in sorted(self.windows, key=lambda window: window[0])]

    def count(self, outcome: Outcome) -> None:
        """Add what a request cost: a reply is at least one, what was never sent none."""
        usage = outcome.usage
        if isinstance(outcome, Reply) and not usage.requests:
            usage = usage.model_copy(update={"requests": 1})
        if usage.requests:
            self.usage = _added(self.usage, usage)

    def failed(self, request: Request, message: str, *, once: bool = False) -> None:
        """Record that a request came to nothing; what holds for all requests is said once."""
        error = StepError(step=request.template, where=request.where, message=message)
        if not any(each == error or (once and each.message == message) for each in self.errors):
            self.errors.append(error)


def _added(total: Usage, more: Usage) -> Usage:
    return total.model_copy(
        update={
            "requests": total.requests + more.requests,
            "cost_usd": _sum(total, more),
            "input_tokens": total.input_tokens + more.input_tokens,
            "output_tokens": total.output_tokens + more.output_tokens,
            "cached_input_tokens": total.cached_input_tokens + more.cached_input_tokens,
        }
    )


def _sum(total: Usage, more: Usage) -> float | None:
    """The cost so far, unknown as soon as the price of one request is."""
    if not total.requests:
        return more.cost_usd
    return None if total.cost_usd is None or more.cost_usd is None else total.cost_usd + more.cost_usd


def invalid(error: ValidationError) -> str:
    """Return what is wrong with a reply, in one sentence that quotes nothing of it."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the reply"
    return f"The reader's reply is not valid at {place}: {first['msg']}."
