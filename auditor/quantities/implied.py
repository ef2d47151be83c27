"""Quantities without a number: "a single A100", "over a weekend", "a week and a half", "six figures"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.patterns import Lazy
from auditor.quantities.money import CURRENCY_NOUN
from auditor.quantities.numerals import SPELT, spelt
from auditor.quantities.record import Quantity
from auditor.quantities.units import ACCELERATOR, HOURS, currency

_ONE_CARD = Lazy(
    rf"\b(?:an?|one|(?:an? |one |the )?(?:single|lone|solitary))\s+(?:single |rented |borrowed |lone |spare |consumer |desktop |gaming |cloud )*(?P<card>{ACCELERATOR})"
    r"(?![\w-]|[ -]?(?:v\d|cluster|pod|farm|hours?|node|box|server|machine|based|powered|instance|fleet|budget|month|rental|vendor|provider|time|memory|cost|price|bill|class|grade|poor|rich|owner|shortage|supplier|company|days?)\b)",
    re.I,
)
_TIME = Lazy(
    r"\b(?:for|in|over|within|took|takes?|about|around|under|than|just|only|almost|nearly|roughly|spent|inside|part of|after|less than|took us|takes us|needed|lasted|(?P<below>under|less than|inside|within))\s+"
    r"(?P<words>(?:an?|one|the)\s+(?:single |whole |full |long |entire |solid |whole |good |calendar )*(?P<unit>hour|day|night|week|weekend|fortnight|month|quarter|year)(?P<half>\s+and\s+a\s+half)?)\b"
    r"(?!\s*(?:ago|old|later|earlier|of experience)|[-'’])|\b(?P<overnight>overnight)\b",
    re.I,
)
_FIGURES = Lazy(r"\b(?P<part>low|mid|high)?[- ]?(?P<digits>four|five|six|seven|eight|nine)[- ]figures?\b", re.I)
_PART_OF_DAY = Lazy(
    r"\b(?:an?|one|the|a single)\s(?:single |long |lazy |spare |sunday |saturday |friday |rainy )?(?P<part>afternoon|evening|morning)\b",
    re.I,
)
_SOME_TIME = Lazy(r"\b(?:for|took)\s(?P<unit>hours|days|weeks|months)\b(?! (?:of|per))", re.I)
_ONE_BYTES = Lazy(
    r"\b(?:an?|one|(?P<half>half a))\s(?P<scale>giga|tera|peta)bytes?\b(?P<more>\s+and\s+a\s+half)?", re.I
)
_CARD = Lazy(
    r"\b[abhv][ -]?\d{2,3}|gpu|card|tpu|chip|accelerator|rtx|\b[lt]4|hundred|trainium|gaudi|mi[23]|[345]090", re.I
)
_ONE_COIN = Lazy(
    rf"\b(?:an?|one)\s(?P<coin>dollar|euro|pound)\s(?:and )?(?P<cents>(?:{SPELT})(?:[\s-](?:{SPELT}))?)(?: cents)?\s(?:an|per|a|each)\s(?:(?P<card>{ACCELERATOR})[\s-]?)?hour\b",
    re.I,
)
_COIN = Lazy(r"\b(?:an?|one) (?:dollar|euro|pound)\b", re.I)
_DIGITS = {"four": 3, "five": 4, "six": 5, "seven": 6, "eight": 7, "nine": 8}
_PARTS = {"low": (1.0, 2.0, 3.5), "mid": (3.5, 5.0, 7.0), "high": (6.5, 8.0, 9.99), "": (1.0, 3.0, 9.99)}


def implied(text: str) -> Iterator[Quantity]:
    """Yield the quantities that an article or a fixed expression states."""
    for match in _ONE_CARD.finditer(text) if _CARD.search(text) else ():
        name = match["card"]
        if not name.lower().rstrip().endswith("s"):
            yield Quantity("gpu_count", 1.0, "GPUs", 1.0, 1.0, match.start(), match.end(), name)
    for match in _TIME.finditer(text):
        if match["overnight"]:
            yield Quantity("duration", 12.0, "hours", 6.0, 16.0, match.start(), match.end())
            continue
        hours = HOURS[match["unit"].lower()] * (1.5 if match["half"] else 1.0)
        below = bool(re.match(r"(?:under|less than|inside|within|than)\b", match[0], re.I))
        low, high = (hours * 0.5, hours) if below else (hours * 0.85, hours * 1.15)
        yield Quantity("duration", hours, "hours", low, high, match.start("words"), match.end("words"))
    yield from _some_time(text)
    for match in _ONE_BYTES.finditer(text):
        size = (0.5 if match["half"] else 1.0) + (0.5 if match["more"] else 0.0)
        unit = {"g": "GB", "t": "TB", "p": "PB"}[match["scale"][0].lower()]
        yield Quantity("dataset_size", size, unit, size * 0.9, size * 1.1, match.start(), match.end())
    for match in _ONE_COIN.finditer(text) if _COIN.search(text) else ():
        value = 1 + spelt(match["cents"]) / 100
        unit = f"{currency(match['coin'])}/{'GPU-hour' if match['card'] else 'hour'}"
        yield Quantity("price", value, unit, value, value, match.start(), match.end(), match["card"])
    for match in _FIGURES.finditer(text):
        size = 10.0 ** _DIGITS[match["digits"].lower()]
        low, value, high = (part * size for part in _PARTS[(match["part"] or "").lower()])
        noun = CURRENCY_NOUN.match(text, match.end())
        unit = currency(noun["noun"]) if noun else "USD"
        yield Quantity("compute_budget", value, unit, low, high, match.start(), noun.end() if noun else match.end())


def _some_time(text: str) -> Iterator[Quantity]:
    for match in _PART_OF_DAY.finditer(text):
        yield Quantity("duration", 4.0, "hours", 2.0, 8.0, match.start(), match.end())
    for match in _SOME_TIME.finditer(text):
        hours = HOURS[match["unit"].lower().rstrip("s")]
        yield Quantity("duration", 4 * hours, "hours", 2 * hours, 8 * hours, match.start(), match.end())
