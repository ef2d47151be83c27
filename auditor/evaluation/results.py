"""What an evaluation prints: figures side by side, then what stands behind them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import TextWrapper

from auditor.evaluation.bootstrap import Interval, intervals
from auditor.evaluation.calibration import bins, brier, expected_error, risks
from auditor.evaluation.matching import Audited
from auditor.evaluation.scores import Scores, score_audits
from auditor.evaluation.tables import (
    Table,
    checklist_table,
    confusion_table,
    coverage_table,
    figures_table,
    markdown,
    misses_table,
    reliability_table,
)
from auditor.schema import Record


class Result(Record):
    """The figures of one group of documents, with their intervals."""

    scores: Scores
    intervals: dict[str, Interval]


def result(audits: Sequence[Audited], draw: Callable[[int], int]) -> Result:
    """Score a group; ``draw(n)`` returns a random whole number below n."""
    return Result(scores=score_audits(audits), intervals=intervals(audits, draw))


def as_json(results: Mapping[str, Result]) -> str:
    """Return everything as one JSON object, a member a group."""
    groups = {}
    for name, each in results.items():
        scores = each.scores
        groups[name] = {
            **each.model_dump(mode="json"),
            "claim_f1": scores.claims.f1,
            "macro_f1": scores.macro_f1,
            "brier": brier(scores.forecasts),
            "expected_calibration_error": expected_error(scores.forecasts),
            "reliability": [held.model_dump() for held in bins(scores.forecasts)],
            "risk_coverage": [risk.model_dump() for risk in risks(scores.forecasts)],
        }
    return json.dumps({"groups": groups}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(results: Mapping[str, Result], *, misses: bool) -> str:
    """Return everything as Markdown tables."""
    tables = _tables(results, misses, bars=False)
    return "\n".join(f"## {heading}\n\n{markdown(table)}" for heading, table in tables)


def as_text(results: Mapping[str, Result], *, misses: bool, width: int) -> str:
    """Return everything as plain text; tables keep their shape, misses are wrapped to the width."""
    parts = []
    for heading, table in _tables(results, misses, bars=True):
        shown = _listed(table, width) if table.title == "Misses" else _aligned(table, width)
        parts.append(f"{heading}\n{'─' * min(width, len(heading))}\n{shown}")
    return "\n".join(parts)


def _tables(results: Mapping[str, Result], misses: bool, *, bars: bool) -> Iterator[tuple[str, Table]]:
    figures = figures_table(
        {name: each.scores for name, each in results.items()}, {name: each.intervals for name, each in results.items()}
    )
    yield figures.title, figures
    for name, each in results.items():
        scores = each.scores
        behind = [
            confusion_table(scores),
            checklist_table(scores),
            reliability_table(scores, bars=bars),
            coverage_table(scores),
        ]
        if misses and name != "all":
            behind.append(misses_table(scores.misses))
        for table in behind:
            if table.rows:
                yield f"{name}: {table.title}", table


def _aligned(table: Table, width: int) -> str:
    """The table in columns; those that do not fit beside each other go below, with their first column again."""
    columns = list(zip(table.heads, *table.rows, strict=True))
    blocks: list[list[tuple[str, ...]]] = []
    for column in columns[1:]:
        if not blocks or sum(map(_wide, blocks[-1])) + _wide(column) > width:
            blocks.append([columns[0]])
        blocks[-1].append(column)
    return "\n".join(map(_block, blocks))


def _wide(column: Sequence[str]) -> int:
    return max(map(len, column)) + 2


def _block(columns: Sequence[Sequence[str]]) -> str:
    padded = [[cell.rjust(_wide(column)) for cell in column] for column in columns[1:]]
    first = [cell.ljust(_wide(columns[0]) - 2) for cell in columns[0]]
    return "".join("".join(cells).rstrip() + "\n" for cells in zip(first, *padded, strict=True))


def _listed(table: Table, width: int) -> str:
    wrapped = TextWrapper(width=max(width, 20), initial_indent="  ", subsequent_indent="  ")
    shown = []
    for document, what, label, given, words, sentence in table.rows:
        head = " · ".join(part for part in (document, what, f"label {label}" if label else "", given) if part)
        shown.append(f"{head}\n{wrapped.fill('“' + ' '.join((sentence or words).split()) + '”')}\n")
    return "\n".join(shown)
