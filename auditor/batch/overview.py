"""index.html: a run on one page, with counts, vendors, and a table of documents to search and filter in the page."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote as escaped_url

from auditor.files import write_whole
from auditor.render import labels
from auditor.render.html import asset, environment, policy
from auditor.render.plain import shortened
from auditor.schema import Status, Technique

MOST = 2_000
"""Documents, and vendors, the page lists; beyond that a page is slow, and search or a spreadsheet serves better."""
_FEW = 3
"""Findings shown of a document."""
_QUOTED = 160
_STATES = ("complete", "partial", "failed", "pending")
_COUNTS = """
SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM findings) AS findings,
  (SELECT count(*) FROM vendors) AS vendors, (SELECT count(*) FROM contradictions) AS contradictions,
  (SELECT count(*) FROM flags WHERE severity = 'high') AS high
"""
_DOCUMENTS = """
SELECT id, title, name, vendor, date, state, reason, report_bytes,
  (SELECT count(*) FROM flags g WHERE g.document_id = d.id AND g.severity = 'high') AS high
FROM documents d ORDER BY id LIMIT ?
"""
_FINDINGS = """
SELECT n.subject, n.technique, n.status, q.text FROM findings n JOIN quotes q ON q.id = n.first_quote_id
WHERE n.document_id = ? ORDER BY n.id
"""


def write_overview(db: sqlite3.Connection, target: Path) -> None:
    """Write the page."""
    write_whole(target, page(db).encode("utf-8", "backslashreplace"))


def page(db: sqlite3.Connection, most: int = MOST) -> str:
    """Return the page; it fetches nothing, and lets nothing of a vendor's text act."""
    style, script = asset("overview.css"), asset("overview.js")
    totals = dict(db.execute(_COUNTS).fetchone())
    states = dict(db.execute("SELECT state, count(*) FROM documents GROUP BY state").fetchall())
    vendors = db.execute("SELECT * FROM vendors ORDER BY findings DESC, key LIMIT ?", (most,)).fetchall()
    text = (
        environment()
        .get_template("overview.html")
        .render(
            policy=policy(style, script),
            style=style,
            script=script,
            totals=totals,
            counts=_counts(totals, states),
            vendors=vendors,
            more_vendors=max(totals["vendors"] - most, 0),
            documents=[_document(db, row) for row in db.execute(_DOCUMENTS, (most,)).fetchall()],
            more_documents=max(totals["documents"] - most, 0),
            techniques=[(each.value, labels.TECHNIQUE[each]) for each in Technique],
            states=[state for state in _STATES if state in states],
        )
    )
    return text.strip() + "\n"


def _counts(totals: dict[str, int], states: dict[str, int]) -> list[tuple[str, int]]:
    named = [("documents", totals["documents"])]
    named += [(f"of them {state}", states[state]) for state in _STATES[1:] if states.get(state)]
    named += [("findings", totals["findings"]), ("vendors named", totals["vendors"])]
    return [*named, ("high flags", totals["high"]), ("statements that differ", totals["contradictions"])]


def _document(db: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    found = db.execute(_FINDINGS, (row["id"],)).fetchall()
    return {
        **dict(row),
        "href": f"reports/{escaped_url(row['name'])}.json" if row["report_bytes"] is not None else None,
        "techniques": " ".join(sorted({each["technique"] for each in found if each["technique"]})),
        "findings": [
            {"subject": each["subject"], "verdict": verdict(each), "quote": shortened(each["text"], _QUOTED)}
            for each in found[:_FEW]
        ],
        "more": max(len(found) - _FEW, 0),
    }


def verdict(row: sqlite3.Row) -> str:
    """Return a finding's class in words: "fine-tuning (supported)"; a guess says that it is one."""
    if row["technique"] is None:
        return "not assessed"
    name = labels.TECHNIQUE[Technique(row["technique"])]
    if row["status"] == Status.UNDETERMINED:
        return f"undetermined, best guess {name}"
    return f"{name} ({row['status']})"
