"""Counts that figures are made of; a figure of nothing is None, never 0 or 1."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.schema import Record


class Ratio(Record):
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.hits / self.of if self.of else None

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(hits=self.hits + other.hits, of=self.of + other.of)


class Detection(Record):
    """What was found of what is there."""

    hits: int
    predicted: int
    """Everything found, the hits among it; duplicates and neutral findings are not."""
    labelled: int

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right."""
        return Ratio(hits=self.hits, of=self.predicted).value

    @property
    def recall(self) -> float | None:
        """Share of the labelled that was found."""
        return Ratio(hits=self.hits, of=self.labelled).value

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing is labelled and nothing predicted."""
        return Ratio(hits=2 * self.hits, of=self.predicted + self.labelled).value

    def __add__(self, other: Detection) -> Detection:
        return Detection(
            hits=self.hits + other.hits,
            predicted=self.predicted + other.predicted,
            labelled=self.labelled + other.labelled,
        )


def ratio(outcomes: Iterable[bool]) -> Ratio:
    """Return how many of the outcomes are true."""
    seen = list(outcomes)
    return Ratio(hits=sum(seen), of=len(seen))
