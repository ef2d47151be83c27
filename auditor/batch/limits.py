"""How many requests are under way at once: as many as the server takes, at most as many as were asked for.

Each round of requests tells what the server takes: where it turned a share of them away (429), the limit falls by that
share, by half at most. Each success raises it again a little, except just after a server error. A wait that the
server asks for holds for every request, not only for the one that was told.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_GROWTH = 0.125
"""What a success adds to the limit: an eighth of it in a round of successes."""
_REFUSED = 429


@dataclass
class Pace:
    """The gate every attempt passes; for one event loop."""

    most: int
    clock: Callable[[], float] = time.monotonic
    limit: float = field(init=False)
    under_way: int = field(init=False, default=0)
    refused: int = field(init=False, default=0)
    """Requests turned away so far."""
    _round: tuple[int, int] = field(init=False, default=(0, 0))
    """Attempts that ended in this round, and how many of them were turned away."""
    _held: int = field(init=False, default=0)
    """Successes to come before the limit grows again."""
    _until: float = field(init=False, default=0.0)
    """When the wait ends that the server asked for."""
    _waiting: deque[asyncio.Future[None]] = field(init=False, default_factory=deque)

    def __post_init__(self) -> None:
        self.limit = float(self.most)

    async def enter(self) -> None:
        """Wait for a turn."""
        while True:
            pause = self._until - self.clock()
            if pause > 0:
                await asyncio.sleep(pause)
            elif self.under_way < int(self.limit):
                self.under_way += 1
                return
            else:
                turn = asyncio.get_running_loop().create_future()
                self._waiting.append(turn)
                await turn

    def leave(self, status: int | None, retry_after: float | None = None) -> None:
        """Give the turn back; ``status`` is that of an HTTP error, None where there was none."""
        self.under_way -= 1
        if retry_after:
            self._until = max(self._until, self.clock() + retry_after)
        ended, turned_away = self._round
        self._round = ended + 1, turned_away + (status == _REFUSED)
        self.refused += status == _REFUSED
        if status is None:
            self._grow()
        elif status >= 500:
            self._held = int(self.limit)
        if self._round[0] >= int(self.limit):
            self._end_round()
        free = int(self.limit) - self.under_way
        while free > 0 and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1

    def _grow(self) -> None:
        if self._held > 0:
            self._held -= 1
        else:
            self.limit = min(self.limit + _GROWTH, self.most)

    def _end_round(self) -> None:
        ended, turned_away = self._round
        self._round = (0, 0)
        if turned_away:
            self.limit = max(self.limit * max(1 - turned_away / ended, 0.5), 1.0)
