"""The third driver of the agent: all documents' next requests become a job, collected hours later by any process.

A document is driven from its beginning each time, over the replies that are kept, up to the first request nobody
has answered; the database holds all there is to know.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from auditor.api import steps_of, timed
from auditor.batch.task import UNWRITABLE, Left, Result, Settings, document_of, finished, not_done
from auditor.errors import UsageError
from auditor.providers.base import Remote
from auditor.providers.jobs import MOST_BYTES, MOST_REQUESTS, Jobs, body_bytes
from auditor.steps import Outcome, Request
from auditor.store.jobs import Asked, asked_already, begin, collected, drop_unsubmitted, submitted, waiting
from auditor.store.replies import Replies
from auditor.store.store import Planned, Store


@dataclass
class Progress:
    """What a submission or collection came to."""

    finished: int = 0
    """Documents whose report is written."""
    requests: int = 0
    """Requests handed in."""
    jobs: int = 0
    lost: int = 0
    """Jobs begun earlier whose id was never learnt; what they ask was handed in anew."""
    answered: int = 0
    """Requests that collected jobs answered."""


@dataclass
class _Parcel:
    """Requests gathered for one job."""

    asked: list[Asked] = field(default_factory=list)
    bodies: list[tuple[str, bytes]] = field(default_factory=list)
    size: int = 0
    names: set[str] = field(default_factory=set)

    def add(self, asked: Asked, body: bytes) -> None:
        self.asked.append(asked)
        self.bodies.append((asked.digest, body))
        self.names.add(asked.digest)
        self.size += len(body)

    @property
    def full(self) -> bool:
        return len(self.asked) >= MOST_REQUESTS or self.size >= MOST_BYTES


@dataclass
class Submission:
    """Hands in what a run's documents ask next, and finishes those that ask nothing more."""

    store: Store
    reader: Remote
    replies: Replies
    settings: Settings
    jobs: Jobs
    keep: Callable[[Result], None]
    """Is given what came of each document that is through."""

    def advance(self, run: int) -> Progress:
        """Take every pending document as far as the kept replies lead, and submit what it asks then."""
        progress = Progress(lost=drop_unsubmitted(self.store.db))
        parcel = _Parcel()
        for task in self.store.tasks(run):
            asked = self._drive(task)
            if isinstance(asked, Left):
                raise UsageError(f"{asked.reason} {UNWRITABLE}")
            if not isinstance(asked, Sequence):
                self.keep(asked)
                progress.finished += 1
                continue
            for request in asked:
                if request.digest in parcel.names or asked_already(self.replies, request.digest):
                    continue
                parcel.add(Asked(request.digest, task.id, request.where), body_bytes(self.reader, request))
                if parcel.full:
                    self._submit(parcel, progress)
                    parcel = _Parcel()
        if parcel.asked:
            self._submit(parcel, progress)
        return progress

    def ended(self) -> bool:
        """Whether a job has ended that is not collected yet."""
        return any(self.jobs.ended(job) for _, job in waiting(self.store.db, self.reader.model))

    def collect(self, run: int) -> Progress:
        """Keep what ended jobs brought, then advance."""
        answered = 0
        for number, job in waiting(self.store.db, self.reader.model):
            if self.jobs.ended(job):
                answered += collected(self.store.db, number, self.jobs.results(job))
        progress = self.advance(run)
        progress.answered = answered
        return progress

    def _submit(self, parcel: _Parcel, progress: Progress) -> None:
        number = begin(self.replies, parcel.asked)
        job = self.jobs.submit(parcel.bodies)
        submitted(self.store.db, number, job, datetime.now(UTC).replace(microsecond=0).isoformat())
        progress.jobs += 1
        progress.requests += len(parcel.asked)

    def _drive(self, task: Planned) -> Result | list[Request]:
        """Return what came of a document, or the requests that nobody has answered yet."""
        started = time.perf_counter()
        try:
            asking = steps_of(document_of(task, self.settings), self.reader, self.settings.as_of)
            outcomes: list[Outcome] | None = None
            while True:
                try:
                    step = next(asking) if outcomes is None else asking.send(outcomes)
                except StopIteration as stop:
                    return finished(task, timed(stop.value, started), self.settings)
                found = [self.replies.find(request) for request in step.requests]
                outcomes = [outcome for outcome in found if outcome is not None]
                if len(outcomes) < len(found):
                    asking.close()
                    return [request for request, outcome in zip(step.requests, found, strict=True) if outcome is None]
        except Exception as error:
            return not_done(task, error)
