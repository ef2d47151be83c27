"""What SQLite's errors come to, in one sentence that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.errors import UsageError

_FULL = (sqlite3.SQLITE_FULL,)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_CLOSED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
_PASSING = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS)


def sentence(path: Path, error: Exception) -> str:
    """Return what is wrong with the database at a path, and what to do about it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _FULL:
        return f"{path} cannot be written: the disk is full; make room and give the same command, nothing kept is lost."
    if code in _BUSY:
        return f"{path} is in use by another program; close that and give the same command again."
    if code in _CLOSED:
        return f"{path} cannot be opened ({error}); check the permissions of the file and of its folder."
    if code in _PASSING:
        return f"{path} cannot be read or written ({error}); check its disk, then give the same command again."
    if code == sqlite3.SQLITE_NOTADB:
        return f"{path} cannot be used as a database ({error}); move it away, or name another folder."
    return (
        f"{path} is damaged, or another program changed it ({error}); put back a copy, or move it away: the same"
        " batch command then makes it anew, without the replies that were kept in it."
    )


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Raise UsageError where the database at a path cannot be used within the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise UsageError(sentence(path, error)) from error
