"""`auditor search`: quotes by their words, over all documents of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.options import add_format, named, whole
from auditor.cli.output import utf8, write

if TYPE_CHECKING:
    import argparse
    import sqlite3
    from collections.abc import Iterator

_LIMIT = 20
_EXAMPLES = """\
examples:
  auditor search night "from scratch"
  auditor search night 'fine-tun*' --vendor "Lumen Loop"
  auditor search night LoRA examples --format json
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "search",
        help="find quotes in the documents of a batch",
        description="Finds the quotes of a batch whose sentences hold a phrase; several phrases must all be there."
        " Words are found in other endings too; a last * leaves a word open.",
        epilog=_EXAMPLES + exit_codes(),
    )
    parser.add_argument("batch", metavar="DIR", help="a folder that auditor batch wrote, or its audits.db")
    parser.add_argument("words", metavar="PHRASE", nargs="+", help="what to look for")
    parser.add_argument("--vendor", metavar="NAME", type=named, help="in documents about this vendor only")
    parser.add_argument("--limit", metavar="N", type=whole, default=_LIMIT, help=f"quotes shown (default: {_LIMIT})")
    add_format(parser, ("terminal", "json"))
    parser.set_defaults(run=_search)


def _search(options: argparse.Namespace) -> int:
    import json

    from auditor.flags import subject_key
    from auditor.render.json import harmless
    from auditor.store.reading import reading
    from auditor.store.search import count, search
    from auditor.store.store import found

    with reading(found(options.batch)) as db:
        vendor = subject_key(options.vendor) if options.vendor else None
        words = [utf8(word) for word in options.words]
        rows = search(db, words, vendor, options.limit)
        if options.format == "json":
            write(harmless(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2)) + "\n", None)
            return DONE
        lines = [line for row in rows for line in _found(row)]
        total = count(db, words) if vendor is None else None
    if total is not None and total > len(rows):
        lines.append(f"{len(rows):,} of {total:,} quotes; --limit N shows more.")
    write("\n".join(lines or ["No quote holds that."]) + "\n", None)
    return DONE


def _found(row: sqlite3.Row) -> Iterator[str]:
    from auditor.render.plain import one_line, shortened

    said = (row["vendor"] or "vendor not named", row["date"] or "undated", row["title"], row["place"], row["speaker"])
    yield ", ".join(one_line(part) for part in said if part)
    yield f"  “{shortened(row['text'], 300)}”"
