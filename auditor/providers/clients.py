"""The SDK's clients of one reader: made when first needed, and closed with the loop or the run they served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary


class Clients:
    """One client for threads and one for each event loop: connections do not outlive the loop they were made in."""

    def __init__(self, make: Callable[[bool], Any]) -> None:
        """``make`` returns a client: one whose calls block, or with True one whose calls are awaited."""
        self._make = make
        self._of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()

    @cached_property
    def blocking(self) -> Any:
        """The client whose calls block."""
        return self._make(False)

    def awaited(self) -> Any:
        """Return the client of the running event loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._of_loops:
            self._of_loops[loop] = self._make(True)
        return self._of_loops[loop]

    def close(self) -> None:
        """Close the connections of the client whose calls block."""
        if "blocking" in self.__dict__:
            self.__dict__.pop("blocking").close()

    async def aclose(self) -> None:
        """Close the connections opened from the running event loop."""
        client = self._of_loops.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.close()
