"""Utterances of a call, as captions and call exports give them, joined into the turns of one text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from auditor.documents.reading import Stretch
from auditor.grounding import SENTENCE_ENDS
from auditor.schema import Place

_SILENCE = 2.0
"""Seconds without speech after which unlabelled speech is a passage of its own."""
_A_PASSAGE = 6
"""Utterances of unlabelled speech that make a passage."""
_LONGEST = 100 * 3600


class Utterance(NamedTuple):
    """Words said in one go."""

    text: str
    """On one line, no white space at its ends."""
    label: str | None = None
    """Whose words they are, as the file has it; None where it does not say."""
    start: float | None = None
    """Seconds from the beginning of the call."""
    end: float | None = None
    place: str | None = None
    """"cue 14", "segment 3"; None where the words go on in the place before."""
    fresh: bool = False
    """Somebody begins to speak, though it is not said who."""
    doubt: str | None = None
    """Why the words are nobody's, in a sentence; then there is no label."""


class Spoken(NamedTuple):
    """Utterances as one text."""

    text: str
    stretches: tuple[Stretch, ...]
    places: tuple[Place, ...]


def join(utterances: Iterable[Utterance], *, between: str, whole: bool = False) -> Spoken:
    """Join utterances (at least one) into turns; ``between`` stands between the utterances of one turn.

    ``whole`` cuts unlabelled speech only where a sentence ends, if sentences end at all.
    """
    held = list(utterances)
    labelled = any(each.label for each in held)
    whole = whole and any(each.text.endswith(SENTENCE_ENDS) for each in held)
    pieces: list[str] = []
    stretches: list[Stretch] = []
    places: list[Place] = []
    at = begun = count = 0
    first = before = held[0]
    for each in held:
        full = count >= _A_PASSAGE and (not whole or before.text.endswith(SENTENCE_ENDS) or count >= 2 * _A_PASSAGE)
        loose = not labelled and each.place is not None and (full or _pause(before, each))
        other = (each.label, each.doubt) != (first.label, first.doubt)
        new = other or loose or (each.fresh and not each.label)
        if pieces:
            if new:
                stretches.append(Stretch(begun, at, first.label, stamp(first.start), first.doubt))
            pieces.append("\n\n" if new else between)
            at += len(pieces[-1])
        if not pieces or new:
            begun, count, first = at, 0, each
        if each.place is not None:
            time = stamp(each.start)
            places.append(Place(start=at, label=f"{each.place}, {time}" if time else each.place))
            count += 1
        pieces.append(each.text)
        at += len(each.text)
        before = each
    stretches.append(Stretch(begun, at, first.label, stamp(first.start), first.doubt))
    return Spoken("".join(pieces), tuple(stretches), tuple(places))


def _pause(before: Utterance, after: Utterance) -> bool:
    if before.end is None or after.start is None:
        return True
    return after.start - before.end > _SILENCE


def stamp(seconds: float | None) -> str | None:
    """Seconds as HH:MM:SS; None for a time that no call reaches."""
    if seconds is None or not 0 <= seconds < _LONGEST:
        return None
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
