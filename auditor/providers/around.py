"""A reader that stands in front of another."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.steps import Outcome, Provider, Request


class Around:
    """What it says of itself is the other reader's; what happens before and after a request is its own."""

    def __init__(self, reader: Provider) -> None:
        self.reader = reader

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

    def before(self, request: Request) -> Outcome | None:
        """Return an outcome that is there already; None to ask the reader behind."""

    def after(self, request: Request, outcome: Outcome) -> Outcome:  # noqa: ARG002  of use to those who keep outcomes
        """Return what is made of the outcome of the reader behind."""
        return outcome

    def reply(self, request: Request) -> Outcome:
        """Answer one request."""
        return self.before(request) or self.after(request, self.reader.reply(request))

    async def areply(self, request: Request) -> Outcome:
        """Answer one request without blocking the event loop."""
        return self.before(request) or self.after(request, await self.reader.areply(request))

    async def aclose(self) -> None:
        """Close the connections of the event loop that is about to end."""
        if close := getattr(self.reader, "aclose", None):
            await close()
