"""The process that speaks to a Ray cluster: documents come in over a line, what came of each goes back.

Nodes need the same auditor installed and nothing else: a document's bytes go out, its report and rows come back, and
all files are written here. What a lost node was doing, or had done and not yet handed over, is given out again.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from auditor import __version__
from auditor.batch.task import (
    Left,
    NotDone,
    Result,
    Settings,
    UnwritableError,
    document_from,
    not_done,
    place,
    rendered,
    written,
)
from auditor.documents import load_file
from auditor.providers.offline import OfflineProvider
from auditor.store.rows import Rows, rows
from auditor.store.store import Planned

_AHEAD = 3
"""Documents handed out per core of the cluster, so that none waits for work and few are in memory."""
_TRIES = 5
"""Times a document is given out whose node or worker was lost each time."""
_LOOK = 0.2
"""Seconds between two looks for new documents while others are under way."""
_COUNT = 1.0
"""Seconds between two counts of the cluster's cores; nodes may join and leave."""


@dataclass(frozen=True)
class Heard:
    """What the driver tells: how many documents it takes at once, and what came of one."""

    room: int
    result: Result | None = None


@dataclass(frozen=True)
class Refused:
    """That no cluster takes work, and why."""

    reason: str


@dataclass(frozen=True)
class Made:
    """What a node hands back."""

    data: bytes
    rows: Rows


def drive(line: Connection, settings: Settings, address: str | None, most: int | None) -> None:
    """Work for whoever is at the other end of the line, until it is closed."""
    # The run decides what an interrupt means, and has the terminal to itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    # Ray reports its use to its makers unless told not to; nothing here leaves the cluster.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    try:
        ray.init(
            address=address or "local", log_to_driver=False, include_dashboard=False, logging_level=logging.CRITICAL
        )
    except Exception as error:
        line.send(Refused((str(error).strip() or type(error).__name__).splitlines()[0]))
        return
    try:
        _Driver(ray, line, settings, most).work()
    except (EOFError, BrokenPipeError, ConnectionError, ray.exceptions.LocalRayletDiedError):
        pass  # there is nobody to work for, or nothing to work with
    finally:
        line.close()
        ray.shutdown()


@dataclass
class _Driver:
    ray: Any
    line: Connection
    settings: Settings
    most: int | None
    under_way: dict[Any, Planned] = field(default_factory=dict)
    lost: Counter[int] = field(default_factory=Counter)
    """How often the node or worker of a document was lost."""
    room: int = 0
    counted: float = float("-inf")

    def work(self) -> None:
        # Retries are ours: Ray's own do again what was under way, not always what was done and not yet fetched.
        audited = self.ray.remote(max_retries=0)(_audited)
        while True:
            self._count()
            while self.line.poll(0 if self.under_way else _COUNT):
                self._give(audited, self.line.recv())
            if not self.under_way:
                continue
            finished, _ = self.ray.wait(list(self.under_way), num_returns=1, timeout=_LOOK)
            for reference in finished:
                self._take(audited, reference)

    def _count(self) -> None:
        """Tell how many documents are taken at once, where that changed."""
        if time.monotonic() - self.counted < _COUNT:
            return
        cores = int(self.ray.cluster_resources().get("CPU", 1))
        room = max(min(cores * _AHEAD, self.most or cores * _AHEAD), 1)
        self.counted = time.monotonic()
        if room != self.room:
            self.room = room
            self._tell(None)

    def _tell(self, result: Result | None) -> None:
        self.line.send(Heard(self.room, result))

    def _give(self, audited: Any, task: Planned) -> None:
        """Give a document to the cluster."""
        try:
            data = load_file(place(task, self.settings), self.settings.max_bytes)
        except Exception as error:
            self._tell(not_done(task, error))
        else:
            self.under_way[audited.remote(__version__, task, self.settings, data)] = task

    def _take(self, audited: Any, reference: Any) -> None:
        """Take what came of a document; give it out again where that was lost on the way."""
        task = self.under_way.pop(reference)
        errors = self.ray.exceptions
        try:
            made = self.ray.get(reference)
        except errors.LocalRayletDiedError:
            raise
        except errors.RayTaskError as error:
            reason = f"A node of the cluster cannot do the work ({error.cause or error})"
            self._tell(Left(task.id, f"{reason}; install this version of auditor on every node."))
        except errors.RayError as error:
            self.lost[task.id] += 1
            if self.lost[task.id] < _TRIES:
                self._give(audited, task)
            else:
                self._tell(NotDone(task.id, f"The cluster gave up {task.title} ({type(error).__name__})."))
        else:
            self._tell(self._written(task, made) if isinstance(made, Made) else made)

    def _written(self, task: Planned, made: Made) -> Result:
        try:
            return written(task, made.data, made.rows, self.settings)
        except UnwritableError as error:
            return not_done(task, error)


def _audited(version: str, task: Planned, settings: Settings, data: bytes) -> Made | Result:
    """Audit one document on a node, which must have the version of whoever asks."""
    from auditor.api import audit

    if version != __version__:
        raise RuntimeError(f"it has auditor {__version__} and not {version}")
    try:
        report = audit(document_from(task, settings, data), OfflineProvider(), as_of=settings.as_of)
        return Made(rendered(report), rows(task.id, report))
    except Exception as error:
        return not_done(task, error)
