"""`auditor check`: do the numbers of a sentence fit each other?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.options import add_format, month
from auditor.cli.output import color, utf8, width, write

if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  auditor check '70B parameters, 2T tokens, 64 H100 for 3 weeks, $2M'
  auditor check 'a 7B model tuned on 20,000 examples for $300' --as-of 2025-06
  auditor check '13B from scratch on 300 GB of text' --format json
"""


def add(commands: Any) -> None:
    """Add the command."""
    check = commands.add_parser(
        "check",
        help="compare the numbers of a sentence with each other",
        description="Reads parameters, tokens, hardware, time and money from a sentence, works out what is missing,"
        " and says whether they fit each other.",
        epilog=_EXAMPLES + exit_codes(),
    )
    check.add_argument("text", metavar="TEXT", nargs="+", help="what is stated, in words and figures")
    check.add_argument(
        "--as-of", type=month, metavar="DATE", help="date of the run, YYYY-MM or YYYY-MM-DD (default: today)"
    )
    add_format(check)
    check.add_argument("--no-color", action="store_true", help="no colour")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from auditor.check import check

    found = check(utf8(" ".join(options.text)), as_of=options.as_of or _today())
    if options.format == "json":
        from auditor.render.json import harmless

        text = harmless(found.model_dump_json(indent=2, by_alias=True)) + "\n"
    elif options.format == "markdown":
        from auditor.render.markdown import render_numbers as memo

        text = memo(found)
    else:
        from auditor.render.terminal import render_numbers as page

        text = page(found, width=width(), color=color(options.no_color))
    write(text, None)
    return DONE


def _today() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()
