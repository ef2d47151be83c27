"""What a process and its descendants use, as Linux tells it in /proc."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Sample:
    """One look at a running batch."""

    seconds: float
    """Since it was started."""
    memory: int
    """Resident bytes of the family."""
    files: int
    """Open descriptors."""
    threads: int
    documents: int
    """Documents whose outcome is kept."""
    database: int
    """Bytes of audits.db."""
    log: int
    """Bytes of its write-ahead log."""


def sampled(pid: int, out: Path, seconds: float) -> Sample | None:
    """Return a sample of the batch that a process runs; None while or when there is nothing to see."""
    try:
        members = list(_family(pid))
        memory = sum(int((each / "statm").read_text().split()[1]) for each in members) * _PAGE
        files = sum(len(list((each / "fd").iterdir())) for each in members)
        threads = sum(len(list((each / "task").iterdir())) for each in members)
        base = out / "audits.db"
        return Sample(seconds, memory, files, threads, _done(base), base.stat().st_size, _size(Path(f"{base}-wal")))
    except (OSError, sqlite3.Error):
        return None


def _family(pid: int) -> Iterator[Path]:
    yield _PROC / str(pid)
    for task in (_PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _done(base: Path) -> int:
    with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True, timeout=30)) as db:
        return int(db.execute("SELECT count(*) FROM documents WHERE state != 'pending'").fetchone()[0])


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
