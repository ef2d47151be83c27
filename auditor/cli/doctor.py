"""`auditor doctor`: which readers of text can be used from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, NOTHING, exit_codes
from auditor.cli.options import add_model
from auditor.cli.output import say, write
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  auditor doctor
  auditor doctor -m ollama:qwen3
  auditor doctor -m openai:qwen3 --base-url http://localhost:8091/v1
"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "doctor",
        help="say which models can be used from here",
        description="Says which readers of text can be used: is a key set, does the server answer, and, of a model that"
        " is named, does it keep to a schema (that asks it one small question). No key is printed.",
        epilog=_EXAMPLES + exit_codes({NOTHING: "none can be used"}),
    )
    add_model(parser, None)
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from auditor.doctor import check_model, checks, lines

    if options.model is None:
        given = [f"--{name}" for name in ("base-url", "context") if getattr(options, name.replace("-", "_"))]
        if given:
            raise UsageError(f"{given[0]} wants a model beside it: -m openai:NAME or -m anthropic:NAME.")
        found = checks(options.timeout or 5.0)
    else:
        found = (
            check_model(
                options.model, base_url=options.base_url, context=options.context, timeout=options.timeout, say=say
            ),
        )
    write(lines(found), None)
    return DONE if any(check.usable for check in found) else NOTHING
