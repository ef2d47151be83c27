"""Turn a report into a file's content: one pure function per format, loaded on first use.

A format is a module with ``render(result, *, width, color, quiet, verbose)`` that returns text, or bytes where
the format is not text. Formats share their wording (``words``), their treatment of foreign characters
(``plain``), the sentence around a quote (``excerpts``) and the tables of a report (``tables``); none of them
reads a clock, the environment or a terminal.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, cast

from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.schema import Dossier, Report

FORMATS = {
    "terminal": "auditor.render.terminal",
    "markdown": "auditor.render.markdown",
    "json": "auditor.render.json",
    "jsonl": "auditor.render.jsonl",
    "csv": "auditor.render.csv",
    "xlsx": "auditor.render.xlsx",
    "docx": "auditor.render.docx",
    "html": "auditor.render.html",
}
"""Format name to the module that renders it."""
BINARY = frozenset({"xlsx", "docx"})
"""Formats that are bytes: for files and pipes, not for a terminal."""
_NEEDS = {"xlsx": ("xlsxwriter", "XlsxWriter", "xlsx"), "docx": ("docx", "python-docx", "office")}
"""Format to the module it imports, that module's package, and the extra that installs it."""


class Renderer(Protocol):
    """What a format's module offers as ``render``."""

    def __call__(self, result: Report | Dossier, *, width: int, color: bool, quiet: bool, verbose: bool) -> str | bytes:
        """Return the whole output; text ends in a newline."""


def check(format: str) -> None:
    """Raise a usage error where there is no such format, or the package it needs is not installed."""
    if format not in FORMATS:
        raise UsageError(f"There is no output format {format!r}; choose one of {', '.join(FORMATS)}.")
    if format in _NEEDS:
        module, package, extra = _NEEDS[format]
        if find_spec(module) is None:
            raise UsageError(
                f"The format {format} needs {package}; install it with: pip install 'training-claim-auditor[{extra}]'."
            )


def render(
    result: Report | Dossier,
    format: str,
    *,
    width: int = 80,
    color: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> str | bytes:
    """Return a report or dossier in a format of :data:`FORMATS`: text ending in a newline, or bytes."""
    check(format)
    renderer = cast("Renderer", import_module(FORMATS[format]).render)
    return renderer(result, width=width, color=color, quiet=quiet, verbose=verbose)
