"""Documents over a Ray cluster, for those who outgrow one machine; offline rules only.

Ray ends the process that speaks to a cluster when the cluster is gone, so that a process of its own does
(:mod:`auditor.batch.driver`): it is handed documents and gives back what came of them. Where it ends without a word,
what it had in hand stays pending, and the same command goes on.
"""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection

from auditor.batch.driver import Heard, Refused, drive
from auditor.batch.task import Left, Result, Settings
from auditor.errors import UsageError
from auditor.store.store import Planned

_PATIENCE = 20.0
"""Seconds a driver that has nothing more to do may take to end."""
_KNOCK = 10.0
"""Seconds within which a cluster's address must answer."""


@dataclass(frozen=True)
class Cluster:
    """A Ray cluster to work on."""

    address: str | None
    """HOST:PORT of its head; None for a cluster of this machine alone, which ends with the run."""
    most: int | None
    """Documents under way at once at most; None for as many as its cores are kept busy with."""

    def __str__(self) -> str:
        return f"at {self.address}" if self.address else "of this machine"


def cluster_at(address: str | None, most: int | None) -> Cluster:
    """Return the cluster at HOST:PORT, once it is sure that Ray is there to reach it."""
    if find_spec("ray") is None:
        raise UsageError("--executor ray needs Ray: pip install 'training-claim-auditor[ray]'.")
    if address is None:
        return Cluster(None, most)
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit():
        raise UsageError(f"--address {address} is not HOST:PORT; ray start --head prints it.")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"No Ray cluster answers at {address} ({reason}); check --address.") from error
    return Cluster(address, most)


def run_cluster(
    tasks: Iterable[Planned], settings: Settings, cluster: Cluster, stopping: Callable[[], bool]
) -> Iterator[Result]:
    """Audit documents with the offline rules over a cluster and yield what came of each, in the order they finish.

    Where the cluster goes away, the last result says that a document is left because of it.
    """
    waiting = iter(tasks)
    under_way: set[int] = set()
    answered = stopped = False
    with _driver(settings, cluster) as line:
        try:
            while True:
                heard: Heard | Refused = line.recv()
                if isinstance(heard, Refused):
                    raise _refused(cluster, heard.reason)
                answered = True
                if heard.result is not None:
                    under_way.discard(heard.result.id)
                    stopped = stopped or isinstance(heard.result, Left)
                    yield heard.result
                while len(under_way) < heard.room and not stopped and not stopping():
                    task = next(waiting, None)
                    if task is None:
                        break
                    under_way.add(task.id)
                    line.send(task)
                if not under_way:
                    return
        except (EOFError, OSError) as error:
            if not answered:
                raise _refused(cluster, "it ended the connection") from error
            yield Left(min(under_way), f"The Ray cluster {cluster} went away.")


@contextmanager
def _driver(settings: Settings, cluster: Cluster) -> Iterator[Connection]:
    """Start the process that speaks to the cluster, and see that it ends with the block."""
    context = multiprocessing.get_context("spawn")
    line, theirs = context.Pipe()
    driver = context.Process(target=drive, args=(theirs, settings, cluster.address, cluster.most), daemon=True)
    driver.start()
    theirs.close()
    try:
        yield line
    except KeyboardInterrupt:
        driver.kill()
        raise
    finally:
        line.close()
        driver.join(_PATIENCE)
        driver.kill()


def _refused(cluster: Cluster, reason: str) -> UsageError:
    where = cluster.address
    if where is None:
        return UsageError(f"Ray does not start on this machine ({reason}).")
    return UsageError(
        f"No Ray cluster at {where} takes work from this machine ({reason}); check --address, and that this machine is"
        f" one of its nodes (ray start --address={where})."
    )
