"""A reader that asks only what was never answered, and keeps each answer before anybody uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.steps import Failed, Outcome, Provider, Request
from auditor.store.replies import Replies


class StoppedError(Exception):
    """The reader takes no further request: a limit the user set is reached, or the account or key refuses."""


@dataclass(frozen=True)
class Remembering:
    """A reader for one document."""

    reader: Provider
    replies: Replies
    document: int

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
        """Answer one request from what is kept, else ask."""
        return self.replies.find(request) or self._kept(request, self.reader.reply(request))

    async def areply(self, request: Request) -> Outcome:
        """Answer one request from what is kept, else ask without blocking the event loop."""
        return self.replies.find(request) or self._kept(request, await self.reader.areply(request))

    def _kept(self, request: Request, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Failed):
            if outcome.kind == "stopped":
                raise StoppedError(outcome.reason)
            # Another attempt in a later run may go better; what is too long or declined stays so.
            if outcome.kind == "failed":
                return outcome
        self.replies.keep(request, self.document, outcome)
        return outcome
