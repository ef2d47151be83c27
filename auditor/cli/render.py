"""`auditor render`: a saved report in another form."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, NOTHING, exit_codes
from auditor.cli.options import add_report
from auditor.cli.output import STDIN, is_terminal, standard_input, target_file, utf8
from auditor.cli.reporting import check_form, form_of, show
from auditor.errors import DocumentError, UsageError

if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  auditor render call.json                       the same report on the terminal
  auditor render call.json --output memo.docx    as a memo for Word
  auditor render - --format csv < call.json
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "render",
        help="print a saved report in another form",
        description="Prints a report or dossier that `auditor audit --format json` saved; nothing is audited again.",
        epilog=_EXAMPLES + exit_codes({NOTHING: "what was given is no report that can be read"}),
    )
    parser.add_argument("report", metavar="REPORT.json", help="a saved report, or - for standard input")
    add_report(parser)
    parser.set_defaults(run=_render)


def _render(options: argparse.Namespace) -> int:
    target = target_file(options.output, [options.report])
    form = form_of(options, target)
    check_form(form, target)
    from auditor.saved import saved

    data, name = _read(options.report)
    show(saved(data, name), options, form, target)
    return DONE


def _read(source: str) -> tuple[bytes, str]:
    """Return the bytes of a saved report, and what to call it."""
    from auditor.saved import LARGEST

    if source == STDIN:
        if sys.stdin is not None and is_terminal(sys.stdin):
            raise UsageError("There is nothing on standard input; give the file of a saved report, or pipe one in.")
        return standard_input(LARGEST + 1), "Standard input"
    from pathlib import Path

    name = utf8(source)
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST + 1), name
    except (OSError, ValueError) as error:
        raise DocumentError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
