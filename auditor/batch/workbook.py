"""summary.xlsx: a sheet each for findings, quotes, documents, vendors and questions, written row by row.

All foreign text is written as strings, never as formulas, numbers or addresses. A sheet that is full goes on in a
further one. A finding links to the first of its quotes, as far as Excel allows links.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from auditor.batch.tables import FINDINGS, QUOTES, SHEETS, Table
from auditor.files import PART
from auditor.render.plain import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
"""Rows a sheet holds, by Excel's specification."""
_CELL = 32_767
"""UTF-16 units a cell holds, likewise."""
_CUT = " […]"
_LINKS = 65_000
"""Links written per sheet; Excel takes 65,530."""
_ORDINALS = """
SELECT n.id, count(*) FROM findings n
JOIN quote_uses u ON u.document_id = n.document_id AND u.finding_id = n.id GROUP BY n.id ORDER BY n.id
"""


def write_workbook(db: sqlite3.Connection, target: Path, sheet_rows: int = SHEET_ROWS) -> None:
    """Write the workbook of a database; XlsxWriter must be installed."""
    with TemporaryDirectory(prefix=f".{target.name}-", suffix=PART, dir=target.parent) as folder:
        part = Path(folder) / target.name
        _write(db, part, sheet_rows)
        part.replace(target)


def _write(db: sqlite3.Connection, part: Path, sheet_rows: int) -> None:
    """Write the workbook, and what XlsxWriter puts beside it meanwhile into the same folder."""
    from xlsxwriter.exceptions import FileCreateError
    from xlsxwriter.workbook import Workbook

    book = Workbook(
        str(part),
        {
            "constant_memory": True,
            "tmpdir": str(part.parent),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    try:
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"}),
            "link": book.add_format({"font_color": "#0B5394", "underline": 1}),
        }
        for table in SHEETS:
            _sheets(book, table, db, styles, sheet_rows)
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error


def _sheets(book: Workbook, table: Table, db: sqlite3.Connection, styles: dict[str, Format], most: int) -> None:
    """Write a table into as many sheets as it takes."""
    links = _first_quotes(db, most) if table is FINDINGS else iter(())
    page, at, number = _page(book, table, 1, styles), 1, 1
    for row in table.rows(db):
        if at >= most:
            _finish(page, table, at)
            number += 1
            page, at = _page(book, table, number, styles), 1
        for column, value in enumerate(row):
            _cell(page, at, column, value)
        if table is FINDINGS and row[0] == "finding":
            _link(page, at, len(row), next(links), styles["link"])
        at += 1
    _finish(page, table, at)


def _page(book: Workbook, table: Table, number: int, styles: dict[str, Format]) -> Worksheet:
    page = book.add_worksheet(sheet_name(table, number))
    for column, (title, width) in enumerate(_columns(table)):
        page.set_column(column, column, width)
        page.write_string(0, column, title, styles["head"])
    page.freeze_panes(1, 0)
    return page


def _columns(table: Table) -> tuple[tuple[str, int], ...]:
    return (*table.columns, ("quotes", 9)) if table is FINDINGS else table.columns


def sheet_name(table: Table, number: int) -> str:
    """Return the name of a table's sheet, counted from 1."""
    return table.title if number == 1 else f"{table.title} ({number})"


def _finish(page: Worksheet, table: Table, at: int) -> None:
    page.autofilter(0, 0, max(at - 1, 1), len(_columns(table)) - 1)


def _cell(page: Worksheet, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, _fitting(visible_lines(str(value))))


def visible_lines(text: str) -> str:
    """Return text in which nothing acts; its line ends stay."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _fitting(text: str) -> str:
    """Return text as long as a cell holds, with a mark where it is cut: the report has all of it."""
    if 2 * len(text) <= _CELL:
        return text
    units = len(text.encode("utf-16-le")) // 2
    while units > _CELL:
        text = text[: len(text) - (units - _CELL) - len(_CUT)].removesuffix(_CUT) + _CUT
        units = len(text.encode("utf-16-le")) // 2
    return text


def _link(page: Worksheet, row: int, column: int, to: tuple[str, int, int], style: Format) -> None:
    sheet, target, count = to
    words = f"{count} quote" if count == 1 else f"{count} quotes"
    if row < _LINKS:
        page.write_url(row, column, f"internal:'{sheet}'!A{target}", style, words)
    else:
        page.write_string(row, column, words)


def _first_quotes(db: sqlite3.Connection, most: int) -> Iterator[tuple[str, int, int]]:
    """Yield sheet and row, counted from 1, where each finding's quotes begin, and how many there are."""
    room, before = most - 1, 0
    for _, count in db.execute(_ORDINALS):
        number, row = divmod(before, room)
        yield sheet_name(QUOTES, number + 1), row + 2, count
        before += count
