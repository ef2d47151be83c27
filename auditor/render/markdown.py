"""The report as a memo in Markdown (CommonMark with tables), to paste into a document.

Every foreign character that means something to Markdown or HTML is escaped, so that vendor text can
neither change the memo's structure nor bring in links, images or markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from auditor.render import labels, words
from auditor.render.excerpts import Excerpt, excerpts
from auditor.render.numbers import NEARBY, TITLE, NumberRow, heading, nearby, rows
from auditor.render.plain import one_line, shortened
from auditor.schema import (
    Answer,
    Directness,
    Dossier,
    Finding,
    Flag,
    Numbers,
    OpenQuestion,
    Quote,
    Report,
    Scope,
)

_QUESTIONS = 3
_EXCERPTS = 3
_SHORT = 160

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[\\`*_\[\]{}|~$#@^&<>]")
_AT_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+:=%!]))(.)")
_ADDRESS = re.compile(r"(?i):(?=//)|\bwww\.|\b(?:mailto|xmpp):")


def escape(text: str) -> str:
    """Return text on one line that any Markdown reader shows literally."""
    escaped = _specials(one_line(text))
    return _AT_START.sub(r"\1\\\2", escaped)


def _specials(text: str) -> str:
    text = _ADDRESS.sub(lambda match: match[0][:-1] + "\0" + match[0][-1], text)
    text = _SPECIAL.sub(lambda match: _ENTITIES.get(match[0], "\\" + match[0]), text)
    return text.replace("\0", "\\")


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,
    verbose: bool = False,
) -> str:
    """Return the memo; ``quiet`` keeps only the bottom line."""
    memo = _Memo(verbose)
    if quiet:
        memo.bottom_line(result)
        if isinstance(result, Dossier):
            memo.failed(result)
    elif isinstance(result, Dossier):
        memo.dossier(result)
    else:
        memo.report(result, 1)
    return "\n\n".join(memo.blocks) + "\n"


class _Memo:
    """Blocks of a memo, in order; each holds one or more whole lines."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.blocks: list[str] = []

    # --- blocks -----------------------------------------------------------------------------------

    def heading(self, level: int, text: str) -> None:
        """A heading; the text is escaped already."""
        self.blocks.append(f"{'#' * min(level, 6)} {text}")

    def label(self, text: str) -> None:
        self.blocks.append(_bold(text))

    def bullets(self, items: Iterable[str]) -> None:
        lines = [f"- {item}" for item in items]
        if lines:
            self.blocks.append("\n".join(lines))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        lines = [head, ["---"] * len(head), *rows]
        self.blocks.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))

    # --- parts ------------------------------------------------------------------------------------

    def dossier(self, dossier: Dossier) -> None:
        self.heading(1, escape(words.title(dossier)))
        total = len(dossier.reports) + len(dossier.failed)
        self.blocks.append(f"{words.plural(total, 'document')}.")
        self.heading(2, labels.BOTTOM_LINE)
        self.bottom_line(dossier)
        if dossier.failed:
            self.heading(2, labels.UNREAD)
            self.failed(dossier)
        if dossier.flags or dossier.open_questions:
            self.heading(2, labels.ACROSS)
            self.flags(dossier.flags)
            self.all_questions(dossier.open_questions)
        for report in dossier.reports:
            self.report(report, 2)

    def failed(self, dossier: Dossier) -> None:
        self.bullets(f"{escape(item.name)}: {escape(item.message)}" for item in dossier.failed)

    def report(self, report: Report, level: int) -> None:
        self.heading(level, escape(words.title(report) if level == 1 else report.document.name))
        self.bottom_block(report, level)
        for finding in report.findings:
            self.finding(finding, report, level + 1)
        self.numbers(report.numbers, level + 1)
        self.whole(report, level + 1)
        self.footer(report)

    def bottom_block(self, report: Report, level: int) -> None:
        self.heading(level + 1, labels.BOTTOM_LINE)
        self.bottom_line(report)
        if report.findings and report.status != "failed":
            self.blocks.append(words.counts(report))
        info = report.document
        vendor = f"vendor {escape(info.vendor)}" if info.vendor else "vendor not named"
        dated = f"; dated {escape(info.date)}" if info.date else ""
        reader, as_of = escape(words.reader(report.provenance)), escape(words.as_of(report.provenance))
        about = f"Document: {escape(words.document(report))}; {vendor}{dated}."
        self.blocks.append(f"{about} Read by {reader}. As of {as_of}.")
        self.bullets(f"{labels.NOTICE}: {escape(notice)}" for notice in report.notices)

    def bottom_line(self, result: Report | Dossier) -> None:
        outcome = words.outcome(result)
        if outcome:
            self.label(outcome)
        if isinstance(result, Report):
            self.bullets(escape(words.problem(error)) for error in result.errors)
        for product in result.bottom_line:
            ids = f" ({', '.join(escape(name) for name in product.findings)})" if product.findings else ""
            lines = [
                f"- {_bold(escape(product.subject))}{ids}",
                f"  - {labels.SAYS}: {escape(product.says)}",
                f"  - {labels.SUPPORTED}: {_bold(escape(product.supported))}",
            ]
            if len(product.ask) == 1:
                lines.append(f"  - {labels.ASK}: {escape(product.ask[0])}")
            elif product.ask:
                lines.append(f"  - {labels.ASK}:")
                lines += [f"    - {escape(question)}" for question in product.ask]
            self.blocks.append("\n".join(lines))

    def finding(self, finding: Finding, report: Report, level: int) -> None:
        self.heading(level, f"{escape(finding.id)} · {escape(finding.subject)}")
        self.blocks.append(escape(finding.statement))
        shown = excerpts(finding.quotes, report, whole=self.verbose)
        limit = len(shown) if self.verbose else _EXCERPTS
        for excerpt in shown[:limit]:
            self.blocks.append(f"> {_marked(excerpt)}\n>\n> — {escape(excerpt.place)}")
        if shown[limit:]:
            self.blocks.append(f"{labels.ALSO_QUOTED} " + "; ".join(escape(more.place) for more in shown[limit:]) + ".")
        self.blocks += [escape(doubt) for doubt in words.doubts(finding)]
        self.verdict(finding)
        if finding.facts:
            self.label(labels.FACTS)
            rows = []
            for fact in finding.facts:
                where = fact.quotes[0].where if fact.quotes else ""
                if fact.source != "document":
                    where = fact.source.replace("answer:", "answer to ", 1)
                value = words.fact_value(fact, verbose=self.verbose)
                rows.append([words.sentence(labels.FACT[fact.kind]), escape(value), escape(where)])
            self.table(["Fact", "Value", "Where"], rows)
        self.answers(finding.answers)
        self.flags(finding.flags)
        questions = words.in_order(finding.open_questions)
        shown_questions = questions if self.verbose else questions[:_QUESTIONS]
        self.questions(labels.QUESTIONS, shown_questions)
        if questions[len(shown_questions) :]:
            self.blocks.append(f"{len(questions) - len(shown_questions)} more in the verbose view.")

    def verdict(self, finding: Finding) -> None:
        verdict = finding.verdict
        self.blocks.append(
            f"**{words.sentence(words.technique(finding))}** · {words.status(finding)}. "
            + words.agreement(finding)
            + (f" {labels.OUTSIDE_COUNTS}" if finding.scope is Scope.OTHER_ML else "")
        )
        self.bullets(escape(words.review(review)) for review in finding.reviews)
        if verdict.probabilities:
            rows = []
            for technique, name in labels.BARS[finding.scope].items():
                share = words.percent(verdict.probabilities.get(technique, 0.0)).replace("<", "&lt;")
                share = share.replace(">", "&gt;")
                best = technique is verdict.technique
                rows.append([f"**{words.sentence(name)}**", f"**{share}**"] if best else [words.sentence(name), share])
            self.table(["Class", "Probability"], rows)
        if verdict.rationale:
            self.label(labels.WHY)
            lines: list[str] = []
            for reason in verdict.rationale:
                lines.append(f"- {escape(reason.text)} ({escape(reason.signal)})")
                lines += [f"  - {self.short(quote)}" for quote in reason.quotes]
            self.blocks.append("\n".join(lines))
        if verdict.would_change:
            self.label(labels.WOULD_CHANGE)
            self.bullets(escape(change) for change in verdict.would_change)

    def short(self, quote: Quote) -> str:
        text = one_line(quote.text) if self.verbose else shortened(quote.text, _SHORT)
        return f"“{escape(text)}” ({escape(words.where(quote))})"

    def answers(self, answers: Sequence[Answer]) -> None:
        shown = [answer for answer in answers if self.verbose or answer.directness is not Directness.ABSENT]
        if not shown:
            return
        self.label(labels.ANSWERS)
        lines = []
        for answer in shown:
            source = "" if answer.source == "document" else f", from a {escape(answer.source)}"
            how = f"{escape(answer.question)}, {labels.DIRECTNESS[answer.directness]}{source}"
            lines.append(f"{escape(answer.text)} ({how})")
        self.bullets(lines)

    def flags(self, flags: Sequence[Flag]) -> None:
        if not flags:
            return
        self.label(labels.FLAGS)
        lines: list[str] = []
        for flag in sorted(flags, key=lambda flag: -flag.severity.rank):
            word = words.sentence(labels.SEVERITY[flag.severity])
            lines.append(f"- **{word}** ({escape(flag.rule)}): {escape(flag.message)}")
            lines += [f"  - {self.short(quote)}" for quote in flag.quotes]
            lines.append(f"  - {labels.WOULD_CLEAR} {escape(flag.would_clear)}")
        self.blocks.append("\n".join(lines))

    def questions(self, title: str, questions: Sequence[OpenQuestion], start: int = 1) -> None:
        if not questions:
            return
        self.label(title)
        lines: list[str] = []
        for number, question in enumerate(questions, start):
            mark = f"{number}. "
            indent = " " * len(mark)
            note = words.purpose(question) if title == labels.QUESTIONS else words.gain(question)
            note = f" ({note})" if note else ""
            lines.append(f"{mark}{_bold(escape(question.text))} {escape(question.why)}{note}")
            lines += [
                f"{indent}- {escape(outcome.answer)} → {escape(outcome.meaning)}" for outcome in question.outcomes
            ]
        self.blocks.append("\n".join(lines))

    def all_questions(self, questions: Sequence[OpenQuestion]) -> None:
        settle = [question for question in questions if question.purpose == "settles"]
        diligence = [question for question in questions if question.purpose == "diligence"]
        self.questions(labels.TO_SETTLE, settle)
        self.questions(labels.DILIGENCE, diligence, len(settle) + 1)

    def numbers(self, entries: Sequence[Numbers], level: int) -> None:
        if not entries:
            return
        self.heading(level, TITLE)
        for entry in entries:
            self.label(escape(heading(entry)))
            self.blocks.append(escape(entry.text))
            head = ["Step", "What", "Figure", "What it means", "How and from what"]
            self.table(head, ([escape(cell) for cell in _cells(row)] for row in rows(entry)))
            if entry.analogues:
                self.blocks.append(f"{NEARBY}:")
                self.bullets(f"{escape(nearby(run))} ({escape(run.source)})" for run in entry.analogues)

    def whole(self, report: Report, level: int) -> None:
        if report.answers or report.open_questions or report.flags:
            self.heading(level, labels.WHOLE)
            self.answers(report.answers)
            self.all_questions(report.open_questions)
            self.flags(report.flags)
        lines = words.ownership(report.ownership)
        if report.ownership.summary:
            self.heading(level, labels.MEANING)
            self.blocks.append(" ".join(escape(text) for text in report.ownership.summary))
        if lines:
            self.heading(level, labels.OWNERSHIP)
            self.bullets(f"{label}: {escape(text)}" if label else escape(text) for label, text in lines)

    def footer(self, report: Report) -> None:
        self.blocks.append("---")
        if report.ungrounded:
            self.blocks.append(words.ungrounded(len(report.ungrounded)))
            if self.verbose:
                self.bullets(f"“{escape(item.text)}” ({escape(item.reason)})" for item in report.ungrounded)
        if report.hidden:
            self.blocks.append(words.hidden(len(report.hidden)))
            if self.verbose:
                self.bullets(f"“{escape(item.text)}” ({escape(item.origin)})" for item in report.hidden)
        entries = words.provenance(report, verbose=self.verbose)
        self.blocks.append(" · ".join(escape(entry) for entry in entries))


def _cells(row: NumberRow) -> tuple[str, ...]:
    meaning = f"{row.verdict}: {row.meaning}" if row.verdict else row.meaning
    return row.step, row.what, row.figure, meaning, row.how


def render_numbers(entry: Numbers) -> str:
    """Return the numbers of one claim alone."""
    memo = _Memo(verbose=True)
    memo.numbers((entry,), 1)
    return "\n\n".join(memo.blocks) + "\n"


def _bold(text: str) -> str:
    """Escaped text in bold; nothing for nothing, since four asterisks alone draw a rule."""
    return f"**{text}**" if text else ""


def _marked(excerpt: Excerpt) -> str:
    """The excerpt with its quotes bold; in guillemets where Markdown could not make them bold."""
    out: list[str] = []
    for n, part in enumerate(excerpt.parts):
        text = escape(part.text) if n == 0 else _specials(part.text)
        if not part.quoted:
            out.append(text if n else text + (" " if part.text.endswith(" ") else ""))
            continue
        bare = part.text.strip()
        before = excerpt.parts[n - 1].text[-1:] if n else " "
        after = excerpt.parts[n + 1].text[:1] if n + 1 < len(excerpt.parts) else " "
        open_, close = ("**", "**") if _flanks(before, bare, after) else ("«", "»")
        left = " " if part.text[:1] == " " and n else ""
        right = " " if part.text[-1:] == " " else ""
        out.append(f"{left}{open_}{text.strip()}{close}{right}")
    return "".join(out)


def _flanks(before: str, text: str, after: str) -> bool:
    """Whether ``**`` around the text is read as bold between these neighbours."""
    if not text:
        return False

    def loose(char: str) -> bool:
        return char.isspace() or _punctuation(char)

    return (not _punctuation(text[0]) or loose(before)) and (not _punctuation(text[-1]) or loose(after))


def _punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
