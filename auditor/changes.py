"""What changed between two versions of a page, or two audits of one document: pure.

Findings are matched by product and technique asserted first, then by product alone, so that a re-worded claim is
a changed one and not one lost and one new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.flags import subject_key
from auditor.schema import Fact, Finding, Report


@dataclass(frozen=True)
class Change:
    """A finding that came, went or reads otherwise now."""

    old: Finding | None
    new: Finding | None
    what: tuple[str, ...] = ()
    """What differs: "class", "wording", "verdict", "facts", "flags"."""


@dataclass(frozen=True)
class Changes:
    """All that differs between two reports."""

    findings: tuple[Change, ...]
    answered: tuple[str, ...]
    """Questions that were open and are no longer, by id."""
    opened: tuple[str, ...]
    """Questions that were not open and are now, by id."""
    flags_gone: tuple[str, ...]
    """Rules of document flags that fired only before."""
    flags_new: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.findings or self.answered or self.opened or self.flags_gone or self.flags_new)


def changes(old: Report, new: Report) -> Changes:
    """Return what differs between two reports about one vendor."""
    before, after = _asked(old), _asked(new)
    gone, come = {flag.rule for flag in old.flags}, {flag.rule for flag in new.flags}
    return Changes(
        findings=tuple(_findings(old.findings, new.findings)),
        answered=tuple(name for name in before if name not in after),
        opened=tuple(name for name in after if name not in before),
        flags_gone=tuple(sorted(gone - come)),
        flags_new=tuple(sorted(come - gone)),
    )


def _asked(report: Report) -> dict[str, None]:
    questions = [*report.open_questions, *(each for finding in report.findings for each in finding.open_questions)]
    return dict.fromkeys(question.question for question in questions)


def _findings(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[Change]:
    left = list(new)
    matched: dict[int, Finding] = {}
    for same in (_alike, _akin):
        for at, finding in enumerate(old):
            if at not in matched and (other := next((each for each in left if same(finding, each)), None)) is not None:
                matched[at] = other
                left = [each for each in left if each is not other]
    for at, finding in enumerate(old):
        if at not in matched:
            yield Change(finding, None)
        elif what := tuple(_differs(finding, matched[at])):
            yield Change(finding, matched[at], what)
    yield from (Change(None, each) for each in left)


def _akin(one: Finding, other: Finding) -> bool:
    return subject_key(one.subject) == subject_key(other.subject) and one.scope is other.scope


def _alike(one: Finding, other: Finding) -> bool:
    return _akin(one, other) and one.verdict.technique is other.verdict.technique


def _differs(old: Finding, new: Finding) -> Iterator[str]:
    if old.verdict.technique is not new.verdict.technique:
        yield "class"
    if (old.verdict.status, old.verdict.agreement) != (new.verdict.status, new.verdict.agreement):
        yield "verdict"
    if _wording(old) != _wording(new):
        yield "wording"
    if {_fact(fact) for fact in old.facts} != {_fact(fact) for fact in new.facts}:
        yield "facts"
    if {flag.rule for flag in old.flags} != {flag.rule for flag in new.flags}:
        yield "flags"


def _wording(finding: Finding) -> set[str]:
    return {" ".join(quote.text.split()) for quote in finding.quotes}


def _fact(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.value, fact.unit
