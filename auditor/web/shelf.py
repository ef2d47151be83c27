"""A folder that `auditor batch` wrote, to be read in the page: its documents in a list, and the report of each."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import DocumentError
from auditor.web.history import PAGE, pattern

if TYPE_CHECKING:
    import sqlite3

    from auditor.schema import Dossier, Report

_LISTED = """
SELECT d.id, d.title, coalesce(d.vendor, d.given_vendor, '') AS vendor, d.state, coalesce(d.reason, '') AS reason,
  coalesce(d.date, '') AS date, (SELECT count(*) FROM findings f WHERE f.document_id = d.id) AS findings,
  d.state != 'pending' AND d.report_bytes IS NOT NULL AS readable
FROM documents d WHERE {} ORDER BY vendor, d.date DESC, d.id LIMIT ? OFFSET ?
"""


@dataclass(frozen=True)
class Volume:
    """A line of the list of documents."""

    id: int
    title: str
    vendor: str
    state: str
    reason: str
    date: str
    findings: int
    readable: bool
    """Whether there is a report."""


@dataclass(frozen=True)
class Shelf:
    """The folder; it is only read."""

    root: Path

    def volumes(self, words: str = "", skip: int = 0) -> list[Volume]:
        """Return documents whose title or vendor hold every one of some words; one more than a page."""
        wanted = [pattern(word) for word in words.casefold().split()[:10]]
        where = " AND ".join(
            ["lower(d.title || ' ' || coalesce(d.vendor, d.given_vendor, '')) LIKE ? ESCAPE '!'"] * len(wanted)
        )
        with self._db() as db:
            rows = db.execute(_LISTED.format(where or "1"), (*wanted, PAGE + 1, skip)).fetchall()
        return [Volume(**dict(row)) for row in rows]

    def report(self, number: int) -> tuple[str, Report | Dossier] | None:
        """Return a document's title and report, None where there is none; the file's name comes from the database."""
        from auditor.batch.folder import Folder
        from auditor.batch.names import on_disk
        from auditor.saved import saved

        with self._db() as db:
            row = db.execute(
                "SELECT name, title FROM documents WHERE id = ? AND state != 'pending' AND report_bytes IS NOT NULL",
                (number,),
            ).fetchone()
        if row is None:
            return None
        path = Folder(self.root).reports / on_disk(f"{row['name']}.json")
        try:
            return row["title"], saved(path.read_bytes(), row["title"])
        except OSError as error:
            raise DocumentError(f"The report of {row['title']} cannot be read ({error.strerror}).") from error

    def _db(self) -> AbstractContextManager[sqlite3.Connection]:
        from auditor.store.reading import reading
        from auditor.store.store import found

        return reading(found(str(self.root)))
