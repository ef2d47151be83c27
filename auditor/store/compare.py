"""Two batches side by side: which documents came, went, or were found otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from auditor.store.store import address, pages

_FOUND = """(SELECT group_concat(line, '; ') FROM (
  SELECT subject || ': ' || coalesce(technique, 'not assessed') || ' (' || status || ')' AS line
  FROM {schema}findings f WHERE f.document_id = {document}.id ORDER BY f.id))"""
_BOTH = f"""
SELECT coalesce(n.title, o.title) AS title, o.state AS old_state, n.state AS new_state,
  {_FOUND.format(schema="old.", document="o")} AS old_found, {_FOUND.format(schema="main.", document="n")} AS new_found,
  coalesce(n.id, o.id) AS place
FROM main.documents n LEFT JOIN old.documents o ON o.name = n.name
UNION ALL
SELECT o.title, o.state, NULL, NULL, NULL, o.id FROM old.documents o
WHERE NOT EXISTS (SELECT 1 FROM main.documents n WHERE n.name = o.name)
"""
_COMPARED = f"""
SELECT * FROM ({_BOTH}) WHERE old_state IS NOT new_state OR old_found IS NOT new_found ORDER BY place
"""


def compare(db: sqlite3.Connection, old: Path) -> Iterator[sqlite3.Row]:
    """Yield the documents that differ from those of an older batch, matched by the names of their reports."""
    db.execute("ATTACH DATABASE ? AS old", (address(old),))
    yield from pages(db, _COMPARED)
