"""`auditor diff`: what changed between two versions of a page, two reports, or two batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, NOTHING, exit_codes
from auditor.cli.options import date
from auditor.cli.output import write
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from auditor.changes import Change, Changes
    from auditor.schema import Finding, Report

_EXAMPLES = """\
examples:
  auditor diff page-march.html page-june.html
  auditor diff report-march.json report-june.json
  auditor diff night-1 night-2
"""
_QUOTED = 240


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff",
        help="what changed between two versions of a page, or two batches",
        description="Says what differs between two documents (audited offline), two saved reports (.json), or two batch"
        " folders.",
        epilog=_EXAMPLES + exit_codes({NOTHING: "one of the two cannot be read"}),
    )
    parser.add_argument("old", metavar="OLD", help="the earlier document, report or batch folder")
    parser.add_argument("new", metavar="NEW", help="the later one")
    parser.add_argument("--as-of", metavar="DATE", type=date, help="judge documents as of YYYY-MM-DD")
    parser.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    from pathlib import Path

    from auditor.store.store import NAME

    old, new = Path(options.old), Path(options.new)
    batches = [path.is_dir() or path.name == NAME for path in (old, new)]
    if any(batches) and not all(batches):
        raise UsageError("One is a batch folder and the other is not; give two of one kind.")
    lines = _batches(options.old, options.new) if all(batches) else _reports(old, new, options.as_of)
    write("".join(f"{line}\n" for line in lines), None)
    return DONE


# --- two documents or reports -------------------------------------------------------------------------


def _reports(old: Path, new: Path, as_of: str | None) -> Iterator[str]:
    from auditor.changes import changes

    found = changes(_report(old, as_of), _report(new, as_of))
    yield from _changes(found)


def _report(path: Path, as_of: str | None) -> Report:
    from auditor.api import audit, load_report
    from auditor.documents import read_path
    from auditor.schema import Report

    if path.suffix.lower() != ".json":
        return audit(read_path(path), as_of=as_of)
    report = load_report(path)
    if not isinstance(report, Report):
        raise UsageError(f"{path} holds several reports; give reports on one document each.")
    return report


def _changes(found: Changes) -> Iterator[str]:
    if not found.any:
        yield "Nothing that the audit looks at differs."
    for change in found.findings:
        yield from _change(change)
    for label, names in (
        ("No longer open", found.answered),
        ("Open now", found.opened),
        ("Flags of the document that are gone", found.flags_gone),
        ("New flags of the document", found.flags_new),
    ):
        if names:
            yield f"{label}: {', '.join(names)}"


def _change(change: Change) -> Iterator[str]:
    old, new = change.old, change.new
    if old is None or new is None:
        finding = old or new
        assert finding is not None
        yield f"{'Gone' if new is None else 'New'}: {_said(finding)}"
        yield f"    “{_quoted(finding)}”"
        return
    yield f"Changed ({', '.join(change.what)}): {_said(old)}"
    yield f"  old “{_quoted(old)}”"
    if {"class", "verdict"} & set(change.what):
        yield f"  now {_said(new)}"
    yield f"  new “{_quoted(new)}”"
    yield from _facts(old, new)


def _facts(old: Finding, new: Finding) -> Iterator[str]:
    from auditor.render import labels, words
    from auditor.render.plain import one_line

    before, after = (
        {f"{labels.FACT[fact.kind]}: {one_line(words.fact_value(fact))}": None for fact in finding.facts}
        for finding in (old, new)
    )
    yield from (f"  no longer said: {fact}" for fact in before if fact not in after)
    yield from (f"  said now: {fact}" for fact in after if fact not in before)


def _said(finding: Finding) -> str:
    from auditor.render import words
    from auditor.render.plain import one_line

    return f"{one_line(finding.subject)}, {words.technique(finding)}, {words.status(finding)}"


def _quoted(finding: Finding) -> str:
    from auditor.render.plain import shortened

    return shortened(finding.quotes[0].text, _QUOTED)


# --- two batches --------------------------------------------------------------------------------------


def _batches(old: str, new: str) -> Iterator[str]:
    from auditor.store.compare import compare
    from auditor.store.reading import reading
    from auditor.store.store import found

    path = found(old)
    with reading(path):
        pass  # said before it is compared with
    with reading(found(new)) as db:
        differ = False
        for row in compare(db, path):
            differ = True
            yield _compared(row)
        if not differ:
            yield "No document differs."


def _compared(row: sqlite3.Row) -> str:
    from auditor.render.plain import one_line

    name = one_line(row["title"])
    if row["old_state"] is None:
        return f"New document: {name} ({row['new_state']})"
    if row["new_state"] is None:
        return f"Document gone: {name}"
    if row["old_state"] != row["new_state"]:
        return f"{name}: was {row['old_state']}, is {row['new_state']}"
    return f"{name}: {one_line(row['old_found'] or 'no findings')} → {one_line(row['new_found'] or 'no findings')}"
