"""What tests of a batch share: a folder of documents, and what a finished batch holds but for its times."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
from kit import FIXTURES

from auditor.cli import main

DOCUMENTS = FIXTURES / "documents"
AS_OF = "2026-11-22"


def batch(output: Path, *args: object) -> int:
    return main(["batch", *map(str, args), "--output", str(output), "--as-of", AS_OF, "-q"])


def reports(output: Path) -> dict[str, Any]:
    """Every report by its name, without what a clock gave."""
    found = {}
    for path in sorted((output / "reports").glob("*.json")):
        report = json.loads(path.read_text())
        report["provenance"]["created_at"] = report["usage"]["seconds"] = None
        found[path.stem] = report
    return found


def rows(output: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(output / "audits.db")) as db:
        return db.execute(query).fetchall()


def workbook(output: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The cells of every sheet."""
    book = openpyxl.load_workbook(output / "summary.xlsx", read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def database(output: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of facts, without what a clock gave and without the number of the run."""
    named = ("findings", "quotes", "quote_uses", "facts", "answers", "questions", "flags", "errors")
    named += ("contradictions",)
    tables = {name: rows(output, f"SELECT * FROM {name} ORDER BY rowid") for name in named}
    tables["documents"] = rows(
        output,
        "SELECT id, source, name, title, call, state, reason, sha256, vendor, date, kind, characters, turns, model"
        " FROM documents ORDER BY id",
    )
    tables["vendors"] = rows(output, "SELECT * FROM vendors")
    tables["usage"] = rows(output, "SELECT document_id, requests, input_tokens, output_tokens FROM usage ORDER BY 1")
    tables["replies"] = rows(output, "SELECT request, model, prompts, document_id, text FROM replies ORDER BY 1")
    tables["found"] = rows(output, "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH 'trained' ORDER BY 1")
    return tables
