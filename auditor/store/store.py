"""The database of a batch: opened, planned, written to document by document.

One process writes; readers may look at it meanwhile (write-ahead log). Every change is one transaction: killed
at any moment, the run has done a document whole or not at all.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.store.rows import CHILDREN, Rows
from auditor.store.trouble import in_words

NAME = "audits.db"
VERSION = 2
"""Of the tables, kept as ``user_version`` of the file."""
_PLANNED = "id, name, title, path, given_vendor, given_date, given_speakers"
"""Columns of :class:`Planned`."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A document of the plan: where it is read from, and what is known of it beforehand."""

    id: int
    name: str
    """Of its report, unique in the folder and the same in every run."""
    title: str
    """What the report calls the document."""
    path: str
    vendor: str | None
    date: str | None
    speakers: tuple[str, ...]
    """Who speaks for the vendor."""


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """Open a database of a batch; UsageError says what is wrong with a file that is none."""
    if readonly and not os.path.isfile(path):  # noqa: PTH113  which is False, and no error, where nobody may look
        what = "is no file" if os.path.exists(path) else "does not exist"  # noqa: PTH110
        raise UsageError(f"{path} {what}; give a folder that auditor batch --output wrote, or its {NAME}.")
    with in_words(path):
        db = _opened(path, readonly)
        try:
            _prepare(db, path, readonly)
        except BaseException:
            db.close()
            raise
    return db


def _opened(path: Path, readonly: bool) -> sqlite3.Connection:
    place, uri = (address(path), True) if readonly else (str(path), False)
    db = sqlite3.connect(place, isolation_level=None, timeout=30.0, uri=uri)
    db.row_factory = sqlite3.Row
    return db


def address(path: Path) -> str:
    """Return the URI under which a database can be read.

    Readers, too, put small files beside it. Where they cannot, and no run is at work that might write, it is read as
    a file that does not change.
    """
    uri, log = path.absolute().as_uri(), path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(uri, uri=True, timeout=30.0)) as db:
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            if path.stat().st_size and not (log.exists() and log.stat().st_size):
                return f"{uri}?immutable=1"
    return uri


def _prepare(db: sqlite3.Connection, path: Path, readonly: bool) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version > VERSION:
        raise UsageError(f"{path} was written by a newer auditor; use that one to read it.")
    if version == 0 and (tables or readonly):
        raise UsageError(f"{path} is a database, and not one that auditor batch wrote.")
    if readonly:
        db.execute("PRAGMA mmap_size = 1073741824")
        return
    # A writer goes through all of it once, at the end: mapped or cached, all of it would stay in memory.
    db.execute("PRAGMA cache_size = -8192")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if version == 0:
        _create(db)
    elif version == 1:
        with transaction(db):
            db.execute("ALTER TABLE documents ADD COLUMN given_speakers TEXT")
            db.execute("PRAGMA user_version = 2")


def found(place: str) -> Path:
    """Return the database that a folder or file on the command line stands for."""
    path = Path(place)
    return path / NAME if path.is_dir() else path


def _create(db: sqlite3.Connection) -> None:
    script = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
    db.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {VERSION};\nCOMMIT;")


class Store:
    """The database of one batch folder, for the run that writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = connect(path)

    def close(self) -> None:
        """Close the file, with all that was written in it rather than beside it."""
        try:
            with suppress(sqlite3.Error):  # statistics for queries, of which nothing depends
                self.db.execute("PRAGMA optimize")
        finally:
            self.db.close()

    # --- the plan ---------------------------------------------------------------------------------------

    def begin(self) -> int:
        """Return the number of a new run."""
        last = self.db.execute("SELECT max(run) FROM documents").fetchone()[0]
        return int(last or 0) + 1

    def known(self, source: str) -> sqlite3.Row | None:
        """Return the row of a source, where an earlier run planned it."""
        row: sqlite3.Row | None = self.db.execute("SELECT * FROM documents WHERE source = ?", (source,)).fetchone()
        return row

    def taken(self, name: str) -> bool:
        """Whether a report has this name already."""
        return self.db.execute("SELECT 1 FROM documents WHERE name = ?", (name,)).fetchone() is not None

    def plan(self, values: Mapping[str, Any]) -> int:
        """Add a document and return its id."""
        columns = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.db.execute(f"INSERT INTO documents ({columns}) VALUES ({marks})", tuple(values.values()))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def change(self, number: int, values: Mapping[str, Any]) -> None:
        """Change columns of a document."""
        names = ", ".join(f"{name} = ?" for name in values)
        self.db.execute(f"UPDATE documents SET {names} WHERE id = ?", (*values.values(), number))

    def pending(self, run: int) -> int:
        """Return how many documents of a run are not done."""
        query = "SELECT count(*) FROM documents WHERE run = ? AND state = 'pending'"
        return int(self.db.execute(query, (run,)).fetchone()[0])

    def tasks(self, run: int) -> Iterator[Planned]:
        """Yield the documents of a run that are not done, in order, a few hundred in memory at a time."""
        last = 0
        query = f"SELECT {_PLANNED} FROM documents WHERE run = ? AND state = 'pending' AND id > ? ORDER BY id LIMIT 200"
        while page := self.db.execute(query, (run, last)).fetchall():
            for row in page:
                yield _planned(row)
            last = page[-1]["id"]

    def sample(self, run: int, most: int) -> list[Planned]:
        """Return at most so many documents of a run that are not done, evenly spread."""
        step = max(self.pending(run) // most, 1)
        query = (
            f"SELECT {_PLANNED} FROM ("
            " SELECT *, row_number() OVER (ORDER BY id) AS n FROM documents WHERE run = ? AND state = 'pending'"
            ") WHERE (n - 1) % ? = 0 LIMIT ?"
        )
        return [_planned(row) for row in self.db.execute(query, (run, step, most))]

    # --- what came of it --------------------------------------------------------------------------------

    def write(self, number: int, rows: Rows, report_bytes: int) -> None:
        """Put a report's rows in the place of whatever the document had."""
        with transaction(self.db):
            self._clear(number)
            self.change(number, {**rows.document, "report_bytes": report_bytes})
            for table in CHILDREN:
                if some := getattr(rows, table):
                    marks = ", ".join("?" * len(some[0]))
                    self.db.executemany(f"INSERT INTO {table} VALUES ({marks})", some)
            self.db.execute(f"INSERT INTO usage VALUES ({', '.join('?' * len(rows.usage))})", rows.usage)
            self._stale(rows.document["vendor_key"], rows.document["vendor"])

    def fail(self, number: int, reason: str) -> None:
        """Record that a document could not be audited, and why."""
        with transaction(self.db):
            self._clear(number)
            self.change(number, {"state": "failed", "reason": reason, "report_bytes": None})

    def again(self, number: int) -> None:
        """Make a document one that is still to be done."""
        self.change(number, {"state": "pending", "reason": None})

    def _clear(self, number: int) -> None:
        old = self.db.execute("SELECT vendor_key, vendor, sha256 FROM documents WHERE id = ?", (number,)).fetchone()
        if old["sha256"] is None:
            return
        for table in (*CHILDREN[::-1], "usage"):
            self.db.execute(f"DELETE FROM {table} WHERE document_id = ?", (number,))
        self._stale(old["vendor_key"], old["vendor"])

    def _stale(self, key: str | None, name: str | None) -> None:
        if key is not None:
            self.db.execute(
                "INSERT INTO vendors (key, name) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET stale = 1", (key, name)
            )

    # --- settings ---------------------------------------------------------------------------------------

    def settings(self) -> dict[str, str]:
        """Return what the last run was made with."""
        return dict(self.db.execute("SELECT name, value FROM settings").fetchall())

    def keep_settings(self, values: Mapping[str, str]) -> None:
        """Keep what this run is made with, for a run that goes on with it."""
        with transaction(self.db):
            self.db.execute("DELETE FROM settings")
            self.db.executemany("INSERT INTO settings VALUES (?, ?)", sorted(values.items()))

    def totals(self, run: int | None = None) -> dict[str, int]:
        """Return the number of documents in each state, of one run or of all."""
        where, values = ("WHERE run = ?", (run,)) if run is not None else ("", ())
        query = f"SELECT state, count(*) FROM documents {where} GROUP BY state"
        return dict(self.db.execute(query, values).fetchall())


def _planned(row: sqlite3.Row) -> Planned:
    number, name, title, path, vendor, date, speakers = row
    return Planned(number, name, title, path, vendor, date, tuple(json.loads(speakers or "[]")))


class transaction:  # noqa: N801  reads as a statement
    """A block whose changes are written together or not at all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.db.execute("COMMIT")
        finally:
            if self.db.in_transaction:  # SQLite itself takes some back, on a full disk for one
                self.db.execute("ROLLBACK")


def pages(db: sqlite3.Connection, query: str, values: Iterable[Any] = ()) -> Iterator[sqlite3.Row]:
    """Yield the rows of a query without holding them all."""
    with closing(db.cursor()) as cursor:
        cursor.arraysize = 500
        yield from cursor.execute(query, tuple(values))
