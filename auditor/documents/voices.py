"""Labels that a recogniser gives to voices: they tell voices apart and name nobody."""

from __future__ import annotations

import re
from typing import Any

_NOBODY = re.compile(
    r"(?:unknown|unidentified|unnamed|undefined|anonymous|none|null|n/?a|speaker|\?+|-+)?"
    r"(?:\s(?:speaker|voice|participant|person|user|caller))?(?:\s?\?)?",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"(?:speaker|spk|channel|voice|participant|person)[\s_-]{0,2}(?:\d{1,3}|[a-z])(?:,? (?:speaker|channel) \d{1,3})?",
    re.IGNORECASE,
)
_LONGEST = 100


def label_of(value: Any) -> str | None:
    """Return a speaker field as a label: 0 is "Speaker 0", "A" is "Speaker A", "UNKNOWN" is nobody."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = " ".join(str(value).split())[:_LONGEST]
    if is_nobody(text):
        return None
    if len(text) == 1 or (text.isdecimal() and len(text) < 4):
        return f"Speaker {text}"
    return text


def is_nobody(label: str) -> bool:
    """Whether a label says that the speaker is not known: "Unknown Speaker"."""
    return _NOBODY.fullmatch(label) is not None


def is_voice(label: str | None) -> bool:
    """Whether a label is a recogniser's: "Speaker 1", "SPEAKER_00"."""
    return label is not None and _VOICE.fullmatch(label) is not None
