"""The report for a terminal or a pipe: most important first, readable without colour."""

from __future__ import annotations

from auditor.render import labels, words
from auditor.render.plain import one_line
from auditor.render.terminal_finding import draw_all_questions, draw_answers, draw_finding, draw_flags
from auditor.render.terminal_numbers import draw_entry, draw_numbers
from auditor.render.terminal_page import NARROWEST, Cell, Page, Row, Span, aside, printed, said
from auditor.schema import BottomLine, Dossier, Numbers, Report


def render(
    result: Report | Dossier,
    *,
    width: int = 80,
    color: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> str:
    """Return the report as lines no wider than ``width``, with ANSI styles only if ``color``."""
    page = Page(max(width, NARROWEST), color, verbose)
    if quiet:
        _draw_bottom_line(page, result, heading=False)
    elif isinstance(result, Dossier):
        _draw_dossier(page, result)
    else:
        _draw_report(page, result)
    return printed(page)


def render_numbers(entry: Numbers, *, width: int = 80, color: bool = False) -> str:
    """Return the numbers of one claim alone."""
    page = Page(max(width, NARROWEST), color, verbose=True)
    draw_entry(page, entry)
    return printed(page)


def _draw_dossier(page: Page, dossier: Dossier) -> None:
    title = f"Dossier: {one_line(dossier.vendor)}" if dossier.vendor else "Dossier"
    page.line((title, "title"))
    total = len(dossier.reports) + len(dossier.failed)
    page.line((words.plural(total, "document"), "dim"))
    _draw_bottom_line(page, dossier)
    if dossier.failed:
        page.section(labels.UNREAD)
        for failed in dossier.failed:
            page.item(("·", "dim"), (f"{one_line(failed.name)}: ", ""), said(failed.message), indent=2)
    if dossier.flags or dossier.open_questions:
        page.rule()
        page.line((labels.ACROSS, "title"))
        draw_flags(page, dossier.flags, 0)
        draw_all_questions(page, dossier.open_questions)
    for number, report in enumerate(dossier.reports, 1):
        page.rule("═")
        page.line((f"Document {number} of {len(dossier.reports)}", "dim"))
        page.asked.clear()
        _draw_report(page, report)


def _draw_report(page: Page, report: Report) -> None:
    _draw_header(page, report)
    _draw_bottom_line(page, report)
    for finding in report.findings:
        draw_finding(page, finding, report)
    draw_numbers(page, report)
    _draw_whole(page, report)
    _draw_footer(page, report)


def _draw_header(page: Page, report: Report) -> None:
    page.line((one_line(report.document.name), "title"))
    for label, text in words.about(report):
        page.item((label, "dim"), said(text), indent=0, width=10)
    for notice in report.notices:
        page.item((labels.NOTICE, "dim"), (one_line(notice), "notice"), indent=0, width=10)


def _draw_bottom_line(page: Page, result: Report | Dossier, heading: bool = True) -> None:
    if heading:
        page.section(labels.BOTTOM_LINE)
    indent = 2 if heading else 0
    outcome = words.outcome(result)
    if outcome:
        page.line((outcome, "title"), indent=indent)
    if isinstance(result, Report):
        for error in result.errors:
            page.item(("·", "dim"), said(words.problem(error)), indent=indent)
    elif not heading:
        for failed in result.failed:
            name = one_line(failed.name)
            page.item(("·", "dim"), (f"{name}: {one_line(failed.message)}", ""), indent=indent)
    for product in result.bottom_line:
        if outcome or product is not result.bottom_line[0]:
            page.blank()
        _draw_product(page, product, indent)


def _draw_product(page: Page, product: BottomLine, indent: int) -> None:
    width = max(len(label) for label in (labels.SAYS, labels.SUPPORTED, labels.ASK)) + 2
    subject: list[Span] = [(one_line(product.subject), "id")]
    if product.findings:
        subject.append((f"  {', '.join(one_line(name) for name in product.findings)}", "dim"))
    page.line(*subject, indent=indent)
    page.pair(labels.SAYS, said(product.says), indent=indent, width=width)
    page.pair(labels.SUPPORTED, (one_line(product.supported), "title"), indent=indent, width=width)
    if len(product.ask) == 1:
        page.pair(labels.ASK, said(product.ask[0]), indent=indent, width=width)
    elif page.stacks(indent, width):
        page.line((labels.ASK, "dim"), indent=indent)
        for question in product.ask:
            page.item(("·", "dim"), said(question), indent=indent + 2)
    else:
        for number, question in enumerate(product.ask):
            label = Cell((("" if number else labels.ASK, "dim"),), width)
            cells = (label, Cell((("·", "dim"),), 2), Cell((said(question),)))
            page.rows.append(Row(cells, (" " * indent, "")))


def _draw_whole(page: Page, report: Report) -> None:
    lines = words.ownership(report.ownership)
    if report.answers or report.open_questions or report.flags:
        page.rule()
        page.line((labels.WHOLE, "title"))
        draw_answers(page, report.answers, 0)
        draw_all_questions(page, report.open_questions)
        draw_flags(page, report.flags, 0)
    if lines or report.ownership.summary:
        page.rule()
        page.line((labels.MEANING.upper(), "section"))
        for text in report.ownership.summary:
            page.line(said(text))
    if lines:
        page.section(labels.OWNERSHIP)
        width = max((len(label) for label, _ in lines), default=0) + 2
        for label, text in lines:
            page.pair(label, said(text), indent=0, width=width)


def _draw_footer(page: Page, report: Report) -> None:
    page.rule()
    if report.ungrounded:
        page.line((words.ungrounded(len(report.ungrounded)), ""))
        for item in report.ungrounded if page.verbose else ():
            text = (f"“{one_line(item.text)}”", "")
            page.item(("·", "dim"), text, aside(item.reason), indent=2)
    if report.hidden:
        page.line((words.hidden(len(report.hidden)), ""))
        for passage in report.hidden if page.verbose else ():
            text = (f"“{one_line(passage.text)}”", "")
            page.item(("·", "dim"), text, aside(passage.origin), indent=2)
    if report.findings and report.status != "failed":
        page.line((words.counts(report), "title"))
    entries = words.provenance(report, verbose=page.verbose)
    page.line((" · ".join(one_line(entry) for entry in entries), "dim"))
