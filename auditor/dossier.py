"""Several reports about one vendor as one: one bottom line, and what only the documents together show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from auditor.flags import FlagRule, Hit, contradictions, subject_key
from auditor.schema import (
    BottomLine,
    Directness,
    Dossier,
    Fact,
    FailedInput,
    Finding,
    Flag,
    OpenQuestion,
    Quote,
    Reason,
    Report,
    Scope,
    Status,
    Technique,
)
from auditor.summary import bottom_line

Quoting = TypeVar("Quoting", Fact, Reason)


def dossier(
    reports: Sequence[Report],
    failed: Sequence[FailedInput] = (),
    *,
    vendor: str | None = None,
    rules: Mapping[str, FlagRule],
    order: Sequence[str],
) -> Dossier:
    """Return the dossier of reports; ``rules`` document the flags, ``order`` is that of the checklist."""
    read = [report for report in reports if report.status != "failed"]
    labels = names(reports)
    findings = [
        _from(finding, label)
        for report, label in zip(reports, labels, strict=True)
        if report.status != "failed"
        for finding in report.findings
    ]
    settled = {subject_key(each.subject) for each in findings if each.verdict.status is Status.SUPPORTED}
    questions = _open_questions(read, settled, order)
    return Dossier(
        status=_status(reports, failed),
        vendor=vendor or _vendor(read),
        bottom_line=_bottom_line(findings, settled, questions),
        flags=tuple(_flags(rules, findings)),
        open_questions=questions,
        reports=tuple(reports),
        failed=tuple(failed),
    )


def names(reports: Iterable[Report]) -> tuple[str, ...]:
    """Return what to call each report's document: its name, numbered where two have the same."""
    given = [report.document.name for report in reports]
    count = Counter(given)
    return tuple(f"{name} (document {number})" if count[name] > 1 else name for number, name in enumerate(given, 1))


def _status(reports: Sequence[Report], failed: Sequence[FailedInput]) -> Literal["complete", "partial", "failed"]:
    if all(report.status == "failed" for report in reports):
        return "failed"
    whole = not failed and all(report.status == "complete" for report in reports)
    return "complete" if whole else "partial"


def _vendor(reports: Iterable[Report]) -> str | None:
    """The vendor all documents that name one agree on."""
    named: dict[str, str] = {}
    for report in reports:
        if report.document.vendor:
            named.setdefault(subject_key(report.document.vendor), report.document.vendor)
    return next(iter(named.values())) if len(named) == 1 else None


# --- the bottom line --------------------------------------------------------------------------------


def _bottom_line(
    findings: Iterable[Finding], settled: set[str], questions: Sequence[OpenQuestion]
) -> tuple[BottomLine, ...]:
    """One line a product: what one document leaves open and another supports is not open."""
    still_open = {question.question for question in questions}
    asking = [
        finding.model_copy(
            update={
                "open_questions": tuple(
                    question for question in finding.open_questions if question.question in still_open
                )
                if subject_key(finding.subject) not in settled
                else ()
            }
        )
        for finding in findings
    ]
    firm = [each for each in asking if each.verdict.status in (Status.SUPPORTED, Status.INFERRED)]
    firmer = {subject_key(line.subject): line.supported for line in bottom_line(firm, ())}
    return tuple(
        line.model_copy(update={"supported": firmer.get(subject_key(line.subject), line.supported)})
        for line in bottom_line(asking, questions)
    )


# --- questions --------------------------------------------------------------------------------------


def _open_questions(reports: Sequence[Report], settled: set[str], order: Sequence[str]) -> tuple[OpenQuestion, ...]:
    """The questions that every document leaves open: those that settle a class first."""
    if not reports:
        return ()
    answered = {
        answer.question
        for report in reports
        for answer in (*report.answers, *(each for finding in report.findings for each in finding.answers))
        if answer.directness is Directness.DIRECT
    }
    in_all = set.intersection(*({question.question for question in _asked(report)} for report in reports))
    # A product's own question says best what its answer is worth; a document that claims nothing, least.
    unsettled = [
        finding
        for report in reports
        for finding in report.findings
        if finding.scope is Scope.FOUNDATION and subject_key(finding.subject) not in settled
    ]
    worded = [question for finding in unsettled for question in finding.open_questions]
    for claiming in (True, False):
        for report in reports:
            if bool(report.findings) is claiming:
                worded += report.open_questions
    chosen: dict[str, OpenQuestion] = {}
    for question in worded:
        if question.question in in_all - answered:
            chosen.setdefault(question.question, question)
    place = {name: at for at, name in enumerate(order)}
    return tuple(
        sorted(
            chosen.values(),
            key=lambda question: (
                question.purpose != "settles",
                -(question.expected_gain_bits or 0.0),
                place.get(question.question, len(place)),
            ),
        )
    )


def _asked(report: Report) -> Iterator[OpenQuestion]:
    yield from report.open_questions
    for finding in report.findings:
        yield from finding.open_questions


# --- flags ------------------------------------------------------------------------------------------


def _flags(rules: Mapping[str, FlagRule], findings: Sequence[Finding]) -> Iterator[Flag]:
    """What documents raise between them; what stands inside one document is in its report."""
    hits = [("contradiction", hit) for hit in contradictions(findings)]
    hits += [("component-scope", hit) for hit in _component_scope(findings)]
    for name, (message, quotes) in hits:
        if len({_document_of(quote) for quote in quotes}) > 1:
            rule = rules[name]
            yield Flag(
                rule=name,
                severity=rule.severity,
                message=message,
                quotes=quotes,
                would_clear=rule.would_clear,
            )


def _component_scope(findings: Iterable[Finding]) -> Iterator[Hit]:
    """One document supports training for a product, another an existing model used as it is."""
    trained: dict[str, Finding] = {}
    used: dict[str, Finding] = {}
    for finding in findings:
        verdict = finding.verdict
        if finding.scope is Scope.FOUNDATION and verdict.status in (Status.SUPPORTED, Status.INFERRED):
            side = used if verdict.technique is Technique.PROMPT_ENGINEERING else trained
            side.setdefault(subject_key(finding.subject), finding)
    for subject in trained:
        if subject in used:
            yield (
                "One document describes training, another an existing model used as it is; ask which"
                " part of the product answers what.",
                (_decisive(trained[subject]), _decisive(used[subject])),
            )


def _decisive(finding: Finding) -> Quote:
    """The quote of the first, hence weightiest, signal that has one."""
    quotes = (quote for reason in finding.verdict.rationale for quote in reason.quotes)
    return next(quotes, finding.quotes[0])


_JOINT = ": "


def _from(finding: Finding, label: str) -> Finding:
    """Return the finding with its document's name before its id and before the places it quotes."""

    def named(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        return tuple(quote.model_copy(update={"where": f"{label}{_JOINT}{quote.where}"}) for quote in quotes)

    def placed(record: Quoting) -> Quoting:
        return record.model_copy(update={"quotes": named(record.quotes)})

    verdict = finding.verdict
    return finding.model_copy(
        update={
            "id": f"{label} {finding.id}",
            "quotes": named(finding.quotes),
            "facts": tuple(map(placed, finding.facts)),
            "verdict": verdict.model_copy(update={"rationale": tuple(map(placed, verdict.rationale))}),
        }
    )


def _document_of(quote: Quote) -> str:
    return quote.where.rpartition(_JOINT)[0]
