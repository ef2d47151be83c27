"""From drafts to what we believe: every quote is looked for in the document, and what is not there is set aside.

A quote counts only where a person reads it, outside text that addresses automated readers, and where its own
sentence does not take it back. What falls away is recorded with its reason.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from auditor.drafts import AnswerDraft, ClaimDraft, FactDraft, QuoteDraft
from auditor.grounding import SENTENCE_ENDS, Aligner, Block, blocked, sentence_around
from auditor.instructions import addressed_to_readers, hidden_instruction, overlaps
from auditor.making import is_of_a_model, speaks_of_making
from auditor.quantities import FACT_KINDS, Quantity, quantities
from auditor.schema import (
    Answer,
    By,
    Directness,
    Document,
    Fact,
    FactKind,
    Hidden,
    Interval,
    Modality,
    Quote,
    Side,
    Ungrounded,
)

_GUARDED = frozenset({FactKind.WEIGHTS_BEFORE_TRAINING, FactKind.MECHANISM, FactKind.BASE_MODEL, FactKind.API_PROVIDER})
"""Facts that settle or nearly settle a class: the words around their quotes must not take them back."""
_SETTLING = frozenset({FactKind.WEIGHTS_BEFORE_TRAINING, FactKind.MECHANISM})
_MODALITY: dict[Block, Modality] = {
    "planned": Modality.PLANNED,
    "offered": Modality.POSSIBLE,
    "conditional": Modality.POSSIBLE,
    "reported": Modality.POSSIBLE,
    "asked": Modality.POSSIBLE,
}
_REASON: dict[Block, str] = {
    "negated": "the words beside the quote negate it",
    "planned": "the words beside the quote make it a plan",
    "offered": "the words beside the quote make it an offer",
    "conditional": "the words beside the quote make it conditional",
    "reported": "the words beside the quote attribute it to somebody else",
    "asked": "it stands in a question, and nothing quoted answers it",
}


NOT_FOUND = "these words are not in the document"
NO_QUOTE = "it was handed in without a quote"
CLAIM_FELL = "no quote bears out the claim it was handed in with"


class Witness:
    """Takes a document's word for it: turns drafts into records, and keeps what did not hold."""

    def __init__(self, document: Document, origin: str = "document") -> None:
        self.document = document
        self.origin = origin
        """What quotes and facts name as where they stand: "document" or "answer:<question id>"."""
        self._recorded: dict[Ungrounded, None] = {}
        self.out_of_context: list[tuple[Quote, Block]] = []
        """Quotes that are there, but whose sentence takes them back."""
        self.instructions = addressed_to_readers(document.text)
        self._aligner = Aligner(document.text)
        self._ranges = {passage.number: (passage.start, passage.end) for passage in document.passages}

    @property
    def ungrounded(self) -> tuple[Ungrounded, ...]:
        """What did not hold, in the order it was handed in."""
        return tuple(self._recorded)

    def quote(self, draft: QuoteDraft) -> Quote | None:
        """Return the quote as it stands in the document, or None (and record why)."""
        near = self._ranges.get(draft.passage) if draft.passage is not None else None
        span = self._aligner.find(draft.text, near)
        if span is None:
            hidden = next((each for each in self.document.hidden if draft.text.strip() in each.text), None)
            reason = f"it stands only in text a reader does not see ({hidden.origin})" if hidden else None
            self.lost(draft.text, reason or NOT_FOUND)
            return None
        if overlaps(self.instructions, span.start, span.end):
            self.lost(draft.text, "it stands in text that addresses an automated reader")
            return None
        if self._speaker(span.start) != self._speaker(span.end - 1):
            self.lost(draft.text, "it joins the words of two speakers")
            return None
        return self.at(span.start, span.end, span.alignment == "exact")

    def set_aside(self, drafts: Iterable[QuoteDraft]) -> None:
        """Add text that a reader took for an instruction, where its words bear that out."""
        for draft in drafts:
            span = self._aligner.find(draft.text, self._ranges.get(draft.passage or 0))
            if span and hidden_instruction(draft.text) and not overlaps(self.instructions, span.start, span.end):
                insort(self.instructions, (span.start, span.end))

    def at(self, start: int, end: int, exact: bool = True) -> Quote:
        """Return the quote of a range of the document's text."""
        document = self.document
        passage = document.passage_at(start)
        low, high = (passage.start, max(passage.end, end)) if passage else (0, len(document.text))
        context = sentence_around(document.text, start, end, low, high)
        return Quote(
            text=document.text[start:end],
            start=start,
            end=end,
            alignment="exact" if exact else "normalized",
            origin=self.origin,
            where=document.where(start),
            speaker=passage.speaker if passage else None,
            side=passage.side if passage else None,
            doubt=passage.doubt if passage else None,
            context_start=context[0],
            context_end=context[1],
        )

    def hidden_quote(self, number: int, hidden: Hidden) -> Quote:
        """Return a hidden text as the quote a flag shows; never used as evidence."""
        return Quote(
            text=hidden.text,
            start=0,
            end=len(hidden.text),
            alignment="exact",
            origin=f"hidden:{number}",
            where=hidden.origin,
            context_start=0,
            context_end=len(hidden.text),
        )

    def supporting(self, drafts: tuple[QuoteDraft, ...]) -> tuple[Quote, ...]:
        """Return a claim's quotes that are there and that their sentence does not take back."""
        kept: dict[tuple[int, int], Quote] = {}
        asked: dict[tuple[int, int], Quote] = {}
        for draft in drafts:
            quote = self.quote(draft)
            if quote is None:
                continue
            block = self.block(quote)
            if block in ("negated", "reported"):
                self.out_of_context.append((quote, block))
                self.lost(quote.text, _REASON[block])
            else:
                kept.setdefault((quote.start, quote.end), quote)
                if block == "asked":
                    asked[quote.start, quote.end] = quote
        if len(asked) == len(kept):
            for quote in asked.values():
                self.lost(quote.text, _REASON["asked"])
            return ()
        return tuple(kept.values())

    def block(self, quote: Quote) -> Block | None:
        """Return what in the quote's sentence takes its support away."""
        before, after = self._other_halves(quote)
        low, high = quote.context_start, quote.context_end
        if not before and not after:
            return blocked(self.document.text, quote.start, quote.end, (low, high))
        whole = f"{before} {self.document.text[low:high]} {after}"
        shift = len(before) + 1 - low
        return blocked(whole, quote.start + shift, quote.end + shift, (0, len(whole)))

    def _other_halves(self, quote: Quote) -> tuple[str, str]:
        """The beginning and the end of the quote's sentence in the passages beside, where all are nobody's.

        "We never" and "trained it from scratch" given to two speakers is still one denial.
        """
        text, passages = self.document.text, self.document.passages
        passage = self.document.passage_at(quote.start)
        if passage is None or passage.doubt is None:
            return "", ""
        before = after = ""
        if passage.number > 1 and quote.context_start == passage.start:
            other = passages[passage.number - 2]
            if other.doubt == passage.doubt and not text.endswith(SENTENCE_ENDS, other.start, other.end):
                low, _ = sentence_around(text, other.end - 1, other.end, other.start, other.end)
                before = text[low : other.end]
        if passage.number < len(passages) and quote.context_end == passage.end:
            other = passages[passage.number]
            if other.doubt == passage.doubt and not text.endswith(SENTENCE_ENDS, passage.start, passage.end):
                _, high = sentence_around(text, other.start, other.start + 1, other.start, other.end)
                after = text[other.start : high]
        return before, after

    def fact(self, draft: FactDraft) -> Fact | None:
        """Return the grounded fact, its modality and author corrected by the sentence, or None."""
        if not draft.quotes:
            self.lost(f"{draft.kind.value} {draft.value}", NO_QUOTE)
        quotes = tuple(quote for each in draft.quotes if (quote := self.quote(each)))
        if not quotes or not self._says(draft, quotes):
            return None
        if draft.kind in _SETTLING and not self._of_making(quotes):
            self.lost(
                quotes[0].text, f"these words do not tell how a model is made (as {draft.kind.value} {draft.value})"
            )
            return None
        if draft.value == "from_scratch" and not self._of_a_model(quotes):
            self.lost(quotes[0].text, "these words say that something was built, not that a model was trained")
            return None
        modality, by = draft.modality, draft.by
        if draft.kind in _GUARDED and draft.value != "unchanged":
            blocks = [self.block(quote) for quote in quotes]
            if all(block == "negated" for block in blocks):
                self.lost(quotes[0].text, f"{_REASON['negated']} (as {draft.kind.value} {draft.value})")
                return None
            first = next((block for block in blocks if block != "asked"), "asked")
            if first == "reported":
                by = By.THIRD_PARTY
            if first in _MODALITY and modality in (Modality.DONE, Modality.IN_PROGRESS):
                modality = _MODALITY[first]
        if by is By.VENDOR and all(quote.side is Side.CUSTOMER for quote in quotes):
            by = By.CUSTOMER
        interval = (
            Interval(low=draft.low, high=draft.high)
            if draft.low is not None and draft.high is not None and draft.low <= draft.high
            else None
        )
        return Fact(
            kind=draft.kind,
            value=draft.value,
            unit=draft.unit,
            interval=interval,
            quotes=quotes,
            source=self.origin,
            by=by,
            modality=modality,
        )

    def _of_making(self, quotes: tuple[Quote, ...]) -> bool:
        """Whether the quotes tell how a model is made; in an answer, the question says what it is about."""
        return self.origin != "document" or any(speaks_of_making(self._sentence(quote)) for quote in quotes)

    def _of_a_model(self, quotes: tuple[Quote, ...]) -> bool:
        """Whether what came from scratch is a model; in an answer, the question says what it is about."""
        text = self.document.text
        return self.origin != "document" or any(
            is_of_a_model(text, each.context_start, each.context_end) for each in quotes
        )

    def _sentence(self, quote: Quote) -> str:
        return self.document.text[quote.context_start : quote.context_end]

    def answer(self, draft: AnswerDraft) -> Answer | None:
        """Return the grounded answer, or None where no quote of it holds."""
        if not draft.quotes and draft.directness is not Directness.ABSENT:
            self.lost(draft.text or f"an answer to {draft.question}", NO_QUOTE)
        quotes = tuple(quote for each in draft.quotes if (quote := self.quote(each)))
        if not quotes:
            return None
        return Answer(question=draft.question, directness=draft.directness, text=draft.text, quotes=quotes)

    def _says(self, draft: FactDraft, quotes: tuple[Quote, ...]) -> bool:
        """Whether a fact's number is that of its words, and its base model named in the document at all."""
        if isinstance(draft.value, float):
            stated = [
                each for quote in quotes for each in quantities(quote.text) if FACT_KINDS.get(each.kind) == draft.kind
            ]
            if not stated or any(_agrees(draft.value, each) for each in stated):
                return True
            self.lost(quotes[0].text, f"these words do not say {draft.kind.value} {draft.value:g}")
            return False
        first = draft.value.casefold().split()[:1]
        if draft.value == "none" and self.origin != "document":
            return True  # the answer to which base it is
        if draft.kind is FactKind.BASE_MODEL and first and first[0] not in self.document.text.casefold():
            self.lost(draft.value, "the document does not name this model")
            return False
        return True

    def _speaker(self, at: int) -> str | None:
        passage = self.document.passage_at(at)
        return passage.speaker if passage else None

    def fallen(self, draft: ClaimDraft) -> None:
        """Record what came with a claim that no quote bears out."""
        if not draft.quotes:
            self.lost(draft.statement or draft.subject, NO_QUOTE)
        for fact in filter(None, map(self.fact, draft.facts)):
            self.lost(fact.quotes[0].text, f"{CLAIM_FELL} (as {fact.kind.value} {fact.value})")
        for answer in filter(None, map(self.answer, draft.answers)):
            self.lost(answer.quotes[0].text, f"{CLAIM_FELL} (as an answer to {answer.question})")

    def lost(self, text: str, reason: str) -> None:
        """Record, once, what a reader handed in and the document does not bear out."""
        self._recorded.setdefault(Ungrounded(text=text, reason=reason))


def _agrees(value: float, stated: Quantity) -> bool:
    """Whether a value is a stated quantity, in its own or another unit of time: "three weeks" is 504 h or 3."""
    slack = 0.05 * abs(value)
    if stated.low - slack <= value <= stated.high + slack:
        return True
    return stated.kind == "duration"
