"""The cells of a report's tables: plain values, a style at most; no format's library is known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.dossier import names
from auditor.render import labels
from auditor.render.plain import one_line
from auditor.schema import Dossier, Finding, Report


@dataclass(frozen=True)
class Marked:
    """Text in a style: a value of Technique or Severity, "guess" or "strong"."""

    text: str
    style: str


@dataclass(frozen=True)
class Share:
    """A probability."""

    value: float


@dataclass(frozen=True)
class Link:
    """Text that leads to a row (counted from 0) of the table of quotes."""

    text: str
    row: int


Cell = str | float | None | Marked | Share | Link


@dataclass(frozen=True)
class Table:
    """One sheet: lines above the header, the columns with their widths in characters, the rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()


def labelled(result: Report | Dossier) -> list[tuple[str, Report]]:
    """Return the reports, each with what to call its document."""
    reports = (result,) if isinstance(result, Report) else result.reports
    return [(one_line(name), report) for name, report in zip(names(reports), reports, strict=True)]


Holder = tuple[str, str, Report | None, Finding | Report | Dossier]
"""What holds facts, answers, flags and questions: its document, the finding's id or "", the report, the record."""


def holders(result: Report | Dossier) -> Iterator[Holder]:
    """Return all that holds facts, answers, flags or questions, in the order of a report."""
    if isinstance(result, Dossier):
        yield labels.ACROSS, "", None, result
    for name, report in labelled(result):
        for finding in report.findings:
            yield name, one_line(finding.id), report, finding
        yield name, "", report, report


def lines(texts: Iterable[str]) -> str:
    """Return texts one below the other in one cell, each safe and on one line; nothing for nothing."""
    return "\n".join(line for line in map(one_line, texts) if line)
