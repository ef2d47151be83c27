"""`auditor bases`: what is known of a base model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.options import add_format, named
from auditor.cli.output import shown, width, write

if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  auditor bases 'Llama 2 13B'
  auditor bases gpt-4o --format json
"""


def add(commands: Any) -> None:
    """Add the command."""
    bases = commands.add_parser(
        "bases",
        help="tell what is known of a base model",
        description="Tells release, size, successor and documented training of a base model, with sources.",
        epilog=_EXAMPLES + exit_codes(),
    )
    bases.add_argument("name", metavar="NAME", type=named, nargs="+", help="as people write it: Llama 2 13B, gpt-4o")
    add_format(bases, ("terminal", "json"))
    bases.set_defaults(run=_bases)


def _bases(options: argparse.Namespace) -> int:
    from auditor.basecard import card, card_json
    from auditor.reference import load_reference
    from auditor.render.json import harmless

    name = shown(" ".join(options.name))
    reference = load_reference()
    json = options.format == "json"
    write(harmless(card_json(name, reference)) if json else card(name, reference, width=width()), None)
    return DONE
