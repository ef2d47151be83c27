"""Quotes found by their words, over all documents of a batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from auditor.errors import UsageError

_FOUND = """
SELECT d.vendor, d.date, d.title, d.name, q.text, q.sentence, q.place, q.speaker, q.side
FROM quotes_fts JOIN quotes q ON q.id = quotes_fts.rowid JOIN documents d ON d.id = q.document_id
WHERE quotes_fts MATCH :query AND (:vendor IS NULL OR d.vendor_key = :vendor)
ORDER BY quotes_fts.rowid LIMIT :most
"""


def search(db: sqlite3.Connection, words: Sequence[str], vendor_key: str | None, most: int) -> list[sqlite3.Row]:
    """Return quotes whose text or sentence holds every one of the phrases, in the order of the documents."""
    return db.execute(_FOUND, {"query": _query(words), "vendor": vendor_key, "most": most}).fetchall()


def count(db: sqlite3.Connection, words: Sequence[str]) -> int:
    """Return how many quotes hold every one of the phrases."""
    return int(db.execute("SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH ?", (_query(words),)).fetchone()[0])


def _query(words: Sequence[str]) -> str:
    """Return phrases as a query: each as it stands, its words in other endings too; a last ``*`` leaves a word open."""
    phrases = []
    for word in words:
        open_end = word.rstrip().endswith("*")
        text = word.rstrip().rstrip("*").replace('"', '""').replace("\0", " ")
        if not any(char.isalnum() for char in text):
            raise UsageError(f"There is no word to look for in {word!r}; give a word or a phrase.")
        phrases.append(f'"{text}"' + ("*" if open_end else ""))
    return " AND ".join(phrases)
