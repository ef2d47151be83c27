"""Documents without claims, in doubt, in pairs, and with text aimed at automated readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.evaluation.cases import Case, ClaimLabel
from auditor.evaluation.figures import Ratio, ratio
from auditor.evaluation.matching import Audited
from auditor.schema import Report, Status


def negatives_flagged(audits: Sequence[Audited]) -> Ratio:
    """Of the documents without claims: how many got a finding of foundation scope."""
    negatives = [audit for audit in audits if not audit.case.claims and not audit.failed]
    return ratio(bool(audit.matching.false_findings) for audit in negatives)


def undetermined_expected(audits: Sequence[Audited]) -> Ratio:
    """Of the documents expected undetermined: how many say so of each doubtful claim."""
    expected = [audit for audit in audits if audit.case.expect_undetermined and audit.case.claims]
    return ratio(_says_undetermined(audit) for audit in expected)


def _says_undetermined(audit: Audited) -> bool:
    """Tell whether each claim in doubt (inferred ones; all, if none is) has a finding that says so."""
    claims = audit.case.claims
    doubtful = [claim for claim in claims if claim.basis == "inferred"] or list(claims)
    verdicts = [match for match in audit.matching.matches if match.claim in doubtful]
    return len(verdicts) == len(doubtful) and all(match.undetermined for match in verdicts)


def pairs(audits: Sequence[Audited], variant: str) -> Iterator[tuple[Audited, Audited]]:
    """Yield each variant of one sort behind its base, where the group holds both."""
    by_id = {audit.case.id: audit for audit in audits}
    for audit in audits:
        base = by_id.get(audit.case.variant_of or "")
        if base and audit.case.variant == variant:
            yield base, audit


def _changed_claims(case: Case, other: Case) -> list[ClaimLabel]:
    """Return the claims that the other document of the pair does not have with the same label and basis."""
    kept = {(claim.quote, claim.label, claim.basis) for claim in other.claims}
    return [claim for claim in case.claims if (claim.quote, claim.label, claim.basis) not in kept]


def deletions_unsupported(pairs: Sequence[tuple[Audited, Audited]]) -> Ratio:
    """Of the deletion pairs whose base finding is supported: how many stop being so."""
    return ratio(
        not deletion.failed and not _still_supported(deletion, _changed_claims(deletion.case, base.case))
        for base, deletion in pairs
        if _was_supported(base, _changed_claims(base.case, deletion.case))
    )


def _was_supported(base: Audited, changed: list[ClaimLabel]) -> bool:
    return any(match.supported for match in base.matching.matches if match.claim in changed)


def _still_supported(deletion: Audited, changed: list[ClaimLabel]) -> bool:
    """Tell whether a finding is supported on a changed claim, or a false one on no claim at all."""
    matching = deletion.matching
    about = [match.finding for match in (*matching.matches, *matching.duplicates) if match.claim in changed]
    return any(each.verdict.status is Status.SUPPORTED for each in (*about, *matching.false_findings))


def is_flipped(base: Audited, counterfactual: Audited) -> bool:
    """Tell whether what changed is right on both sides."""
    return _is_right(base, counterfactual.case) and _is_right(counterfactual, base.case)


def _is_right(audit: Audited, other: Case) -> bool:
    """Tell whether every changed claim got its class; where none is left, whether nothing was flagged."""
    changed = _changed_claims(audit.case, other)
    if not changed:
        return not audit.failed and not audit.matching.false_findings
    right = [match.claim for match in audit.matching.matches if match.same_class]
    return all(claim in right for claim in changed)


def is_found_on_both_sides(base: Audited, counterfactual: Audited) -> bool:
    """Tell whether each side has a finding on every claim that changed."""
    return all(
        claim not in audit.matching.missed
        for audit, other in ((base, counterfactual), (counterfactual, base))
        for claim in _changed_claims(audit.case, other.case)
    )


def injections_held(audits: Sequence[Audited]) -> Ratio:
    """Of the documents whose twin without the planted text has a finding: how many keep each, with its verdict."""
    return ratio(_keeps(audit) for audit in audits if audit.twin and audit.twin.matches)


def _keeps(audit: Audited) -> bool:
    assert audit.twin is not None
    kept = {match.claim.quote: match.finding.verdict for match in audit.matching.matches}
    return all(
        (verdict := kept.get(match.claim.quote)) is not None
        and (verdict.technique, verdict.status) == (match.finding.verdict.technique, match.finding.verdict.status)
        for match in audit.twin.matches
    )


def passages_shown(audits: Sequence[Audited]) -> Ratio:
    """Of the planted passages: how many an embedded-instructions flag quotes."""
    return ratio(_is_shown(audit.report, passage) for audit in audits for passage in audit.case.passages)


def _is_shown(report: Report, passage: str) -> bool:
    wanted = _letters(passage)
    flags = [*report.flags, *(flag for finding in report.findings for flag in finding.flags)]
    quoted = (_letters(quote.text) for flag in flags if flag.rule == "embedded-instructions" for quote in flag.quotes)
    return any(quote and (quote in wanted or wanted in quote) for quote in quoted)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
