"""A report as a page shows it: what stands where, and which place leads to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from auditor.render import labels, words
from auditor.render.excerpts import Excerpt, excerpts, source
from auditor.render.html_text import Block, Span, blocks
from auditor.schema import (
    Answer,
    Directness,
    Dossier,
    Fact,
    Finding,
    Flag,
    OpenQuestion,
    Quote,
    Reason,
    Report,
    Scope,
    Severity,
    Technique,
)

if TYPE_CHECKING:
    from markupsafe import Markup

TINTS = {
    Technique.PRE_TRAINING: "pre",
    Technique.FINE_TUNING: "fine",
    Technique.PROMPT_ENGINEERING: "prompt",
    None: "none",
}
"""Technique to the class of the style sheet that draws it."""
FEW = 4
"""Up to this many findings, all of a card is open at first."""


@dataclass(frozen=True)
class Link:
    """A place of the page, and for a place in a text the end of the stretch that begins there."""

    target: str
    end: int | None = None


@dataclass(frozen=True)
class Card:
    """A finding and its place in the page."""

    finding: Finding
    anchor: str

    @property
    def tint(self) -> str:
        """The style of its class."""
        return TINTS[self.finding.verdict.technique]

    @property
    def group(self) -> str:
        """The filter it belongs to: its class, or "other" for other machine learning."""
        return "other" if self.finding.scope is Scope.OTHER_ML else self.tint

    @property
    def marks(self) -> tuple[str, ...]:
        """The severities and rules of its flags, to filter by."""
        flags = self.finding.flags
        return tuple(
            dict.fromkeys([*(flag.severity.value for flag in flags), *(f"rule:{flag.rule}" for flag in flags)])
        )


class Controls(Protocol):
    """What a page that answers has beside a report, as markup; a file has none of it."""

    def answer(self, question: OpenQuestion) -> Markup:
        """Return what a question is answered with."""
        ...

    def moved(self, card: Card) -> Markup:
        """Return what the last answer did to a finding."""
        ...

    def review(self, card: Card) -> Markup:
        """Return what a finding is reviewed with."""
        ...


@dataclass(frozen=True)
class View:
    """One report; ``prefix`` keeps its anchors apart from those of other reports on the page."""

    report: Report
    prefix: str = ""
    label: str = ""
    """What quotes across documents call this one; "" where it stands alone."""
    verbose: bool = False
    controls: Controls | None = None

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The findings in order."""
        return tuple(Card(finding, f"{self.prefix}f{n}") for n, finding in enumerate(self.report.findings, 1))

    @property
    def few(self) -> bool:
        """Whether there are so few findings that nothing needs folding."""
        return len(self.report.findings) <= FEW

    @property
    def whole(self) -> bool:
        """Whether there is something to show that concerns the document as a whole."""
        report = self.report
        told = report.flags, report.facts, report.numbers, report.open_questions, self.answers(report.answers)
        return any(told)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The document's text, cut where quotes begin and end."""
        info = self.report.document
        return blocks(info.text, self._spans(), format=info.format, turns=info.passages)

    def card(self, identifier: str) -> Card | None:
        """Return the first finding of that id."""
        return next((card for card in self.cards if card.finding.id == identifier), None)

    def link(self, origin: str, start: int | None, end: int | None) -> Link | None:
        """Return the place of a stretch of the document's or of hidden text, where the page shows it."""
        kind, _, number = origin.partition(":")
        if start is None:
            return None
        if kind == "hidden" and number.isdecimal():
            return Link(f"{self.prefix}h{number}")
        at = self._places.get(start) if origin == "document" else None
        return None if at is None else Link(f"{self.prefix}t{at}", end)

    def to(self, quote: Quote) -> Link | None:
        """Return where the page shows a quote, or None where the report does not hold it."""
        return self.link(quote.origin, quote.start, quote.end) if self._holds(quote) else None

    def excerpts(self, finding: Finding) -> list[Excerpt]:
        """Return the sentences that carry a claim; of very long ones, only what is near its quotes."""
        return excerpts(finding.quotes, self.report, whole=self.verbose)

    def answers(self, answers: Iterable[Answer]) -> list[Answer]:
        """Return the answers worth showing: those that are not there only at length."""
        return [each for each in answers if self.verbose or each.directness is not Directness.ABSENT]

    def asked(self, question: OpenQuestion) -> str:
        """Return where a question stands at length: among those of the document, or where a finding first asks it."""
        return self._asked[_question(question)]

    @cached_property
    def _asked(self) -> dict[tuple[object, ...], str]:
        parts = numbered(self.report.open_questions)
        places = {_question(each): f"{self.prefix}q{n}" for _, part in parts for n, each in part}
        for card in self.cards:
            for n, each in enumerate(words.in_order(card.finding.open_questions), 1):
                places.setdefault(_question(each), f"{card.anchor}-q{n}")
        return places

    @cached_property
    def _places(self) -> dict[int, int]:
        """Start of a quote to start of the piece that shows it."""
        pieces = (piece for block in self.blocks for piece in block.pieces)
        return {start: piece.start for piece in pieces for start in piece.opens}

    def _spans(self) -> Iterator[Span]:
        for n, finding in enumerate(self.report.findings):
            yield from (Span(each.start, each.end, n, True) for each in finding.quotes if self._shown(each))
            yield from (Span(each.start, each.end, n, False) for each in _evidence(finding) if self._shown(each))
        for each in _quotes(self.report.flags, self.report.answers, self.report.facts):
            if self._shown(each):
                yield Span(each.start, each.end, None, False)

    def _shown(self, quote: Quote) -> bool:
        return quote.origin == "document" and self._holds(quote)

    def _holds(self, quote: Quote) -> bool:
        return source(quote, self.report) is not None


@dataclass(frozen=True)
class Across:
    """Several reports about one vendor, for what only they show together."""

    views: tuple[View, ...]

    def card(self, identifier: str) -> Card | None:
        """Return the finding that a dossier's bottom line names: "document id", or an id that only one has."""
        named = {f"{view.label} {card.finding.id}": card for view in self.views for card in view.cards}
        alone = [card for view in self.views if (card := view.card(identifier))]
        return named.get(identifier) or (alone[0] if len(alone) == 1 else None)

    def to(self, quote: Quote) -> Link | None:
        """Return where the page shows a quote whose place begins with the name of its document."""
        naming = [view for view in self.views if quote.where.startswith(view.label)]
        longest_first = sorted(naming, key=lambda view: -len(view.label))
        return next((link for view in longest_first if (link := view.to(quote))), None)


def views(result: Report | Dossier, *, verbose: bool = False) -> tuple[View, ...]:
    """Return the view of a report, or of each report of a dossier."""
    if isinstance(result, Report):
        return (View(result, verbose=verbose),)
    from auditor.dossier import names

    labels = names(result.reports)
    return tuple(
        View(report, f"d{n}-", label, verbose)
        for n, (report, label) in enumerate(zip(result.reports, labels, strict=True), 1)
    )


def by_severity(flags: Iterable[Flag]) -> list[Flag]:
    """Return flags, the most important first."""
    return sorted(flags, key=lambda flag: -flag.severity.rank)


def numbered(questions: Sequence[OpenQuestion]) -> list[tuple[str, list[tuple[int, OpenQuestion]]]]:
    """Return questions by what they are for, under a title each, counted through."""
    counted = list(enumerate(words.in_order(questions), 1))
    titles = (("settles", labels.TO_SETTLE), ("diligence", labels.DILIGENCE))
    parts = [(title, [(n, each) for n, each in counted if each.purpose == purpose]) for purpose, title in titles]
    return [(title, part) for title, part in parts if part]


@dataclass(frozen=True)
class Filters:
    """What the findings of a page can be filtered by, with how many each choice leaves."""

    groups: tuple[tuple[str, int], ...]
    severities: tuple[tuple[Severity, int], ...]
    rules: tuple[tuple[str, int], ...]
    total: int


def filters(views: Sequence[View]) -> Filters:
    """Return the choices that the findings of these reports offer."""
    cards = [card for view in views for card in view.cards]
    rules = dict.fromkeys(flag.rule for card in cards for flag in card.finding.flags)
    groups = [(group, sum(card.group == group for card in cards)) for group in (*TINTS.values(), "other")]
    severities = [(each, sum(each.value in card.marks for card in cards)) for each in reversed(Severity)]
    return Filters(
        tuple((group, count) for group, count in groups if count),
        tuple((severity, count) for severity, count in severities if count),
        tuple((rule, sum(f"rule:{rule}" in card.marks for card in cards)) for rule in sorted(rules)),
        len(cards),
    )


def _evidence(finding: Finding) -> Iterator[Quote]:
    return _quotes(finding.verdict.rationale, finding.facts, finding.answers, finding.flags)


def _quotes(*records: Iterable[Reason | Fact | Answer | Flag]) -> Iterator[Quote]:
    return (quote for record in chain(*records) for quote in record.quotes)


def _question(question: OpenQuestion) -> tuple[object, ...]:
    return question.question, question.text, question.outcomes
