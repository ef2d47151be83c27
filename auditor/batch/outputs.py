"""The files that sum up a batch, written anew from the database at the end of each run."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auditor.batch.folder import Folder
from auditor.batch.overview import write_overview
from auditor.batch.parquet import write_parquet
from auditor.batch.tables import FINDINGS
from auditor.batch.workbook import visible_lines, write_workbook
from auditor.errors import UsageError
from auditor.files import whole
from auditor.render.csv import guarded
from auditor.store.trouble import sentence
from auditor.store.vendors import refresh

_NEEDS = {"summary.xlsx": ("xlsxwriter", "xlsx"), "findings.parquet": ("pyarrow", "parquet")}
"""File to the module it needs and the extra that installs it."""


def write_outputs(db: sqlite3.Connection, folder: Folder) -> list[str]:
    """Write every summary; return a sentence for each that was left out.

    One that cannot be written hinders no other; UsageError names the first of them.
    """
    refresh(db)
    left_out: list[str] = []
    unwritable: list[str] = []
    writers: dict[str, Callable[[sqlite3.Connection, Path], None]] = {
        "summary.csv": write_csv,
        "summary.xlsx": write_workbook,
        "findings.parquet": write_parquet,
        "index.html": write_overview,
    }
    for name, write in writers.items():
        module, extra = _NEEDS.get(name, ("", ""))
        if module and find_spec(module) is None:
            left_out.append(f"{name} was left out; pip install 'training-claim-auditor[{extra}]' adds it.")
            continue
        try:
            write(db, folder.root / name)
        except (ValueError, TypeError) as error:  # a word, or a kind of value, that no auditor writes
            raise UsageError(sentence(folder.database, error)) from error
        except OSError as error:
            unwritable.append(
                f"{folder.root / name} cannot be written ({error.strerror or 'no room, or no permission'})."
            )
    if unwritable:
        raise UsageError(f"{unwritable[0]} The reports are kept; the same command writes the summaries again.")
    return left_out


def write_csv(db: sqlite3.Connection, target: Path) -> None:
    """Write a row a finding (RFC 4180, UTF-8 with a byte order mark), and one for each document without findings.

    An apostrophe stands before a cell that a spreadsheet would take for a formula, and before one that begins with
    an apostrophe: drop one leading apostrophe to have the text back.
    """
    with whole(target) as part, part.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([name for name, _ in FINDINGS.columns])
        for row in FINDINGS.rows(db):
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else guarded(visible_lines(str(value)))
