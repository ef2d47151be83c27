"""Documents over a Ray cluster, for those who outgrow one machine; offline rules only.

Nodes need auditor installed and nothing else: a document's bytes go out, its report and rows come back, and all
files are written here. What a lost node was doing, Ray gives to another.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from auditor.batch.task import NotDone, Result, Settings, document_from, not_done, rendered, written
from auditor.documents import load
from auditor.errors import AuditorError, UsageError
from auditor.providers.offline import OfflineProvider
from auditor.store.rows import Rows, rows
from auditor.store.store import Planned

_AHEAD = 3
"""Documents handed out per core of the cluster."""
_RETRIES = 5
"""Times a document is done again whose node was lost."""


@dataclass(frozen=True)
class Made:
    """What a node hands back."""

    data: bytes
    rows: Rows


def check() -> None:
    """Raise a usage error where Ray is not installed."""
    if find_spec("ray") is None:
        raise UsageError("--executor ray needs Ray: pip install 'training-claim-auditor[ray]'.")


def run_cluster(
    tasks: Iterable[Planned], settings: Settings, address: str | None, stopping: Callable[[], bool]
) -> Iterator[Result]:
    """Audit documents with the offline rules over a cluster, one of this machine alone where no address is given."""
    check()
    # Ray reports its use to its makers unless told not to; nothing here leaves the cluster.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    try:
        ray.init(address=address, log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UsageError(f"No Ray cluster answers at {address or 'this machine'}; check --address.") from error
    try:
        yield from _run(ray, iter(tasks), settings, stopping)
    finally:
        ray.shutdown()


def _run(ray: Any, tasks: Iterator[Planned], settings: Settings, stopping: Callable[[], bool]) -> Iterator[Result]:
    remote = ray.remote(max_retries=_RETRIES)(_audited)
    ahead = max(int(ray.cluster_resources().get("CPU", 1)), 1) * _AHEAD
    under_way: dict[Any, Planned] = {}
    lost: Counter[int] = Counter()
    while True:
        while len(under_way) < ahead and not stopping() and (task := next(tasks, None)) is not None:
            try:
                data = load(settings.base / task.path, settings.max_bytes)
            except AuditorError as error:
                yield not_done(task, error)
                continue
            under_way[remote.remote(task, settings, data)] = task
        if not under_way:
            return
        finished, _ = ray.wait(list(under_way), num_returns=1)
        for reference in finished:
            task = under_way.pop(reference)
            try:
                made = ray.get(reference)
            except ray.exceptions.RayError as error:
                # Ray does again what a lost node was doing, not always what it had done and not yet handed over.
                lost[task.id] += 1
                if lost[task.id] < _RETRIES:
                    data = load(settings.base / task.path, settings.max_bytes)
                    under_way[remote.remote(task, settings, data)] = task
                else:
                    yield NotDone(task.id, f"The cluster gave up {task.title} ({type(error).__name__}).")
                continue
            yield made if isinstance(made, NotDone) else _written(task, made, settings)


def _written(task: Planned, made: Made, settings: Settings) -> Result:
    try:
        return written(task, made.data, made.rows, settings)
    except OSError as error:
        return not_done(task, error)


def _audited(task: Planned, settings: Settings, data: bytes) -> Made | NotDone:
    """Audit one document on a node."""
    from auditor.api import audit

    try:
        report = audit(document_from(task, settings, data), OfflineProvider(), as_of=settings.as_of)
        return Made(rendered(report), rows(task.id, report))
    except Exception as error:
        return not_done(task, error)
