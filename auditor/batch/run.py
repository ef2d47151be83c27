"""One run over a plan: whoever reads, what comes of each document is kept before the next is counted."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from auditor import __version__
from auditor.batch.cluster import Cluster, run_cluster
from auditor.batch.flight import fly
from auditor.batch.plan import Plan
from auditor.batch.pool import run_offline
from auditor.batch.task import Done, NotDone, Result, Settings
from auditor.providers.offline import OfflineProvider
from auditor.setup import load_setup
from auditor.steps import Provider
from auditor.store.replies import Replies, prompts_digest
from auditor.store.store import Store

SPARE = 4
"""Documents read ahead of those that wait for a reply, so that a turn given back is taken at once."""


@dataclass
class Tally:
    """How far a run is."""

    total: int
    """Documents this run has to do."""
    complete: int = 0
    partial: int = 0
    failed: int = 0
    findings: int = 0
    tokens: int = 0
    cost_usd: float | None = 0.0
    waiting: int = 0
    """Requests that jobs under way have still to answer."""
    stopped: str | None = None
    """Why the run takes no further document: a limit, the account, or a disk says so."""
    unwritable: bool = False
    """It stopped because reports cannot be written."""

    @property
    def done(self) -> int:
        """Documents this run is through with."""
        return self.complete + self.partial + self.failed

    def count(self, result: Done) -> None:
        """Add a document whose report is written."""
        if result.rows.document["state"] == "complete":
            self.complete += 1
        elif result.rows.document["state"] == "partial":
            self.partial += 1
        else:
            self.failed += 1
        self.findings += len(result.rows.findings)
        _, _, read, written, _, cost, _ = result.rows.usage
        self.tokens += read + written
        self.cost_usd = None if cost is None or self.cost_usd is None else self.cost_usd + cost


def made_with(settings: Settings, reader: Provider) -> str:
    """Return a digest of all that reports depend on beside the documents."""
    setup = load_setup(as_of="", as_of_source="today", created_at="", model=reader.model)
    parts = [__version__, reader.model, dict(reader.digests), setup.digests]
    given = [settings.kind, settings.as_of, settings.max_bytes, *settings.vendor_speakers]
    return hashlib.sha256(json.dumps([parts, given], sort_keys=True).encode()).hexdigest()


def replies_of(store: Store, reader: Provider) -> Replies:
    """Return the replies kept of a reader and its prompts."""
    return Replies(store.db, reader.model, prompts_digest(reader.digests))


def conduct(
    plan: Plan,
    store: Store,
    reader: Provider,
    settings: Settings,
    *,
    width: int,
    cluster: Cluster | None = None,
    stopping: Callable[[], bool],
    tell: Callable[[Tally], None],
) -> Tally:
    """Do what is pending of a plan and return the tally; ``width`` is how many requests, or workers, run at once.

    A cluster takes the place of workers.
    """
    tally = Tally(plan.pending)

    kept = keeper(store, tally)

    def keep(result: Result) -> None:
        kept(result)
        tell(tally)

    def ends() -> bool:
        return stopping() or tally.stopped is not None

    tasks = store.tasks(plan.run)
    if not plan.pending:
        pass
    elif isinstance(reader, OfflineProvider):
        results = (
            run_offline(tasks, settings, min(width, plan.pending), ends)
            if cluster is None
            else run_cluster(tasks, settings, cluster, ends)
        )
        for result in results:
            keep(result)
    else:
        # A scripted reader waits for nobody, and has no gate to pass.
        spare = SPARE if reader.window is not None else 0
        asyncio.run(_flown(fly(tasks, reader, replies_of(store, reader), settings, width + spare, ends), keep))
    return tally


async def _flown(results: AsyncIterator[Result], keep: Callable[[Result], None]) -> None:
    async for result in results:
        keep(result)


def keeper(store: Store, tally: Tally) -> Callable[[Result], None]:
    """Return what keeps the result of each document in the database and counts it."""

    def keep(result: Result) -> None:
        if isinstance(result, Done):
            try:
                store.write(result.id, result.rows, result.report_bytes)
            except (sqlite3.IntegrityError, UnicodeEncodeError, OverflowError) as error:
                result = NotDone(result.id, f"What was found cannot be kept in the database ({type(error).__name__}).")
            else:
                tally.count(result)
                return
        if isinstance(result, NotDone):
            store.fail(result.id, result.reason)
            tally.failed += 1
        else:
            tally.stopped = result.reason
            tally.unwritable = tally.unwritable or result.unwritable

    return keep


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
