"""From a reading to a Document: kind, turns, sides, vendor, date and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from auditor.documents.dates import date_of
from auditor.documents.language import language_of
from auditor.documents.reading import Reading, Stretch
from auditor.instructions import hidden_instruction
from auditor.schema import Document, DocumentKind, Hidden, Passage, Speaker

_LONGEST_PASSAGE = 4_000
"""Characters; a longer paragraph or monologue is several passages, so that a draft's number says where to look."""


def assemble(
    reading: Reading,
    *,
    id: str,
    name: str,
    format: str,
    kind: Literal["auto", "marketing", "transcript"],
    vendor: str | None,
    vendor_speakers: Sequence[str] = (),
) -> Document:
    """Return the document of a reading; ``vendor_speakers`` are who a person says speak for the vendor."""
    settled, stretches = _kind(reading, kind)
    language, doubts = language_of(reading.text)
    passages: Iterable[Passage]
    speakers: tuple[Speaker, ...] = ()
    hidden = reading.hidden
    if settled == "transcript":
        from auditor.documents.doubts import settled as without_doubtful
        from auditor.documents.people import read_people
        from auditor.documents.sides import settle_sides

        hidden += _labels(stretches)
        stretches = without_doubtful(reading.text, stretches)
        people = read_people(reading.text, stretches, reading.parties)
        sides = settle_sides(reading.text, stretches, people, vendor, vendor_speakers)
        vendor = sides.vendor or vendor
        speakers = tuple(sides.speakers())
        passages = (
            Passage(
                number=number,
                start=start,
                end=end,
                speaker=people.name_of(stretch.label),
                side=sides.of(stretch.label),
                time=stretch.time,
                doubt=stretch.doubt,
            )
            for number, (stretch, start, end) in enumerate(_pieces(reading.text, stretches), start=1)
        )
    else:
        passages = (
            Passage(number=number, start=start, end=end)
            for number, (_, start, end) in enumerate(_pieces(reading.text, stretches), start=1)
        )
    return Document(
        id=id,
        name=name,
        kind=settled,
        format=reading.format or format,
        text=reading.text,
        passages=tuple(passages),
        speakers=speakers,
        hidden=hidden,
        places=reading.places,
        vendor=vendor,
        date=reading.date or date_of(reading.text),
        language=language,
        notices=(*reading.notices, *doubts, *_voices(speakers)),
    )


def _voices(speakers: Iterable[Speaker]) -> Iterator[str]:
    """Say that labels of voices are no names."""
    from auditor.documents.voices import is_voice

    voice = next((speaker.name for speaker in speakers if is_voice(speaker.name)), None)
    if voice:
        yield f"Labels such as {voice} tell voices apart; whose voices they are, the transcript does not say."


def _labels(stretches: Iterable[Stretch]) -> tuple[Hidden, ...]:
    """Labels that speak to automated readers: a name is no statement, so nothing else would show them."""
    labels = dict.fromkeys(stretch.label for stretch in stretches if stretch.label)
    return tuple(Hidden(text=label, origin="speaker's name") for label in labels if hidden_instruction(label))


def _pieces(text: str, stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, int, int]]:
    """Yield each stretch, a long one in pieces that end with a sentence, a line or at least a word."""
    for stretch in stretches:
        start = stretch.start
        while stretch.end - start > _LONGEST_PASSAGE:
            high = start + _LONGEST_PASSAGE
            low = start + _LONGEST_PASSAGE // 2
            ends = (text.rfind(mark, low, high) for mark in (". ", "? ", "\n", " "))
            end = next((at + 1 for at in ends if at >= 0), high)
            yield stretch, start, end
            start = end
            while start < stretch.end and text[start].isspace():
                start += 1
        yield stretch, start, stretch.end


def _kind(reading: Reading, kind: str) -> tuple[DocumentKind, tuple[Stretch, ...]]:
    if kind == "marketing":
        return "marketing", reading.stretches
    if reading.spoken:
        return "transcript", reading.stretches
    from auditor.documents.turns import find_turns

    turns = find_turns(reading.text)
    if turns and turns.stretches and (kind == "transcript" or turns.convincing):
        return "transcript", turns.stretches
    return ("transcript" if kind == "transcript" else "marketing"), reading.stretches
