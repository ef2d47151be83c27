"""One call from a sentence with numbers to their arithmetic, for programs and the command line."""

from __future__ import annotations

from auditor.day import iso_day
from auditor.errors import UsageError
from auditor.plausibility import numbers, statement
from auditor.quantities import quantities
from auditor.reference import load_reference
from auditor.schema import Numbers

_LONGEST = 20_000
"""Characters: a statement is a few sentences; a document is for `auditor audit`."""


def check(text: str, *, as_of: str) -> Numbers:
    """Return the arithmetic over the numbers of a short text at an ISO date.

    Raises UsageError where the date is none, where the text is long, or states no number with a known unit.
    """
    as_of = iso_day(as_of)
    if len(text) > _LONGEST:
        raise UsageError(f"The text has {len(text):,} characters; check takes {_LONGEST:,}. Use auditor audit for it.")
    found = numbers(statement(quantities(text), text), load_reference(), as_of, subject="the stated numbers")
    if found is None:
        raise UsageError(
            "No number with a unit was found; write them out, for instance"
            " 'a 70B model from scratch, 2T tokens, 64 H100s for three weeks, $2M'."
        )
    return found
