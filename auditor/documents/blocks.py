"""Blocks of text with their places, collected by a reader and joined into a reading."""

from __future__ import annotations

import re

from auditor.documents.invisible import clean
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Reading, Stretch
from auditor.schema import Hidden, Place

_BETWEEN = "\n\n"


class Blocks:
    """What a reader has seen so far: blocks in order, each with its place, and what is hidden."""

    def __init__(self) -> None:
        self.hidden: list[Hidden] = []
        self._pieces: list[str] = []
        self._stretches: list[Stretch] = []
        self._places: list[Place] = []
        self._at = 0

    def show(self, text: str, place: str, label: str | None = None) -> None:
        """Add a block that a reader sees, and who says it; one without a letter or digit is left out."""
        text = self._cleaned(text)
        if has_words(text):
            start = self._append(_BETWEEN, text, place)
            self._stretches.append(Stretch(start, self._at, label))

    def frame(self, text: str, place: str) -> None:
        """Add text that a reader sees and that says nothing of its own: a mail's header lines."""
        text = self._cleaned(text)
        if has_words(text):
            self._append(_BETWEEN, text, place)

    def go_on(self, text: str, place: str, between: str = " ") -> None:
        """Add text to the last block that stands in another place of the file: a sentence over two pages."""
        text = self._cleaned(text)
        if has_words(text):
            self._append(between, text, place)
            self._stretches[-1] = self._stretches[-1]._replace(end=self._at)

    def hide(self, text: str, origin: str) -> None:
        """Add text that a reader does not see."""
        words = " ".join(clean(text).text.split())
        if has_words(words):
            self.hidden.append(Hidden(text=words, origin=origin))

    def reading(self, *, notices: tuple[str, ...] = (), spoken: bool = False, date: str | None = None) -> Reading:
        """Return everything as one text, blocks a blank line apart."""
        return Reading(
            "".join(self._pieces),
            tuple(self._stretches),
            spoken,
            hidden=tuple(self.hidden),
            places=tuple(self._places),
            notices=notices,
            date=date,
        )

    def _cleaned(self, text: str) -> str:
        cleaned = clean(text)
        self.hidden.extend(cleaned.hidden)
        return cleaned.text

    def _append(self, between: str, text: str, place: str) -> int:
        if not self._pieces:
            between = ""
        start = self._at + len(between)
        self._pieces += [between, text]
        self._at = start + len(text)
        if not self._places or self._places[-1].label != place:
            self._places.append(Place(start=start if self._places else 0, label=place))
        return start


def squeezed(text: str) -> str:
    """Text with single spaces and without empty lines; its line ends stay."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines).strip("\n")).strip()
