"""What the readers of call exports hand over, and how it becomes a reading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.documents.doubts import apart
from auditor.documents.invisible import clean
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Party, Reading, Source
from auditor.documents.utterances import Utterance, join

_RUSHED = 1000.0
"""Letters a second that nobody speaks: usual speech has about fifteen."""
_DRAWN = 0.1
_ENOUGH = 5
"""Beginnings that tell a rate where no end is given: a few may lie far apart."""
_PRIVATE = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|protonmail|pm|zoho"
    r"|yandex|fastmail|hey|mail)\."
)
_ADDRESS = re.compile(r"[^@\s<>]{1,100}@(?:mail\.|email\.)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})", re.IGNORECASE)
_DAY = re.compile(r"((?:19|20)\d{2}-\d{2}-\d{2})(?:[T ]|$)")


@dataclass(frozen=True)
class Call:
    """One call as an export holds it."""

    said: Sequence[Utterance]
    parties: Mapping[str, Party] = field(default_factory=dict)
    date: str | None = None
    notices: tuple[str, ...] = ()


def reading_of(call: Call, source: Source, format: str) -> Reading | None:
    """Return the reading of a call; None where nothing is said in it."""
    if not call.said:
        return None
    # A line an utterance, so that what hides across one is found and the lines still count.
    cleaned = clean("\n".join(" ".join(each.text.split()) for each in call.said))
    texts = cleaned.text.split("\n")
    said = [
        each._replace(text=line, label=_shown(each.label))
        for each, text in zip(call.said, texts, strict=True)
        if has_words(line := " ".join(text.split()))
    ]
    if not said:
        return None
    spoken = join(apart(said), between=" ", whole=True)
    return Reading(
        spoken.text,
        spoken.stretches,
        spoken=True,
        hidden=source.hidden + cleaned.hidden,
        places=spoken.places,
        notices=source.notices + cleaned.notices + call.notices,
        parties={shown: party for label, party in call.parties.items() if (shown := _shown(label))},
        format=format,
        date=call.date,
    )


def _shown(label: str | None) -> str | None:
    return " ".join(clean(label).text.split()) or None if label else None


def in_seconds(said: Sequence[Utterance], *, unit: float) -> tuple[list[Utterance], tuple[str, ...]]:
    """Return utterances with times in seconds, from times in a unit (1 s or 0.001 s) that the export should have.

    Where nobody could speak so fast or so slowly it is the other unit, and a notice says so.
    """
    rate = _letters_a_second(said, unit)
    notices: tuple[str, ...] = ()
    if rate is not None and unit < 1 and rate > _RUSHED:
        notices = (_read_as("seconds", "milliseconds", rate),)
        unit = 1.0
    elif rate is not None and unit == 1 and rate < _DRAWN:
        notices = (_read_as("milliseconds", "seconds", rate),)
        unit = 0.001
    times = [
        each._replace(
            start=None if each.start is None else each.start * unit, end=None if each.end is None else each.end * unit
        )
        for each in said
    ]
    return times, notices


def _letters_a_second(said: Sequence[Utterance], unit: float) -> float | None:
    lengths = [
        (len(each.text), each.end - each.start)
        for each in said
        if each.start is not None and each.end is not None and each.end > each.start
    ]
    if lengths:
        return sum(letters for letters, _ in lengths) / (sum(time for _, time in lengths) * unit)
    starts = [each.start for each in said if each.start is not None]
    if len(starts) < _ENOUGH or max(starts) <= min(starts):
        return None
    return sum(len(each.text) for each in said[:-1]) / ((max(starts) - min(starts)) * unit)


def _read_as(unit: str, other: str, rate: float) -> str:
    letters = f"{rate:,.0f}" if rate > 1 else f"{rate:.2g}"
    return f"The times were read as {unit}: as {other} they would mean {letters} letters spoken a second."


def company_of(address: str) -> str | None:
    """Return the domain of an e-mail address, unless anybody can have an address there."""
    found = _ADDRESS.search(address)
    if not found:
        return None
    domain = found[1].lower()
    return None if _PRIVATE.match(domain) else domain


def day_of(text: str) -> str | None:
    """Return the ISO date that a timestamp begins with."""
    found = _DAY.match(text)
    return found[1] if found else None
