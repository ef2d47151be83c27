"""Documents side by side in one event loop, for readers that are waited for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable

from auditor.api import steps_of, timed
from auditor.batch.remember import Keeping, StoppedError
from auditor.batch.task import Left, Result, Settings, document_of, finished, not_done
from auditor.steps import Provider, run_async
from auditor.store.replies import Replies
from auditor.store.store import Planned


async def fly(
    tasks: Iterable[Planned],
    reader: Provider,
    replies: Replies,
    settings: Settings,
    width: int,
    stopping: Callable[[], bool],
) -> AsyncIterator[Result]:
    """Audit documents, at most ``width`` under way, and yield what came of each, in the order they finish."""
    waiting = iter(tasks)
    flying: set[asyncio.Task[Result]] = set()
    stopped = False
    try:
        while True:
            while len(flying) < width and not stopped and not stopping():
                task = next(waiting, None)
                if task is None:
                    break
                flying.add(asyncio.create_task(_one(task, reader, replies, settings)))
            if not flying:
                return
            ended, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            for each in ended:
                result = each.result()
                stopped = stopped or isinstance(result, Left)
                yield result
    finally:
        for each in flying:
            each.cancel()
        if close := getattr(reader, "aclose", None):
            await close()


async def _one(task: Planned, reader: Provider, replies: Replies, settings: Settings) -> Result:
    started = time.perf_counter()
    keeping = Keeping(reader, replies, task.id)
    try:
        asking = steps_of(document_of(task, settings), keeping, settings.as_of)
        report = await run_async(asking, keeping)
        return finished(task, timed(report, started), settings)
    except StoppedError as error:
        return Left(task.id, str(error))
    except Exception as error:
        return not_done(task, error)
