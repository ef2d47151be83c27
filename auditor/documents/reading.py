"""What a reader of one format hands back, before kind, speakers, sides and date are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from auditor.documents.decode import decode
from auditor.documents.invisible import clean
from auditor.schema import Hidden, Place, Side


class Stretch(NamedTuple):
    """One stretch of the text: a turn where somebody speaks, else a paragraph."""

    start: int
    end: int
    label: str | None = None
    """The speaker's label as the file has it: "Ana Ruiz (Acme, sales)"."""
    time: str | None = None
    doubt: str | None = None
    """Why nobody is named although somebody speaks, in a sentence; then there is no label."""


@dataclass(frozen=True)
class Party:
    """What a file itself says of one speaker, beside the label."""

    company: str | None = None
    """A name, or a domain such as "acme.com"."""
    role: str | None = None
    group: str | None = None
    """"Internal" or "External" to whoever records the calls: says who belongs together, not who sells."""
    side: Side | None = None


@dataclass(frozen=True)
class Reading:
    """The text of a file with its stretches and what it does not show."""

    text: str
    stretches: tuple[Stretch, ...]
    spoken: bool = False
    """The format itself says that this is speech (captions)."""
    hidden: tuple[Hidden, ...] = ()
    places: tuple[Place, ...] = ()
    notices: tuple[str, ...] = ()
    parties: Mapping[str, Party] = field(default_factory=dict)
    """By the label of a stretch."""
    format: str | None = None
    """The dialect that was read, where the format has several: "gong"."""
    date: str | None = None
    """ISO date that the file states for itself: a field of a call export, the Date header of a mail."""


@dataclass(frozen=True)
class Source:
    """The bytes of an input, decoded and cleaned once, when a reader asks for it."""

    data: bytes
    name: str

    @cached_property
    def _cleaned(self) -> tuple[str, tuple[Hidden, ...], tuple[str, ...]]:
        text, decoding = decode(self.data, self.name)
        cleaned = clean(text)
        return cleaned.text, cleaned.hidden, decoding + cleaned.notices

    @property
    def text(self) -> str:
        """The file's text: LF line ends, no control and no invisible characters."""
        return self._cleaned[0]

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Words that invisible characters spelled or interleaved."""
        return self._cleaned[1]

    @property
    def notices(self) -> tuple[str, ...]:
        """What decoding and cleaning had to assume or leave out."""
        return self._cleaned[2]
