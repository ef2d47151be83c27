"""A row a finding (RFC 4180, UTF-8), for a spreadsheet or a data frame.

``record`` says what a row is: ``finding``; ``document`` for a document without findings; ``failed_input`` for an
input that could not be read; ``dossier``, first, for what several documents show together. Facts, reasons,
flags and questions stand in one cell, a line each; the formats jsonl and xlsx hold them typed.

Spreadsheets take a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. An apostrophe is put before such
a cell, and before one that begins with an apostrophe: drop one leading apostrophe to have the text back. The
file begins with a byte order mark, without which Excel misreads every quotation mark; Python reads it as
``utf-8-sig``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from auditor.render import labels, words
from auditor.render.cells import labelled, lines
from auditor.render.excerpts import excerpts, marked
from auditor.render.plain import one_line
from auditor.schema import Directness, Dossier, Fact, Finding, Flag, OpenQuestion, Report

COLUMNS = (
    "record", "document", "document_id", "vendor", "document_date", "as_of", "reader", "status", "note",
    "finding", "subject", "statement", "speaker", "scope", "asserted", "technique", "mechanism", "verdict", "agreement",
    "pre_training", "fine_tuning", "prompt_engineering", "conclusion",
    "quoted", "where", "reasons", "would_change", "facts", "answers", "flags", "questions",
    "document_facts", "document_flags", "document_questions",
)  # fmt: skip
"""The header; ``status`` is the audit's, ``verdict`` the finding's, the three classes are probabilities."""

_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,  # noqa: ARG001
    verbose: bool = False,  # noqa: ARG001
) -> str:
    """Return the table with its header, whatever the other options say."""
    return written([COLUMNS, *(tuple(row.get(name, "") for name in COLUMNS) for row in rows(result))])


def written(table: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as the text of a CSV file that no spreadsheet takes for formulas."""
    out = StringIO(_BOM)
    out.seek(len(_BOM))
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in table)
    return out.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def rows(result: Report | Dossier) -> Iterator[dict[str, str]]:
    """Return the filled columns of each row."""
    if isinstance(result, Dossier):
        yield {
            "record": "dossier",
            "vendor": one_line(result.vendor or ""),
            "status": result.status,
            "note": words.outcome(result) or "",
            "document_flags": _flags(result.flags),
            "document_questions": _questions(result.open_questions),
        }
        for failed in result.failed:
            yield {"record": "failed_input", "document": one_line(failed.name), "note": one_line(failed.message)}
    for name, report in labelled(result):
        document = _document(name, report)
        for finding in report.findings:
            yield document | {"record": "finding"} | _finding(finding, report)
        if not report.findings:
            yield document | {"record": "document"}


def _document(name: str, report: Report) -> dict[str, str]:
    notes = [words.outcome(report) or "", *(words.problem(error) for error in report.errors), *report.notices]
    return {
        "document": name,
        "document_id": one_line(report.document.id),
        "vendor": one_line(report.document.vendor or ""),
        "document_date": one_line(report.document.date or ""),
        "as_of": one_line(report.provenance.as_of),
        "reader": one_line(report.provenance.model),
        "status": report.status,
        "note": lines(notes),
        "document_facts": _facts(report.facts),
        "document_flags": _flags(report.flags),
        "document_questions": _questions(report.open_questions),
    }


def _finding(finding: Finding, report: Report) -> dict[str, str]:
    verdict = finding.verdict
    shown = excerpts(finding.quotes, report, whole=True)
    answers = (answer for answer in finding.answers if answer.directness is not Directness.ABSENT)
    return {
        "finding": one_line(finding.id),
        "subject": one_line(finding.subject),
        "statement": one_line(finding.statement),
        "speaker": one_line(finding.speaker or ""),
        "scope": finding.scope,
        "asserted": finding.asserted,
        "technique": verdict.technique or "",
        "mechanism": finding.mechanism or "",
        "verdict": verdict.status,
        "agreement": verdict.agreement,
        **{technique: f"{share:.4f}" for technique, share in verdict.probabilities.items()},
        "conclusion": words.agreement(finding),
        "quoted": lines(marked(excerpt) for excerpt in shown),
        "where": lines(excerpt.place for excerpt in shown),
        "reasons": lines(f"{reason.text} ({reason.signal})" for reason in verdict.rationale),
        "would_change": lines(verdict.would_change),
        "facts": _facts(finding.facts),
        "answers": lines(f"{each.question}: {each.text} ({labels.DIRECTNESS[each.directness]})" for each in answers),
        "flags": _flags(finding.flags),
        "questions": _questions(finding.open_questions),
    }


def _facts(facts: Iterable[Fact]) -> str:
    return lines(f"{labels.FACT[fact.kind]}: {words.fact_value(fact, verbose=True)}" for fact in facts)


def _flags(flags: Iterable[Flag]) -> str:
    return lines(f"{labels.SEVERITY[flag.severity]}: {flag.message} ({flag.rule})" for flag in flags)


def _questions(questions: Sequence[OpenQuestion]) -> str:
    return lines(question.text for question in words.in_order(questions))
