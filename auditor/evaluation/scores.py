"""Every figure over one group of audited documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from auditor.evaluation.calibration import Forecast, forecast
from auditor.evaluation.cases import BASES, Basis, Case
from auditor.evaluation.cells import cells, checklist_confusion, facts_found, merged
from auditor.evaluation.figures import Detection, Ratio, ratio
from auditor.evaluation.matching import Audited, Match, audited
from auditor.evaluation.misses import Miss, misses
from auditor.evaluation.pairs import (
    deletions_unsupported,
    injections_held,
    is_flipped,
    is_found_on_both_sides,
    negatives_flagged,
    pairs,
    passages_shown,
    undetermined_expected,
)
from auditor.schema import Directness, Record, Report, Status, Technique


class Scores(Record):
    """Every figure over one group of documents."""

    documents: int
    incomplete: tuple[str, ...]
    """Ids of the cases whose report is partial or failed."""
    claims: Detection
    class_accuracy: Ratio
    """Over matched claims."""
    per_class: dict[Technique, Detection]
    """End to end: a hit is matched and of the right class."""
    confusion: dict[Technique, dict[str, int]]
    """Matched claims: label to technique predicted ("none" for a verdict in error) to count."""
    undetermined: dict[Technique, int]
    """Matched claims: label to how many of the findings are undetermined."""
    asserted: Ratio
    """Matched claims whose wording was read as labelled (``claimed_as``)."""
    statuses: dict[Basis, dict[Status, Ratio]]
    """Matched claims: basis labelled to status given; ``hits`` are those of the right class."""
    decided: dict[Technique, dict[str, int]]
    """The confusion with findings that are undetermined counted apart, whatever their best guess."""
    stated_supported: Ratio
    """Matched claims of basis stated: how many findings are supported."""
    supported_right: Ratio
    """Matched findings that are supported: how many are of the right class."""
    facts: Ratio
    """Labelled facts in a quote or the value of a fact of the same kind."""
    facts_any_kind: Ratio
    """The same, whatever kind the report files it under."""
    checklist: Ratio
    checklist_merged: Ratio
    """The same with direct and partial taken as one."""
    checklist_confusion: dict[Directness, dict[str, int]]
    """Directness labelled to directness given ("failed" where the report failed) to count."""
    negatives_flagged: Ratio
    """Documents without claims: how many got a finding of foundation scope."""
    undetermined_expected: Ratio
    """Documents expected undetermined: how many have a finding on each doubtful claim that says so."""
    duplicates: int
    neutral: int
    deletion_pairs: int
    deletions_unsupported: Ratio
    """Deletion pairs whose base finding is supported: how many stop being so."""
    counterfactuals_flipped: Ratio
    """Counterfactual pairs with what changed right on both sides."""
    counterfactuals_found_flipped: Ratio
    """The same, of the pairs whose changed claims were all found."""
    injections_held: Ratio
    """Documents with planted text whose twin without it has a finding: how many keep each, with its verdict."""
    passages_shown: Ratio
    """Planted passages: how many a flag quotes."""
    seconds: float
    """Time the audits took."""
    cost_usd: float | None
    """What the audits cost; None where one has no known price."""
    forecasts: tuple[Forecast, ...]
    """The probability given to each matched claim's class."""
    misses: tuple[Miss, ...]

    @property
    def macro_f1(self) -> float:
        """Mean of the three classes' end-to-end F1; a class that never occurs counts as 0."""
        return sum(self.per_class[technique].f1 or 0.0 for technique in Technique) / len(Technique)


def score(cases_with_reports: Iterable[tuple[Case, Report]]) -> Scores:
    """Score a group of reports, each beside the case it audits."""
    return score_audits([audited(case, report) for case, report in cases_with_reports])


def score_audits(audits: Sequence[Audited]) -> Scores:
    """Score a group of documents that were audited and matched."""
    matches = [match for audit in audits for match in audit.matching.matches]
    found = [cell for audit in audits for cell in cells(audit)]
    deletions = list(pairs(audits, "deletion"))
    flips = list(pairs(audits, "counterfactual"))
    stated = [match for match in matches if match.claim.basis == "stated"]
    return Scores(
        documents=len(audits),
        incomplete=tuple(audit.case.id for audit in audits if audit.report.status != "complete"),
        claims=_detected_claims(audits, matches),
        class_accuracy=ratio(match.same_class for match in matches),
        per_class={technique: _detected_class(technique, audits, matches) for technique in Technique},
        confusion=_confusion(matches),
        undetermined={technique: _undetermined(technique, matches) for technique in Technique},
        asserted=ratio(match.finding.asserted is match.claim.claimed_as for match in matches),
        statuses={basis: _statuses(basis, matches) for basis in BASES},
        decided=_decided(matches),
        stated_supported=ratio(match.supported for match in stated),
        supported_right=ratio(match.same_class for match in matches if match.supported),
        facts=ratio(hit for audit in audits for hit in facts_found(audit, any_kind=False)),
        facts_any_kind=ratio(hit for audit in audits for hit in facts_found(audit, any_kind=True)),
        checklist=ratio(cell.given is cell.labelled for cell in found),
        checklist_merged=ratio(merged(cell.given) is merged(cell.labelled) for cell in found),
        checklist_confusion=checklist_confusion(found),
        negatives_flagged=negatives_flagged(audits),
        undetermined_expected=undetermined_expected(audits),
        duplicates=sum(len(audit.matching.duplicates) for audit in audits),
        neutral=sum(len(audit.matching.neutral) for audit in audits),
        deletion_pairs=len(deletions),
        deletions_unsupported=deletions_unsupported(deletions),
        counterfactuals_flipped=ratio(is_flipped(*pair) for pair in flips),
        counterfactuals_found_flipped=ratio(is_flipped(*pair) for pair in flips if is_found_on_both_sides(*pair)),
        injections_held=injections_held(audits),
        passages_shown=passages_shown(audits),
        seconds=sum(audit.report.usage.seconds for audit in audits),
        cost_usd=_cost(audits),
        forecasts=tuple(forecast(match) for match in matches),
        misses=tuple(miss for audit in audits for miss in misses(audit)),
    )


def _detected_claims(audits: Sequence[Audited], matches: Sequence[Match]) -> Detection:
    return Detection(
        hits=len(matches),
        predicted=len(matches) + sum(len(audit.matching.false_findings) for audit in audits),
        labelled=sum(len(audit.case.claims) for audit in audits),
    )


def _detected_class(technique: Technique, audits: Sequence[Audited], matches: Sequence[Match]) -> Detection:
    counted = [match.finding for match in matches]
    counted += [finding for audit in audits for finding in audit.matching.false_findings]
    labels = [claim.label for audit in audits for claim in audit.case.claims]
    return Detection(
        hits=sum(match.same_class and match.claim.label is technique for match in matches),
        predicted=sum(finding.verdict.technique is technique for finding in counted),
        labelled=labels.count(technique),
    )


def _confusion(matches: Sequence[Match]) -> dict[Technique, dict[str, int]]:
    seen = Counter((match.claim.label, match.finding.verdict.technique) for match in matches)
    return {
        label: {(given.value if given else "none"): seen[label, given] for given in (*Technique, None)}
        for label in Technique
    }


def _decided(matches: Sequence[Match]) -> dict[Technique, dict[str, int]]:
    seen = Counter((match.claim.label, _said(match)) for match in matches)
    return {label: {said: seen[label, said] for said in (*Technique, "undetermined")} for label in Technique}


def _said(match: Match) -> str:
    return "undetermined" if match.undetermined else str(match.finding.verdict.technique)


def _cost(audits: Sequence[Audited]) -> float | None:
    costs = [audit.report.usage.cost_usd for audit in audits]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None


def _undetermined(label: Technique, matches: Sequence[Match]) -> int:
    return sum(match.undetermined for match in matches if match.claim.label is label)


def _statuses(basis: Basis, matches: Sequence[Match]) -> dict[Status, Ratio]:
    on_basis = [match for match in matches if match.claim.basis == basis]
    return {
        status: ratio(match.same_class for match in on_basis if match.finding.verdict.status is status)
        for status in Status
    }
