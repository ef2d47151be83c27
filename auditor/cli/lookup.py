"""`auditor explain` and `rules`: what the auditor goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.output import width, write

if TYPE_CHECKING:
    import argparse

_EXPLAINED = """\
examples:
  auditor explain retrieval-called-training    a flag
  auditor explain base-open-weights            a signal of the rubric
  auditor explain weights-before               a question of the checklist
"""


def add(commands: Any) -> None:
    """Add the commands."""
    explain = commands.add_parser(
        "explain",
        help="explain a flag, a signal or a checklist question",
        description="Says what a flag, signal or question looks for, why it matters, an example, and what clears it.",
        epilog=_EXPLAINED + exit_codes(),
    )
    explain.add_argument("id", metavar="ID", help="one that auditor rules or auditor questions lists")
    explain.set_defaults(run=_explain)
    rules = commands.add_parser(
        "rules",
        help="list the flags and signals",
        description="Lists the flags a report can raise, and the signals a verdict is made of.",
        epilog="examples:\n  auditor rules\n" + exit_codes(),
    )
    rules.set_defaults(run=_rules)


def _explain(options: argparse.Namespace) -> int:
    from auditor.explain import explain
    from auditor.setup import load_checklist, load_flag_rules, load_rubric

    text = explain(options.id, load_flag_rules(), load_rubric(), load_checklist(), width=width())
    write(text, None)
    return DONE


def _rules(_options: argparse.Namespace) -> int:
    from auditor.explain import rules
    from auditor.setup import load_flag_rules, load_rubric

    write(rules(load_flag_rules(), load_rubric(), width=width()), None)
    return DONE
