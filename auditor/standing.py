"""Where a product stands in time and money: its base's age and successor, who upgrades, who pays, why it is owned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.patterns import Lazy
from auditor.plausibility.bases import stale
from auditor.reference import Reference
from auditor.rubric import readable
from auditor.schema import BaseAge, Fact, FactKind, Finding, Ownership, OwnershipReason, Scope

REASONS: dict[str, str] = {
    "cost_at_scale": "cost at scale",
    "data_sensitivity": "data sensitivity",
    "latency": "latency",
    "offline": "offline operation",
}
"""The four reasons for owning a model that the source document names."""
_FIGURE = Lazy(
    r"[$€£]?\d[\d.,]*(?:\s?(?:%|[a-z]+))?|\b(?:two|three|four|five|ten|twenty|forty|hundred|thousand|million)\b", re.I
)
_VENDORS = Lazy(r"\b(?:we|us|our|ours|i)\b")
_CUSTOMERS = Lazy(r"\b(?:you|your|yours|the customer|customers|clients?)\b")


def with_standing(
    ownership: Ownership, findings: Sequence[Finding], facts: Sequence[Fact], reference: Reference, as_of: str
) -> Ownership:
    """Return the ownership record with the base's age at ``as_of``, who upgrades and pays, and each reason's words."""
    known = [fact for each in findings if each.scope is Scope.FOUNDATION for fact in each.facts if readable(fact)]
    known += [fact for fact in facts if readable(fact)]
    payer = next((str(fact.value) for fact in known if fact.kind is FactKind.UPGRADE_PAYER), None)
    return ownership.model_copy(
        update={
            "age": base_age(ownership.base, reference, as_of) if ownership.base else None,
            "upgraded_by": _upgraded_by(ownership.upgrade),
            "payer": payer if payer in ("vendor", "customer", "shared") else None,
            "cases": tuple(_cases(known)),
        }
    )


def base_age(name: str, reference: Reference, as_of: str) -> BaseAge | None:
    """Return a base's age in whole months at a date (ISO), and its successor where there was one by then."""
    base = reference.base(name)
    if base is None or not base.first_release:
        return None
    months = _months(base.first_release, as_of)
    if months < 0:
        return None
    superseded = base.superseded_by is not None and stale(base, as_of)
    return BaseAge(
        base=base.name,
        released=base.first_release,
        months=months,
        successor=base.superseded_by if superseded else None,
        superseded=base.superseded_date if superseded else None,
    )


def _months(earlier: str, later: str) -> int:
    """Whole calendar months between two dates written YYYY-MM or YYYY-MM-DD."""
    (year, month), (other_year, other_month) = (map(int, each.split("-")[:2]) for each in (earlier, later))
    return (other_year - year) * 12 + other_month - month


def _upgraded_by(words: str | None) -> str | None:
    """Whose doing an upgrade is said to be: the side its words speak of first."""
    if not words:
        return None
    low = words.lower()
    sides = {"vendor": _VENDORS.search(low), "customer": _CUSTOMERS.search(low)}
    found = {side: match.start() for side, match in sides.items() if match}
    return min(found, key=lambda side: found[side]) if found else None


def _cases(known: Sequence[Fact]) -> Iterator[OwnershipReason]:
    """Each of the four reasons once, with the words it is given in and the figures in them."""
    seen: set[str] = set()
    for fact in known:
        reason = REASONS.get(str(fact.value)) if fact.kind is FactKind.OWNERSHIP_CASE else None
        if reason and reason not in seen:
            seen.add(reason)
            text = fact.quotes[0].text
            yield OwnershipReason(
                reason=reason, quote=fact.quotes[0], figures=tuple(match.group() for match in _FIGURE.finditer(text))
            )
