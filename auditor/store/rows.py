"""A report as rows of the database: pure, so that the process that audited a document can make them.

Ids follow from the document's: the same documents in the same order give the same database, however often the
run was killed in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditor.flags import subject_key
from auditor.schema import Answer, Fact, Finding, Flag, OpenQuestion, Quote, Report

SPAN = 1_000_000
"""Ids a document has in each table."""
Row = tuple[Any, ...]


@dataclass
class Rows:
    """The rows of one report, table by table, in the order of the tables' columns."""

    document: dict[str, Any]
    usage: Row
    findings: list[Row] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)
    quote_uses: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    flags: list[Row] = field(default_factory=list)
    errors: list[Row] = field(default_factory=list)


CHILDREN = ("findings", "quotes", "quote_uses", "facts", "answers", "questions", "flags", "errors")
"""Tables with rows of a document, as :class:`Rows` names them."""


def rows(number: int, report: Report) -> Rows:
    """Return the rows of a report whose document has this id."""
    info, usage = report.document, report.usage
    made = Rows(
        document={
            "state": report.status,
            "reason": report.errors[0].message if report.errors else None,
            "sha256": info.id.removeprefix("sha256:"),
            "vendor": info.vendor,
            "vendor_key": subject_key(info.vendor) if info.vendor else None,
            "date": info.date,
            "kind": info.kind,
            "format": info.format,
            "language": info.language,
            "characters": info.characters,
            "turns": info.turns,
            "model": report.provenance.model,
            "as_of": report.provenance.as_of,
            "created_at": report.provenance.created_at,
        },
        usage=(
            number,
            usage.requests,
            usage.input_tokens,
            usage.output_tokens,
            usage.cached_input_tokens,
            usage.cost_usd,
            usage.seconds,
        ),
    )
    _Maker(number, report, made).make()
    return made


class _Maker:
    """Fills the rows of one report, each quote once."""

    def __init__(self, number: int, report: Report, made: Rows) -> None:
        self.number = number
        self.report = report
        self.made = made
        self.known: dict[tuple[str, int, int, str | None], int] = {}

    def make(self) -> None:
        for finding in self.report.findings:
            at = self._id(self.made.findings)
            first = self._use(finding.quotes, at, "claim", at, finding.asserted.value)
            assert first is not None
            self._finding(at, finding, first)
            for reason in finding.verdict.rationale:
                self._use(reason.quotes, at, "reason", None, reason.signal)
            self._held(at, finding.facts, finding.answers, finding.open_questions, finding.flags)
        report = self.report
        self._held(None, report.facts, report.answers, report.open_questions, report.flags)
        for error in report.errors:
            self.made.errors.append((self._id(self.made.errors), self.number, error.step, error.where, error.message))

    def _id(self, table: Sequence[Row]) -> int:
        return self.number * SPAN + len(table)

    def _finding(self, at: int, finding: Finding, first: int) -> None:
        verdict = finding.verdict
        shares = {technique.value: share for technique, share in verdict.probabilities.items()}
        self.made.findings.append(
            (
                at,
                self.number,
                finding.id,
                finding.subject,
                finding.statement,
                finding.speaker,
                finding.scope.value,
                finding.asserted.value,
                finding.mechanism.value if finding.mechanism else None,
                verdict.technique.value if verdict.technique else None,
                verdict.status.value,
                verdict.agreement.value,
                shares.get("pre_training"),
                shares.get("fine_tuning"),
                shares.get("prompt_engineering"),
                first,
            )
        )

    def _held(
        self,
        finding: int | None,
        facts: Iterable[Fact],
        answers: Iterable[Answer],
        questions: Iterable[OpenQuestion],
        flags: Iterable[Flag],
    ) -> None:
        made, number = self.made, self.number
        for fact in facts:
            at = self._id(made.facts)
            first = self._use(fact.quotes, finding, "fact", at, fact.kind.value)
            worded = isinstance(fact.value, str)
            ends = (fact.interval.low, fact.interval.high) if fact.interval else (None, None)
            value = (fact.value, None) if worded else (None, fact.value)
            said = (fact.by.value, fact.modality.value, fact.source)
            made.facts.append((at, number, finding, fact.kind.value, *value, fact.unit, *ends, *said, first))
        for answer in answers:
            at = self._id(made.answers)
            self._use(answer.quotes, finding, "answer", at, answer.question)
            text = (answer.question, answer.directness.value, answer.text, answer.source)
            made.answers.append((at, number, finding, *text))
        for question in questions:
            at = self._id(made.questions)
            asked = (question.question, question.purpose, question.text, question.why, question.expected_gain_bits)
            made.questions.append((at, number, finding, *asked))
        for flag in flags:
            at = self._id(made.flags)
            self._use(flag.quotes, finding, "flag", at, flag.rule)
            made.flags.append((at, number, finding, flag.rule, flag.severity.value, flag.message, flag.would_clear))

    def _use(
        self, quotes: Iterable[Quote], finding: int | None, role: str, record: int | None, detail: str
    ) -> int | None:
        """Note what rests on quotes, and return the id of the first."""
        first: int | None = None
        for quote in quotes:
            at = self._quote(quote)
            first = at if first is None else first
            uses = self.made.quote_uses
            uses.append((self._id(uses), at, self.number, finding, role, record, detail))
        return first

    def _quote(self, quote: Quote) -> int:
        key = (quote.origin, quote.start, quote.end, quote.speaker)
        if key not in self.known:
            self.known[key] = at = self._id(self.made.quotes)
            text = self.report.document.text
            sentence = text[quote.context_start : quote.context_end] if quote.origin == "document" else quote.text
            side = quote.side.value if quote.side else None
            place = (quote.where, quote.speaker, side, quote.origin, quote.start, quote.end, quote.alignment)
            self.made.quotes.append((at, self.number, quote.text, sentence, *place))
        return self.known[key]
