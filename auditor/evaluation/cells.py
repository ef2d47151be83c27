"""Facts and checklist cells, labelled against found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from auditor.evaluation.matching import Audited
from auditor.schema import Directness, Fact, Report

_BEST_FIRST = (
    Directness.DIRECT,
    Directness.PARTIAL,
    Directness.EVASIVE,
    Directness.REFUSED,
    Directness.ABSENT,
)


def facts_found(audit: Audited, *, any_kind: bool) -> Iterator[bool]:
    """Yield for each labelled fact whether the report has it."""
    for kind, stated in audit.case.facts.items():
        yield is_found(audit.report, kind, stated, any_kind=any_kind)


def is_found(report: Report, kind: str, stated: str, *, any_kind: bool = False) -> bool:
    """Tell whether a labelled fact stands in a quote or the value of a fact of its kind."""
    facts = [*report.facts, *(fact for finding in report.findings for fact in finding.facts)]
    wanted = _plain(stated)
    return any(_tells(fact, wanted) for fact in facts if any_kind or fact.kind == kind)


def _tells(fact: Fact, wanted: str) -> bool:
    return any(wanted in _plain(text) for text in (_value_text(fact), *(quote.text for quote in fact.quotes)))


def _value_text(fact: Fact) -> str:
    if isinstance(fact.value, float) and fact.value.is_integer():
        return str(int(fact.value))
    return str(fact.value)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class Cell(NamedTuple):
    """A question of the checklist: how directly it is answered, by the label and by the report."""

    labelled: Directness
    given: Directness | None
    """None where the report failed."""


def cells(audit: Audited) -> Iterator[Cell]:
    """Yield each labelled question with the best answer of the document and its findings."""
    for question, label in audit.case.checklist.items():
        given = None if audit.failed else _best_directness(audit.report, question)
        yield Cell(Directness.DIRECT if label == "answered" else Directness(label), given)


def _best_directness(report: Report, question: str) -> Directness:
    answers = [*report.answers, *(answer for finding in report.findings for answer in finding.answers)]
    given = [answer.directness for answer in answers if answer.question == question]
    # The label of upgrade-path covers who pays; where the path is not spoken of, the payer is all there is.
    given = given or [answer.directness for answer in answers if answer.question == _ALSO.get(question)]
    return min(given, key=_BEST_FIRST.index, default=Directness.ABSENT)


_ALSO = {"upgrade-path": "upgrade-payer"}


def merged(directness: Directness | None) -> Directness | None:
    """Return the directness with partial answers taken as direct ones."""
    return Directness.DIRECT if directness is Directness.PARTIAL else directness


def checklist_confusion(cells: Sequence[Cell]) -> dict[Directness, dict[str, int]]:
    """Count directness labelled against directness given."""
    seen = Counter(cells)
    return {
        label: {(given.value if given else "failed"): seen[Cell(label, given)] for given in (*_BEST_FIRST, None)}
        for label in _BEST_FIRST
    }
