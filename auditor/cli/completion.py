"""`auditor completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.output import write
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_FILES = ("FILE", "PATH", "REPORT.json", "CASES", "OLD", "NEW")
_FOLDERS = ("DIR",)
_EXAMPLES = """\
examples:
  auditor completion bash > ~/.local/share/bash-completion/completions/auditor
  auditor completion zsh > ~/.zfunc/_auditor
  auditor completion fish > ~/.config/fish/completions/auditor.fish

For zsh, ~/.zfunc must be in fpath before compinit: add to ~/.zshrc
  fpath+=~/.zfunc; autoload -Uz compinit && compinit
"""


def add(commands: Any) -> None:
    """Add the command."""
    completion = commands.add_parser(
        "completion",
        help="print what a shell needs to complete auditor",
        description="Prints a script with which a shell completes auditor's commands, options and files.",
        epilog=_EXAMPLES + exit_codes(),
    )
    completion.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "fish"), help="bash, zsh or fish")
    completion.set_defaults(run=_completion)


def _completion(options: argparse.Namespace) -> int:
    try:
        import shtab
    except ImportError:
        raise UsageError(
            "Shell completion needs shtab; install it with: pip install 'training-claim-auditor[completion]'."
        ) from None
    from auditor.cli.parser import parser

    whole = parser()
    for action in _actions(whole):
        named = str(action.metavar)
        kind = shtab.FILE if named in _FILES else shtab.DIRECTORY if named in _FOLDERS else None
        if kind:
            action.complete = kind  # type: ignore[attr-defined]
    write(shtab.complete(whole, shell=options.shell) + "\n", None)
    return DONE


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Return the arguments of a parser and of all its commands."""
    import argparse

    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
