"""Where a labelled span stands in the audited text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

Span = tuple[int, int]
_MARKUP = "*_`#"


class _Folded(NamedTuple):
    text: str
    origins: list[int]
    """For each character of ``text``, its offset before folding."""


def locate(span: str, text: str) -> tuple[Span, ...]:
    """Return every occurrence of a labelled span: exact, else over whitespace, else over markup too."""
    exact = tuple((at, at + len(span)) for at in _occurrences(span, text))
    return exact or _locate_folded(span, text, dropped="") or _locate_folded(span, text, dropped=_MARKUP)


def _locate_folded(span: str, text: str, dropped: str) -> tuple[Span, ...]:
    folded = _fold(text, dropped)
    wanted = _fold(span, dropped).text.strip()
    last = len(wanted) - 1
    return tuple((folded.origins[at], folded.origins[at + last] + 1) for at in _occurrences(wanted, folded.text))


def _fold(text: str, dropped: str) -> _Folded:
    characters: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        if character in dropped or (character.isspace() and characters[-1:] == [" "]):
            continue
        characters.append(" " if character.isspace() else character)
        origins.append(at)
    return _Folded("".join(characters), origins)


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
