"""All commands and their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor import __version__
from auditor.cli import (
    audit,
    bases,
    batch,
    check,
    completion,
    diff,
    doctor,
    eval,
    lookup,
    questions,
    render,
    review,
    schema,
    search,
    serve,
    vendors,
)
from auditor.cli.options import Parser

if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  auditor audit acme.html                     audit a saved page
  auditor audit call.vtt --kind transcript    audit a call
  pbpaste | auditor audit                     audit what was copied
  auditor audit page.html call.vtt deck.md --vendor Acme
                                              several documents, one bottom line
  auditor render report.json --output memo.docx
                                              a saved report in another form
  auditor check '70B parameters, 2T tokens, 64 H100 for 3 weeks, $2M'
                                              do these numbers fit each other?
  auditor serve                               the same in the browser
  auditor explain base-undisclosed            what a flag or question is about

auditor COMMAND --help tells what each takes, with examples and exit codes.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command; each command's module adds its own."""
    whole = Parser(
        prog="auditor",
        description="Reads what an AI vendor says about how its AI was trained, quotes it, classifies it as "
        "pre-training, fine-tuning or prompt engineering, and lists what to ask next.",
        epilog=_EXAMPLES,
    )
    whole.add_argument("--version", action="version", version=f"auditor {__version__}")
    commands = whole.add_subparsers(
        title="commands", metavar="COMMAND", required=True, dest="command", parser_class=Parser
    )
    for command in (
        audit,
        batch,
        questions,
        review,
        check,
        render,
        serve,
        vendors,
        search,
        diff,
        lookup,
        bases,
        schema,
        eval,
        doctor,
        completion,
    ):
        command.add(commands)
    return whole
