"""Scores as tables: a row for each figure, a column for each group, and what stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from auditor.evaluation.bootstrap import Interval, shares
from auditor.evaluation.calibration import bins, brier, expected_error, risks
from auditor.evaluation.cases import BASES
from auditor.evaluation.figures import Ratio
from auditor.evaluation.misses import Miss
from auditor.evaluation.scores import Scores
from auditor.schema import Directness, Status, Technique

_BAR = 20
"""Characters of a bar that stands for everything."""


class Table(NamedTuple):
    """A table with what it shows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figures_table(
    scores_by_group: Mapping[str, Scores], intervals_by_group: Mapping[str, Mapping[str, Interval]]
) -> Table:
    """Return every figure, with its interval where there is one."""
    columns = {
        name: _with_intervals(_figures(scores), intervals_by_group.get(name, {}))
        for name, scores in scores_by_group.items()
    }
    figures = list(next(iter(columns.values()), {}))
    rows = tuple((figure, *(column[figure] for column in columns.values())) for figure in figures)
    return Table("Figures", ("figure", *columns), rows)


def summary_markdown(scores_by_group: Mapping[str, Scores]) -> str:
    """Return the figures as a Markdown table."""
    return markdown(figures_table(scores_by_group, {}))


def confusion_table(scores: Scores) -> Table:
    """Return label against verdict, over matched claims, with undetermined ones apart."""
    said = (*(technique.value for technique in Technique), "undetermined")
    rows = tuple((label.value, *(str(scores.decided[label][each]) for each in said)) for label in Technique)
    return Table("Class: label (row) against verdict (column)", ("label", *said), rows)


def checklist_table(scores: Scores) -> Table:
    """Return directness labelled against directness found, over checklist cells."""
    found = (*(each.value for each in Directness), "failed")
    rows = tuple(
        (label.value, *(str(scores.checklist_confusion[label].get(each, 0)) for each in found)) for label in Directness
    )
    return Table("Checklist: label (row) against answer found (column)", ("label", *found), rows)


def reliability_table(scores: Scores, *, bars: bool) -> Table:
    """Return, by how sure verdicts are, how many are right; with bars to look at where ``bars``."""
    heads = ("confidence", "claims", "mean confidence", "right", *(("right of all",) if bars else ()))
    rows = tuple(
        (
            f"{each.low:.0%} to {each.high:.0%}",
            str(each.claims),
            f"{each.confidence:.3f}",
            f"{each.accuracy:.3f}",
            *((_bar(each.accuracy),) if bars else ()),
        )
        for each in bins(scores.forecasts)
    )
    return Table("Reliability", heads, rows)


def coverage_table(scores: Scores) -> Table:
    """Return how many of the surest verdicts are wrong."""
    rows = tuple((f"{each.coverage:.0%}", str(each.claims), str(each.wrong)) for each in risks(scores.forecasts))
    return Table("Risk and coverage: the surest verdicts first", ("of the claims", "claims", "wrong class"), rows)


def misses_table(misses: Sequence[Miss]) -> Table:
    """Return every miss with its sentence."""
    heads = ("document", "what", "label", "given", "labelled or found words", "sentence")
    rows = tuple(
        (
            miss.document,
            miss.kind.replace("_", " "),
            miss.label.value if miss.label else miss.fact or "",
            f"{miss.predicted.value} ({miss.status.value})" if miss.predicted and miss.status else "",
            miss.quote,
            miss.sentence or "",
        )
        for miss in misses
    )
    return Table("Misses", heads, rows)


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    aligned = ("---", *["---:"] * (len(table.heads) - 1)) if table.title != "Misses" else ("---",) * len(table.heads)
    return "".join(_row(cells) for cells in (table.heads, aligned, *table.rows))


def _row(cells: Sequence[str]) -> str:
    plain = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(plain)} |\n"


def _bar(share: float) -> str:
    filled = round(share * _BAR)
    return "█" * filled + "·" * (_BAR - filled)


def _with_intervals(figures: dict[str, str], intervals: Mapping[str, Interval]) -> dict[str, str]:
    return {
        name: f"{figure} [{intervals[name].low:.2f}, {intervals[name].high:.2f}]" if name in intervals else figure
        for name, figure in figures.items()
    }


def _figures(scores: Scores) -> dict[str, str]:
    return {**_claim_figures(scores), **_verdict_figures(scores), **_pair_figures(scores), **_other_figures(scores)}


def _claim_figures(scores: Scores) -> dict[str, str]:
    claims = scores.claims
    kinds = Counter(miss.kind for miss in scores.misses)
    return {
        "documents": str(scores.documents),
        "incomplete reports": str(len(scores.incomplete)),
        "claim precision": _share(Ratio(hits=claims.hits, of=claims.predicted)),
        "claim recall": _share(Ratio(hits=claims.hits, of=claims.labelled)),
        "claim F1": _decimal(claims.f1),
        "duplicate findings": str(scores.duplicates),
        "neutral findings": str(scores.neutral),
        "unlocatable labels": str(kinds["unlocatable_claim"]),
        "negatives flagged": _share(scores.negatives_flagged),
    }


def _verdict_figures(scores: Scores) -> dict[str, str]:
    share = shares(scores)
    return {
        "class accuracy on matched": _share(scores.class_accuracy),
        **{f"F1 {technique}": _decimal(scores.per_class[technique].f1) for technique in Technique},
        "macro-F1 end to end": _decimal(scores.macro_f1),
        **{name: _share(share[name]) for name in ("asserted accuracy", "stated claims found, supported")},
        "supported, class right": _share(scores.supported_right),
        **{_status_head(basis): _status_counts(scores.statuses[basis]) for basis in BASES},
        "undetermined where expected": _share(scores.undetermined_expected),
        "Brier score": _decimal(brier(scores.forecasts)),
        "expected calibration error": _decimal(expected_error(scores.forecasts)),
    }


def _pair_figures(scores: Scores) -> dict[str, str]:
    return {
        "deletions no longer supported": _share(scores.deletions_unsupported),
        "counterfactuals flipped": _share(scores.counterfactuals_flipped),
        "counterfactuals found, flipped": _share(scores.counterfactuals_found_flipped),
        "planted text without effect": _share(scores.injections_held),
        "planted passages shown": _share(scores.passages_shown),
    }


def _other_figures(scores: Scores) -> dict[str, str]:
    return {
        "fact recall": _share(scores.facts),
        "fact recall, any kind": _share(scores.facts_any_kind),
        "checklist cells right": _share(scores.checklist),
        "checklist cells right, answered = partial": _share(scores.checklist_merged),
        "seconds a document": _decimal(scores.seconds / scores.documents if scores.documents else None),
        "cost a document (USD)": _cost(scores),
    }


def _cost(scores: Scores) -> str:
    return "–" if scores.cost_usd is None or not scores.documents else f"{scores.cost_usd / scores.documents:.4f}"


def _status_head(basis: str) -> str:
    return f"{basis}: supported / inferred / undetermined"


def _status_counts(statuses: Mapping[Status, Ratio]) -> str:
    shown = (Status.SUPPORTED, Status.INFERRED, Status.UNDETERMINED)
    return " / ".join(str(statuses[status].of) for status in shown)


def _share(ratio: Ratio) -> str:
    return f"{_decimal(ratio.value)} ({ratio.hits}/{ratio.of})"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
