"""Turn a report into text: one pure function per format, loaded on first use.

A format is a module with ``render(result, *, width, color, quiet, verbose) -> str``. Formats share their
wording (``words``), their treatment of foreign characters (``plain``) and the sentence around a quote
(``excerpts``); none of them reads a clock, the environment or a terminal.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.schema import Dossier, Report

FORMATS = {
    "terminal": "auditor.render.terminal",
    "markdown": "auditor.render.markdown",
    "json": "auditor.render.json",
    "html": "auditor.render.html",
}
"""Format name to the module that renders it."""


class Renderer(Protocol):
    """What a format's module offers as ``render``."""

    def __call__(self, result: Report | Dossier, *, width: int, color: bool, quiet: bool, verbose: bool) -> str:
        """Return the whole output, ending in a newline."""


def render(
    result: Report | Dossier,
    format: str,
    *,
    width: int = 80,
    color: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> str:
    """Return a report or dossier as text in a format of :data:`FORMATS`, ending in a newline."""
    if format not in FORMATS:
        raise UsageError(f"There is no output format {format!r}; choose one of {', '.join(FORMATS)}.")
    renderer = cast("Renderer", import_module(FORMATS[format]).render)
    return renderer(result, width=width, color=color, quiet=quiet, verbose=verbose)
