"""Characters that no reader sees: controls, zero-width and bidi marks, tag characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.schema import Hidden

_TAGS = re.compile("[\U000e0000-\U000e007f]+")
# Runs of variation selectors carry bytes; a single one only picks an emoji's or ideograph's shape.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")
_ZERO = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\u115f\u1160\u3164\uffa0"
)
_JOINERS = "\u200c\u200d"
_PLAIN = r"\t\n -\u02af\u2000-\u206f"  # Latin letters, digits, spaces and general punctuation
_INVISIBLE = re.compile(
    # Joiners shape Indic and Arabic letters and glue emoji; next to Latin text they do nothing.
    f"[{_ZERO}]|(?<![^{_PLAIN}])[{_JOINERS}]+|[{_JOINERS}]+(?=[{_PLAIN}]|$)"
)
# Soft hyphens are left out: between syllables they look the same ("vari-a-tion").
_BETWEEN = "\u200b\u200c\u200d\u2060\ufeff"
_LETTER = "A-Za-z\u00c0-\u052f"  # Latin, Greek, Cyrillic
_INTERLEAVED = re.compile(
    # Its first and last letter stand alone too: a letter of a whole word beside the run is not part of it.
    f"(?<!\\w)[{_LETTER}](?:[{_BETWEEN}]+[ -;=?-~{_LETTER}]){{2,}}(?!\\w)[{_BETWEEN}]*"
)
# C0 and C1 controls drive terminals; odd line separators would make line numbers ambiguous.
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\\\|\x9c)"
)
_ANY = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_ZERO}{_JOINERS}\ufe00-\ufe0f\U000e0000-\U000e01ef]"
)


@dataclass(frozen=True)
class Cleaned:
    """Text without invisible characters, and the words they hid."""

    text: str
    hidden: tuple[Hidden, ...] = ()
    notices: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """Remove what a reader does not see; keep line ends, so line numbers hold."""
    if not _ANY.search(text):
        return Cleaned(text)
    hidden: list[Hidden] = []
    notices: list[str] = []

    def remove(pattern: re.Pattern[str], what: str) -> None:
        nonlocal text
        text, count = pattern.subn("", text)
        if count:
            notices.append(f"{what} removed: {count}.")

    def take(pattern: re.Pattern[str], origin: str) -> None:
        nonlocal text
        found: list[str] = []

        def taken(run: re.Match[str]) -> str:
            words = _spelled(run[0])
            if origin == "zero-width text" and " " not in words.strip():
                return words  # one word dressed up to slip past a search: a reader still sees it
            found.append(words)
            return ""

        text = pattern.sub(taken, text)
        words = " ".join(" ".join(found).split())
        if words:
            hidden.append(Hidden(text=words, origin=origin))
        if found:
            notices.append(f"Text hidden in the file was taken out ({origin}).")

    remove(re.compile("\0"), "NUL characters")
    remove(_SEQUENCES, "Terminal escape sequences")
    text = _BREAKS.sub(" ", text)
    remove(_CONTROLS, "Control characters")
    take(_TAGS, "tag characters")
    take(_SELECTORS, "variation selectors")
    take(_INTERLEAVED, "zero-width text")
    remove(_INVISIBLE, "Zero-width characters")
    return Cleaned(text, tuple(hidden), tuple(notices))


def _spelled(run: str) -> str:
    """The letters that a run of invisible or interleaved characters spells."""
    letters = []
    for char in run:
        code = ord(char)
        if 0xE0000 <= code <= 0xE007F:
            letters.append(chr(code - 0xE0000))
        elif 0xFE00 <= code <= 0xFE0F:
            letters.append(chr(code - 0xFE00))
        elif 0xE0100 <= code <= 0xE01EF:
            letters.append(chr(code - 0xE0100 + 16))
        elif char not in _BETWEEN:
            letters.append(char)
    return "".join(letter for letter in letters if letter.isprintable())
