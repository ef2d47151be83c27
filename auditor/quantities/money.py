"""Sums of money and prices: "$2-3M", "40k euros", "$2.50 per GPU-hour", "$98.32 an hour for an 8-GPU node"."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.patterns import Lazy
from auditor.quantities.numerals import SPELT as _SPELT
from auditor.quantities.numerals import Numeral, spelt
from auditor.quantities.record import Quantity
from auditor.quantities.units import ACCELERATOR, HOUR, currency

_SIGN = Lazy(r"(?:\b(?:usd|eur|gbp|chf|inr|cny|aud|cad|nok|sek|dkk|rmb)\s?|(?:\b(?:us|a|c))?[$€£¥₹]\s?)$", re.I)
CURRENCY_NOUN = Lazy(
    r"[\s-]?(?:,?\s?(?:that's |that is |all in |in |of |worth of ))?(?P<noun>(?:us |american |u\.s\. )?dollars?\b|(?:usd|eur|gbp|chf|inr|nok|sek|dkk|rmb|cny)\b(?!\s?\d)|euros?\b|pounds?\b(?! of)|kroner\b|krona\b|kronor\b|bucks\b|quid\b|francs\b|yen\b|rupees?\b|yuan\b|[$€£](?!\s?\w))",
    re.I,
)
_CENTS = Lazy(rf"\s(?:and )?(?P<cents>(?:{_SPELT})(?:[\s-](?:{_SPELT}))?)(?: cents)?(?=\s(?:per|an?|each|/)\b)", re.I)
_RATE_BEGINS = Lazy(r"\s*(?:(?:us)?(?:dollars?|euros?|pounds?)\s*)?(?:/|per\b|per-|an?\s|each\s|every\s|for\s)", re.I)
"""Quick to compile and to try: most sums are no prices."""
_RATE = Lazy(
    r"(?:\s*(?:us)?(?:dollars?|euros?|pounds?)?\s*)(?:/\s?|\bper[\s-]|\ban?\s|\beach\s|\bevery\s|\bfor (?:an?|each|every|one)\s)(?:"
    rf"(?:(?P<acc>{ACCELERATOR})|(?P<node>(?:\d+-gpu |8-way )?(?:node|instance|server|machine|box)))?[\s/-]*(?P<hour>{HOUR})"
    rf"(?:\s?(?:/|per|each|a|for (?:an?|each|every|one|the)|on an?|on the)\s?(?P<node2>(?:[pg] ?(?:\d\w*|four|five) |(?:\d+|eight|four)[ -](?:gpu|way|card)s? |\d+ ?[x×] ?)?(?:[ahb]\d{{2,3}} )?(?:node|instance|server|machine|box))|\s?(?:/|per|a|for (?:an?|each|every|one)|on an?)\s?(?P<acc2>{ACCELERATOR}))?"
    r"|(?P<tokens>(?:(?:million|thousand|billion|1k|1m|mtok|1,000|1,000,000|one million|1 million)\s?(?:input |output )?(?:tokens?)?|tokens?))"
    rf"|(?P<acc3>{ACCELERATOR})[\s/-]*(?P<time3>day|month|week|year)?"
    r"|(?P<what>seat|user|month|year|day|week|call|document|doc|page|ticket|query|request|answer|invoice|inspector|lawyer|employee|customer|agent|minute|conversation|message|example|label|annotation|head|person|run|experiment|quarter|image|record|licen[sc]e|site|model|epoch|pop|go|piece)\b)",
    re.I,
)


def money(number: Numeral, start: int, text: str) -> Quantity | None:
    """Return the sum or price that a number is, by the currency beside it; None where there is none."""
    sign = _SIGN.search(text, max(0, number.start - 6), number.start) or _SIGN.search(text, max(0, start - 6), start)
    end = number.end
    if sign:
        unit = currency(sign[0].strip())
        if noun := CURRENCY_NOUN.match(text, end):
            end = noun.end()
    elif noun := CURRENCY_NOUN.match(text, end):
        unit, end = currency(noun["noun"]), noun.end()
        if cents := _CENTS.match(text, end):
            hundredth = spelt(cents["cents"]) / 100
            number = replace(
                number,
                value=number.value + hundredth,
                low=number.value + hundredth,
                high=number.value + hundredth,
            )
            end = cents.end()
    elif re.search(r"grand$", text[number.start : end], re.I):
        unit = "USD"
    else:
        return None
    start = min(start, sign.start() if sign else start)
    value, low, high, other = number.value, number.low, number.high, number.other
    if _RATE_BEGINS.match(text, end) and (rate := _RATE.match(text, end)):
        accelerator = rate["acc"] or rate["acc2"] or rate["acc3"]
        return Quantity("price", value, f"{unit}/{_per(rate)}", low, high, start, rate.end(), accelerator)
    if other is not None:
        value, low, high, other = other, low * 1000, high * 1000, value
    return Quantity("compute_budget", value, unit, low, high, start, end, other=other)


def _per(rate: re.Match[str]) -> str:
    if rate["hour"]:
        if rate["node"] or rate["node2"]:
            return "node-hour"
        return "GPU-hour" if rate["acc"] or rate["acc2"] else "hour"
    if rate["acc3"]:
        return f"GPU-{rate['time3'].lower()}" if rate["time3"] else "GPU"
    return re.sub(r"\s+", " ", (rate["tokens"] or rate["what"]).lower())
