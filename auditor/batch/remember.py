"""A reader that asks only what was never answered, and keeps each answer before anybody uses it."""

from __future__ import annotations

from auditor.providers.around import Around
from auditor.steps import Failed, Outcome, Provider, Request
from auditor.store.replies import Replies


class StoppedError(Exception):
    """The reader takes no further request: a limit the user set is reached, or the account or key refuses."""


class Keeping(Around):
    """A reader for one document."""

    def __init__(self, reader: Provider, replies: Replies, document: int) -> None:
        super().__init__(reader)
        self.replies = replies
        self.document = document

    def before(self, request: Request) -> Outcome | None:
        """Return what is kept of a request."""
        return self.replies.find(request)

    def after(self, request: Request, outcome: Outcome) -> Outcome:
        """Keep an outcome that another attempt would not change; StoppedError where no more is asked."""
        if isinstance(outcome, Failed):
            if outcome.kind == "stopped":
                raise StoppedError(outcome.reason)
            # Another attempt in a later run may go better; what is too long or declined stays so.
            if outcome.kind == "failed":
                return outcome
        self.replies.keep(request, self.document, outcome)
        return outcome
