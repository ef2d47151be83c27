"""How the agent and the readers of text talk: steps of independent requests, and the drivers that run them.

The agent is a generator: it yields a :class:`Step`, is sent one :class:`Reply` or :class:`Failed` for each
request in the same order, and returns its result. Drivers do the I/O; :func:`run` is the synchronous one,
:func:`run_async` the asynchronous one, and :func:`converse` also takes an :class:`Ask` to a person. None decides
anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol, TypeVar

from auditor.answers import Given, Notes
from auditor.schema import (
    Answer,
    DocumentKind,
    Fact,
    Finding,
    OpenQuestion,
    Report,
    Side,
    Ungrounded,
    Usage,
    Verdict,
)

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Turn:
    """A numbered turn or paragraph as a reader of text is shown it."""

    number: int
    text: str
    speaker: str | None = None
    side: Side | None = None
    aside: tuple[tuple[int, int], ...] = ()
    """Ranges of the text that address an automated reader: never evidence."""


@dataclass(frozen=True)
class ExtractVariables:
    """What the extract template is rendered from: one window of one document."""

    kind: DocumentKind
    vendor: str | None
    turns: tuple[Turn, ...]
    questions: tuple[str, ...]
    """Ids of the checklist questions to look for."""


@dataclass(frozen=True)
class Open:
    """A claim with points left open, as a follow-up request names it."""

    id: str
    statement: str
    questions: tuple[str, ...]
    """Ids of the checklist questions whose answer could still move its class."""


@dataclass(frozen=True)
class FollowUpVariables:
    """What the followup template is rendered from: the passages around what is still open."""

    kind: DocumentKind
    vendor: str | None
    turns: tuple[Turn, ...]
    claims: tuple[Open, ...]
    lost: tuple[tuple[str, str], ...]
    """Quotes that were not found in the document, each with the reason."""


@dataclass(frozen=True)
class RepairVariables:
    """What the repair template is rendered from: an invalid reply, to be given again in the right form."""

    request: Request
    """The request that was answered."""
    reply: str
    error: str


@dataclass(frozen=True)
class AnswerVariables:
    """What the answer template is rendered from: a checklist question and what was answered to it."""

    question: str
    """Id of the question."""
    asked: str
    """Its wording."""
    vendor: str | None
    about: tuple[str, ...]
    """The claims the question was put about, a sentence each."""
    turn: Turn
    """The answer."""
    questions: tuple[str, ...]
    """Ids of the checklist, which the answer may touch besides."""


Variables = ExtractVariables | FollowUpVariables | RepairVariables | AnswerVariables


@dataclass(frozen=True)
class Request:
    """One thing to ask a reader of text: the name of a template and its typed variables."""

    template: Literal["extract", "followup", "repair", "answer"]
    variables: Variables
    where: str
    """For error messages: "document", "window 2" or "answer to base-model"."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over template and variables: the name a stored reply is found by."""
        body = json.dumps([self.template, asdict(self.variables)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Step:
    """Requests that do not depend on each other and may run side by side."""

    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Reply:
    """What a reader answered: JSON of the template's draft, unchecked."""

    text: str
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Ask:
    """A checklist question for whoever answers: a person at a terminal, a page, a stand-in. The agent does not know."""

    question: OpenQuestion
    """With what it is expected to tell about all the claims it is put about."""
    about: tuple[Finding, ...]
    """The claims it would settle; for due diligence those it concerns."""
    report: Report
    """What is believed before the answer."""
    notes: Notes
    """What was answered and passed over before."""
    number: int
    """1 for the first question that was put."""
    left: int
    """Questions that would follow if nothing more could be learned from this one."""


@dataclass(frozen=True)
class Move:
    """What one answer did to one claim."""

    finding: Finding
    """The claim as it stands after the answer."""
    before: Verdict | None
    """None where the answer itself made the claim."""


@dataclass(frozen=True)
class Learned:
    """What was understood of an answer, and what it moved."""

    answer: Answer
    facts: tuple[Fact, ...]
    moves: tuple[Move, ...]
    ungrounded: tuple[Ungrounded, ...]


Reaction = Given | Literal["skip", "back", "stop"]
Talk = Generator[Step | Ask | Learned, Any, ResultT]


class Person(Protocol):
    """Whoever answers questions."""

    def answer(self, ask: Ask) -> Reaction:
        """Answer a question, pass it over, go back to the one before, or end the interview."""
        ...

    def told(self, learned: Learned) -> None:
        """Hear what was understood of the last answer."""
        ...


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


def converse(talk: Talk[ResultT], provider: Provider, person: Person) -> ResultT:
    """Drive an interview to its result: requests go to the reader of text, questions to the person."""
    answer: Any = None
    while True:
        try:
            step = talk.send(answer)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        if isinstance(step, Ask):
            answer = person.answer(step)
        elif isinstance(step, Learned):
            person.told(step)
            answer = None
        else:
            answer = [provider.reply(request) for request in step.requests]


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
