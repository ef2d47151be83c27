"""A reader that answers again what it has answered before: an interview goes on without asking anything twice."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.steps import Failed, Outcome, Provider, Reply, Request


class Remembering:
    """Replays replies by request digest, and asks the reader behind it for the rest."""

    def __init__(self, reader: Provider, replies: Mapping[str, str]) -> None:
        self.reader = reader
        self.replies = dict(replies)
        """Every reply so far, by digest."""

    @property
    def model(self) -> str:
        """Who reads."""
        return self.reader.model

    @property
    def digests(self) -> Mapping[str, str]:
        """Digest of each prompt."""
        return self.reader.digests

    @property
    def window(self) -> int | None:
        """Characters of document a request may carry."""
        return self.reader.window

    def reply(self, request: Request) -> Outcome:
        """Answer from memory, else ask and remember."""
        known = self.replies.get(request.digest)
        return Reply(known) if known is not None else self._kept(request, self.reader.reply(request))

    async def areply(self, request: Request) -> Outcome:
        """Answer as :meth:`reply`, without blocking the event loop."""
        known = self.replies.get(request.digest)
        return Reply(known) if known is not None else self._kept(request, await self.reader.areply(request))

    def _kept(self, request: Request, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Failed):
            self.replies[request.digest] = outcome.text
        return outcome
