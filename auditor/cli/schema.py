"""`auditor schema`: the JSON schema of what the auditor writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.output import target_file, write

if TYPE_CHECKING:
    import argparse

SCHEMAS = ("report", "dossier", "numbers", "questionnaire")
"""The keys of auditor.contract.RECORDS, which --help need not load."""
_EXAMPLES = """\
examples:
  auditor schema            of what auditor audit prints about one document
  auditor schema dossier    about several
  auditor schema numbers    of what auditor check prints
  auditor schema questionnaire --output questionnaire.schema.json
"""


def add(commands: Any) -> None:
    """Add the command."""
    schema: argparse.ArgumentParser = commands.add_parser(
        "schema",
        help="print the JSON schema of a report",
        description="Prints the JSON schema (draft 2020-12) of what auditor writes as JSON. Fields may be added; those"
        " of version 1 keep name, type and meaning.",
        epilog=_EXAMPLES + exit_codes(),
    )
    schema.add_argument(
        "record",
        metavar="RECORD",
        nargs="?",
        choices=SCHEMAS,
        default="report",
        help=f"{', '.join(SCHEMAS)} (default: report)",
    )
    schema.add_argument("--output", metavar="FILE", help="write it to a file")
    schema.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    from auditor.contract import schema

    target = target_file(options.output, ())
    write(schema(options.record), target)
    return DONE
