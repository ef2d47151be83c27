"""Texts: quotes that are looked for, numbers that are read, orders to automated readers, sums that are checked."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from random import Random

from auditor.check import check
from auditor.grounding import Aligner, blocked, lowered, sentence_around
from auditor.instructions import addressed_to_readers
from auditor.quantities import quantities
from auditor.render.markdown import render_numbers as memo
from auditor.render.terminal import render_numbers as page
from fuzz.expect import same_words, told
from fuzz.mutate import Raw, text

BETWEEN = "\x1e"
"""What parts a text from the quote that is looked for in it."""
_LAYOUT = (
    " ",
    "\n",
    "\r\n",
    "\n> ",
    "\n- ",
    "\u00a0",
    "\u2009",
    "**",
    "*",
    "_",
    "#",
    "’",
    "'",
    "“",
    '"',
    "–",
    "-",
    "…",
)
_TURNS = (
    "not",
    "now",
    "never",
    "ever",
    "n't",
    "n’t",
    "no ",
    "5",
    "15",
    "1.5",
    "1,500",
    "-5",
    "5-",
    "un",
    "pre-",
    "-free",
)


def grounded(data: bytes) -> None:
    """Look for a quote: what is found has the same words, figures and negations, and is found again."""
    whole, _, quote = data.decode("utf-8", "replace").partition(BETWEEN)
    aligner = Aligner(whole)
    middle = len(whole) // 2
    for near in (None, (0, middle), (middle, len(whole))):
        span = aligner.find(quote, near)
        if span is None:
            continue
        assert 0 <= span.start < span.end <= len(whole)
        found = whole[span.start : span.end]
        if span.alignment == "exact":
            assert found == quote.strip(), "found as exact, and not the same"
        same_words(quote, found)
        again = aligner.find(found)
        assert again is not None, "what was found is not found again"
        low, high = sentence_around(whole, span.start, span.end)
        assert 0 <= low <= span.start < span.end <= high <= len(whole)
        blocked(whole, span.start, span.end, (low, high))


def beside(data: bytes, random: Random, raw: Raw) -> bytes:
    """Return a text and a quote with one of them changed: often the quote is a slice of the text laid out anew."""
    whole, _, quote = data.decode("utf-8", "replace").partition(BETWEEN)
    if random.random() < 0.4:
        whole = text(whole.encode(), random, raw, (*_LAYOUT, *_TURNS)).decode("utf-8", "replace")
    else:
        low = random.randint(0, len(whole))
        quote = whole[low : low + random.randint(1, 60)]
        for _ in range(random.randint(0, 3)):
            at = random.randint(0, len(quote))
            quote = quote[:at] + random.choice((*_LAYOUT, *_TURNS, "")) + quote[at + random.randint(0, 2) :]
        if random.random() < 0.5:
            at = random.randint(0, len(whole))
            whole = whole[:at] + random.choice((*_LAYOUT, *_TURNS)) + whole[at:]
    return f"{whole}{BETWEEN}{quote}".encode("utf-8", "replace")


def counted(data: bytes) -> None:
    """Read the numbers of a text: each stands in it, in order, within its interval."""
    whole = data.decode("utf-8", "replace")
    found = list(quantities(whole))
    for each in found:
        assert 0 <= each.start < each.end <= len(whole), "a number outside its text"
        assert whole[each.start : each.end].strip(), "a number without a word"
        assert all(map(isfinite, (each.low, each.value, each.high))), "a number without end"
        # "under $5M" ends just short of the number it names.
        assert 0 <= each.low <= each.value <= 1.002 * each.high, "a number outside its interval"
    assert all(one.start <= two.start for one, two in pairwise(found)), "numbers out of order"


def checked(data: bytes) -> None:
    """Check the arithmetic of a statement and print it."""
    found = told(lambda: check(data.decode("utf-8", "replace"), as_of="2026-11-22"))
    if found is not None:
        found.model_dump_json(by_alias=True)
        assert page(found, width=80, color=False)
        assert memo(found)


def instructed(data: bytes) -> None:
    """Find what addresses automated readers: ranges of the text, in order and apart."""
    whole = data.decode("utf-8", "replace")
    assert len(lowered(whole)) == len(whole)
    ranges = addressed_to_readers(whole)
    assert all(0 <= low < high <= len(whole) for low, high in ranges)
    assert all(one[1] <= two[0] for one, two in pairwise(ranges))
