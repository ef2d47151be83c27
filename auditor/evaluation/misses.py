"""What a report got wrong, each with its sentence, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.evaluation.cells import is_found
from auditor.evaluation.matching import Audited
from auditor.evaluation.spans import locate
from auditor.grounding import sentence_around
from auditor.schema import Finding, Record, Status, Technique


class Miss(Record):
    """One thing a report got wrong, for a person to look at."""

    kind: Literal["missed_claim", "unlocatable_claim", "false_finding", "wrong_class", "missed_fact"]
    """An unlocatable claim is a missed one too."""
    document: str
    """The case's id."""
    quote: str
    """The claim's, or a false finding's own."""
    sentence: str | None = None
    """The sentence around the finding's first quote, or around the labelled words; None where these are not found."""
    label: Technique | None = None
    predicted: Technique | None = None
    fact: str | None = None
    """Kind of the fact that was missed."""
    status: Status | None = None


def misses(audit: Audited) -> Iterator[Miss]:
    """Yield every claim and fact missed, every false finding and every wrong class."""
    document, matching = audit.case.id, audit.matching
    for claim in matching.missed:
        kind: Literal["unlocatable_claim", "missed_claim"] = (
            "unlocatable_claim" if claim in matching.unlocatable else "missed_claim"
        )
        yield Miss(
            kind=kind,
            document=document,
            quote=claim.quote,
            sentence=_around(claim.quote, audit.report.document.text),
            label=claim.label,
        )
    for finding in matching.false_findings:
        yield _miss_of(audit, "false_finding", finding, quote=finding.quotes[0].text, label=None)
    for match in matching.matches:
        if not match.same_class:
            claim = match.claim
            yield _miss_of(audit, "wrong_class", match.finding, quote=claim.quote, label=claim.label)
    for fact, stated in audit.case.facts.items():
        if not is_found(audit.report, fact, stated):
            sentence = _around(stated, audit.report.document.text)
            yield Miss(kind="missed_fact", document=document, quote=stated, sentence=sentence, fact=fact)


def _around(span: str, text: str) -> str | None:
    place = next(iter(locate(span, text)), None)
    if place is None:
        return None
    start, end = sentence_around(text, *place, 0, len(text))
    return " ".join(text[start:end].split())


def _miss_of(
    audit: Audited,
    kind: Literal["false_finding", "wrong_class"],
    finding: Finding,
    *,
    quote: str,
    label: Technique | None,
) -> Miss:
    return Miss(
        kind=kind,
        document=audit.case.id,
        quote=quote,
        sentence=_sentence(finding, audit.report.document.text),
        label=label,
        predicted=finding.verdict.technique,
        status=finding.verdict.status,
    )


def _sentence(finding: Finding, text: str) -> str:
    quote = finding.quotes[0]
    return text[quote.context_start : quote.context_end] if quote.origin == "document" else quote.text
