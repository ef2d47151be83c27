"""The documented rules that point at something to ask about: one small function a rule.

What each rule looks for, why, and what clears it stands in reference/flags.toml; the wording of a message
says what is asserted and what the document supports, and accuses nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from auditor.evidence import Witness
from auditor.flags import document
from auditor.flags.document import contradictions
from auditor.flags.finding import WORDING_RULES
from auditor.flags.numbers import NUMBER_RULES
from auditor.flags.rules import FlagRule, Hit, View, flag, parse_flag_rules, subject_key
from auditor.schema import Answer, Finding, Flag

__all__ = [
    "FlagRule",
    "Hit",
    "View",
    "contradictions",
    "document_flags",
    "finding_flags",
    "parse_flag_rules",
    "subject_key",
]

_RULES: dict[str, Callable[[View], Iterator[Hit]]] = {**WORDING_RULES, **NUMBER_RULES}


def finding_flags(rules: Mapping[str, FlagRule], view: View) -> tuple[Flag, ...]:
    """Return the flags that one finding raises, in the order of their documentation."""
    hits = ((name, hit) for name in rules if name in _RULES for hit in _RULES[name](view))
    return tuple(flag(rules[name], hit) for name, hit in hits)


def document_flags(
    rules: Mapping[str, FlagRule],
    findings: Iterable[Finding],
    answers: Iterable[Answer],
    witness: Witness,
) -> tuple[Flag, ...]:
    """Return the flags that the document as a whole raises."""
    findings = tuple(findings)
    hits: list[tuple[str, Hit]] = []
    hits += [("evasive-answer", hit) for hit in document.evasive_answers(answers)]
    hits += [("contradiction", hit) for hit in contradictions(findings)]
    hits += [("component-scope", hit) for hit in document.component_scope(findings)]
    hits += [("context-changes-meaning", hit) for hit in document.context_changes(witness.out_of_context)]
    hits += [("embedded-instructions", hit) for hit in document.instructions(witness)]
    return tuple(flag(rules[name], hit) for name, hit in hits)
