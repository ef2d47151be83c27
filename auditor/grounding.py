"""Finding a quote in a text, and reading the sentence it stands in.

A quote is found when its characters are there: exactly, or after folding what carries no meaning
(whitespace, line wraps, typographic quotes and dashes, Markdown emphasis). Case, digits and words are never
folded and nothing is ever repaired, so a found quote is always the slice ``text[start:end]``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from auditor.patterns import Lazy

Alignment = Literal["exact", "normalized"]

_FOLD = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "…": "…",
    }
)  # fmt: skip
_MARKUP = Lazy(r"[*_#]+")
_TAKEN_BACK = Lazy(r"['’]t\b|[-‐‑](?:free|less|like|style|class|grade|level|compatible|inspired|agnostic)\b", re.I)
"""What, joined to the last word of a range, turns its meaning: "we can|'t", "GPT-4|-class"."""
_NUMBER_BEFORE = Lazy(r"(?:(?:^|[\s(~$€£])\d[\d.,]*\s?[-‐‑–—−]|(?:^|[\s(])[-−])$")
"""The rest of a number that a range starts in the middle of: "2-|5 GPUs", "-|5 points"."""
_LINE_MARKUP = Lazy(r"^[ \t]*(?:>+|[-+•])[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range and how it was found."""

    start: int
    end: int
    alignment: Alignment


class Aligner:
    """Finds quotes in one text; the folded copy is made once, on first need."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, quote: str, near: tuple[int, int] | None = None) -> Span | None:
        """Return where a quote stands, looking first inside ``near`` (a range of the text), or None."""
        quote = quote.strip()
        if not any(character.isalnum() for character in quote):
            return None
        regions = [near, (0, len(self.text))] if near else [(0, len(self.text))]
        for low, high in regions:
            span = self._exact(quote, low, high) or self._normalized(quote, low, high)
            if span:
                return span
        return None

    def _exact(self, quote: str, low: int, high: int) -> Span | None:
        start = self.text.find(quote, low, high)
        while start >= 0:
            end = start + len(quote)
            if _whole(self.text, start, end):
                return Span(start, end, "exact")
            start = self.text.find(quote, start + 1, high)
        return None

    def _normalized(self, quote: str, low: int, high: int) -> Span | None:
        folded, index = self._folded
        needle = fold(quote)[0].strip()
        if not needle:
            return None
        first, last = bisect_right(index, low - 1), bisect_right(index, high - 1)
        at = folded.find(needle, first, last)
        while at >= 0:
            start, end = index[at], index[at + len(needle) - 1] + 1
            if _whole(self.text, start, end):
                return Span(start, end, "normalized")
            at = folded.find(needle, at + 1, last)
        return None

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return fold(self.text)


_ODD = Lazy("[\u0370-\u03ff\u0400-\u052f\uff01-\uff5e\U0001d400-\U0001d7ff]")
"""Where letters and digits that look like Latin ones come from: Greek, Cyrillic, full-width, mathematical."""


def latin(text: str) -> str:
    """Return the text with look-alikes of Latin letters and digits as those, at the same length."""
    return text.translate(_lookalikes()) if not text.isascii() and _ODD.search(text) else text


@cache
def _lookalikes() -> dict[int, str]:
    cyrillic = zip("аеорсхуієѕјԁһԛԝАВЕКМНОРСТХІЅЈ", "aeopcxyiesjdhqwABEKMHOPCTXISJ", strict=True)
    greek = zip("οαεινρτυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oaeivptukABEZHIKMNOPTYX", strict=True)
    table = {ord(odd): plain for odd, plain in (*cyrillic, *greek)}
    for code in (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain.isascii():
            table[code] = plain
    return table


def lowered(text: str) -> str:
    """Return the text in lower case at the same length: the few letters that would grow stay as they are."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def fold(text: str) -> tuple[str, list[int]]:
    """Return the text without layout, and for each of its characters the offset it came from."""
    skip = [False] * len(text)
    for match in _LINE_MARKUP.finditer(text):
        skip[match.start() : match.end()] = [True] * (match.end() - match.start())
    for match in _MARKUP.finditer(text):
        for offset in range(match.start(), match.end()):
            skip[offset] = not _means(text, offset, match)
    characters: list[str] = []
    index: list[int] = []
    space = True
    for offset, character in enumerate(text.translate(_FOLD)):
        if skip[offset]:
            continue
        if character.isspace():
            if not space:
                characters.append(" ")
                index.append(offset)
            space = True
            continue
        characters.append(character)
        index.append(offset)
        space = False
    return "".join(characters), index


def _means(text: str, at: int, run: re.Match[str]) -> bool:
    """Whether a mark is no emphasis: between two digits, or an underscore inside a word, as in Markdown."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if before.isdigit() and after.isdigit():
        return True
    return text[at] == "_" and before.isalnum() and after.isalnum()


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a range neither cuts a word nor a number: "trained" is not in "pre-trained", 5 not in 1.5."""
    if _TAKEN_BACK.match(text, end) and text[end - 1].isalnum():
        return False
    if text[start].isdigit() and _NUMBER_BEFORE.search(text, max(0, start - 16), start):
        return False
    if start and text[start].isalnum():
        if text[start - 1].isalnum() or _number_goes_on(text, start, -1):
            return False
        if start > 1 and text[start].isalpha() and text[start - 1] in "-‐‑" and text[start - 2].isalpha():
            return False
    last = text[end - 1]
    return not (end < len(text) and last.isalnum() and (text[end].isalnum() or _number_goes_on(text, end - 1, 1)))


def _number_goes_on(text: str, at: int, step: int) -> bool:
    """Whether the digit at ``at`` is joined by a point or comma to a further digit beyond the range."""
    beyond = at + 2 * step
    return text[at].isdigit() and text[at + step] in ".," and 0 <= beyond < len(text) and text[beyond].isdigit()


# --- the sentence around a quote ------------------------------------------------------------------

SENTENCE_ENDS = (".", "?", "!", "…", '."', ".”", '?"', "?”")
"""What a whole sentence ends in."""
_LOOK = 600
"""How far a sentence is followed from a quote before it is cut, in characters."""
_ABBREVIATION = Lazy(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|al|Inc|Ltd|Corp|Co|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|Eq|Sec|resp|est|"
    r"[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec|U\.S|U\.K|a\.m|p\.m)|\b[A-Z])\.$"
)
_BREAK = Lazy(r"[.!?…]+[\"'”’)\]*_]*(?=\s)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•+#>|✓✔✗✅→]|\d{1,2}[.)]\s|\[?\d\d?:\d\d))")


def sentence_around(text: str, start: int, end: int, low: int = 0, high: int | None = None) -> tuple[int, int]:
    """Return the range of the sentence(s) that a quote stands in, never leaving ``[low:high]``."""
    high = len(text) if high is None else high
    left = max(low, start - _LOOK)
    begin = left
    for match in _BREAK.finditer(text, left, start):
        if not _ABBREVIATION.search(text, max(left, match.end() - 12), match.end()):
            begin = match.end()
    finish = min(high, end + _LOOK)
    for match in _BREAK.finditer(text, max(start, end - 1), finish):
        if match.end() >= end and not _ABBREVIATION.search(text, max(left, match.end() - 12), match.end()):
            finish = match.end() if text[match.start()] != "\n" else match.start()
            break
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, max(finish, end)


# --- what just outside a quote takes its support away -----------------------------------------------

Block = Literal["negated", "planned", "offered", "conditional", "reported", "asked"]

_CLAUSE = Lazy(r"[,;:.!?()\n—–]|\s-+\s|\b(?:but|and|so|because|although|though|while|whereas|which)\b", re.I)
_NEGATOR = Lazy(
    r"\b(?:not|never|no|without|neither|nor|none|cannot|nobody|hardly|rather than|instead of|far from|\w+n['’]t)\b",
    re.I,
)
_NOT_ONLY = Lazy(r"(?:\bnot|n['’]t) (?:only|just|merely|simply)\b|\bno (?:doubt|longer just)\b", re.I)
_PLANNED = Lazy(
    r"\b(?:will|going to|gonna|plan(?:s|ned|ning)? (?:to|on)|intend(?:s|ed)? to|hope(?:s|d)? to|want(?:s|ed)? (?:us |you |me |them )?to|would like to|"
    r"aim(?:s|ing)? to|roadmap|next year|some day|someday|eventually|considered|thought about|look(?:ed|ing)? (?:at|into)|priced(?: up)?|toyed with|evaluated|explor(?:ed|ing)|talked about|decided against|"
    r"gave up on|ruled out|about to|supposed to|expect(?:s|ed)? to)\b|\b(?:I|we|they|it|you|he|she)['’]ll\b",
    re.I,
)  # fmt: skip
_OFFERED = Lazy(
    r"\b(?:you|we|customers|users|teams|clients|anyone) (?:can|could|may|might)\b|\b(?:lets|let|allows?|enables?) (?:you|users|customers|teams)\b",
    re.I,
)
_CONDITIONAL = Lazy(r"\b(?:if|unless|whether|could|might|may|would|should|supposing|imagine|as if|as though)\b", re.I)
_REPORTED = Lazy(
    r"\b(?:they (?:say|said|claim|told)|(?:competitors?|rivals?|others|everyone|people|some vendors) (?:say|claim|will tell)|"
    r"(?:says|said|claims|claimed) (?:it|they|he|she) |rumou?r)\b",
    re.I,
)
_NEGATED_ASIDE = Lazy(
    r"\b(?:not|never|nor|cannot|\w+n['’]t)\s*(?:,[^,;:.!?()]{1,60},|\([^()]{1,60}\)|[—–][^—–.!?]{1,60}[—–])\s*$",
    re.I,
)
_OWN_SUBJECT = Lazy(r"(?:we|i|it|they|he|she|you|our|the|this|that|there)\b", re.I)
"""A quote that opens with its own subject is no longer under a negation before it."""
_DENIED_AFTER = Lazy(
    r"^[\"'”’)\s]*,?\s*(?:that |this |which |it )?(?:is|was|are|were|that['’]s|it['’]s)?\s*(?:not|n['’]t|never)\s+(?:quite |really |actually )?"
    r"(?:true|correct|right|accurate|so\b|the case|what|how|something|possible|an option|on offer|happened|done)",
    re.I,
)


def blocked(text: str, start: int, end: int, sentence: tuple[int, int]) -> Block | None:
    """Return what, in the quote's own clause but outside the quote, takes its support away.

    "we never |trained from scratch|" is negated, "we plan to |fine-tune Llama|" planned, "you can |fine-tune
    it|" offered, "if we had |trained our own|" conditional, "they say they |trained it|" reported,
    "was it |trained from scratch|?" asked.
    """
    before = latin(text[sentence[0] : start])
    cut = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    clause = before[cut:]
    words = clause.split()
    near = " ".join(words[-7:])
    if _NEGATOR.search(near) and not _NOT_ONLY.search(near):
        return "negated"
    aside = _NEGATED_ASIDE.search(before) and not _OWN_SUBJECT.match(text[start:end])
    if aside or _DENIED_AFTER.match(text[end : sentence[1]]):
        return "negated"
    if _PLANNED.search(near):
        return "planned"
    if _OFFERED.search(near):
        return "offered"
    if _REPORTED.search(clause):
        return "reported"
    if _CONDITIONAL.search(near):
        return "conditional"
    if text[start : sentence[1]].rstrip(" \n\"'”’)*_").endswith("?"):
        return "asked"
    return None
