"""What a buyer would get: which base, how old it is, rented or owned, and who carries its upgrades."""

from typing import Literal

from auditor.schema.finding import Quote
from auditor.schema.record import Record
from auditor.schema.vocabulary import Access


class BaseAge(Record):
    """How old a base model was at the report's date."""

    base: str
    """Its name in the reference table."""
    released: str
    """YYYY-MM."""
    months: int
    """Whole calendar months from release to the report's date."""
    successor: str | None = None
    """None where it had none by then, or none is known."""
    superseded: str | None = None
    """YYYY-MM of the successor's release."""


class OwnershipReason(Record):
    """One of the four reasons for owning a model, with the words it is given in."""

    reason: str
    quote: Quote
    figures: tuple[str, ...] = ()
    """Numbers in those words."""


class Ownership(Record):
    """What it means for the buyer: which base, what is done with it, rented or owned."""

    base: str | None = None
    work: str | None = None
    access: Access = "unknown"
    upgrade: str | None = None
    reasons: tuple[str, ...] = ()
    """Of cost at scale, data sensitivity, latency, offline: those the document gives."""
    cases: tuple[OwnershipReason, ...] = ()
    """The same with the words they are given in."""
    age: BaseAge | None = None
    """The base's age and successor, where the base is known."""
    upgraded_by: Literal["vendor", "customer"] | None = None
    """Who is said to carry out an upgrade."""
    payer: Literal["vendor", "customer", "shared"] | None = None
    """Who is said to pay for it."""
    summary: tuple[str, ...] = ()
    """Sentences for the reader."""
