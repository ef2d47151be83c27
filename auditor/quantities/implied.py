"""Quantities without a number: "a single A100", "over a weekend", "a week and a half", "six figures"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.patterns import Lazy
from auditor.quantities.record import Quantity
from auditor.quantities.units import ACCELERATOR, HOURS

_ONE_CARD = Lazy(
    rf"\b(?:an?|one|(?:an? |one |the )?(?:single|lone|solitary))\s+(?:single |rented |borrowed |lone |spare |consumer |desktop |gaming |cloud )*(?P<card>{ACCELERATOR})"
    r"(?![\w-]|[ -]?(?:cluster|pod|farm|hours?|node|box|server|machine|based|powered|instance|fleet|budget|month|rental|vendor|provider|time|memory|cost|price|bill|class|grade|poor|rich|owner|shortage|supplier|company|days?)\b)",
    re.I,
)
_TIME = Lazy(
    r"\b(?:for|in|over|within|took|takes?|about|around|under|than|just|only|almost|nearly|roughly|spent|inside|part of|after|less than|(?P<below>under|less than|inside|within))\s+"
    r"(?P<words>(?:an?|one|the)\s+(?:single |whole |full |long |entire |solid |whole |good |calendar )*(?P<unit>hour|day|night|week|weekend|fortnight|month|quarter|year)(?P<half>\s+and\s+a\s+half)?)\b"
    r"(?!\s*(?:ago|old|later|earlier|of experience)|[-'’])|\b(?P<overnight>overnight)\b",
    re.I,
)
_FIGURES = Lazy(r"\b(?P<part>low|mid|high)?[- ]?(?P<digits>four|five|six|seven|eight|nine)[- ]figures?\b", re.I)
_DIGITS = {"four": 3, "five": 4, "six": 5, "seven": 6, "eight": 7, "nine": 8}
_PARTS = {"low": (1.0, 2.0, 3.5), "mid": (3.5, 5.0, 7.0), "high": (6.5, 8.0, 9.99), "": (1.0, 3.0, 9.99)}


def implied(text: str) -> Iterator[Quantity]:
    """Yield the quantities that an article or a fixed expression states."""
    for match in _ONE_CARD.finditer(text):
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
    for match in _FIGURES.finditer(text):
        size = 10.0 ** _DIGITS[match["digits"].lower()]
        low, value, high = (part * size for part in _PARTS[(match["part"] or "").lower()])
        yield Quantity("compute_budget", value, "USD", low, high, match.start(), match.end())
