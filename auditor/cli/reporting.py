"""In which form a report leaves, and where to: the same for every command that prints one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from auditor.cli.options import REPORT_FORMATS
from auditor.cli.output import PIPED_WIDTH, color, columns, is_terminal, width, write
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from auditor.schema import Dossier, Report

_SUFFIXES = {f".{name}": name for name in REPORT_FORMATS} | {".md": "markdown"}


def form_of(options: argparse.Namespace, target: Path | None) -> str:
    """Return the format asked for: by --format, else by the name of the file, else that of a terminal."""
    if options.format or target is None:
        return options.format or "terminal"
    from pathlib import PurePath

    return _SUFFIXES.get(PurePath(options.output).suffix.lower(), "terminal")


def check_form(form: str, target: Path | None) -> None:
    """Raise a usage error, before any work is done, where the format cannot be made or shown."""
    from auditor.render import BINARY, check

    check(form)
    if form in BINARY and target is None and is_terminal(sys.stdout):
        raise UsageError(f"--format {form} is not text; give --output FILE.")


def show(result: Report | Dossier, options: argparse.Namespace, form: str, target: Path | None) -> None:
    """Print a report, or write it to its file."""
    from auditor.render import render

    content = render(
        result,
        form,
        width=width() if target is None else columns() or PIPED_WIDTH,
        color=target is None and color(options.no_color),
        quiet=options.quiet,
        verbose=options.verbose,
    )
    write(content, target)
