"""All commands and their arguments."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from auditor import __version__
from auditor.cli.options import Parser

if TYPE_CHECKING:
    import argparse

MODULES = {
    "audit": "audit",
    "batch": "batch",
    "questions": "questions",
    "review": "review",
    "check": "check",
    "render": "render",
    "serve": "serve",
    "vendors": "vendors",
    "search": "search",
    "diff": "diff",
    "explain": "lookup",
    "rules": "lookup",
    "bases": "bases",
    "schema": "schema",
    "eval": "eval",
    "doctor": "doctor",
    "completion": "completion",
}
"""Each command and the module of auditor.cli that adds it, in the order they are listed in."""
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


def parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of the whole command; where ``argv`` begins with a command's name, only with that one.

    The modules of the others need not be loaded then.
    """
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
    named = MODULES.get(argv[0]) if argv else None
    for module in (named,) if named else dict.fromkeys(MODULES.values()):
        import_module(f"auditor.cli.{module}").add(commands)
    return whole
