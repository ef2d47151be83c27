"""The numbers in the terminal: drawn with the page's own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.render.numbers import NEARBY, TITLE, NumberRow, heading, nearby, rows
from auditor.render.plain import one_line
from auditor.render.terminal_page import Page, Span

if TYPE_CHECKING:
    from auditor.schema import Numbers, Report


def draw_numbers(page: Page, report: Report) -> None:
    """Draw the block of all numbers of a report; nothing where there are none."""
    if not report.numbers:
        return
    page.rule()
    page.line((TITLE.upper(), "section"))
    for entry in report.numbers:
        draw_entry(page, entry)


def draw_entry(page: Page, entry: Numbers) -> None:
    """Draw the numbers of one claim."""
    page.blank()
    page.line((one_line(heading(entry)), "title"))
    page.line((one_line(entry.text), ""), indent=2)
    width = 9
    for row in rows(entry):
        page.pair(row.step, *_spans(row), indent=2, width=width)
        if row.meaning:
            how = f" [{one_line(row.how)}]" if row.how and row.step != "Stated" else ""
            note = one_line(row.meaning) + how
            page.line((note, "dim"), indent=2 + (0 if page.stacks(2, width) else width))
    if entry.analogues:
        page.line((NEARBY, "dim"), indent=2)
    for run in entry.analogues:
        source = (f" ({one_line(run.source)})", "dim") if page.verbose else ("", "")
        page.item(("·", "dim"), (one_line(nearby(run)), ""), source, indent=2)


def _spans(row: NumberRow) -> tuple[Span, ...]:
    figure = f"{one_line(row.what)}: {one_line(row.figure)}" if row.figure else one_line(row.what)
    spans: list[Span] = [(figure, "")]
    if row.step == "Stated" and row.how:
        spans.append((f" ({one_line(row.how)})", "dim"))
    if row.verdict:
        spans.append((f" · {row.verdict}", "title"))
    return tuple(spans)
