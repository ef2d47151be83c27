"""The report for a terminal or a pipe: most important first, readable without colour.

A report becomes rows of cells first (plain data); only :func:`_draw` knows rich. Foreign text enters rows
through ``plain``, again at the last step, and reaches rich as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from auditor.render import words
from auditor.render.excerpts import Excerpt, excerpts, marks
from auditor.render.numbers_terminal import draw_entry, draw_numbers
from auditor.render.plain import one_line, shortened, visible
from auditor.schema import (
    Answer,
    BottomLine,
    Directness,
    Dossier,
    Fact,
    Finding,
    Flag,
    Numbers,
    OpenQuestion,
    Quote,
    Report,
    Scope,
    Severity,
    Status,
    Technique,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST = 30
"""Narrower terminals get lines of this width."""
_QUESTIONS = 3
_EXCERPTS = 3
_SHORT = 110
_BAR = 30
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


def render(
    result: Report | Dossier,
    *,
    width: int = 80,
    color: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> str:
    """Return the report as lines no wider than ``width``, with ANSI styles only if ``color``."""
    page = _Page(max(width, NARROWEST), color, verbose)
    if quiet:
        page.bottom_line(result, heading=False)
    elif isinstance(result, Dossier):
        page.dossier(result)
    else:
        page.report(result)
    return _draw(page.rows, page.width, color)


def render_numbers(entry: Numbers, *, width: int = 80, color: bool = False) -> str:
    """Return the numbers of one claim alone."""
    page = _Page(max(width, NARROWEST), color, verbose=True)
    draw_entry(page, entry)
    return _draw(page.rows, page.width, color)


def _draw(rows: Iterable[Row], width: int, color: bool) -> str:
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
    for row in rows:
        prefix, style = row.prefix
        room = width - cell_len(prefix) - sum(cell.width for cell in row.cells)
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
    page = _colored(out, width) if color else "\n".join(line.plain for line in out)
    return page.strip("\n") + "\n"


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


class _Page:
    """Rows of a page, in order."""

    def __init__(self, width: int, color: bool, verbose: bool) -> None:
        self.width = width
        self.color = color
        self.verbose = verbose
        self.rows: list[Row] = []
        self._asked: dict[OpenQuestion, str] = {}

    # --- rows -------------------------------------------------------------------------------------

    def line(self, *spans: Span, indent: int = 0) -> None:
        self.rows.append(Row((Cell(spans),), (" " * indent, "")))

    def blank(self) -> None:
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
        self.blank()
        self.line((title.upper(), "section"), indent=indent)

    def rule(self, mark: str = "─") -> None:
        self.blank()
        self.line((mark * self.width, "dim"))

    # --- parts ------------------------------------------------------------------------------------

    def dossier(self, dossier: Dossier) -> None:
        title = f"Dossier: {one_line(dossier.vendor)}" if dossier.vendor else "Dossier"
        self.line((title, "title"))
        total = len(dossier.reports) + len(dossier.failed)
        self.line((words.plural(total, "document"), "dim"))
        self.bottom_line(dossier)
        if dossier.failed:
            self.section(words.UNREAD)
            for failed in dossier.failed:
                self.item(("·", "dim"), (f"{one_line(failed.name)}: ", ""), *_text(failed.message), indent=2)
        if dossier.flags or dossier.open_questions:
            self.rule()
            self.line((words.ACROSS, "title"))
            self.flags(dossier.flags, 0)
            self.all_questions(dossier.open_questions)
        for number, report in enumerate(dossier.reports, 1):
            self.rule("═")
            self.line((f"Document {number} of {len(dossier.reports)}", "dim"))
            self._asked.clear()
            self.report(report)

    def report(self, report: Report) -> None:
        self.header(report)
        self.bottom_line(report)
        for finding in report.findings:
            self.finding(finding, report)
        draw_numbers(self, report)
        self.whole(report)
        self.footer(report)

    def header(self, report: Report) -> None:
        self.line((one_line(report.document.name), "title"))
        for label, text in words.about(report):
            self.item((label, "dim"), *_text(text), indent=0, width=10)
        for notice in report.notices:
            self.item((words.NOTICE, "dim"), (one_line(notice), "notice"), indent=0, width=10)

    def bottom_line(self, result: Report | Dossier, heading: bool = True) -> None:
        if heading:
            self.section(words.BOTTOM_LINE)
        indent = 2 if heading else 0
        outcome = words.outcome(result)
        if outcome:
            self.line((outcome, "title"), indent=indent)
        if isinstance(result, Report):
            for error in result.errors:
                self.item(("·", "dim"), *_text(words.problem(error)), indent=indent)
        elif not heading:
            for failed in result.failed:
                name = one_line(failed.name)
                self.item(("·", "dim"), (f"{name}: {one_line(failed.message)}", ""), indent=indent)
        for product in result.bottom_line:
            if outcome or product is not result.bottom_line[0]:
                self.blank()
            self.product(product, indent)

    def product(self, product: BottomLine, indent: int) -> None:
        width = max(len(label) for label in (words.SAYS, words.SUPPORTED, words.ASK)) + 2
        subject: list[Span] = [(one_line(product.subject), "id")]
        if product.findings:
            subject.append((f"  {', '.join(one_line(name) for name in product.findings)}", "dim"))
        self.line(*subject, indent=indent)
        self.pair(words.SAYS, *_text(product.says), indent=indent, width=width)
        self.pair(words.SUPPORTED, (one_line(product.supported), "title"), indent=indent, width=width)
        if len(product.ask) == 1:
            self.pair(words.ASK, *_text(product.ask[0]), indent=indent, width=width)
        elif self.stacks(indent, width):
            self.line((words.ASK, "dim"), indent=indent)
            for question in product.ask:
                self.item(("·", "dim"), *_text(question), indent=indent + 2)
        else:
            for number, question in enumerate(product.ask):
                label = Cell((("" if number else words.ASK, "dim"),), width)
                cells = (label, Cell((("·", "dim"),), 2), Cell(_text(question)))
                self.rows.append(Row(cells, (" " * indent, "")))

    def finding(self, finding: Finding, report: Report) -> None:
        self.rule()
        name = one_line(finding.id)
        self.item((name, "id"), (one_line(finding.subject), "title"), indent=0, width=max(4, len(name) + 2))
        self.line(*_text(finding.statement), indent=4)
        shown = excerpts(finding.quotes, report, whole=self.verbose)
        limit = len(shown) if self.verbose else _EXCERPTS
        for excerpt in shown[:limit]:
            self.blank()
            self.excerpt(excerpt, 4)
        if shown[limit:]:
            places = "; ".join(excerpt.place for excerpt in shown[limit:])
            self.line((f"{words.ALSO_QUOTED} {places}", "dim"), indent=4)
        for doubt in words.doubts(finding):
            self.blank()
            self.line(*_text(doubt), indent=4)
        self.verdict(finding)
        self.facts(finding.facts)
        self.answers(finding.answers, 4)
        self.flags(finding.flags, 4)
        self.questions(
            words.in_order(finding.open_questions),
            4,
            place=finding.id,
            limit=None if self.verbose else _QUESTIONS,
        )

    def excerpt(self, excerpt: Excerpt, indent: int) -> None:
        self.line((excerpt.place, "dim"), indent=indent)
        spans = [(part.text, "quote" if part.quoted else "context") for part in excerpt.parts]
        if not self.color:
            left, right = marks(excerpt)
            spans = [(f"{left}{text}{right}" if style == "quote" else text, style) for text, style in spans]
        self.rows.append(Row((Cell(tuple(spans)),), (" " * indent + "│ ", "dim")))
        if excerpt.normalized and self.verbose:
            self.line(("Matched with white space and typography folded.", "dim"), indent=indent)

    def verdict(self, finding: Finding) -> None:
        verdict = finding.verdict
        self.blank()
        firm = verdict.status in {Status.SUPPORTED, Status.INFERRED}
        self.line(
            (words.sentence(words.technique(finding)), "class" if firm else "guess"),
            (f" · {words.status(finding)}", "title" if firm else ""),
            indent=4,
        )
        self.line((words.agreement(finding), ""), indent=4)
        for review in finding.reviews:
            self.line(*_text(words.review(review)), indent=4)
        if finding.scope is Scope.OTHER_ML:
            self.line((words.OUTSIDE_COUNTS, "dim"), indent=4)
        if verdict.probabilities:
            self.blank()
            self.bars(verdict.probabilities, finding.scope, verdict.technique)
        if verdict.rationale:
            self.section(words.WHY, 4)
        for reason in verdict.rationale:
            self.item(("·", "dim"), *_text(reason.text), _meta(reason.signal), indent=4)
            self.short_quotes(reason.quotes, 6)
            if self.verbose and reason.weights:
                self.line((f"log-likelihood: {words.weights(reason)}", "dim"), indent=6)
        if verdict.would_change:
            self.section(words.WOULD_CHANGE, 4)
        for change in verdict.would_change:
            self.item(("·", "dim"), *_text(change), indent=4)

    def bars(self, probabilities: dict[Technique, float], scope: Scope, best: Technique | None) -> None:
        labels = words.BARS[scope]
        label_width = max(map(len, labels.values())) + 2
        room = min(_BAR, self.width - 4 - label_width - 6)
        for technique, label in labels.items():
            share = min(max(probabilities.get(technique, 0.0), 0.0), 1.0)
            full = round(share * room) if room >= 8 else 0
            style = "bar" if technique is best else "rest"
            spans: list[Span] = [(f"{words.percent(share):>4}", "title" if technique is best else "")]
            if room >= 8:
                spans += [("  " + "█" * full, style), ("·" * (room - full), "rest")]
            self.item((label, ""), *spans, indent=4, width=label_width)

    def short_quotes(self, quotes: Sequence[Quote], indent: int) -> None:
        for quote in quotes:
            text = one_line(quote.text) if self.verbose else shortened(quote.text, _SHORT)
            self.line((f"“{text}”", ""), _meta(words.where(quote)), indent=indent)

    def facts(self, facts: Sequence[Fact]) -> None:
        if not facts:
            return
        self.section(words.FACTS, 4)
        label = max(len(words.FACT[fact.kind]) for fact in facts) + 2
        wheres = [_where(fact) for fact in facts]
        where = min(max(map(len, wheres)), 22)
        room = self.width - 4 - label - where - 2
        for fact, at in zip(facts, wheres, strict=True):
            value = one_line(words.fact_value(fact, verbose=self.verbose))
            if room >= 22:
                cells = (
                    Cell(((words.FACT[fact.kind], "dim"),), label),
                    Cell(((value, ""),), room + 2),
                    Cell(((at, "dim"),)),
                )
                self.rows.append(Row(cells, (" " * 4, "")))
            else:
                self.pair(words.FACT[fact.kind], (value, ""), _meta(at), indent=4, width=label)
            if self.verbose:
                self.short_quotes(fact.quotes, 6)

    def answers(self, answers: Sequence[Answer], indent: int) -> None:
        shown = [answer for answer in answers if self.verbose or answer.directness is not Directness.ABSENT]
        if not shown:
            return
        self.section(words.ANSWERS, indent)
        width = max(len(one_line(answer.question)) for answer in shown) + 2
        for answer in shown:
            source = "" if answer.source == "document" else f", from a {answer.source}"
            how = _meta(f"{words.DIRECTNESS[answer.directness]}{source}")
            self.pair(one_line(answer.question), *_text(answer.text), how, indent=indent, width=width)
            if self.verbose:
                self.short_quotes(answer.quotes, indent + 2)

    def flags(self, flags: Sequence[Flag], indent: int) -> None:
        if not flags:
            return
        self.section(words.FLAGS, indent)
        width = max(map(len, words.SEVERITY.values())) + 2
        for flag in sorted(flags, key=lambda flag: -flag.severity.rank):
            word = words.SEVERITY[flag.severity]
            style = word if flag.severity is not Severity.INFO else "dim"
            inner = indent + width
            self.item((word, style), *_text(flag.message), _meta(flag.rule), indent=indent, width=width)
            self.short_quotes(flag.quotes, inner)
            self.line((f"{words.WOULD_CLEAR} ", "dim"), *_text(flag.would_clear), indent=inner)

    def questions(
        self,
        questions: Sequence[OpenQuestion],
        indent: int,
        *,
        title: str = words.QUESTIONS,
        place: str = "",
        limit: int | None = None,
        start: int = 1,
    ) -> None:
        if not questions:
            return
        self.section(title, indent)
        shown = questions if limit is None else questions[:limit]
        width = len(str(start + len(shown) - 1)) + 2
        for number, question in enumerate(shown, start):
            inner = indent + width
            known = self._asked.get(question)
            text: tuple[Span, ...] = ((one_line(question.text), "title"),)
            if known:
                text += (_meta(f"see {known}"),)
            self.item((f"{number}.", "dim"), *text, indent=indent, width=width)
            if known:
                continue
            self._asked[question] = place
            note = words.purpose(question) if title == words.QUESTIONS else words.gain(question)
            self.line(*_text(question.why), _meta(note), indent=inner)
            for outcome in question.outcomes:
                self.item(
                    ("–", "dim"),
                    (f"{one_line(outcome.answer)} → ", ""),
                    *_text(outcome.meaning),
                    indent=inner,
                )
        if questions[len(shown) :]:
            more = f"{len(questions) - len(shown)} more in the verbose view"
            self.line((more, "dim"), indent=indent)

    def all_questions(self, questions: Sequence[OpenQuestion]) -> None:
        settle = [question for question in questions if question.purpose == "settles"]
        diligence = [question for question in questions if question.purpose == "diligence"]
        self.questions(settle, 0, title=words.TO_SETTLE)
        self.questions(diligence, 0, title=words.DILIGENCE, start=len(settle) + 1)

    def whole(self, report: Report) -> None:
        lines = words.ownership(report.ownership)
        if report.answers or report.open_questions or report.flags:
            self.rule()
            self.line((words.WHOLE, "title"))
            self.answers(report.answers, 0)
            self.all_questions(report.open_questions)
            self.flags(report.flags, 0)
        if lines or report.ownership.summary:
            self.rule()
            self.line((words.MEANING.upper(), "section"))
            for text in report.ownership.summary:
                self.line(*_text(text))
        if lines:
            self.section(words.OWNERSHIP)
            width = max((len(label) for label, _ in lines), default=0) + 2
            for label, text in lines:
                self.pair(label, *_text(text), indent=0, width=width)

    def footer(self, report: Report) -> None:
        self.rule()
        if report.ungrounded:
            self.line((words.ungrounded(len(report.ungrounded)), ""))
            for item in report.ungrounded if self.verbose else ():
                text = (f"“{one_line(item.text)}”", "")
                self.item(("·", "dim"), text, _meta(item.reason), indent=2)
        if report.hidden:
            self.line((words.hidden(len(report.hidden)), ""))
            for passage in report.hidden if self.verbose else ():
                text = (f"“{one_line(passage.text)}”", "")
                self.item(("·", "dim"), text, _meta(passage.origin), indent=2)
        if report.findings and report.status != "failed":
            self.line((words.counts(report), "title"))
        entries = words.provenance(report, verbose=self.verbose)
        self.line((" · ".join(one_line(entry) for entry in entries), "dim"))


def _text(text: str) -> tuple[Span, ...]:
    return ((one_line(text), ""),)


def _meta(text: str) -> Span:
    """What a line rests on or is called, after it."""
    line = one_line(text)
    if len(line) <= _LEAST:
        line = line.replace(" ", _JOINT)
    return (f" ({line})" if line else "", "dim")


def _where(fact: Fact) -> str:
    if fact.source != "document":
        return one_line(fact.source.replace("answer:", "answer to ", 1))
    return one_line(fact.quotes[0].where) if fact.quotes else ""
