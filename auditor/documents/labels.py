"""Speaker labels at the start of a line: "[00:03:12] Ana Ruiz (Acme, sales): ..." and its kin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_HEAD = 240  # labels are short; nothing looks further into a line
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_LEAD = re.compile(
    rf"\s*(?:\\?[\[(]\s*({_TIME})(?:\s*(?:-->|-|–)\s*{_TIME})?\s*\\?[\])]|({_TIME})(?=\s))\s*(?:[-–|]\s+|:\s*)?"
)
_NAME = r"(?P<name>[^\W_][^:()\[\]<>|*\"“”\n]{0,58}?)"
_NOTE = r"(?:\s*[(\[](?P<note>[^()\[\]\n]{1,120})[)\]])?"
_COLON = re.compile(rf"\s*(?:>\s)?(?P<bold>\*\*|__|\*)?{_NAME}{_NOTE}\s*(?:\*\*|__|\*)?\s*:(?:\*\*|__|\*)?(?:\s+|$)")
_OWN_LINE = re.compile(
    rf"\s*(?:\*\*|__|\[)?{_NAME}{_NOTE}(?:\*\*|__|\])?(?:\s{{1,20}}|\s*[,|–-]\s*)"
    rf"\(?(?P<time>{_TIME})\)?(?:\s*[AaPp][Mm])?:?(?:\*\*|__)?\s*$"
)
_BARE = re.compile(rf"\s*\\?[\[(]\s*({_TIME})\s*\\?[\])]\s*:?\s*$")
_IS_TIME = re.compile(rf"\s*{_TIME}\s*(?:[AaPp][Mm])?\s*")
_INITIALS = re.compile(r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr)\.")
_MINUTED = frozenset({"Q", "A"})
"""What minutes write before whoever asks and answers: "Q (Dr Brandt, IT):"."""
_TITLED = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau|Mme|Sir|Dame)\b")
_NEVER_NAMES = """note notes date subject attendees attending participants present agenda title tags license
    licence version author authors contact price pricing example tip warning todo summary re fwd from to cc
    update ps nb faq source sources topic recording transcript duration location time call meeting
    company project status result results http https www"""
_ROLE_NAMES = "speaker interviewer interviewee moderator host customer vendor agent caller operator guest"
_PARTICLES = "de da di del der den van von la le el bin al of the and y e"
_NEVER = frozenset(_NEVER_NAMES.split())
_ROLES = frozenset(_ROLE_NAMES.split())
_SMALL = frozenset(_PARTICLES.split())


class Label(NamedTuple):
    """A label found at the start of a line."""

    raw: str
    """The label without time and colon: "Ana Ruiz (Acme, sales)"."""
    name: str
    note: str | None
    time: str | None
    text_at: int
    """Where the utterance starts in the line; the line's length if it follows below."""
    own_line: bool = False
    marked: bool = False
    """Bold, timed, with a note in brackets, or a role: more than a word and a colon."""

    @property
    def named_by_role(self) -> bool:
        """Whether it is "Speaker 2", "Moderator" and the like."""
        return self.name.split()[0].lower() in _ROLES


def speakers_of(labels: Iterable[Label]) -> set[str]:
    """The names among labels that are speakers: repeated, or with more to show than a word and a colon."""
    held = list(labels)
    count = Counter(label.name for label in held)
    sure = {label.name for label in held if label.marked or count[label.name] > 1}
    parts = {part for name in sure for part in name.split()}
    return sure | {name for name in count if len(name.split()) in {2, 3} or name in parts}


def read_label(line: str) -> Label | None:
    """Return the label a line starts with, or None."""
    head = line[:_HEAD]
    if ":" not in head:
        return None
    lead = _LEAD.match(head)
    at = lead.end() if lead else 0
    time = (lead[1] or lead[2]) if lead else None
    found = _COLON.match(head, at)
    if found and _is_name(found["name"]):
        note = found["note"]
        if note and _IS_TIME.fullmatch(note):
            time, note = note.strip(), None
        return _label(found["name"], note, time, found.end(), bool(found["bold"]), own=found.end() >= len(line))
    if lead:
        return None
    own = _OWN_LINE.match(head) if len(line) < _HEAD else None
    if own and _is_name(own["name"]):
        return _label(own["name"], own["note"], own["time"], len(line), True, own=True)
    return None


def read_stamp(line: str) -> tuple[str, int] | None:
    """Return the time a line starts with and where the text after it starts, or None."""
    lead = _LEAD.match(line[:_HEAD])
    if not lead or lead[1] is None:
        return None
    return lead[1], lead.end()


def is_bare_stamp(line: str) -> bool:
    """Whether the line holds a time in brackets and nothing else."""
    return _BARE.fullmatch(line[:_HEAD]) is not None and len(line) < _HEAD


def clock(time: str | None) -> str | None:
    """A time as HH:MM:SS."""
    if time is None:
        return None
    parts = [int(float(part.replace(",", "."))) for part in time.split(":")]
    hours, minutes, seconds = ([0] * (3 - len(parts)) + parts)[-3:]
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _label(name: str, note: str | None, time: str | None, text_at: int, bold: bool, own: bool) -> Label:
    name = name.strip().rstrip(",-–| ")
    if note and name in _MINUTED:
        name, note = _named_in(note)
    raw = f"{name} ({note.strip()})" if note else name
    label = Label(raw, name, note, time, text_at, own, bool(bold or time or note))
    return label._replace(marked=True) if label.named_by_role else label


def _named_in(note: str) -> tuple[str, str | None]:
    """The person, and the rest, of a note behind "Q" or "A": the part with a title, else the first."""
    parts = [part.strip() for part in note.split(",")]
    name = next((part for part in parts if _TITLED.match(part)), parts[0])
    return name, ", ".join(part for part in parts if part != name) or None


@lru_cache(maxsize=1024)
def _is_name(name: str) -> bool:
    words = name.replace(",", " ").split()
    if not words or len(words) > 8 or words[0].lower() in _NEVER or words[0].startswith("http"):
        return False
    if re.search(r"[.?!;=/\\{}@]", _INITIALS.sub("", name)):
        return False
    first = words[0][0]
    if not (first.isupper() or first.isdigit() or not first.isascii()):
        return False
    # "Ana Ruiz", "Ana Ruiz, head of sales": the words before the comma are capitals but for particles.
    proper = name.split(",")[0].split()
    return len(proper) <= 5 and all(
        not word[0].isalpha() or word[0].isupper() or not word[0].isascii() or word in _SMALL for word in proper
    )
