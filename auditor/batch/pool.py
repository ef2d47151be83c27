"""Documents over all cores: worker processes audit and write reports, this one only keeps the rows.

A worker that dies takes no document with it: what was under way is tried again one by one, and only the document that
kills its worker a second time is given up.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for_end

from auditor.batch.task import NotDone, Result, Settings, audited
from auditor.providers.offline import OfflineProvider
from auditor.store.store import Planned

_AHEAD = 3
"""Documents handed out per worker, so that none waits for work and few are in memory."""


def run_offline(
    tasks: Iterable[Planned], settings: Settings, workers: int, stopping: Callable[[], bool]
) -> Iterator[Result]:
    """Audit documents with the offline rules and yield what came of each, in the order they finish."""
    waiting = iter(tasks)
    suspects: list[Planned] = []
    while True:
        broken: list[Planned] = []
        yield from _run(waiting, settings, workers, stopping, broken)
        suspects = broken
        for task in suspects:
            died: list[Planned] = []
            yield from _run(iter([task]), settings, 1, lambda: False, died)
            if died:
                yield NotDone(task.id, f"The process that read {task.title} ended without a word; it was given up.")
        if not suspects:
            return


def _run(
    tasks: Iterator[Planned],
    settings: Settings,
    workers: int,
    stopping: Callable[[], bool],
    broken: list[Planned],
) -> Iterator[Result]:
    """Run until there is nothing left, or a worker dies: then ``broken`` holds what was under way."""
    context = multiprocessing.get_context("spawn")
    with _deaf():
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare)
    try:
        under_way: dict[Future[Result], Planned] = {}
        while True:
            while len(under_way) < workers * _AHEAD and not stopping() and not broken:
                task = next(tasks, None)
                if task is None:
                    break
                try:
                    with _deaf():
                        under_way[pool.submit(_work, task, settings)] = task
                except BrokenProcessPool:
                    broken.append(task)
            if not under_way:
                return
            finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                task = under_way.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    broken.append(task)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that are started in the block never hear Ctrl-C and its like; this one hears them after it.

    Signals often go to a whole group of processes. It is for the parent to end in order, and the others with it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(task: Planned, settings: Settings) -> Result:
    return audited(task, OfflineProvider(), settings)


def _prepare() -> None:
    """Leave interrupts to the parent, and end with it even where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # by which a pool ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_end([parent.sentinel])
        signal.raise_signal(signal.SIGTERM)
