"""Sizes of models without the word: "7B", "a seven billion model", "37B active", "A22B"."""

from __future__ import annotations

import re

from auditor.patterns import Lazy
from auditor.quantities.build import quantity_of
from auditor.quantities.numerals import Numeral
from auditor.quantities.record import Quantity
from auditor.quantities.units import MODEL_NOUN, NO_MODEL, UNIT, WITHIN

_MONEYLIKE_BEFORE = Lazy(
    r"\b(?:raised|raise|raising|revenue|arr|funding|valuation|valued at|profit|turnover|invested|series [a-e])\b[^.;]{0,24}$",
    re.I,
)
ACTIVE_BEFORE = Lazy(
    r"\b(?:activat(?:es|ed|ing|e)|active(?: parameters?| params?)?(?: of| at|:)?)\s(?:only |about |just |roughly )?$",
    re.I,
)
ACTIVE_AFTER = Lazy(
    r"[\s-]*(?:of (?:them|these|those|which) )?(?:(?:parameters?|params?) )?(?:are |is |being )?(?:active|activated|live|fires?|switched on|awake|lit up)\b(?: (?:parameters?|params?))?",
    re.I,
)
_ACTIVE_NAME = Lazy(r"(?:\d+b-)?a$", re.I)
_SPARSE_NAME = Lazy(r"\d+x$", re.I)
_FOR_A_SIZE = Lazy(r"\s(?:for|on|in|to)\s(?:the |our |an? )?\d+(?:\.\d+)?[BM]\b", re.I)
_EXPLICIT_MODEL = Lazy(
    r"[\s-](?:(?:[a-z-]+ ){0,2}?(?:models?|parameter|param|llms?|network|encoder|decoder|transformer|moe|mixture)\b)",
    re.I,
)
_TEXT_AFTER = Lazy(r"\s(?:of|worth of)\s(?:\w+ ){0,3}?(?:text|data|crawl|corpus|documents|web)\b", re.I)


def model_size(number: Numeral, start: int, text: str) -> Quantity | None:
    """Return the size a bare "7B" or "seven billion model" states."""
    before = text[max(0, number.start - 8) : number.start]
    if _SPARSE_NAME.search(before):
        return None
    million_up = number.scaled and number.value >= 1e6
    if number.letter in ("B", "M") and number.value >= 1e6:
        if active := ACTIVE_AFTER.match(text, number.end):
            return quantity_of(number, "active_parameters", "active parameters", start, active.end())
        if _ACTIVE_NAME.search(before) or ACTIVE_BEFORE.search(text, max(0, number.start - 32), number.start):
            return quantity_of(number, "active_parameters", "active parameters", start, number.end)
        if _FOR_A_SIZE.match(text, number.end) and re.search(r"\btokens\b", text[max(0, start - WITHIN) : start], re.I):
            return quantity_of(number, "training_tokens", "tokens", start, number.end)
        other = NO_MODEL.match(text, number.end) or _MONEYLIKE_BEFORE.search(text, max(0, start - 48), start)
        if not other and (number.letter == "B" or MODEL_NOUN.match(text, number.end)):
            return quantity_of(number, "parameters", "parameters", start, number.end)
        return None
    if million_up and (active := ACTIVE_AFTER.match(text, number.end)):
        return quantity_of(number, "active_parameters", "active parameters", start, active.end())
    if (
        million_up
        and ACTIVE_BEFORE.search(text, max(0, number.start - 32), number.start)
        and not UNIT.match(text, number.end + 1)
    ):
        return quantity_of(number, "active_parameters", "active parameters", start, number.end)
    if million_up and (noun := _EXPLICIT_MODEL.match(text, number.end)) and "param" not in noun[0]:
        return quantity_of(number, "parameters", "parameters", start, number.end)
    if number.letter == "T" and _TEXT_AFTER.match(text, number.end):
        return quantity_of(number, "dataset_size", "T of text (tokens or bytes)", start, number.end)
    return None
