"""Earlier audits, in one SQLite file: what was asked for, what came of it, nothing lost when the server ends."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from auditor.errors import AuditorError, UsageError

State = Literal["waiting", "done", "failed"]
PAGE = 50
"""Audits in a list at a time."""
_TABLES = """
CREATE TABLE IF NOT EXISTS audit (
  id TEXT PRIMARY KEY, created TEXT NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
  words TEXT NOT NULL, asked BLOB, result BLOB);
CREATE INDEX IF NOT EXISTS audit_created ON audit (created);
CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL);
"""
_COLUMNS = "id, created, state, title, summary"


@dataclass(frozen=True)
class Entry:
    """A line of the list of audits."""

    id: str
    created: str
    """ISO time stamp."""
    state: State
    title: str
    summary: str
    """What it came to, in a sentence; of a failed audit, why."""


class History:
    """The store; usable from several threads, and by several servers at once."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, made where it is missing; None keeps audits in memory only."""
        self.path = path
        self._lock = Lock()
        self._closed = False
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                path.touch(mode=0o600)
            self._db = sqlite3.connect(path or ":memory:", timeout=10, check_same_thread=False, isolation_level=None)
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA secure_delete=ON")
                self._db.executescript(_TABLES)
            except BaseException:
                self._db.close()
                raise
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(
                f"The audits cannot be kept in {path} ({reason}); name another file with --history, or use --no-store."
            ) from error

    def secret(self) -> str:
        """Return what tells forms of this page from others; it outlives the server, as open pages do."""
        if not (found := self._rows("SELECT value FROM secret LIMIT 1")):
            self._do("INSERT INTO secret VALUES (?)", secrets.token_urlsafe(32))
            found = self._rows("SELECT value FROM secret LIMIT 1")
        return str(found[0][0])

    def begin(self, id: str, created: str, title: str, asked: bytes) -> None:
        """Keep what is to be audited, before anything is done with it."""
        self._do("INSERT INTO audit VALUES (?, ?, 'waiting', ?, '', ?, ?, NULL)", id, created, title, title, asked)

    def again(self, id: str) -> None:
        """Mark an audit as to be done once more."""
        self._do("UPDATE audit SET state = 'waiting', summary = '' WHERE id = ?", id)

    def finish(self, id: str, *, title: str, summary: str, words: str, result: bytes) -> None:
        """Keep what an audit came to; ``words`` are what it is found by."""
        self._do(
            "UPDATE audit SET state = 'done', title = ?, summary = ?, words = ?, result = ?, asked = NULL WHERE id = ?",
            *(title, summary, words.casefold(), result, id),
        )

    def fail(self, id: str, reason: str) -> None:
        """Keep why an audit came to nothing; what was asked for stays."""
        self._do("UPDATE audit SET state = 'failed', summary = ? WHERE id = ?", reason, id)

    def delete(self, id: str) -> None:
        """Forget an audit; its text is overwritten in the file."""
        self._do("DELETE FROM audit WHERE id = ?", id)
        self._do("PRAGMA wal_checkpoint(TRUNCATE)")

    def entry(self, id: str) -> Entry | None:
        """Return an audit's line."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM audit WHERE id = ?", id)  # noqa: S608  a constant
        return Entry(*rows[0]) if rows else None

    def asked(self, id: str) -> bytes | None:
        """Return what was asked for, of an audit that is waiting or failed."""
        return self._blob("SELECT asked FROM audit WHERE id = ?", id)

    def result(self, id: str) -> bytes | None:
        """Return what an audit came to."""
        return self._blob("SELECT result FROM audit WHERE id = ?", id)

    def entries(self, words: str = "", skip: int = 0) -> list[Entry]:
        """Return audits whose names or texts hold every one of some words, the newest first; one more than a page."""
        wanted = [pattern(word) for word in words.casefold().split()[:10]]
        where = " AND ".join(["words LIKE ? ESCAPE '!'"] * len(wanted)) or "1"
        query = f"SELECT {_COLUMNS} FROM audit WHERE {where} ORDER BY created DESC, rowid DESC LIMIT ? OFFSET ?"  # noqa: S608
        return [Entry(*row) for row in self._rows(query, *wanted, PAGE + 1, skip)]

    def close(self) -> None:
        """Close the file; what still runs is not kept, and is found as interrupted next time."""
        with self._lock:
            self._closed = True
            self._db.close()

    def _do(self, statement: str, *values: object) -> None:
        with self._lock:
            if self._closed:
                return
            try:
                self._db.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise AuditorError(f"The audit cannot be kept ({error}); make room for {self.path}.") from error

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise AuditorError(
                    f"The audits in {self.path} cannot be read ({error}); put back a copy, or name another file with"
                    " --history."
                ) from error

    def _blob(self, query: str, id: str) -> bytes | None:
        rows = self._rows(query, id)
        return rows[0][0] if rows else None


def pattern(word: str) -> str:
    """Return what a search takes for a word: its signs as they are."""
    for each in "!%_":
        word = word.replace(each, f"!{each}")
    return f"%{word}%"
