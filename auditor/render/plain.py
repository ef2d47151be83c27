"""Foreign text made harmless for any output: nothing may steer a terminal, reorder a line or hide."""

from __future__ import annotations

import re

UNSAFE = (
    "\x00-\x1f\x7f-\x9f"  # control characters, ESC and the one-byte CSI among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # characters that reorder what follows
    "\u00ad\u200b\u2060-\u2064\ufeff\u180e\u3164\u115f\u1160\uffa0"  # characters with no ink
    "\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f"  # separators, annotations, tag characters
    "\ud800-\udfff\ufffe\uffff"  # no characters at all: no XML may hold them
)
"""Body of a character class: what :func:`visible` shows as a symbol instead."""

_SPACE = re.compile(r"\s+")


_UNSAFE = re.compile(f"[{UNSAFE}]")
_SPACES = "\t\n\r\x0b\x0c\x85\u2028\u2029"


def _symbol(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SPACES:
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


def visible(text: str) -> str:
    """Return the text with every unsafe character as one visible symbol (spaces for line ends).

    Length is kept, so offsets into the text hold for the result.
    """
    return _UNSAFE.sub(_symbol, text)


def squeezed(text: str) -> str:
    """Return safe text with each run of white space as one space, the ends included."""
    return _SPACE.sub(" ", visible(text))


def one_line(text: str) -> str:
    """Return safe text on one line, without white space at its ends."""
    return squeezed(text).strip()


def shortened(text: str, limit: int) -> str:
    """Return safe text on one line, cut at a word before ``limit`` characters and marked if cut."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head, _, tail = line[:limit].rpartition(" ")
    return f"{head or tail} […]"
