"""What the database says about each vendor over all its documents, kept ready because it takes long to work out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auditor.drift import KINDS, Statement, drifts
from auditor.schema import Fact, Interval, Quote
from auditor.store.store import transaction

_COUNTS = """
SELECT count(DISTINCT d.id) AS documents, count(f.id) AS findings,
  sum(f.scope = 'foundation' AND f.technique = 'pre_training' AND f.status != 'undetermined') AS pre_training,
  sum(f.scope = 'foundation' AND f.technique = 'fine_tuning' AND f.status != 'undetermined') AS fine_tuning,
  sum(f.scope = 'foundation' AND f.technique = 'prompt_engineering' AND f.status != 'undetermined')
    AS prompt_engineering,
  sum(f.scope = 'foundation' AND f.status = 'undetermined') AS undetermined,
  sum(f.scope = 'other_ml') AS other_ml,
  sum(f.agreement = 'overstated') AS overstated,
  min(d.date) AS first_date, max(d.date) AS last_date
FROM documents d LEFT JOIN findings f ON f.document_id = d.id
WHERE d.vendor_key = ? AND d.state IN ('complete', 'partial')
"""
_NAME = "SELECT vendor FROM documents WHERE vendor_key = ? AND state IN ('complete', 'partial') ORDER BY id LIMIT 1"
_HIGH = """
SELECT count(*) FROM flags g JOIN documents d ON d.id = g.document_id WHERE d.vendor_key = ? AND g.severity = 'high'
"""
_MISSING = """
SELECT q.question FROM questions q JOIN documents d ON d.id = q.document_id
WHERE d.vendor_key = :key AND d.state IN ('complete', 'partial')
GROUP BY q.question HAVING count(DISTINCT q.document_id) = :documents
EXCEPT
SELECT a.question FROM answers a JOIN documents d ON d.id = a.document_id
WHERE d.vendor_key = :key AND a.directness = 'direct'
"""
_STATEMENTS = f"""
SELECT coalesce(n.subject, '') AS subject, f.kind, f.value, f.number, f.unit, f.low, f.high, f.said_by, f.modality,
  f.source, q.id AS quote, q.text, q.place
FROM facts f JOIN documents d ON d.id = f.document_id
JOIN quotes q ON q.id = f.first_quote_id
JOIN findings n ON n.id = f.finding_id
WHERE d.vendor_key = ? AND f.kind IN ({", ".join(f"'{kind.value}'" for kind in KINDS)})
ORDER BY d.date IS NULL, d.date, f.id
"""
_CLAIMS = """
SELECT d.date, d.title, d.name, n.number, n.subject, n.asserted, n.mechanism, n.technique, n.status, n.scope,
  n.agreement, q.speaker, q.side, q.place, q.text
FROM documents d JOIN findings n ON n.document_id = d.id JOIN quotes q ON q.id = n.first_quote_id
WHERE d.vendor_key = ? ORDER BY d.date IS NULL, d.date, n.id LIMIT ?
"""
_PAIRS = """
SELECT c.subject, c.about, c.message,
  d.date AS one_date, d.title AS one_title, q.speaker AS one_speaker, q.place AS one_place, q.text AS one_text,
  e.date AS other_date, e.title AS other_title, r.speaker AS other_speaker, r.place AS other_place,
  r.text AS other_text
FROM contradictions c
JOIN quotes q ON q.id = c.one_quote_id JOIN documents d ON d.id = q.document_id
JOIN quotes r ON r.id = c.other_quote_id JOIN documents e ON e.id = r.document_id
WHERE c.vendor_key = ? ORDER BY c.id
"""


@dataclass(frozen=True)
class Vendor:
    """A vendor with what was claimed, what is still missing, and where statements differ."""

    row: sqlite3.Row
    """Of the table vendors."""
    claims: list[sqlite3.Row]
    contradictions: list[sqlite3.Row]

    @property
    def missing(self) -> list[str]:
        """Ids of the checklist questions that no document answers."""
        return json.loads(self.row["missing"] or "[]")  # type: ignore[no-any-return]


def stale(db: sqlite3.Connection) -> bool:
    """Whether documents came or changed since the vendors were worked out."""
    return db.execute("SELECT 1 FROM vendors WHERE stale LIMIT 1").fetchone() is not None


def refresh(db: sqlite3.Connection) -> None:
    """Work out every vendor whose documents came or changed."""
    for (key,) in db.execute("SELECT key FROM vendors WHERE stale ORDER BY key").fetchall():
        with transaction(db):
            _refresh(db, key)


def _refresh(db: sqlite3.Connection, key: str) -> None:
    counts = dict(db.execute(_COUNTS, (key,)).fetchone())
    db.execute("DELETE FROM contradictions WHERE vendor_key = ?", (key,))
    if not counts["documents"]:
        db.execute("DELETE FROM vendors WHERE key = ?", (key,))
        return
    pairs = list(_contradictions(db, key))
    db.executemany(
        "INSERT INTO contradictions (vendor_key, subject, about, message, one_quote_id, other_quote_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        pairs,
    )
    missing = sorted(row[0] for row in db.execute(_MISSING, {"key": key, "documents": counts["documents"]}))
    values = {
        **{name: value or 0 if not name.endswith("date") else value for name, value in counts.items()},
        # As the first document has it, whichever was done first.
        "name": db.execute(_NAME, (key,)).fetchone()[0],
        "high_flags": db.execute(_HIGH, (key,)).fetchone()[0],
        "contradictions": len(pairs),
        "missing": json.dumps(missing),
        "stale": 0,
    }
    names = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE vendors SET {names} WHERE key = ?", (*values.values(), key))


def _contradictions(db: sqlite3.Connection, key: str) -> Iterator[tuple[str, str, str, str, int, int]]:
    ids: dict[int, int] = {}
    statements: list[Statement] = []
    for row in db.execute(_STATEMENTS, (key,)):
        held: dict[str, Any] = {"text": row["text"], "where": row["place"]}
        quote = Quote.model_construct(**held)
        ids[id(quote)] = row["quote"]
        statements.append(Statement(row["subject"], _fact(row, quote)))
    for drift in drifts(statements):
        yield key, drift.subject, drift.about, drift.message, ids[id(drift.one)], ids[id(drift.other)]


def _fact(row: sqlite3.Row, quote: Quote) -> Fact:
    interval = None if row["low"] is None else Interval(low=row["low"], high=row["high"])
    value = row["value"] if row["number"] is None else row["number"]
    return Fact(
        kind=row["kind"],
        value=value,
        unit=row["unit"],
        interval=interval,
        quotes=(quote,),
        source=row["source"],
        by=row["said_by"],
        modality=row["modality"],
    )


def overview(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return a row a vendor, those whose statements differ first, then those with most findings."""
    return db.execute("SELECT * FROM vendors ORDER BY contradictions DESC, findings DESC, key").fetchall()


def vendor(db: sqlite3.Connection, row: sqlite3.Row, most: int) -> Vendor:
    """Return a vendor with its earliest claims, so many at most."""
    key = row["key"]
    return Vendor(row, db.execute(_CLAIMS, (key, most)).fetchall(), db.execute(_PAIRS, (key,)).fetchall())


def unnamed(db: sqlite3.Connection) -> int:
    """Return how many documents with findings name no vendor."""
    query = "SELECT count(*) FROM documents WHERE vendor_key IS NULL AND state IN ('complete', 'partial')"
    return int(db.execute(query).fetchone()[0])
