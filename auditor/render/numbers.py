"""The numbers of a report as rows that every format draws: stated, derived, checked, and the runs nearby."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.figures import number, rough, span, with_unit
from auditor.schema import Analogue, NumberLine, Numbers

TITLE = "The numbers"
NEARBY = "Documented runs nearby"
STEPS = {"stated": "Stated", "derived": "Follows", "check": "Check"}
_KINDS = {
    "pre_training": "pre-training",
    "fine_tuning": "fine-tuning",
    "continued_pre_training": "continued pre-training",
}


@dataclass(frozen=True)
class NumberRow:
    """One line of the block."""

    step: str
    what: str
    figure: str
    """Value with unit and interval; empty for a remark."""
    how: str
    """Formula and source, or where it is stated."""
    meaning: str
    verdict: str


def heading(entry: Numbers) -> str:
    """Return whose numbers these are and how they stand: "AcmeGPT (c1): consistent"."""
    ids = f" ({', '.join(entry.findings)})" if entry.findings else ""
    return f"{entry.subject}{ids}: {entry.verdict.value}"


def rows(entry: Numbers) -> Iterator[NumberRow]:
    """Yield the lines of an entry in the order stated, derived, checked."""
    for line in entry.lines:
        yield NumberRow(
            STEPS[line.step],
            line.what,
            figure(line),
            "; ".join(part for part in (line.formula, line.source, _places(line)) if part),
            line.meaning,
            line.verdict.value if line.verdict else "",
        )


def figure(line: NumberLine) -> str:
    """Return a line's value for a person: as stated, or as the interval that the inputs leave."""
    if line.value is None:
        return ""
    interval = line.interval
    if line.step == "stated" or interval is None:
        return with_unit(number(line.value), None if line.unit == line.what else line.unit)
    text = with_unit(span(interval), line.unit)
    return text if interval.low == interval.high else f"{text}, about {rough(line.value)}"


def told(entry: Numbers) -> Iterator[str]:
    """Yield an entry as plain lines, for formats that draw no table."""
    yield f"{heading(entry)}. {entry.text}"
    for row in rows(entry):
        what = f"{row.step}: {row.what}" + (f", {row.figure}" if row.figure else "")
        verdict = f" ({row.verdict})" if row.verdict else ""
        yield f"{what}{verdict}. {row.meaning}".rstrip() + (f" [{row.how}]" if row.how else "")
    for run in entry.analogues:
        yield f"{NEARBY}: {nearby(run)} [{run.source}]"


def nearby(run: Analogue) -> str:
    """Return a documented run in one line."""
    size = f"{number(run.parameters)} parameters" if run.parameters else ""
    if run.active_parameters:
        size += f" ({number(run.active_parameters)} active)"
    parts = [
        f"{run.date}, {_KINDS[run.kind]}",
        size,
        f"{number(run.tokens)} tokens" if run.tokens else "",
        f"{number(run.gpu_hours)} GPU-hours" if run.gpu_hours else "",
        f"${number(run.cost_usd)}" if run.cost_usd else "",
    ]
    return f"{run.model} ({run.organisation}): " + "; ".join(part for part in parts if part)


def _places(line: NumberLine) -> str:
    return ", ".join(dict.fromkeys(quote.where for quote in line.quotes))
