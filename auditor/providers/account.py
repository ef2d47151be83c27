"""What a provider has spent, and the limits the user set."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from auditor.providers.options import Options
from auditor.providers.pricing import Tokens
from auditor.schema import Usage
from auditor.steps import Failed

Reserved = tuple[int, float]
"""Tokens and USD set aside for a request under way."""


@dataclass
class Account:
    """What a provider has spent, and what is under way; shared by threads."""

    lock: Lock = field(default_factory=Lock)
    tokens: int = 0
    usd: float = 0.0
    pending: int = 0
    """Tokens of requests under way, as estimated."""
    pending_usd: float = 0.0

    def reserve(self, tokens: Tokens, usd: float, options: Options) -> Reserved | Failed:
        """Set aside what a request will about cost; Failed where that passes a limit of the user's."""
        most, budget = options.max_total_tokens, options.max_cost
        with self.lock:
            if most is not None and self.tokens + self.pending + tokens.total > most:
                return Failed(f"The limit of {most} tokens (--max-total-tokens) would be passed.", "stopped")
            if budget is not None and self.usd + self.pending_usd + usd > budget:
                return Failed(f"The limit of {budget:g} USD (--max-cost) would be passed.", "stopped")
            self.pending += tokens.total
            self.pending_usd += usd
        return tokens.total, usd

    def settle(self, reserved: Reserved, usage: Usage) -> None:
        """Count what a request cost in place of what was set aside for it."""
        with self.lock:
            self.pending -= reserved[0]
            self.pending_usd -= reserved[1]
            self.tokens += usage.input_tokens + usage.output_tokens
            # Where the cost of a reply is not known, what was reckoned for it counts.
            self.usd += usage.cost_usd if usage.cost_usd is not None else reserved[1]
