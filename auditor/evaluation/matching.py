"""Which findings of a report are about which claims of its case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from auditor.evaluation.cases import Case, ClaimLabel
from auditor.evaluation.spans import Span, locate
from auditor.schema import Finding, Record, Report, Scope, Status


class Match(Record):
    """A finding and the labelled claim it is about."""

    claim: ClaimLabel
    finding: Finding

    @property
    def same_class(self) -> bool:
        """Whether the finding's technique is the claim's label."""
        return self.finding.verdict.technique is self.claim.label

    @property
    def supported(self) -> bool:
        """Whether the finding is supported."""
        return self.finding.verdict.status is Status.SUPPORTED

    @property
    def undetermined(self) -> bool:
        """Whether the finding says that the text does not decide."""
        return self.finding.verdict.status is Status.UNDETERMINED


class Matching(Record):
    """Which findings of a report are about which claims of its case."""

    matches: tuple[Match, ...]
    """One to one, in the order of the case's claims."""
    duplicates: tuple[Match, ...]
    """Further findings on a matched claim: neither right nor wrong."""
    false_findings: tuple[Finding, ...]
    neutral: tuple[Finding, ...]
    """Findings about other machine learning that no label speaks of."""
    missed: tuple[ClaimLabel, ...]
    """Claims without a finding, the unlocatable ones among them."""
    unlocatable: tuple[ClaimLabel, ...]
    """Claims none of whose spans is in the audited text."""


class _Overlap(NamedTuple):
    shared: int
    """Characters in common."""
    tightness: float
    """Characters in common as a share of those in either."""


class _Candidate(NamedTuple):
    claim: int
    finding: int
    overlap: _Overlap
    same_class: bool

    @property
    def rank(self) -> tuple[int, bool, float, int, int]:
        """Smallest first: best overlap, then same class, then the tighter quote, then document order."""
        shared, tightness = self.overlap
        return (-shared, not self.same_class, -tightness, self.claim, self.finding)


def match_claims(case: Case, report: Report) -> Matching:
    """Match a report's findings to its case's claims, one to one."""
    places = [_places(claim, report.document.text) for claim in case.claims]
    candidates = sorted(_candidates(case, places, report.findings), key=lambda candidate: candidate.rank)
    chosen = _one_to_one(candidates)
    finding_of = {candidate.claim: candidate.finding for candidate in chosen}
    claim_of = _best_claims(candidates)
    matched = set(finding_of.values())
    strays = [finding for at, finding in enumerate(report.findings) if at not in claim_of]
    return Matching(
        matches=tuple(
            Match(claim=case.claims[claim], finding=report.findings[finding])
            for claim, finding in sorted(finding_of.items())
        ),
        duplicates=tuple(
            Match(claim=case.claims[claim], finding=report.findings[finding])
            for finding, claim in sorted(claim_of.items())
            if finding not in matched
        ),
        false_findings=tuple(finding for finding in strays if finding.scope is Scope.FOUNDATION),
        neutral=tuple(finding for finding in strays if finding.scope is Scope.OTHER_ML),
        missed=tuple(claim for at, claim in enumerate(case.claims) if at not in finding_of),
        unlocatable=tuple(claim for claim, spans in zip(case.claims, places, strict=True) if not spans),
    )


def _places(claim: ClaimLabel, text: str) -> tuple[Span, ...]:
    return tuple(place for span in claim.spans for place in locate(span, text))


def _candidates(case: Case, places: list[tuple[Span, ...]], findings: tuple[Finding, ...]) -> Iterator[_Candidate]:
    for claim_at, claim in enumerate(case.claims):
        for finding_at, finding in enumerate(findings):
            overlap = _best_overlap(finding, places[claim_at])
            if overlap:
                same_class = finding.verdict.technique is claim.label
                yield _Candidate(claim_at, finding_at, overlap, same_class)


def _best_overlap(finding: Finding, places: tuple[Span, ...]) -> _Overlap | None:
    quoted = [(quote.start, quote.end) for quote in finding.quotes if quote.origin == "document"]
    overlaps = (_overlap(quote, place) for quote in quoted for place in places)
    return max((overlap for overlap in overlaps if overlap), default=None)


def _overlap(quote: Span, place: Span) -> _Overlap | None:
    """Return what two spans share where that is at least half of one of them, so of the shorter."""
    shared = min(quote[1], place[1]) - max(quote[0], place[0])
    lengths = (quote[1] - quote[0], place[1] - place[0])
    if shared <= 0 or 2 * shared < min(lengths):
        return None
    return _Overlap(shared, shared / (sum(lengths) - shared))


def _one_to_one(candidates: list[_Candidate]) -> list[_Candidate]:
    """Take candidates, best first, whose claim and finding are both still free."""
    chosen: list[_Candidate] = []
    claims: set[int] = set()
    findings: set[int] = set()
    for candidate in candidates:
        if candidate.claim not in claims and candidate.finding not in findings:
            chosen.append(candidate)
            claims.add(candidate.claim)
            findings.add(candidate.finding)
    return chosen


def _best_claims(candidates: list[_Candidate]) -> dict[int, int]:
    """Return, for each finding that is about some claim, the claim it is about most."""
    claim_of: dict[int, int] = {}
    for candidate in candidates:
        claim_of.setdefault(candidate.finding, candidate.claim)
    return claim_of


class Audited(Record):
    """A case with its report and the match between them."""

    case: Case
    report: Report
    matching: Matching
    twin: Matching | None = None
    """Of the same document without the passages aimed at automated readers."""

    @property
    def failed(self) -> bool:
        """Whether there is no reading to score: such a report earns nothing by its silence."""
        return self.report.status == "failed"

    @property
    def group(self) -> str:
        """What resampling and folds keep together: a case and its variants."""
        return self.case.variant_of or self.case.id


def audited(case: Case, report: Report, twin: Report | None = None) -> Audited:
    """Return a case beside its report, matched."""
    return Audited(
        case=case,
        report=report,
        matching=match_claims(case, report),
        twin=match_claims(case, twin) if twin else None,
    )
