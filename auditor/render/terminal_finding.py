"""One claim in the terminal: its words, its verdict, and what else is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.render import labels, words
from auditor.render.excerpts import Excerpt, excerpts, marks
from auditor.render.plain import one_line, shortened
from auditor.render.terminal_page import Cell, Page, Row, Span, aside, said
from auditor.schema import (
    Answer,
    Directness,
    Fact,
    Finding,
    Flag,
    OpenQuestion,
    Quote,
    Report,
    Scope,
    Severity,
    Status,
    Technique,
)

_QUESTIONS = 3
_EXCERPTS = 3
_SHORT = 110
_BAR = 30


def draw_finding(page: Page, finding: Finding, report: Report) -> None:
    """Draw a claim, with the sentences around its quotes."""
    page.rule()
    name = one_line(finding.id)
    page.item((name, "id"), (one_line(finding.subject), "title"), indent=0, width=max(4, len(name) + 2))
    page.line(said(finding.statement), indent=4)
    shown = excerpts(finding.quotes, report, whole=page.verbose)
    limit = len(shown) if page.verbose else _EXCERPTS
    for excerpt in shown[:limit]:
        page.blank()
        _draw_excerpt(page, excerpt, 4)
    if shown[limit:]:
        places = "; ".join(excerpt.place for excerpt in shown[limit:])
        page.line((f"{labels.ALSO_QUOTED} {places}", "dim"), indent=4)
    for doubt in words.doubts(finding):
        page.blank()
        page.line(said(doubt), indent=4)
    _draw_verdict(page, finding)
    _draw_facts(page, finding.facts)
    draw_answers(page, finding.answers, 4)
    draw_flags(page, finding.flags, 4)
    _draw_questions(
        page,
        words.in_order(finding.open_questions),
        4,
        place=finding.id,
        limit=None if page.verbose else _QUESTIONS,
    )


def _draw_excerpt(page: Page, excerpt: Excerpt, indent: int) -> None:
    page.line((excerpt.place, "dim"), indent=indent)
    spans = [(part.text, "quote" if part.quoted else "context") for part in excerpt.parts]
    if not page.color:
        left, right = marks(excerpt)
        spans = [(f"{left}{text}{right}" if style == "quote" else text, style) for text, style in spans]
    page.rows.append(Row((Cell(tuple(spans)),), (" " * indent + "│ ", "dim")))
    if excerpt.normalized and page.verbose:
        page.line(("Matched with white space and typography folded.", "dim"), indent=indent)


def _draw_verdict(page: Page, finding: Finding) -> None:
    verdict = finding.verdict
    page.blank()
    firm = verdict.status in {Status.SUPPORTED, Status.INFERRED}
    page.line(
        (words.sentence(words.technique(finding)), "class" if firm else "guess"),
        (f" · {words.status(finding)}", "title" if firm else ""),
        indent=4,
    )
    page.line((words.agreement(finding), ""), indent=4)
    for review in finding.reviews:
        page.line(said(words.review(review)), indent=4)
    if finding.scope is Scope.OTHER_ML:
        page.line((labels.OUTSIDE_COUNTS, "dim"), indent=4)
    if verdict.probabilities:
        page.blank()
        _draw_bars(page, verdict.probabilities, finding.scope, verdict.technique)
    if verdict.rationale:
        page.section(labels.WHY, 4)
    for reason in verdict.rationale:
        page.item(("·", "dim"), said(reason.text), aside(reason.signal), indent=4)
        _quote_lines(page, reason.quotes, 6)
        if page.verbose and reason.weights:
            page.line((f"log-likelihood: {words.weights(reason)}", "dim"), indent=6)
    if verdict.would_change:
        page.section(labels.WOULD_CHANGE, 4)
    for change in verdict.would_change:
        page.item(("·", "dim"), said(change), indent=4)


def _draw_bars(page: Page, probabilities: dict[Technique, float], scope: Scope, best: Technique | None) -> None:
    names = labels.BARS[scope]
    label_width = max(map(len, names.values())) + 2
    room = min(_BAR, page.width - 4 - label_width - 6)
    for technique, name in names.items():
        share = min(max(probabilities.get(technique, 0.0), 0.0), 1.0)
        full = round(share * room) if room >= 8 else 0
        style = "bar" if technique is best else "rest"
        spans: list[Span] = [(f"{words.percent(share):>4}", "title" if technique is best else "")]
        if room >= 8:
            spans += [("  " + "█" * full, style), ("·" * (room - full), "rest")]
        page.item((name, ""), *spans, indent=4, width=label_width)


def _quote_lines(page: Page, quotes: Sequence[Quote], indent: int) -> None:
    for quote in quotes:
        text = one_line(quote.text) if page.verbose else shortened(quote.text, _SHORT)
        page.line((f"“{text}”", ""), aside(words.where(quote)), indent=indent)


def _draw_facts(page: Page, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    page.section(labels.FACTS, 4)
    label = max(len(labels.FACT[fact.kind]) for fact in facts) + 2
    wheres = [_place(fact) for fact in facts]
    where = min(max(map(len, wheres)), 22)
    room = page.width - 4 - label - where - 2
    for fact, at in zip(facts, wheres, strict=True):
        value = one_line(words.fact_value(fact, verbose=page.verbose))
        if room >= 22:
            cells = (
                Cell(((labels.FACT[fact.kind], "dim"),), label),
                Cell(((value, ""),), room + 2),
                Cell(((at, "dim"),)),
            )
            page.rows.append(Row(cells, (" " * 4, "")))
        else:
            page.pair(labels.FACT[fact.kind], (value, ""), aside(at), indent=4, width=label)
        if page.verbose:
            _quote_lines(page, fact.quotes, 6)


def draw_answers(page: Page, answers: Sequence[Answer], indent: int) -> None:
    """Draw what is said to the checklist; nothing where it is not addressed."""
    shown = [answer for answer in answers if page.verbose or answer.directness is not Directness.ABSENT]
    if not shown:
        return
    page.section(labels.ANSWERS, indent)
    width = max(len(one_line(answer.question)) for answer in shown) + 2
    for answer in shown:
        source = "" if answer.source == "document" else f", from a {answer.source}"
        how = aside(f"{labels.DIRECTNESS[answer.directness]}{source}")
        page.pair(one_line(answer.question), said(answer.text), how, indent=indent, width=width)
        if page.verbose:
            _quote_lines(page, answer.quotes, indent + 2)


def draw_flags(page: Page, flags: Sequence[Flag], indent: int) -> None:
    """Draw flags, the most severe first."""
    if not flags:
        return
    page.section(labels.FLAGS, indent)
    width = max(map(len, labels.SEVERITY.values())) + 2
    for flag in sorted(flags, key=lambda flag: -flag.severity.rank):
        word = labels.SEVERITY[flag.severity]
        style = word if flag.severity is not Severity.INFO else "dim"
        inner = indent + width
        page.item((word, style), said(flag.message), aside(flag.rule), indent=indent, width=width)
        _quote_lines(page, flag.quotes, inner)
        page.line((f"{labels.WOULD_CLEAR} ", "dim"), said(flag.would_clear), indent=inner)


def _draw_questions(
    page: Page,
    questions: Sequence[OpenQuestion],
    indent: int,
    *,
    title: str = labels.QUESTIONS,
    place: str = "",
    limit: int | None = None,
    start: int = 1,
) -> None:
    if not questions:
        return
    page.section(title, indent)
    shown = questions if limit is None else questions[:limit]
    width = len(str(start + len(shown) - 1)) + 2
    for number, question in enumerate(shown, start):
        inner = indent + width
        known = page.asked.get(question)
        text: tuple[Span, ...] = ((one_line(question.text), "title"),)
        if known:
            text += (aside(f"see {known}"),)
        page.item((f"{number}.", "dim"), *text, indent=indent, width=width)
        if known:
            continue
        page.asked[question] = place
        note = words.purpose(question) if title == labels.QUESTIONS else words.gain(question)
        page.line(said(question.why), aside(note), indent=inner)
        for outcome in question.outcomes:
            page.item(
                ("–", "dim"),
                (f"{one_line(outcome.answer)} → ", ""),
                said(outcome.meaning),
                indent=inner,
            )
    if questions[len(shown) :]:
        more = f"{len(questions) - len(shown)} more in the verbose view"
        page.line((more, "dim"), indent=indent)


def draw_all_questions(page: Page, questions: Sequence[OpenQuestion]) -> None:
    """Draw open questions, those that settle the class before those of due diligence."""
    settle = [question for question in questions if question.purpose == "settles"]
    diligence = [question for question in questions if question.purpose == "diligence"]
    _draw_questions(page, settle, 0, title=labels.TO_SETTLE)
    _draw_questions(page, diligence, 0, title=labels.DILIGENCE, start=len(settle) + 1)


def _place(fact: Fact) -> str:
    if fact.source != "document":
        return one_line(fact.source.replace("answer:", "answer to ", 1))
    return one_line(fact.quotes[0].where) if fact.quotes else ""
