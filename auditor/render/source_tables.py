"""The tables of what was read: each document with its circumstances, and its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from auditor.render import labels, words
from auditor.render.cells import Cell, Table, labelled, lines
from auditor.render.numbers import TITLE, told
from auditor.render.plain import one_line, visible
from auditor.schema import Dossier, Report


def about(result: Report | Dossier) -> Table:
    """Return what else there is to know: who read what and when, what was left out, what could not be read."""
    rows: list[tuple[Cell, ...]] = []
    if isinstance(result, Dossier):
        rows += [(one_line(failed.name), labels.UNREAD, one_line(failed.message)) for failed in result.failed]
    for name, report in labelled(result):
        rows += [(name, label, text) for label, text in _entries(report) if text]
    return Table("Document", (("Document", 24), ("What", 26), ("Text", 110)), tuple(rows))


def _entries(report: Report) -> Iterator[tuple[str, str]]:
    yield "Outcome", words.outcome(report) or ""
    for label, text in words.about(report):
        yield label, one_line(text)
    for error in report.errors:
        yield "Did not succeed", one_line(words.problem(error))
    for notice in report.notices:
        yield labels.NOTICE, one_line(notice)
    if report.findings and report.status != "failed":
        yield "Claims", words.counts(report)
    for entry in report.numbers:
        for line in told(entry):
            yield TITLE, one_line(line)
    for text in report.ownership.summary:
        yield labels.MEANING, one_line(text)
    for label, text in words.ownership(report.ownership):
        yield label, one_line(text)
    for item in report.ungrounded:
        yield labels.UNGROUNDED, one_line(f"“{item.text}” ({item.reason})")
    for passage in report.hidden:
        yield labels.HIDDEN, one_line(f"“{passage.text}” ({passage.origin})")
    yield "Provenance", lines(words.provenance(report, verbose=True))


_MOST_LINES = 20_000
_BLOCK = 10_000


def text(result: Report | Dossier) -> Table:
    """Return the text all quotes are slices of, a line a row; of a very long document, a block of lines."""
    rows: list[tuple[Cell, ...]] = []
    for name, report in labelled(result):
        stretches = _stretches(report.document.text)
        quoted = _quoted(report, [start for start, _ in stretches])
        for start, text in stretches:
            if text.strip():
                rows.append((name, float(start), visible(text), lines(quoted.get(start, ()))))
    return Table("Text", (("Document", 24), ("From", 9), ("Text", 110), ("Quoted in", 14)), tuple(rows))


def _stretches(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text, or blocks of whole lines where it has very many, with their offsets."""
    lines = text.splitlines(keepends=True)
    least = 1 if len(lines) <= _MOST_LINES else _BLOCK
    found: list[tuple[int, str]] = []
    start = 0
    block: list[str] = []
    size = 0
    for line in lines:
        block.append(line)
        size += len(line)
        if size >= least:
            found.append((start, "".join(block).rstrip("\r\n")))
            start += size
            block, size = [], 0
    if block:
        found.append((start, "".join(block)))
    return found


def _quoted(report: Report, starts: Sequence[int]) -> dict[int, list[str]]:
    """Return the findings that quote each stretch, by the stretch's offset."""
    found: dict[int, list[str]] = {}
    for finding in report.findings:
        for quote in finding.quotes:
            if quote.origin == "document" and starts:
                first = max(bisect_right(starts, quote.start) - 1, 0)
                for start in starts[first : max(bisect_right(starts, quote.end - 1), first + 1)]:
                    names = found.setdefault(start, [])
                    if finding.id not in names:
                        names.append(finding.id)
    return found
