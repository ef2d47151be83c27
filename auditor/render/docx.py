"""The report as a Word memo to take into a meeting: the bottom line first, sources last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.render import labels, words
from auditor.render.cells import labelled
from auditor.render.excerpts import Excerpt, excerpts
from auditor.render.numbers import TITLE, told
from auditor.render.office import FILL, fill, made
from auditor.render.plain import one_line, shortened
from auditor.render.wordfile import WIDTH, Span, WordFile
from auditor.schema import (
    Answer,
    Directness,
    Dossier,
    Fact,
    Finding,
    Flag,
    OpenQuestion,
    Outcome,
    Quote,
    Report,
    Scope,
)

_EXCERPTS = 3
_SHORT = 200
_LABEL = 3.4


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,
    verbose: bool = False,
) -> bytes:
    """Return the file; ``quiet`` keeps only the bottom line, ``verbose`` shows every quote whole."""
    memo = _Memo(result, verbose)
    if quiet:
        memo.bottom_line(result, 1)
    elif isinstance(result, Dossier):
        memo.dossier(result)
    else:
        memo.report(result, 1)
    return memo.file.bytes()


class _Memo:
    """The parts of a memo, in order."""

    def __init__(self, result: Report | Dossier, verbose: bool) -> None:
        self.verbose = verbose
        self.explained: set[Asked] = set()
        title = one_line(words.title(result))
        self.file = WordFile(title, made(result), _header(result), shortened(title, 80))
        self.file.title(title)

    # --- parts ------------------------------------------------------------------------------------

    def dossier(self, dossier: Dossier) -> None:
        total = len(dossier.reports) + len(dossier.failed)
        self.file.paragraph((f"{words.plural(total, 'document')}.", ""))
        self.bottom_line(dossier, 1)
        if dossier.flags or dossier.open_questions:
            self.file.heading(1, labels.ACROSS)
            self.flags(dossier.flags, 2)
            self.questions(list(_asked(dossier.open_questions).values()), 2)
        for name, report in labelled(dossier):
            self.file.heading(1, name, new_page=True)
            self.report(report, 2)

    def report(self, report: Report, level: int) -> None:
        about = [*words.about(report), *((labels.NOTICE, notice) for notice in report.notices)]
        self.pairs(about)
        self.bottom_line(report, level)
        asked = _asked(
            [*(each for finding in report.findings for each in finding.open_questions), *report.open_questions]
        )
        for finding in report.findings:
            self.finding(finding, report, asked, level)
        self.whole(report, level)
        if asked:
            self.file.heading(level, "Questions to ask")
            self.questions(list(asked.values()), level + 1)
        self.ownership(report, level)
        self.sources(report, level)

    def bottom_line(self, result: Report | Dossier, level: int) -> None:
        self.file.heading(level, labels.BOTTOM_LINE)
        if outcome := words.outcome(result):
            self.file.paragraph((outcome, "b"))
        if isinstance(result, Report):
            self.file.bullets([_text(words.problem(error))] for error in result.errors)
        else:
            self.file.bullets([_text(f"{failed.name}: {failed.message}")] for failed in result.failed)
        for product in result.bottom_line:
            ids = f"  {', '.join(product.findings)}" if product.findings else ""
            self.file.paragraph(_text(product.subject, "b"), _text(ids, "g", keep=True), keep=True)
            ask = [_text(question) for question in product.ask]
            rows = [
                (labels.SAYS, [_text(product.says)]),
                (labels.SUPPORTED, [_text(product.supported, "b")]),
                (labels.ASK, [span for question in ask for span in (("\n", ""), question)][1:]),
            ]
            self.file.table((_LABEL, WIDTH - _LABEL), [([(label, "g")], spans) for label, spans in rows])
        if isinstance(result, Report) and result.findings and result.status != "failed":
            self.file.paragraph((words.counts(result), ""))

    def finding(self, finding: Finding, report: Report, asked: Iterable[Asked], level: int) -> None:
        self.file.heading(level, one_line(f"{finding.id} · {finding.subject}"))
        self.file.paragraph(_text(finding.statement), keep=True)
        shown = excerpts(finding.quotes, report, whole=self.verbose)
        limit = len(shown) if self.verbose else _EXCERPTS
        for excerpt in shown[:limit]:
            self.excerpt(excerpt)
        if shown[limit:]:
            places = "; ".join(excerpt.place for excerpt in shown[limit:])
            self.file.paragraph((f"{labels.ALSO_QUOTED} {places}", "g"))
        for doubt in words.doubts(finding):
            self.file.paragraph(_text(doubt))
        self.verdict(finding, level + 1)
        self.facts(finding.facts, level + 1)
        self.answers(finding.answers, level + 1)
        self.flags(finding.flags, level + 1)
        if finding.open_questions:
            here = {_as_asked(question) for question in finding.open_questions}
            numbers = [str(number) for number, each in enumerate(asked, 1) if each in here]
            noun = "question" if len(numbers) == 1 else "questions"
            self.file.paragraph((f"Open for this claim: {noun} {', '.join(numbers)} under “Questions to ask”.", "g"))

    def excerpt(self, excerpt: Excerpt) -> None:
        self.file.paragraph(*((part.text, "b" if part.quoted else "") for part in excerpt.parts), style="Quote")
        self.file.paragraph((f"— {excerpt.place}", ""), style="Caption")

    def verdict(self, finding: Finding, level: int) -> None:
        verdict = finding.verdict
        self.file.heading(level, labels.VERDICT)
        name = words.sentence(words.technique(finding))
        self.file.paragraph((name, "b"), (f" · {words.status(finding)}", ""), fill=FILL[fill(finding)], keep=True)
        outside = f" {labels.OUTSIDE_COUNTS}" if finding.scope is Scope.OTHER_ML else ""
        self.file.paragraph((words.agreement(finding) + outside, ""))
        if verdict.probabilities:
            spans: list[Span] = []
            for technique, label in labels.BARS[finding.scope].items():
                share = words.percent(verdict.probabilities.get(technique, 0.0))
                spans += [(" · ", "g")] if spans else []
                spans.append((f"{words.sentence(label)} {share}", "b" if technique is verdict.technique else ""))
            self.file.paragraph(*spans)
        if verdict.rationale:
            self.file.heading(level, labels.WHY)
        for reason in verdict.rationale:
            self.file.bullets([[_text(reason.text), _text(f" ({reason.signal})", "g", keep=True)]])
            self.short(reason.quotes)
        if verdict.would_change:
            self.file.heading(level, labels.WOULD_CHANGE)
            self.file.bullets([_text(change)] for change in verdict.would_change)

    def short(self, quotes: Iterable[Quote]) -> None:
        """Quotes below what rests on them."""
        lines = []
        for quote in quotes:
            text = one_line(quote.text) if self.verbose else shortened(quote.text, _SHORT)
            lines.append([(f"“{text}”", ""), (f" ({one_line(words.where(quote))})", "g")])
        self.file.bullets(lines, 2)

    def facts(self, facts: Sequence[Fact], level: int) -> None:
        if not facts:
            return
        self.file.heading(level, labels.FACTS)
        rows: list[list[list[Span]]] = [[[("Fact", "b")], [("Value", "b")], [("Where", "b")]]]
        for fact in facts:
            where = words.where(fact.quotes[0]) if fact.quotes else fact.source
            value = words.fact_value(fact, verbose=self.verbose)
            rows.append([[(labels.FACT[fact.kind], "")], [_text(value)], [_text(where, "g")]])
        self.file.table((4.2, WIDTH - 8.4, 4.2), rows, head=True)

    def answers(self, answers: Sequence[Answer], level: int) -> None:
        shown = [answer for answer in answers if self.verbose or answer.directness is not Directness.ABSENT]
        if not shown:
            return
        self.file.heading(level, labels.ANSWERS)
        for answer in shown:
            source = "" if answer.source == "document" else f", from a {answer.source}"
            how = f" ({answer.question}, {labels.DIRECTNESS[answer.directness]}{source})"
            self.file.bullets([[_text(answer.text), _text(how, "g", keep=True)]])
            if self.verbose:
                self.short(answer.quotes)

    def flags(self, flags: Sequence[Flag], level: int) -> None:
        if not flags:
            return
        self.file.heading(level, labels.FLAGS)
        for flag in sorted(flags, key=lambda flag: -flag.severity.rank):
            weight = words.sentence(labels.SEVERITY[flag.severity])
            rule = _text(f" ({flag.rule})", "g", keep=True)
            self.file.bullets([[(f"{weight}: ", "b"), _text(flag.message), rule]])
            self.short(flag.quotes)
            self.file.bullets([[(f"{labels.WOULD_CLEAR} ", "g"), _text(flag.would_clear)]], 2)

    def questions(self, questions: Sequence[OpenQuestion], level: int) -> None:
        """One numbered list; what an answer would mean is said once in a memo."""
        if not questions:
            return
        numbers = self.file.numbers()
        for purpose, title in (("settles", labels.TO_SETTLE), ("diligence", labels.DILIGENCE)):
            chosen = [question for question in questions if question.purpose == purpose]
            if chosen:
                self.file.heading(level, title)
            for question in chosen:
                known = _as_asked(question) in self.explained
                self.explained.add(_as_asked(question))
                self.file.numbered(numbers, _text(question.text, "b"), (" (see above)" if known else "", "g"))
                if known:
                    continue
                note = f" ({words.gain(question)})" if words.gain(question) else ""
                self.file.paragraph(_text(question.why), (note, "g"), style="List Continue")
                self.file.bullets(
                    ([_text(outcome.answer), (" → ", "g"), _text(outcome.meaning)] for outcome in question.outcomes), 2
                )

    def whole(self, report: Report, level: int) -> None:
        if not (report.facts or report.answers or report.flags or report.numbers):
            return
        self.file.heading(level, labels.WHOLE)
        self.facts(report.facts, level + 1)
        self.answers(report.answers, level + 1)
        self.flags(report.flags, level + 1)
        if report.numbers:
            self.file.heading(level + 1, TITLE)
            for entry in report.numbers:
                first, *others = told(entry)
                self.file.paragraph(_text(first))
                self.file.bullets([_text(line)] for line in others)

    def ownership(self, report: Report, level: int) -> None:
        lines = words.ownership(report.ownership)
        if lines or report.ownership.summary:
            self.file.heading(level, labels.MEANING)
            if report.ownership.summary:
                self.file.paragraph(_text(" ".join(report.ownership.summary)))
            self.pairs(lines)

    def sources(self, report: Report, level: int) -> None:
        self.file.heading(level, "Sources and provenance")
        if report.ungrounded:
            self.file.paragraph((words.ungrounded(len(report.ungrounded)), ""))
            if self.verbose:
                self.file.bullets([_text(f"“{item.text}” ({item.reason})")] for item in report.ungrounded)
        if report.hidden:
            self.file.paragraph((words.hidden(len(report.hidden)), ""))
            if self.verbose:
                self.file.bullets([_text(f"“{item.text}” ({item.origin})")] for item in report.hidden)
        self.file.paragraph(_text(" · ".join(words.provenance(report, verbose=self.verbose)), "g"))

    def pairs(self, entries: Sequence[tuple[str, str]]) -> None:
        if entries:
            rows = [([(label, "g")], [_text(text)]) for label, text in entries]
            self.file.table((_LABEL, WIDTH - _LABEL), rows)


def _text(text: str, marks: str = "", *, keep: bool = False) -> Span:
    """Foreign text made safe; ``keep`` the blank it begins with."""
    return (" " if keep and text else "") + one_line(text), marks


Asked = tuple[str, str, tuple[Outcome, ...]]
"""A question as a person is asked it: without what it is expected to tell about one claim."""


def _as_asked(question: OpenQuestion) -> Asked:
    return question.text, question.why, question.outcomes


def _asked(questions: Sequence[OpenQuestion]) -> dict[Asked, OpenQuestion]:
    """Return each question once, those that settle the class first, as they are numbered."""
    found: dict[Asked, OpenQuestion] = {}
    for question in words.in_order(questions):
        found.setdefault(_as_asked(question), question)
    return found


def _header(result: Report | Dossier) -> str:
    """Return the vendor, or the document where no vendor is named, and the date the audit speaks for."""
    if isinstance(result, Report):
        name, reports = result.document.vendor or result.document.name, [result]
    else:
        name, reports = result.vendor or labels.TITLE, list(result.reports)
    dates = dict.fromkeys(report.provenance.as_of for report in reports)
    return shortened(" · ".join([shortened(name, 60), *(f"as of {date}" for date in dates)]), 100)
