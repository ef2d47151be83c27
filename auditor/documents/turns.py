"""Turns of a transcript in plain text: who starts to speak where, and whether it is a transcript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditor.documents.labels import Label, clock, is_bare_stamp, read_label, read_stamp, speakers_of
from auditor.documents.paragraphs import add_trimmed, has_words, lines_of, paragraphs
from auditor.documents.reading import Stretch
from auditor.patterns import Lazy

_CHEVRONS = Lazy(r"(?<!>)>>(?!>)[ \t]*")
_HEADING = Lazy(r"#{1,6}\s")
# What Google Meet and Otter write between and below the turns; it is nobody's.
_CLOCK = Lazy(r"\s*\d{1,2}:\d{2}:\d{2}\s*$")
_FURNITURE = Lazy(
    r"\s*(?:Meeting ended after \d[\d:]{0,9}.{0,20}|Transcribed by https?://\S{1,60}"
    r"|This editable transcript was computer generated .{0,120})\s*$"
)
_FAQ = frozenset({"q", "a", "question", "answer"})
_STAMPED_LINES_A_PASSAGE = 6


@dataclass(frozen=True)
class Turns:
    """The stretches of a text read as a transcript."""

    stretches: tuple[Stretch, ...]
    convincing: bool
    """Whether the text is a transcript by itself, without being told."""


class _Line(NamedTuple):
    at: int
    text: str
    label: Label | None


class _Start(NamedTuple):
    """Where a turn (or a line that is nobody's) begins."""

    at: int
    """Start of the label, where the turn before ends."""
    text_at: int
    label: str | None
    time: str | None
    spoken: bool = True


def find_turns(text: str) -> Turns | None:
    """Return the turns of a text, and whether they make it a transcript; None where nothing marks a turn."""
    lines = [_Line(at, line, read_label(line)) for at, line in lines_of(text) if line.strip()]
    speakers = speakers_of(line.label for line in lines if line.label)
    labelled = [line for line in lines if line.label and line.label.name in speakers]
    if len(labelled) >= 3 or (labelled and not _chevroned(lines)):
        starts = _labelled_starts(lines, speakers)
        convincing = _is_conversation(text, lines, labelled)
    elif _chevroned(lines):
        starts = _chevron_starts(lines)
        convincing = True
    elif _stamped(lines):
        return Turns(_stamped_stretches(text, lines), True)
    else:
        return None
    return Turns(_stretches(text, starts), convincing)


def _is_conversation(text: str, lines: Sequence[_Line], labelled: Sequence[_Line]) -> bool:
    labels = [line.label for line in labelled if line.label]
    count = Counter(label.name for label in labels)
    if len(labels) < 3 or len(count) < 2 or {name.lower() for name in count} <= _FAQ:
        return False
    sure = sum(1 for label in labels if label.note or label.time or label.named_by_role)
    timed = sum(1 for label in labels if label.time)
    if len(labels) == len(count) and timed < len(labels) / 2:
        return False  # "key: value" lists and lists of people name each once
    blocks = _block_starts(text)
    starts = {line.at for line in labelled}
    begun = sum(1 for start in blocks if start in starts)
    covered = len(labelled) + sum(1 for label in labels if label.own_line)
    if begun < 0.5 * len(blocks) and covered < 0.5 * len(lines):
        return False
    if sure >= len(labels) / 2:
        return True
    # Without times, companies or roles it must also sound like a conversation, not like a list of features.
    own_line = sum(1 for label in labels if label.own_line)
    words = sorted(len(line.text.split()) for line in labelled)
    return "?" in text and (own_line >= len(labels) / 2 or words[len(words) // 2] >= 5)


def _block_starts(text: str) -> list[int]:
    starts = []
    blank = True
    for at, line in lines_of(text):
        if not line.strip():
            blank = True
        elif blank:
            starts.append(at)
            blank = False
    return starts


def _labelled_starts(lines: Sequence[_Line], speakers: set[str]) -> list[_Start]:
    starts: list[_Start] = []
    speaking: str | None = None
    for line in lines:
        label = line.label
        if label and label.name in speakers:
            speaking = label.raw
            starts.append(_Start(line.at, line.at + label.text_at, speaking, clock(label.time)))
        elif _HEADING.match(line.text) or _FURNITURE.match(line.text[:200]):
            starts.append(_Start(line.at, line.at, None, None, spoken=False))
            speaking = None
        elif _CLOCK.match(line.text[:40]):
            starts.append(_Start(line.at, line.at + len(line.text), None, None))
            speaking = None
        elif stamp := read_stamp(line.text):
            # A time alone: the same speaker goes on.
            starts.append(_Start(line.at, line.at + stamp[1], speaking, clock(stamp[0])))
    return starts


def _chevroned(lines: Sequence[_Line]) -> bool:
    marked = sum(1 for line in lines if _CHEVRONS.search(line.text))
    return marked >= 3 and sum(len(_CHEVRONS.findall(line.text)) for line in lines) >= 3 and marked >= 0.15 * len(lines)


def _chevron_starts(lines: Sequence[_Line]) -> list[_Start]:
    starts: list[_Start] = []
    for line in lines:
        stamp = read_stamp(line.text)
        time = clock(stamp[0]) if stamp else None
        marks = list(_CHEVRONS.finditer(line.text))
        if stamp and (not marks or marks[0].start() > stamp[1]):
            starts.append(_Start(line.at, line.at + stamp[1], None, time))
        for mark in marks:
            after = line.text[mark.end() :]
            label = read_label(after) if ":" in after[:60] else None
            at = line.at + mark.start()
            if mark is marks[0] and stamp and mark.start() <= stamp[1]:
                at = line.at
            text_at = line.at + mark.end() + (label.text_at if label else 0)
            starts.append(_Start(at, text_at, label.raw if label else None, time))
    return starts


def _stamped(lines: Sequence[_Line]) -> bool:
    """Lines that each start with a time: captions pasted as text."""
    stamped = sum(1 for line in lines if read_stamp(line.text) and not is_bare_stamp(line.text))
    return stamped >= 5 and stamped >= 0.6 * len(lines)


def _stamped_stretches(text: str, lines: Sequence[_Line]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for first in range(0, len(lines), _STAMPED_LINES_A_PASSAGE):
        held = lines[first : first + _STAMPED_LINES_A_PASSAGE]
        stamp = read_stamp(held[0].text)
        begin = held[0].at + (stamp[1] if stamp else 0)
        end = held[-1].at + len(held[-1].text)
        if has_words(text[begin:end]):
            found.append(Stretch(begin, end, None, clock(stamp[0]) if stamp else None))
    return tuple(found)


def _stretches(text: str, starts: Sequence[_Start]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    first = starts[0].at if starts else len(text)
    found += paragraphs(text, 0, first)
    ends = [start.at for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends, strict=True):
        if not start.spoken:
            found += paragraphs(text, start.at, end)
            continue
        spoken: list[Stretch] = []
        add_trimmed(spoken, text, start.text_at, end)
        found += [Stretch(one.start, one.end, start.label, start.time) for one in spoken]
    return tuple(found)
