"""Which speakers of a transcript are the vendor's: stub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.documents.people import People
from auditor.documents.reading import Stretch
from auditor.schema import Side


@dataclass(frozen=True)
class Sides:
    vendor: str | None

    def of(self, label: str | None) -> Side:
        return Side.UNKNOWN


def settle_sides(text: str, stretches: Sequence[Stretch], people: People, vendor: str | None) -> Sides:
    return Sides(None)
