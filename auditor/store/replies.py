"""Replies and failures of requests, kept by what was asked, of whom, with which prompts: nothing is paid for twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.schema import Usage
from auditor.steps import Failed, Outcome, Reply, Request


@dataclass(frozen=True)
class Replies:
    """The replies of one model to one set of prompts."""

    db: sqlite3.Connection
    model: str
    prompts: str
    """Digest of the prompts' digests."""

    def find(self, request: Request) -> Outcome | None:
        """Return what was answered, or that a submitted job failed to; None where nothing is known."""
        key = (request.digest, self.model, self.prompts)
        row = self.db.execute(
            "SELECT text, requests, input_tokens, output_tokens, cached_input_tokens, cost_usd FROM replies"
            " WHERE request = ? AND model = ? AND prompts = ?",
            key,
        ).fetchone()
        if row is not None:
            text, *used = row
            names = ("requests", "input_tokens", "output_tokens", "cached_input_tokens", "cost_usd")
            return Reply(text, Usage(**dict(zip(names, used, strict=True))))
        failed = self.db.execute(
            "SELECT reason, kind, usage FROM failures WHERE request = ? AND model = ? AND prompts = ?", key
        ).fetchone()
        return Failed(failed[0], failed[1], Usage.model_validate_json(failed[2])) if failed else None

    def keep(self, request: Request, document: int, outcome: Outcome) -> None:
        """Keep a reply; of a failure, that there was one."""
        self.keep_under(request.digest, document, request.where, outcome)

    def keep_under(self, digest: str, document: int, place: str, outcome: Outcome) -> None:
        """Keep what came of a request known by its digest."""
        key, usage = (digest, self.model, self.prompts), outcome.usage
        if isinstance(outcome, Failed):
            row = (*key, document, outcome.kind, outcome.reason, usage.model_dump_json())
            self.db.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            return
        spent = (usage.requests, usage.input_tokens, usage.output_tokens, usage.cached_input_tokens, usage.cost_usd)
        self.db.execute(
            "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, document, place, outcome.text, *spent),
        )


def prompts_digest(prompts: Mapping[str, str]) -> str:
    """Return one digest for a reader's prompts."""
    return hashlib.sha256(json.dumps(dict(prompts), sort_keys=True).encode()).hexdigest()[:16]


def forget(db: sqlite3.Connection, document: int) -> None:
    """Forget every reply about a document, so that it is asked anew."""
    db.execute("DELETE FROM replies WHERE document_id = ?", (document,))
    db.execute("DELETE FROM failures WHERE document_id = ?", (document,))


def forget_failed(db: sqlite3.Connection, document: int) -> None:
    """Forget the replies about the parts of a document that came to nothing, and no other."""
    db.execute("DELETE FROM failures WHERE document_id = ?", (document,))
    db.execute(
        "DELETE FROM replies WHERE document_id = :document"
        " AND place IN (SELECT place FROM errors WHERE document_id = :document)",
        {"document": document},
    )
