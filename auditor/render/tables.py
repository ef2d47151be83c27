"""A report as tables of plain cells: what a workbook shows, sheet by sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from auditor.render import labels, words
from auditor.render.cells import Cell, Link, Marked, Share, Table, holders, labelled, lines
from auditor.render.excerpts import excerpts, marked, place
from auditor.render.office import fill
from auditor.render.plain import one_line
from auditor.render.source_tables import about, text
from auditor.schema import (
    Answer,
    Directness,
    Dossier,
    Fact,
    Finding,
    Flag,
    OpenQuestion,
    Quote,
    Report,
    Technique,
)


def tables(result: Report | Dossier) -> list[Table]:
    """Return the tables of a report or dossier; every finding, quote, fact, answer, flag and question is in one."""
    quotes, first = _quotes(result)
    return [
        _bottom_line(result),
        _findings(result, first),
        quotes,
        _facts(result),
        _answers(result),
        _flags(result),
        _questions(result),
        about(result),
        text(result),
    ]


# --- the bottom line and the findings ---------------------------------------------------------------


def _bottom_line(result: Report | Dossier) -> Table:
    above = [words.title(result), words.outcome(result) or ""]
    if isinstance(result, Report):
        above += [f"{label}: {text}" for label, text in words.about(result)]
        above += [words.problem(error) for error in result.errors]
        above += [f"{labels.NOTICE}: {notice}" for notice in result.notices]
        above += [words.counts(result)] if result.findings and result.status != "failed" else []
    else:
        above.append(f"{words.plural(len(result.reports) + len(result.failed), 'document')}.")
        above += [f"{labels.UNREAD}: {failed.name}: {failed.message}" for failed in result.failed]
    columns = (("Product", 22), (labels.SAYS, 44), (labels.SUPPORTED, 44), (labels.ASK, 60), ("Findings", 14))
    rows = tuple(
        (
            Marked(one_line(product.subject), "strong"),
            one_line(product.says),
            Marked(one_line(product.supported), "strong"),
            lines(f"{number}. {question}" for number, question in enumerate(product.ask, 1)),
            lines(product.findings),
        )
        for product in result.bottom_line
    )
    return Table(labels.BOTTOM_LINE, columns, rows, tuple(line for line in map(one_line, above) if line))


def _findings(result: Report | Dossier, first: dict[tuple[str, int], int]) -> Table:
    bars = tuple((words.sentence(name), 13) for name in labels.TECHNIQUE.values())
    columns = (
        ("Document", 18), ("Finding", 10), ("Product", 18), ("Claim", 34), ("Class", 22), (labels.VERDICT, 16),
        *bars, ("Wording and evidence", 32), ("Quoted", 52), (labels.QUOTES, 10), (labels.WHY, 44),
        (labels.WOULD_CHANGE, 34), (labels.FLAGS, 34), (labels.QUESTIONS, 11), ("Speaker", 16),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for name, report in labelled(result):
        for at, finding in enumerate(report.findings):
            verdict = finding.verdict
            shares = verdict.probabilities
            shown = excerpts(finding.quotes, report, whole=True)
            rows.append(
                (
                    name,
                    one_line(finding.id),
                    one_line(finding.subject),
                    one_line(finding.statement),
                    Marked(words.sentence(words.technique(finding)), fill(finding)),
                    words.sentence(words.status(finding)),
                    *(Share(shares[technique]) if technique in shares else None for technique in Technique),
                    words.agreement(finding),
                    lines(f"{marked(excerpt)} ({excerpt.place})" for excerpt in shown),
                    Link(words.plural(len(finding.quotes), "quote"), first[name, at]),
                    lines(f"{reason.text} ({reason.signal})" for reason in verdict.rationale),
                    lines(verdict.would_change),
                    lines(
                        f"{words.sentence(labels.SEVERITY[flag.severity])}: {flag.message}" for flag in finding.flags
                    ),
                    float(len(finding.open_questions)),
                    one_line(finding.speaker or "") or lines(words.doubts(finding)),
                )
            )
    return Table(labels.FINDINGS, columns, tuple(rows))


# --- quotes -----------------------------------------------------------------------------------------


def _quotes(result: Report | Dossier) -> tuple[Table, dict[tuple[str, int], int]]:
    """Return every quote once a finding, with all it carries, and the row each finding's quotes begin at."""
    columns = (
        ("Document", 18), ("Finding", 10), ("Quote", 46), ("In its sentence", 62), ("Where", 20), ("Speaker", 16),
        ("Side", 12), ("Carries", 26), ("Match", 11), ("From", 9), ("To", 9), ("In", 10),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    first: dict[tuple[str, int], int] = {}
    seen: dict[str, int] = {}
    for name, finding, report, holder in holders(result):
        if isinstance(holder, Finding):
            first[name, seen.setdefault(name, 0)] = len(rows)
            seen[name] += 1
        for quote, carries in _carried(holder).items():
            (excerpt,) = excerpts([quote], report, whole=True)
            rows.append(
                (
                    name,
                    finding,
                    one_line(quote.text),
                    marked(excerpt),
                    one_line(place(quote.model_copy(update={"speaker": None}), report)),
                    one_line(quote.speaker or ""),
                    labels.SIDE.get(quote.side, "") if quote.side else "",
                    lines(dict.fromkeys(carries)),
                    quote.alignment,
                    float(quote.start),
                    float(quote.end),
                    one_line(quote.origin),
                )
            )
    return Table(labels.QUOTES, columns, tuple(rows)), first


def _carried(holder: Finding | Report | Dossier) -> dict[Quote, list[str]]:
    """Return the quotes of a record, each with what rests on it, in order of first mention."""
    uses: list[tuple[str, Sequence[Quote]]] = []
    if isinstance(holder, Finding):
        uses.append(("claim", holder.quotes))
        uses += [(f"why: {reason.signal}", reason.quotes) for reason in holder.verdict.rationale]
    if not isinstance(holder, Dossier):
        uses += [(f"fact: {labels.FACT[fact.kind]}", fact.quotes) for fact in holder.facts]
        uses += [(f"answer: {answer.question}", answer.quotes) for answer in holder.answers]
    uses += [(f"flag: {flag.rule}", flag.quotes) for flag in holder.flags]
    found: dict[Quote, list[str]] = {}
    for use, quotes in uses:
        for quote in quotes:
            found.setdefault(quote, []).append(use)
    return found


def _places(quotes: Sequence[Quote]) -> str:
    return lines(dict.fromkeys(words.where(quote) for quote in quotes))


def _texts(quotes: Sequence[Quote]) -> str:
    return lines(dict.fromkeys(f"“{one_line(quote.text)}”" for quote in quotes))


# --- facts, answers, flags, questions -----------------------------------------------------------------


def _facts(result: Report | Dossier) -> Table:
    columns = (
        ("Document", 18), ("Finding", 10), ("Fact", 20), ("Value", 32), ("Number", 14), ("Unit", 12), ("Low", 14),
        ("High", 14), ("State", 11), ("Said by", 18), ("Quoted", 46), ("Where", 18), ("Source", 13),
    )  # fmt: skip
    rows = [
        (name, finding, *_fact(fact))
        for name, finding, _, holder in holders(result)
        if not isinstance(holder, Dossier)
        for fact in holder.facts
    ]
    return Table(labels.FACTS, columns, tuple(rows))


def _fact(fact: Fact) -> tuple[Cell, ...]:
    interval = fact.interval
    return (
        labels.FACT[fact.kind],
        one_line(words.fact_value(fact)),
        None if isinstance(fact.value, str) else _number(fact.value),
        one_line(fact.unit or ""),
        _number(interval.low) if interval else None,
        _number(interval.high) if interval else None,
        labels.MODALITY[fact.modality],
        labels.BY[fact.by],
        _texts(fact.quotes),
        _places(fact.quotes),
        one_line(fact.source),
    )


def _number(value: float) -> Cell:
    return value if math.isfinite(value) else words.number(value)


def _answers(result: Report | Dossier) -> Table:
    columns = (
        ("Document", 18), ("Finding", 10), ("Question", 22), ("Answer", 56), ("How", 24), ("Quoted", 56), ("Where", 22),
        ("From", 14),
    )  # fmt: skip
    rows = [
        (name, finding, *_answer(answer))
        for name, finding, _, holder in holders(result)
        if not isinstance(holder, Dossier)
        for answer in holder.answers
    ]
    return Table(labels.ANSWERS, columns, tuple(rows))


def _answer(answer: Answer) -> tuple[Cell, ...]:
    given = answer.directness is not Directness.ABSENT
    return (
        one_line(answer.question),
        one_line(answer.text),
        labels.DIRECTNESS[answer.directness],
        _texts(answer.quotes),
        _places(answer.quotes),
        one_line(answer.source) if given else "",
    )


def _flags(result: Report | Dossier) -> Table:
    columns = (
        ("Document", 18), ("Finding", 10), ("Weight", 12), ("Rule", 24), ("What is to be seen", 54), ("Quoted", 50),
        ("Where", 22), (labels.WOULD_CLEAR.rstrip(":"), 46),
    )  # fmt: skip
    rows = [(name, finding, *_flag(flag)) for name, finding, _, holder in holders(result) for flag in holder.flags]
    return Table(labels.FLAGS, columns, tuple(rows))


def _flag(flag: Flag) -> tuple[Cell, ...]:
    return (
        Marked(words.sentence(labels.SEVERITY[flag.severity]), flag.severity),
        one_line(flag.rule),
        one_line(flag.message),
        _texts(flag.quotes),
        _places(flag.quotes),
        one_line(flag.would_clear),
    )


def _questions(result: Report | Dossier) -> Table:
    columns = (
        ("Document", 18), ("Finding", 10), ("For", 18), ("Question", 56), (labels.WHY, 48),
        ("What an answer would mean", 60), ("Bits expected", 10), ("Id", 20),
    )  # fmt: skip
    rows = [
        (name, finding, *_question(question))
        for name, finding, _, holder in holders(result)
        for question in words.in_order(holder.open_questions)
    ]
    return Table(labels.QUESTIONS, columns, tuple(rows))


def _question(question: OpenQuestion) -> tuple[Cell, ...]:
    return (
        words.sentence(labels.PURPOSE[question.purpose]),
        Marked(one_line(question.text), "strong"),
        one_line(question.why),
        lines(f"{outcome.answer} → {outcome.meaning}" for outcome in question.outcomes),
        question.expected_gain_bits,
        one_line(question.question),
    )
