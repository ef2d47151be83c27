"""A workbook for an analyst: the bottom line first, then a sheet each for findings, quotes, facts and the rest.

All foreign text is written as strings, never as formulas, numbers or addresses; the only links are those from a finding
to its quotes. Nothing is cut: what does not fit a cell goes on in the next row, what does not fit a sheet in
a further sheet. The same report gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from auditor.render import labels, words
from auditor.render.cells import Cell, Link, Marked, Share, Table
from auditor.render.office import FILL, GUESS, INK, made
from auditor.render.plain import one_line, shortened
from auditor.render.tables import tables
from auditor.schema import Dossier, Report

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CELL = 32_767
"""UTF-16 units a cell holds, by Excel's specification."""
SHEET = 1_048_576
"""Rows a sheet holds, likewise."""
_LINKS = 65_000
"""Rows that may hold a link; Excel takes 65,530 links a sheet."""
_LINE, _HIGHEST = 12.0, 409.0
"""Points a line takes, and a row at most."""
_A3, _A4, _PAGE = 8, 9, 250
"""Excel's numbers of the papers, and the characters that a printed page is wide."""
_ON = " […] (goes on in the next row)"
_FROM = "(from the row above) […] "

_BASE = {
    "font_name": "Arial",
    "font_size": 9,
    "text_wrap": True,
    "valign": "top",
    "bottom": 7,
    "bottom_color": "#BFBFBF",
}
_STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "head": {"bold": True, "bg_color": f"#{INK}", "font_color": "#FFFFFF", "valign": "vcenter"},
    "title": {"bold": True, "font_size": 15, "text_wrap": False, "bottom": 0},
    "above": {"text_wrap": False, "bottom": 0, "font_color": "#404040"},
    "share": {"num_format": '[<0.01]"<1%";[>0.99]">99%";0%', "align": "center"},
    "whole": {"num_format": "#,##0", "align": "right"},
    "number": {"align": "right"},
    "link": {"font_color": "#0B5394", "underline": 1, "align": "center"},
    "strong": {"bold": True},
    **{name: {"bold": name != GUESS, "italic": name == GUESS, "bg_color": f"#{color}"} for name, color in FILL.items()},
    "high": {"bold": True},
    "warning": {},
    "info": {"font_color": "#595959"},
}


@dataclass(frozen=True)
class _Sheet:
    """A table that fits a sheet, and where each row of the whole table came to stand in it."""

    name: str
    table: Table
    rows: dict[int, int]
    """Number of a row of the table, from 0, to its first row in the sheet, from 0."""


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,  # noqa: ARG001
    verbose: bool = False,  # noqa: ARG001
) -> bytes:
    """Return the workbook, whole whatever the other options say."""
    from xlsxwriter.workbook import Workbook

    out = BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": one_line(words.title(result))[:250], "created": made(result)})
    styles = {name: book.add_format(_BASE | style) for name, style in _STYLES.items()}
    sheets = [sheet for table in tables(result) for sheet in _sheets(table)]
    targets = {
        row: f"internal:'{sheet.name}'!A{at + 1}"
        for sheet in sheets
        if sheet.table.title == labels.QUOTES
        for row, at in sheet.rows.items()
    }
    footer = f"&L{shortened(words.title(result), 70).replace('&', '&&')}&RPage &P of &N"
    for sheet in sheets:
        _write(book, sheet, styles, targets, footer)
    book.close()
    return out.getvalue()


# --- what fits ----------------------------------------------------------------------------------------


def _sheets(table: Table) -> Iterator[_Sheet]:
    """Return the table as sheets; one, unless it has more rows than a sheet holds."""
    table = replace(table, above=tuple(part for line in table.above for part in _parts(line)))
    top = _head(table) + 1
    room = SHEET - top
    rows: list[tuple[Cell, ...]] = []
    places: dict[int, int] = {}
    number = 1
    for at, row in enumerate(table.rows):
        pieces = _pieces(row)
        if len(rows) + len(pieces) > room:
            yield _Sheet(_name(table, number), replace(table, rows=tuple(rows)), places)
            rows, places, number = [], {}, number + 1
        places[at] = top + len(rows)
        rows += pieces
    yield _Sheet(_name(table, number), replace(table, rows=tuple(rows)), places)


def _head(table: Table) -> int:
    """Return the row of the header, from 0: below what stands above it and a blank."""
    return len(table.above) + 1 if table.above else 0


def _name(table: Table, number: int) -> str:
    return table.title if number == 1 else f"{table.title} ({number})"


def _pieces(row: tuple[Cell, ...]) -> list[tuple[Cell, ...]]:
    """Return the row, followed by as many as it takes to hold what its cells cannot."""
    split = [_parts(_string(cell)) for cell in row]
    count = max(map(len, split))
    if count == 1:
        return [row]
    pieces: list[tuple[Cell, ...]] = []
    for number in range(count):
        cells: list[Cell] = []
        for cell, parts in zip(row, split, strict=True):
            if len(parts) > 1:
                cells.append(parts[number] if number < len(parts) else None)
            else:
                # Short text is repeated, so that a filter keeps the rows together; a number would count twice.
                cells.append(cell if number == 0 or isinstance(cell, str | Marked) else None)
        pieces.append(tuple(cells))
    return pieces


def _string(cell: Cell) -> str:
    return cell.text if isinstance(cell, Marked) else cell if isinstance(cell, str) else ""


def _parts(text: str) -> list[str]:
    """Return the text in stretches that each fit a cell, with a note where it goes on."""
    if 2 * len(text) <= CELL or _units(text) <= CELL:
        return [text]
    room = CELL - len(_ON) - len(_FROM)
    parts: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + room, len(text))
        while _units(text[start:end]) > room:
            end -= (_units(text[start:end]) - room + 1) // 2
        before = _FROM if start else ""
        after = _ON if end < len(text) else ""
        parts.append(before + text[start:end] + after)
        start = end
    return parts


def _units(text: str) -> int:
    """Return the length as Excel counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


# --- writing ------------------------------------------------------------------------------------------


def _write(book: Workbook, sheet: _Sheet, styles: dict[str, Format], targets: dict[int, str], footer: str) -> None:
    table = sheet.table
    page: Worksheet = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    for at, line in enumerate(table.above):
        page.set_row(at, _LINE if at else 2 * _LINE)
        page.write_string(at, 0, line, styles["above" if at else "title"])
    head = _head(table)
    for column, (title, width) in enumerate(table.columns):
        page.set_column(column, column, width)
        page.write_string(head, column, title, styles["head"])
    page.set_row(head, 2.5 * _LINE)
    for at, row in enumerate(table.rows, head + 1):
        page.set_row(at, _height(row, table))
        for column, cell in enumerate(row):
            _cell(page, at, column, cell, styles, targets)
    if not table.rows:
        page.write_string(head + 1, 0, "None.", styles["info"])
    page.freeze_panes(head + 1, 0)
    page.autofilter(head, 0, head + max(len(table.rows), 1), len(table.columns) - 1)
    page.set_landscape()
    pages = math.ceil(sum(width for _, width in table.columns) / _PAGE)
    page.set_paper(_A4 if pages == 1 else _A3)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(pages, 0)
    page.repeat_rows(head)
    if pages > 1:
        page.repeat_columns(0, 2)
    page.set_footer(footer)


def _height(row: tuple[Cell, ...], table: Table) -> float:
    """Return the points that show a row whole, if Excel allows a row so high; not every program works them out."""
    lines = max(
        sum(max(math.ceil(_columns(line) / (1.1 * width)), 1) for line in _string(cell).split("\n"))
        for cell, (_, width) in zip(row, table.columns, strict=True)
    )
    return min(lines * _LINE + 3, _HIGHEST)


def _columns(text: str) -> int:
    """Return about how wide a line is, in digits; wide characters count twice."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(char) in "WF") for char in text)


def _cell(
    page: Worksheet, row: int, column: int, cell: Cell, styles: dict[str, Format], targets: dict[int, str]
) -> None:
    match cell:
        case None | "":
            page.write_blank(row, column, None, styles[""])
        case str():
            page.write_string(row, column, cell, styles[""])
        case Marked(text, style):
            page.write_string(row, column, text, styles[style])
        case Share(value):
            page.write_number(row, column, value, styles["share"])
        case Link(text, target):
            if row < _LINKS:
                page.write_url(row, column, targets[target], styles["link"], text)
            else:
                page.write_string(row, column, text, styles[""])
        case _:
            page.write_number(row, column, cell, styles["whole" if cell.is_integer() else "number"])
