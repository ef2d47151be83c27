"""A document as it was read: its text, who says what in it, and the way back to the file."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from auditor.schema.record import Record
from auditor.schema.vocabulary import DocumentKind, Side


class Passage(Record):
    """A numbered stretch of the text: one speaker's turn in a transcript, else one paragraph."""

    number: int
    """1-based; drafts name it."""
    start: int
    end: int
    speaker: str | None = None
    side: Side | None = None
    """None where nobody speaks (marketing copy)."""
    time: str | None = None
    """Start of the turn as HH:MM:SS, where the file states one."""
    doubt: str | None = None
    """Why nobody is named although somebody speaks, in a sentence."""


class Speaker(Record):
    """One person of a transcript, or one voice that a recogniser told apart."""

    name: str
    """A name, or the label of a voice: "Speaker 1"."""
    company: str | None = None
    """A name or a domain."""
    role: str | None = None
    side: Side = Side.UNKNOWN


class Hidden(Record):
    """Text in the file that a reader does not see; never evidence."""

    text: str
    origin: str
    """What hid it: "HTML comment", "hidden element", "alt text", "NOTE block", "zero-width text" …"""


class Place(Record):
    """From ``start`` on, the text comes from the place ``label`` of the file."""

    start: int
    label: str
    """For a person: "cue 14, 00:03:12", "line 7"."""


class Document(Record):
    """One input as text, with its turns or paragraphs and a map back to the file."""

    id: str
    """"sha256:" and the digest of the input's bytes."""
    name: str
    """File name without folders, or "pasted text"."""
    kind: DocumentKind
    format: str
    text: str
    passages: tuple[Passage, ...]
    speakers: tuple[Speaker, ...] = ()
    """In the order of their first words; empty for marketing copy."""
    hidden: tuple[Hidden, ...] = ()
    places: tuple[Place, ...] = ()
    """Sorted by start; empty where line numbers of the text serve."""
    vendor: str | None = None
    date: str | None = None
    """ISO date the document states for itself."""
    language: str | None = None
    """"en", or None where the text does not look like English."""
    notices: tuple[str, ...] = ()
    """One sentence each about what reading the file had to assume or leave out."""

    def where(self, start: int) -> str:
        """Return the place of an offset in the file, for a person."""
        if self.places:
            at = bisect_right(self.places, start, key=lambda place: place.start) - 1
            return self.places[max(at, 0)].label
        return f"line {bisect_left(self._line_ends, start) + 1}"

    @cached_property
    def _line_ends(self) -> tuple[int, ...]:
        """Offsets of the line feeds, found once: many quotes ask for their line."""
        return tuple(match.start() for match in re.finditer("\n", self.text))

    def passage_at(self, start: int) -> Passage | None:
        """Return the passage that holds an offset, or None between passages."""
        at = bisect_right(self.passages, start, key=lambda passage: passage.start) - 1
        if at < 0 or start >= self.passages[at].end:
            return None
        return self.passages[at]
