"""A reader that answers again what it has answered before: an interview goes on without asking anything twice."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.providers.around import Around
from auditor.steps import Failed, Outcome, Provider, Reply, Request


class Remembering(Around):
    """Replays replies by request digest, and asks the reader behind it for the rest."""

    def __init__(self, reader: Provider, replies: Mapping[str, str]) -> None:
        super().__init__(reader)
        self.replies = dict(replies)
        """Every reply so far, by digest."""

    def before(self, request: Request) -> Outcome | None:
        """Return what was replied before."""
        known = self.replies.get(request.digest)
        return None if known is None else Reply(known)

    def after(self, request: Request, outcome: Outcome) -> Outcome:
        """Remember a reply."""
        if not isinstance(outcome, Failed):
            self.replies[request.digest] = outcome.text
        return outcome
