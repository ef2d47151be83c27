"""Numbers in digits, words and vague words, before anything is known about what they count.

"1,022,362", "812.321", "1,5", "3.8e25", "3.8 x 10^25", "2½", "forty k", "two and a half million", "a couple of
hundred", "tens of thousands". A number is a point with the rounding its digits imply; each keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.patterns import Lazy

UNITS = {
    "zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5, "quarter": 0.25,
}  # fmt: skip
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "grand": 1e3, "million": 1e6, "mil": 1e6, "mill": 1e6, "mio": 1e6, "mln": 1e6,
    "mn": 1e6, "billion": 1e9, "bn": 1e9, "bil": 1e9, "bln": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "mrd": 1e9, "mds": 1e9, "milliarden": 1e9, "milliarde": 1e9, "milliards": 1e9, "millionen": 1e6, "millions": 1e6, "billions": 1e9,
    "lakh": 1e5, "crore": 1e7, "dozen": 12.0, "k": 1e3, "kay": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "t": 1e12, "quadrillion": 1e15,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_VAGUE = {"couple": (2, 2, 3), "few": (3, 2, 5), "several": (5, 3, 9), "handful": (5, 3, 7)}
_MANY = {"dozens": 12.0, "scores": 20.0, "tens": 10.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}  # fmt: skip
_MANY_LOW_HIGH = (3.0, 1.0, 10.0)
"""A bare plural stands for one to ten of its size, three as the middle of its logarithm."""
_COARSEST = 0.25
"""A round number is taken to be right to within an eighth, however few digits it has: "1T" is not half a trillion."""
_LONGEST, _LARGEST = 24, 1e30
"""Digits and size beyond which a number is none of ours."""
_SPOKEN_SLACK = 0.05
"""A number in words is taken as exact to within this share."""

SPELT = "|".join(sorted(UNITS, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|trillion|quadrillion|dozen|lakh|crore"
_SCALE = r"quadrillion|trillion|milliard(?:en|e|s)|millionen|mrd|mds|billion|million|thousand|hundred|dozen|grand|lakh|crore|mill?|mio|mln|mn|bln|bil|bn|trn|tn|mm|k|m|b|t"
_GROUPED = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:['’\u00a0]\d{3})+|\d{1,3}(?: \d{3}){2,}"
    rf"|\d{{1,3}} \d{{3}}(?= (?!(?:{_SCALE})\b)[a-z]{{3}})"
)
_PLAIN = r"\d+(?:\.\d+)?e\+?\d{1,2}|\d+[½¼¾⅓⅔]|[½¼¾⅓⅔]|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?"
_WORD = rf"(?:{SPELT}|{_BIG})"
_AFTER_BIG = "|".join(f"(?<={word})" for word in _BIG.split("|"))
_JOIN = rf"(?:(?:{_AFTER_BIG})\s+and\s+(?=(?:an?\s+)?(?:{SPELT})\b)|\s+and\s+a\s+(?=half\b|quarter\b)|[\s-]+)"
_NUMERAL = Lazy(
    rf"(?<![\w.,^/])(?:(?<![a-z]-)|(?<=\d[kmbt]-)|(?=\d+(?:\.\d+)?[bm]\b))(?<!\d\.\.)(?P<digits>{_GROUPED}|{_PLAIN})"
    r"(?:\s?[x×*·]\s?10\s?(?:\^|\*\*)?\s?(?P<power>[+]?\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?!\d))?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b(?!['’]s?\w)(?:(?<=mrd|mio|mds|mln)\.)?|(?P<halves>\s+and\s+a\s+half(?:\s+(?P<halfscale>{_BIG}))?\b))?"
    r"|(?<![\w.,])10\^(?P<tens>\d{1,2})"
    r"|\b(?:(?:a|the)\s+)?(?P<vague>couple|few|several|handful)\b(?:\s+of)?(?:\s+(?P<vaguescale>hundred|thousand|million|billion|trillion|dozen|k|grand|mil)\b)?"
    r"|\b(?P<many>dozens|scores|tens|hundreds|thousands|millions|billions|trillions)(?:\s+and\s+(?P=many))?(?:\s+of\s+(?P<manyscale>thousands|millions|billions|trillions))?\b"
    r"|\b(?P<fraction>(?:half\s+an?|(?:a\s+)?quarter\s+(?:of\s+)?an?|three[\s-]quarters\s+of\s+a)\s+(?P<fractionscale>hundred|thousand|million|billion|trillion|dozen))\b"
    rf"|(?<![\w-])(?P<words>(?:an?\s+(?={_BIG})|(?={SPELT})){_WORD}(?:{_JOIN}(?:an?\s+(?={_BIG}))?(?:{_WORD}\b|(?:point|dot)(?=\s+(?:{SPELT})\b)))*)\b"
    rf"(?:[\s-]+(?P<wordscale>kay|k|m|b|t|mil|mill|mio|grand|bil)\b(?!['’])(?!\s+(?:one |two |three |eight )?hundreds\b))?",
    re.I,
)
_VERSIONED = Lazy(
    r"\b(?:llama|lama|lamma|v|qwen|gemma|claude|mistral|mixtral|gpt|gemini|phi|falcon|deepseek|grok|palm)[\s-]+$", re.I
)
_VERSION = Lazy(rf"(?:{SPELT})(?:\s+(?:point|dot)\s+(?:{SPELT}))?[\s-]+(?=\w)", re.I)
HAS_NUMBER = Lazy(
    rf"[\d½¼¾]|\b(?:{SPELT}|{_BIG}|hundreds|thousands|millions|billions|trillions|tens|couple|few|several|dozens|handful|single|"
    r"figures?|overnight|weekend|fortnight|an? (?:gpu|[abh]\d{2,3}|week|day|month|hour|night|year))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it stands, with its interval and place; ``scaled`` where a word or letter multiplies it."""

    value: float
    low: float
    high: float
    start: int
    end: int
    scaled: bool
    letter: str = ""
    """The scale as a single letter in upper case ("B" of "7B"), else empty."""
    other: float | None = None
    vague: bool = False
    words: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text in order of their place."""
    for match in _NUMERAL.finditer(text):
        if match["digits"] and len(match["digits"]) > _LONGEST:
            continue
        numeral = _numeral(match)
        if numeral is not None and numeral.value <= _LARGEST:
            yield numeral


def _numeral(match: re.Match[str]) -> Numeral | None:
    if match["digits"]:
        return _digits(match)
    start, end = match.span()
    if match["tens"]:
        value = 10.0 ** int(match["tens"])
        return Numeral(value, value * 0.5, value * 2, start, end, scaled=True)
    if match["vague"]:
        scale = SCALES[match["vaguescale"].lower()] if match["vaguescale"] else 1.0
        value, low, high = (number * scale for number in _VAGUE[match["vague"].lower()])
        return Numeral(value, low, high, start, end, scaled=scale > 1, vague=True)
    if match["many"]:
        scale = _MANY[match["many"].lower()] * (_MANY[match["manyscale"].lower()] if match["manyscale"] else 1.0)
        value, low, high = (number * scale for number in _MANY_LOW_HIGH)
        return Numeral(value, low, high, start, end, scaled=True, vague=True)
    if match["fraction"]:
        part = 0.5 if match["fraction"].lower().startswith("half") else 0.75 if "three" in match["fraction"].lower() else 0.25  # fmt: skip
        return _spoken(part * SCALES[match["fractionscale"].lower()], start, end)
    words = match["words"]
    if _VERSIONED.search(match.string, max(0, start - 24), start) and (version := _VERSION.match(words)):
        start, words = start + version.end(), words[version.end() :]  # "llama three seventy b" is Llama 3, 70B
    value = spelt(words)
    letter = ""
    if match["wordscale"]:
        scale_word = match["wordscale"].lower()
        value *= SCALES[scale_word]
        letter = scale_word.upper() if len(scale_word) == 1 else ""
    return _spoken(value, start, end, letter, scaled=value >= 100) if value else None


def _spoken(value: float, start: int, end: int, letter: str = "", *, scaled: bool = True) -> Numeral:
    slack = 0.0 if value < 10 and value == int(value) else _SPOKEN_SLACK * value
    return Numeral(value, value - slack, value + slack, start, end, scaled, letter, words=True)


def _digits(match: re.Match[str]) -> Numeral | None:
    digits, word = match["digits"], (match["scale"] or "").lower()
    start, end = match.span()
    scale = SCALES[word] if word else 1.0
    if match["power"]:
        scale *= 10.0 ** int(match["power"].translate(_SUPERSCRIPT))
    if match["halfscale"]:
        scale *= SCALES[match["halfscale"].lower()]
    value, step = _plain(digits)
    step = min(step, value * _COARSEST) if value else step
    if match["halves"]:
        value, step = value + 0.5, 0.5
    low = max(value - step / 2, 0.0)  # nothing that is counted is less than nothing
    other = None
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) and scale == 1.0:
        other = value * 1000
    if word == "m" and match["scale"] == "m" and _apart(match) and not _money_before(match):
        return Numeral(value, low, value + step / 2, start, match.end("digits"), scaled=False)
    letter = match["scale"].upper() if len(word) == 1 else ""
    return Numeral(
        value * scale, low * scale, (value + step / 2) * scale, start, end, scale > 1, letter, other
    )  # fmt: skip


def _apart(match: re.Match[str]) -> bool:
    """Whether white space stands between the digits and the scale: "5 m" may be metres."""
    return match.string[match.end("digits") : match.start("scale")] != ""


def _money_before(match: re.Match[str]) -> bool:
    return match.string[: match.start()].rstrip()[-1:] in ("$", "€", "£")


def _plain(digits: str) -> tuple[float, float]:
    """Return the value of digits and the step their last significant one implies."""
    if digits[-1] in _FRACTIONS:
        return (float(digits[:-1]) if digits[:-1] else 0.0) + _FRACTIONS[digits[-1]], 0.1
    if "e" in digits.lower():
        mantissa, _, power = digits.lower().partition("e")
        value, step = _plain(mantissa)
        return value * 10.0 ** int(power), step * 10.0 ** int(power)
    plain = re.sub(r"[,'’ \u00a0](?=\d{3})", "", digits)
    if plain.count(".") > 1:
        plain = plain.replace(".", "").replace(",", ".")
    plain = plain.replace(",", ".")
    value = float(plain)
    if "." in plain:
        return value, 10.0 ** -len(plain.split(".")[1])
    return value, 10.0 ** (len(plain) - len(plain.rstrip("0"))) if plain.strip("0") else 1.0


def spelt(words: str) -> float:
    """Return the value of a number in words: "one point six million" is 1600000, "two fifty six" 256."""
    total = group = decimal = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in ("point", "dot"):
            decimal = 0.1
        elif word in UNITS and decimal:
            group += UNITS[word] * decimal * (0.1 if UNITS[word] >= 10 else 1)
            decimal /= 100 if UNITS[word] >= 10 else 10
        elif word in ("half", "quarter") and total and not group:
            total += UNITS[word] * _last_scale(words)
        elif word in UNITS:
            spoken = 1 <= group < 20 and UNITS[word] >= 10 and group != 10  # "five twelve", "two fifty six"
            group = group * 100 + UNITS[word] if spoken else group + UNITS[word]
        elif word in ("hundred", "dozen"):
            group = (group or 1) * SCALES[word]
            decimal = 0.0
        elif word in SCALES:
            total += (group or 1) * SCALES[word]
            group = decimal = 0.0
    return total + group


def _last_scale(words: str) -> float:
    """The scale "a million and a half" takes half of."""
    found = [SCALES[word] for word in re.split(r"[\s-]+", words.lower()) if word in SCALES]
    return found[-1] if found else 1.0
