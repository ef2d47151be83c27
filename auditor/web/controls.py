"""What stands beside a report in the page: the forms that answer, take back and review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditor.render import labels, words
from auditor.render.html_view import Card
from auditor.schema import OpenQuestion, Technique, Verdict
from auditor.web.history import Entry
from auditor.web.order import Case


@dataclass(frozen=True)
class Forms:
    """The forms of one report of an audit; ``macro`` finds the template of each."""

    macro: Callable[[str], Callable[..., Any]]
    page: object
    entry: Entry
    case: Case
    at: int
    """Position of the report among the case's."""

    def answer(self, question: OpenQuestion) -> Any:
        """Return what a question is answered with."""
        return self.macro("answer")(self.page, self._address, question)

    def review(self, card: Card) -> Any:
        """Return what a finding is reviewed with."""
        return self.macro("review")(self.page, self._address, card)

    def moved(self, card: Card) -> Any:
        """Return what the last answer did to a finding."""
        moves = self.case.last.moves if self.case.last else ()
        for each in moves:
            if (each.document, each.finding) == (self.at, card.finding.id):
                return self.macro("moved")(movement(each.before, card.finding.verdict), card)
        return ""

    @property
    def _address(self) -> str:
        return f"/audits/{self.entry.id}/{self.at}"


def movement(before: Verdict | None, after: Verdict) -> list[tuple[Technique, str, str, str]]:
    """Return each class with its name, its probability before and its probability now."""
    shares = before.probabilities if before else {}
    return [
        (
            technique,
            name,
            words.percent(shares[technique]) if technique in shares else "not claimed",
            words.percent(after.probabilities.get(technique, 0.0)),
        )
        for technique, name in labels.TECHNIQUE.items()
    ]
