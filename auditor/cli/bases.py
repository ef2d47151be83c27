"""`auditor bases`: what is known of a base model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE
from auditor.cli.options import named
from auditor.cli.output import shown, width, write

if TYPE_CHECKING:
    import argparse


def add(commands: Any) -> None:
    """Add the command."""
    bases = commands.add_parser(
        "bases",
        help="tell what is known of a base model",
        description="Release, size, successor and documented training of a base model, with sources.",
    )
    bases.add_argument("name", metavar="NAME", type=named, nargs="+", help="as people write it: Llama 2 13B, gpt-4o")
    bases.add_argument(
        "--format", choices=("terminal", "json"), default="terminal", help="how to print (default: terminal)"
    )
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
