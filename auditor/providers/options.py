"""What the user may set for a provider that is asked over the network, and what many requests share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Mode = Literal["native", "tool", "plain"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""Ways of asking for structured output, the best first."""
DEFAULT_TIMEOUT = 120.0


class Gate(Protocol):
    """What many requests side by side pass, so that they can be held back together."""

    async def enter(self) -> None:
        """Wait for a turn to send one attempt."""
        ...

    def leave(self, status: int | None, retry_after: float | None = None) -> None:
        """Give the turn back: None for an answer, else the HTTP status, 500 where there was none."""
        ...


@dataclass(frozen=True)
class Options:
    """What the user may set for a provider that is asked over the network."""

    base_url: str | None = None
    context: int | None = None
    """Tokens of the model's context; None for what is known of it."""
    timeout: float = DEFAULT_TIMEOUT
    max_cost: float | None = None
    max_total_tokens: int | None = None
    say: Callable[[str], None] | None = None
    """Is told of each wait."""
    sleep: Callable[[float], None] = time.sleep
    asleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    gate: Gate | None = None
    """Passed by each attempt that is awaited."""
