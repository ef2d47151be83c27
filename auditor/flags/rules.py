"""What the rules that raise flags have in common: their documentation, what they look at, what they yield."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.reference import Reference
from auditor.rubric import readable
from auditor.schema import (
    Answer,
    Directness,
    Fact,
    FactKind,
    Finding,
    Flag,
    Numbers,
    Quote,
    Record,
    Severity,
    Technique,
)


class FlagRule(Record):
    """Documentation of a rule, from flags.toml."""

    id: str
    severity: Severity
    title: str
    looks_for: str
    why: str
    example: str
    would_clear: str
    source: str


def parse_flag_rules(data: Mapping[str, object]) -> dict[str, FlagRule]:
    """Return the rules by id from the parsed flags.toml."""
    rows = data["flag"]
    if not isinstance(rows, list):
        raise ValueError("flags.toml needs a list of [[flag]] tables.")
    return {rule.id: rule for rule in map(FlagRule.model_validate, rows)}


@dataclass(frozen=True)
class View:
    """What the rules look at: one finding with what the document says besides."""

    finding: Finding
    answers: Mapping[str, Answer]
    """The best answer to each checklist question."""
    numbers: Numbers | None = None
    """The arithmetic over the finding's numbers."""
    reference: Reference | None = None
    as_of: str = ""
    """ISO date base models and the scale of runs are judged at."""

    def facts(self, kind: FactKind) -> list[Fact]:
        """The finding's facts of a kind that the rubric may read too: none of a plan or of somebody else's work."""
        return [fact for fact in self.finding.facts if fact.kind is kind and readable(fact)]

    def directness(self, question: str) -> Directness:
        """How directly the document answers a question."""
        answer = self.answers.get(question)
        return answer.directness if answer else Directness.ABSENT

    @property
    def trained(self) -> bool:
        """Whether the verdict is that weights were changed."""
        return self.finding.verdict.technique in (Technique.PRE_TRAINING, Technique.FINE_TUNING)


Hit = tuple[str, tuple[Quote, ...]]
"""A message and the quotes it is about."""


def flag(rule: FlagRule, hit: Hit) -> Flag:
    """Return the flag a rule raises for a hit."""
    message, quotes = hit
    return Flag(rule=rule.id, severity=rule.severity, message=message, quotes=quotes, would_clear=rule.would_clear)


def subject_key(subject: str) -> str:
    """Return a product's name without case and punctuation, for joining findings."""
    return re.sub(r"[^\w]+", " ", subject.casefold()).strip()


def listed(items: list[str]) -> str:
    """Return items as a list in a sentence: "a, b or c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
