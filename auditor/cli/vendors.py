"""`auditor vendors`: what each vendor claimed when and by whom, what is missing, and where statements differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.options import add_format, named, whole
from auditor.cli.output import say, write
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    import sqlite3
    from collections.abc import Iterator

    from auditor.store.vendors import Vendor

_AT_LENGTH = 20
"""Up to so many vendors, each is shown at length."""
_CLAIMS = 12
"""Claims shown of a vendor unless more are asked for."""
_EXAMPLES = """\
examples:
  auditor vendors night
  auditor vendors night --vendor "Lumen Loop" --limit 50
  auditor vendors night --format json
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "vendors",
        help="what each vendor claimed over all documents of a batch",
        description="Tells, vendor by vendor, what was claimed when and by whom, which answers are still missing, and"
        " which statements differ, each with both quotes.",
        epilog=_EXAMPLES + exit_codes(),
    )
    parser.add_argument("batch", metavar="DIR", help="a folder that auditor batch wrote, or its audits.db")
    parser.add_argument("--vendor", metavar="NAME", type=named, help="this vendor only, at length")
    parser.add_argument(
        "--limit", metavar="N", type=whole, default=_CLAIMS, help=f"claims shown of a vendor (default: {_CLAIMS})"
    )
    add_format(parser, ("terminal", "json"))
    parser.set_defaults(run=_vendors)


def _vendors(options: argparse.Namespace) -> int:
    import json

    from auditor.flags import subject_key
    from auditor.render.json import harmless
    from auditor.store.reading import reading
    from auditor.store.store import found
    from auditor.store.vendors import overview, stale, unnamed, vendor

    with reading(found(options.batch)) as db:
        if stale(db):
            say("A run over this batch did not end; its last documents may not be counted here yet.")
        rows = overview(db)
        if options.vendor:
            rows = [row for row in rows if row["key"] == subject_key(options.vendor)]
            if not rows:
                raise UsageError(f"No document of {options.batch} is about {options.vendor}; see auditor vendors.")
        at_length = options.vendor or len(rows) <= _AT_LENGTH
        if options.format == "json":
            every = [_data(vendor(db, row, options.limit)) if at_length else _counts(row) for row in rows]
            write(harmless(json.dumps(every, ensure_ascii=False, indent=2)) + "\n", None)
            return DONE
        lines = _table(rows)
        if at_length:
            lines = [line for row in rows for line in _vendor(vendor(db, row, options.limit))]
        none = unnamed(db)
        lines += [f"{none:,} documents name no vendor."] if none and not options.vendor else []
        write("\n".join(lines or ["No document names a vendor."]) + "\n", None)
    return DONE


def _counts(row: sqlite3.Row) -> dict[str, Any]:
    import json

    return {name: row[name] for name in row.keys() if name not in ("stale", "missing")} | {  # noqa: SIM118
        "missing": json.loads(row["missing"] or "[]")
    }


def _data(vendor: Vendor) -> dict[str, Any]:
    return _counts(vendor.row) | {
        "claims": [dict(claim) for claim in vendor.claims],
        "differing": [dict(pair) for pair in vendor.contradictions],
    }


def _table(rows: list[sqlite3.Row]) -> list[str]:
    """Return a line a vendor, for many."""
    from auditor.render.plain import shortened

    names = " ".join(f"{name:>6}" for name in ("pre", "fine", "prompt", "open", "differ"))
    return [
        f"{'vendor':30} {'documents':>9} {'findings':>8} {names}",
        *(
            f"{shortened(row['name'], 26):30} {row['documents']:9,} {row['findings']:8,} {row['pre_training']:6,}"
            f" {row['fine_tuning']:6,} {row['prompt_engineering']:6,} {row['undetermined']:6,}"
            f" {row['contradictions']:6,}"
            for row in rows
        ),
        "Classes: supported or inferred; open: undetermined. --vendor NAME shows one at length.",
    ]


def _vendor(vendor: Vendor) -> Iterator[str]:
    from auditor.batch.overview import verdict
    from auditor.render import words
    from auditor.render.plain import one_line, shortened

    row = vendor.row
    dates = " to ".join(dict.fromkeys(day for day in (row["first_date"], row["last_date"]) if day))
    count = words.plural(row["documents"], "document")
    yield f"{one_line(row['name']).upper()}  {', '.join(part for part in (count, dates) if part)}"
    for pair in vendor.contradictions:
        yield f"  Statements differ about {one_line(pair['subject'])}: {one_line(pair['message'])}"
        for side in ("one", "other"):
            said = [pair[f"{side}_{part}"] for part in ("date", "title", "place", "speaker")]
            yield f"    {_source(*said)}: “{shortened(pair[f'{side}_text'], 200)}”"
    for claim in vendor.claims:
        yield f"  {one_line(claim['subject'])}: {verdict(claim)}, {claim['agreement']}"
        source = _source(claim["date"], claim["title"], claim["place"], claim["speaker"])
        yield f"    {source}: “{shortened(claim['text'], 200)}”"
    if (more := row["findings"] - len(vendor.claims)) > 0:
        yield f"  {words.plural(more, 'further finding')}: --limit N shows more."
    if vendor.missing:
        yield f"  Still missing in every document: {', '.join(vendor.missing)}"
    yield ""


def _source(date: str | None, title: str, place: str, speaker: str | None) -> str:
    from auditor.render.plain import one_line

    return ", ".join(one_line(part) for part in (date or "undated", title, place, speaker) if part)
