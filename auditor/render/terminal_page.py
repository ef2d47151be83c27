"""A page for a terminal: rows of cells as plain data, and the one place that knows rich.

Foreign text enters rows through ``plain``, again at the last step, and reaches rich as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from auditor.render.plain import one_line, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from auditor.schema import OpenQuestion

NARROWEST = 30
"""Narrower terminals get lines of this width."""
_LEAST = 30
_JOINT = "\ufdd0"  # no character: a space where a line must not break

_STYLES = {
    "": "",
    "title": "bold",
    "section": "bold",
    "dim": "dim",
    "id": "bold cyan",
    "class": "bold cyan",
    "guess": "bold",
    "bar": "cyan",
    "rest": "dim",
    "context": "",
    "quote": "bold underline",
    "notice": "italic",
    "important": "bold magenta",
    "to check": "magenta",
    "note": "dim",
}

Span = tuple[str, str]
"""Safe text and the name of its style."""


@dataclass(frozen=True)
class Cell:
    """A column of a row; ``width`` 0 takes what is left of the line."""

    spans: tuple[Span, ...]
    width: int = 0


@dataclass(frozen=True)
class Row:
    """Cells side by side, each wrapped in its column, behind a prefix that repeats on every line."""

    cells: tuple[Cell, ...]
    prefix: Span = ("", "")


class Page:
    """Rows of a page, in order."""

    def __init__(self, width: int, color: bool, verbose: bool) -> None:
        self.width = width
        self.color = color
        self.verbose = verbose
        self.rows: list[Row] = []
        self.asked: dict[OpenQuestion, str] = {}
        """Questions that stand on the page already, and where."""

    def line(self, *spans: Span, indent: int = 0) -> None:
        """A line of its own."""
        self.rows.append(Row((Cell(spans),), (" " * indent, "")))

    def blank(self) -> None:
        """An empty line, unless there is one."""
        if self.rows and self.rows[-1].cells[0].spans:
            self.rows.append(Row((Cell(()),)))

    def item(self, mark: Span, *spans: Span, indent: int, width: int = 2) -> None:
        """A hanging line: "1. …", "· …"."""
        self.rows.append(Row((Cell((mark,), width), Cell(spans)), (" " * indent, "")))

    def pair(self, label: str, *spans: Span, indent: int, width: int) -> None:
        """A label and its text; under each other where the line is too short for both."""
        if self.stacks(indent, width):
            self.line((label, "dim"), indent=indent)
            self.line(*spans, indent=indent + 2)
        else:
            self.item((label, "dim"), *spans, indent=indent, width=width)

    def stacks(self, indent: int, width: int) -> bool:
        """Whether a label of this width leaves too little of the line for its text."""
        return self.width - indent - width < _LEAST

    def section(self, title: str, indent: int = 0) -> None:
        """A heading, after an empty line."""
        self.blank()
        self.line((title.upper(), "section"), indent=indent)

    def rule(self, mark: str = "─") -> None:
        """A line across the page."""
        self.blank()
        self.line((mark * self.width, "dim"))


def said(text: str) -> Span:
    """Return foreign text on one line, without a style."""
    return one_line(text), ""


def aside(text: str) -> Span:
    """Return what a line rests on or is called, to stand after it."""
    line = one_line(text)
    if len(line) <= _LEAST:
        line = line.replace(" ", _JOINT)
    return (f" ({line})" if line else "", "dim")


def printed(page: Page) -> str:
    """Return the page's lines, none wider than the page, with ANSI styles only where it has colour."""
    from rich.cells import cell_len
    from rich.text import Text

    def column(cell: Cell, room: int) -> list[Text]:
        text = Text.assemble(*((visible(text), _STYLES[style]) for text, style in cell.spans), end="")
        lines = text.wrap(_NO_CONSOLE, room, justify="left", overflow="fold")
        for line in lines:
            line.rstrip()
            line.plain = line.plain.replace(_JOINT, " ")
        return list(lines)

    out: list[Text] = []
    for row in page.rows:
        prefix, style = row.prefix
        room = page.width - cell_len(prefix) - sum(cell.width for cell in row.cells)
        columns = [column(cell, cell.width - 1 if cell.width else room) for cell in row.cells]
        for pieces in zip_longest(*columns):
            line = Text.assemble((prefix, _STYLES[style]), end="")
            for cell, piece in zip(row.cells, pieces, strict=True):
                if piece is not None:
                    line.append_text(piece)
                if cell.width:
                    line.append(" " * (cell.width - (0 if piece is None else piece.cell_len)))
            line.rstrip()
            out.append(line)
    text = _colored(out, page.width) if page.color else "\n".join(line.plain for line in out)
    return text.strip("\n") + "\n"


_NO_CONSOLE: Console = None  # type: ignore[assignment]
"""Left-justified wrapping asks nothing of the console; making one doubles the cost of a plain page."""


def _colored(lines: Iterable[Text], width: int) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=StringIO(),
        width=width,
        height=100,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        force_jupyter=False,
        force_interactive=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(Text("\n").join(lines), no_wrap=True, overflow="ignore", crop=False)
    return capture.get()
