"""The tables a batch is summed up in: read from the database row by row, in the order of the documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auditor.store.store import pages


@dataclass(frozen=True)
class Table:
    """A table: its columns, each with a width in characters, and the query they come from."""

    title: str
    columns: tuple[tuple[str, int], ...]
    query: str

    def rows(self, db: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, none held."""
        for row in pages(db, self.query):
            yield tuple(row)


_FLAGS = """(SELECT group_concat(line, char(10)) FROM (
  SELECT severity || ': ' || rule AS line FROM flags WHERE finding_id = n.id ORDER BY id))"""

FINDINGS = Table(
    "Findings",
    (
        ("record", 10), ("document", 24), ("report", 24), ("vendor", 18), ("date", 11), ("call", 12), ("status", 10),
        ("note", 30), ("finding", 8), ("subject", 20), ("statement", 44), ("speaker", 16), ("scope", 11),
        ("asserted", 16), ("technique", 18), ("mechanism", 16), ("verdict", 13), ("agreement", 13),
        ("pre_training", 12), ("fine_tuning", 11), ("prompt_engineering", 17), ("quote", 56), ("sentence", 60),
        ("where", 20), ("flags", 34),
    ),
    f"""
    SELECT CASE WHEN n.id IS NOT NULL THEN 'finding' ELSE 'document' END,
      d.title, 'reports/' || d.name || '.json', d.vendor, d.date, d.call, d.state, d.reason,
      n.number, n.subject, n.statement, n.speaker, n.scope, n.asserted, n.technique, n.mechanism, n.status, n.agreement,
      n.pre_training, n.fine_tuning, n.prompt_engineering, q.text, q.sentence, q.place, {_FLAGS}
    FROM documents d LEFT JOIN findings n ON n.document_id = d.id LEFT JOIN quotes q ON q.id = n.first_quote_id
    ORDER BY d.id, n.id
    """,  # noqa: S608
)  # fmt: skip
QUOTES = Table(
    "Quotes",
    (
        ("document", 24), ("vendor", 18), ("date", 11), ("finding", 8), ("carries", 12), ("detail", 22), ("quote", 56),
        ("sentence", 60), ("where", 20), ("speaker", 18), ("side", 10), ("match", 11), ("start", 9), ("end", 9),
        ("in", 14),
    ),
    """
    SELECT d.title, d.vendor, d.date, n.number, u.role, u.detail, q.text, q.sentence, q.place, q.speaker, q.side,
      q.alignment, q.start, q.end, q.origin
    FROM findings n JOIN documents d ON d.id = n.document_id
    JOIN quote_uses u ON u.document_id = n.document_id AND u.finding_id = n.id JOIN quotes q ON q.id = u.quote_id
    ORDER BY n.id, u.id
    """,
)  # fmt: skip
DOCUMENTS = Table(
    "Documents",
    (
        ("document", 28), ("report", 28), ("source", 40), ("vendor", 18), ("date", 11), ("call", 12), ("status", 10),
        ("note", 44), ("kind", 12), ("format", 10), ("language", 9), ("characters", 11), ("turns", 8), ("findings", 9),
        ("high flags", 10), ("requests", 9), ("input tokens", 12), ("output tokens", 12), ("cost USD", 10),
        ("as of", 11), ("model", 20),
    ),
    """
    SELECT d.title, CASE WHEN d.report_bytes IS NULL THEN NULL ELSE 'reports/' || d.name || '.json' END, d.source,
      d.vendor, d.date, d.call, d.state, d.reason, d.kind, d.format, d.language, d.characters, d.turns,
      (SELECT count(*) FROM findings n WHERE n.document_id = d.id),
      (SELECT count(*) FROM flags g WHERE g.document_id = d.id AND g.severity = 'high'),
      u.requests, u.input_tokens, u.output_tokens, u.cost_usd, d.as_of, d.model
    FROM documents d LEFT JOIN usage u ON u.document_id = d.id ORDER BY d.id
    """,
)  # fmt: skip
VENDORS = Table(
    "Vendors",
    (
        ("vendor", 28), ("documents", 10), ("findings", 10), ("pre-training", 12), ("fine-tuning", 11),
        ("prompt engineering", 17), ("undetermined", 12), ("other machine learning", 20), ("overstated", 10),
        ("high flags", 10), ("contradictions", 14), ("first date", 11), ("last date", 11), ("still missing", 60),
    ),
    """
    SELECT name, documents, findings, pre_training, fine_tuning, prompt_engineering, undetermined, other_ml, overstated,
      high_flags, contradictions, first_date, last_date,
      (SELECT group_concat(value, ', ') FROM json_each(missing))
    FROM vendors ORDER BY key
    """,
)  # fmt: skip
QUESTIONS = Table(
    "Questions",
    (
        ("vendor", 18), ("document", 24), ("date", 11), ("finding", 8), ("purpose", 12), ("question", 56), ("why", 48),
        ("bits expected", 12), ("id", 20),
    ),
    """
    SELECT d.vendor, d.title, d.date, n.number, s.purpose, s.text, s.why, s.gain_bits, s.question
    FROM questions s JOIN documents d ON d.id = s.document_id LEFT JOIN findings n ON n.id = s.finding_id
    ORDER BY s.id
    """,
)  # fmt: skip
SHEETS = (FINDINGS, QUOTES, DOCUMENTS, VENDORS, QUESTIONS)
