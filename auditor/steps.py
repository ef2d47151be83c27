"""How the agent and the readers of text talk: steps of independent requests, and the drivers that run them.

The agent is a generator: it yields a :class:`Step`, is sent one :class:`Reply` or :class:`Failed` for each
request in the same order, and returns its result. Drivers do the I/O; :func:`run` is the synchronous one,
:func:`run_async` the asynchronous one. Neither decides anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from auditor.schema import DocumentKind, Side, Usage

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Turn:
    """A numbered turn or paragraph as a reader of text is shown it."""

    number: int
    text: str
    speaker: str | None = None
    side: Side | None = None
    aside: tuple[tuple[int, int], ...] = ()
    """Ranges of the text that address an automated reader: never evidence."""


@dataclass(frozen=True, slots=True)
class ExtractVariables:
    """What the extract template is rendered from: one window of one document."""

    kind: DocumentKind
    vendor: str | None
    turns: tuple[Turn, ...]
    questions: tuple[str, ...]
    """Ids of the checklist questions to look for."""


@dataclass(frozen=True, slots=True)
class Open:
    """A claim with points left open, as a follow-up request names it."""

    id: str
    statement: str
    questions: tuple[str, ...]
    """Ids of the checklist questions whose answer could still move its class."""


@dataclass(frozen=True, slots=True)
class FollowUpVariables:
    """What the followup template is rendered from: the passages around what is still open."""

    kind: DocumentKind
    vendor: str | None
    turns: tuple[Turn, ...]
    claims: tuple[Open, ...]
    lost: tuple[tuple[str, str], ...]
    """Quotes that were not found in the document, each with the reason."""


@dataclass(frozen=True, slots=True)
class RepairVariables:
    """What the repair template is rendered from: an invalid reply, to be given again in the right form."""

    request: Request
    """The request that was answered."""
    reply: str
    error: str


Variables = ExtractVariables | FollowUpVariables | RepairVariables


@dataclass(frozen=True)
class Request:
    """One thing to ask a reader of text: the name of a template and its typed variables."""

    template: Literal["extract", "followup", "repair"]
    variables: Variables
    where: str
    """For error messages: "document" or "window 2"."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over template and variables: the name a stored reply is found by."""
        body = json.dumps([self.template, asdict(self.variables)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """Requests that do not depend on each other and may run side by side."""

    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reader answered: JSON of the template's draft, unchecked."""

    text: str
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Failed:
    """A request that got no answer, and why, in one sentence."""

    reason: str
    kind: Literal["failed", "too_long", "refused", "stopped"] = "failed"
    """too_long: the request or its answer passes the model's limits, a smaller window may do; refused: the
    model declined; stopped: a limit the user set was reached, or the account or key does not allow it."""
    usage: Usage = field(default_factory=Usage)
    """What the attempts cost."""


Outcome = Reply | Failed
Audit = Generator[Step, Sequence[Outcome], ResultT]


class Provider(Protocol):
    """A reader of text: an adapter to one API, the offline rules, or scripted replies."""

    @property
    def model(self) -> str:
        """Who reads, for provenance: "offline" or "provider:name"."""
        ...

    @property
    def digests(self) -> Mapping[str, str]:
        """Digest of each prompt the reader is given; empty for readers that use none."""
        ...

    @property
    def window(self) -> int | None:
        """Characters of document a request may carry; None where there is no limit."""
        ...

    def reply(self, request: Request) -> Outcome:
        """Answer one request; failures are returned, not raised."""
        ...

    async def areply(self, request: Request) -> Outcome:
        """Answer one request without blocking the event loop; failures are returned, not raised."""
        ...


def run(audit: Audit[ResultT], provider: Provider) -> ResultT:
    """Drive an audit to its result, one request after the other."""
    outcomes: Sequence[Outcome] | None = None
    while True:
        try:
            step = next(audit) if outcomes is None else audit.send(outcomes)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        outcomes = [provider.reply(request) for request in step.requests]


async def run_async(audit: Audit[ResultT], provider: Provider) -> ResultT:
    """Drive an audit to its result, the requests of a step side by side."""
    import asyncio

    outcomes: Sequence[Outcome] | None = None
    while True:
        try:
            step = next(audit) if outcomes is None else audit.send(outcomes)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        outcomes = await asyncio.gather(*(provider.areply(request) for request in step.requests))
