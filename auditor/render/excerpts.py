"""The sentence around a quote: what a reader must see to judge it.

Quotes whose sentences overlap share one excerpt, with each quote marked in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.render import labels
from auditor.render.plain import one_line, squeezed
from auditor.schema import Quote, Report

REACH = 320
"""Characters of a very long sentence kept on each side of a quote, unless all is asked for."""


@dataclass(frozen=True)
class Part:
    """A stretch of an excerpt."""

    text: str
    quoted: bool
    start: int | None = None
    """Where a quoted stretch begins and ends in its text; None where the text is not at hand."""
    end: int | None = None


@dataclass(frozen=True)
class Excerpt:
    """A sentence as safe text on one line, cut where quotes begin and end."""

    place: str
    """Where it stands and who said it: "cue 14, 00:03:12 · Dana Reyes (vendor)"."""
    parts: tuple[Part, ...]
    normalized: bool
    """Whether a quote matched only after white space and typography were folded."""
    origin: str = "document"
    """The text the offsets of the parts count in, as quotes name it."""


def excerpts(quotes: Iterable[Quote], report: Report | None, *, whole: bool = False) -> list[Excerpt]:
    """Return the excerpts of quotes in order of first mention; without a report, the bare quotes."""
    groups: list[tuple[str | None, list[Quote]]] = []
    near: defaultdict[tuple[str, int], list[int]] = defaultdict(list)  # stretch of a text to the groups that reach it
    for quote in quotes:
        text = None if report is None else source(quote, report)
        low, high = min(quote.context_start, quote.start), max(quote.context_end, quote.end)
        reach = range(max(low, 0) // REACH, min(high, len(text or "")) // REACH + 1)
        stretches = [(quote.origin, at) for at in reach] if text is not None else []
        candidates = sorted({group for stretch in stretches for group in near[stretch]})
        joined = (group for group in candidates if groups[group][0] == text and _any_overlap(quote, groups[group][1]))
        home = next(joined, len(groups))
        if home == len(groups):
            groups.append((text, []))
        groups[home][1].append(quote)
        for stretch in stretches:
            if home not in near[stretch]:
                near[stretch].append(home)
    return [_excerpt(text, members, report, whole) for text, members in groups]


def marks(excerpt: Excerpt) -> tuple[str, str]:
    """Return the two marks to put around quotes in plain text: guillemets, unless the text has its own."""
    taken = any(mark in part.text for part in excerpt.parts for mark in "«»")
    return ("⟦", "⟧") if taken else ("«", "»")


def marked(excerpt: Excerpt) -> str:
    """Return an excerpt as plain text with its quotes between marks."""
    left, right = marks(excerpt)
    return "".join(f"{left}{part.text}{right}" if part.quoted else part.text for part in excerpt.parts)


def source(quote: Quote, report: Report) -> str | None:
    """Return the text a quote's offsets index into, or None where the report does not hold it."""
    kind, _, name = quote.origin.partition(":")
    texts: list[str] = []
    if kind == "document":
        texts = [report.document.text]
    elif kind == "hidden" and name.isdecimal():
        texts = [report.hidden[n].text for n in (int(name), int(name) - 1) if 0 <= n < len(report.hidden)]
    elif kind == "answer":
        answers = [answer for finding in report.findings for answer in finding.answers]
        texts = [answer.text for answer in (*report.answers, *answers) if answer.question == name]
    for text in texts:
        if text[quote.start : quote.end] == quote.text:
            return text
    return None


def place(quote: Quote, report: Report | None = None) -> str:
    """Return where a quote stands, and who said it, for a person."""
    label = one_line(quote.where)
    kind, _, name = quote.origin.partition(":")
    if kind == "answer":
        label = f"answer to {one_line(name)}" + (f", {label}" if label else "")
    elif kind == "hidden":
        origins = [hidden.origin for hidden in report.hidden] if report else []
        number = int(name) if name.isdecimal() else -1
        origin = f" ({one_line(origins[number])})" if 0 <= number < len(origins) else ""
        label = f"text a reader does not see{origin}" + (f", {label}" if label else "")
    if quote.speaker:
        side = labels.SIDE.get(quote.side, "") if quote.side else ""
        label += f" · {one_line(quote.speaker)}{f' ({side})' if side else ''}"
    return label


def _any_overlap(quote: Quote, others: Iterable[Quote]) -> bool:
    return any(_overlap(quote, other) for other in others)


def _overlap(a: Quote, b: Quote) -> bool:
    return (
        a.origin == b.origin
        and a.speaker == b.speaker
        and min(a.context_start, a.start) < max(b.context_end, b.end)
        and min(b.context_start, b.start) < max(a.context_end, a.end)
    )


def _excerpt(text: str | None, quotes: list[Quote], report: Report | None, whole: bool) -> Excerpt:
    normalized = any(quote.alignment == "normalized" for quote in quotes)
    label = place(quotes[0], report)
    if text is None:
        return Excerpt(label, (Part(one_line(quotes[0].text), True),), normalized, quotes[0].origin)
    start = min(min(quote.context_start, quote.start) for quote in quotes)
    end = min(max(max(quote.context_end, quote.end) for quote in quotes), len(text))
    parts: list[Part] = []
    at = max(start, 0)
    for low, high in _union(quotes):
        parts.append(Part(text[at:low], False))
        parts.append(Part(text[low:high], True, low, high))
        at = high
    parts.append(Part(text[at:end], False))
    last = len(parts) - 1
    safe = [
        replace(part, text=_cut(squeezed(part.text), part.quoted or whole, n == 0, n == last))
        for n, part in enumerate(parts)
    ]
    safe[0] = replace(safe[0], text=safe[0].text.lstrip())
    safe[-1] = replace(safe[-1], text=safe[-1].text.rstrip())
    return Excerpt(label, tuple(part for part in safe if part.text), normalized, quotes[0].origin)


def _union(quotes: list[Quote]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for start, end in sorted((quote.start, quote.end) for quote in quotes):
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return ranges


def _cut(text: str, keep: bool, first: bool, last: bool) -> str:
    if keep or len(text) <= (REACH if first or last else 2 * REACH):
        return text
    head = "" if first else text[:REACH].rpartition(" ")[0] or text[:REACH]
    tail = "" if last else text[-REACH:].partition(" ")[2] or text[-REACH:]
    return f"{head} […] {tail}"
