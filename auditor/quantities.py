"""Numbers as people say them, with their unit: "$2-3M", "forty thousand tickets", "900 GPU-hours", "7B".

A stated number is a point with the rounding its digits imply ("7B" is 6.5 to 7.5 billion); "about" widens
it, a range gives both ends. Linear in the text; the unit decides what a number means, and a number whose
unit is not known is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.patterns import Lazy

QuantityKind = Literal[
    "parameters",
    "training_tokens",
    "gpu_hours",
    "gpu_count",
    "compute_budget",
    "duration",
    "examples",
    "dataset_size",
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with unit and interval, and where in the text it is said (half-open range)."""

    kind: QuantityKind
    value: float
    unit: str
    low: float
    high: float
    start: int
    end: int
    accelerator: str | None = None
    """Name of the accelerator as written, for GPU-hours and GPU counts."""


_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "grand": 1e3, "million": 1e6, "mil": 1e6, "mio": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "k": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "t": 1e12,
}  # fmt: skip
_VAGUE = {
    "a couple of": (2, 2, 3),
    "a couple": (2, 2, 3),
    "a few": (3, 2, 5),
    "several": (5, 3, 9),
    "a handful of": (5, 3, 7),
    "dozens of": (36, 20, 100),
}
_SPELT = "|".join(sorted(_UNITS, key=len, reverse=True))
_WORDY = (
    r"(?:(?<!\d )(?:hundred|thousand|million|billion|trillion)[ -]+and +(?:a +)?"
    rf"|(?:{_SPELT})(?: +and +a +(?=half\b))"
    rf"|(?:{_SPELT}|(?<!\d )(?:hundred|thousand|million|billion|trillion)|point)\b[ -]*(?:a +(?=hundred|thousand|million|billion))?)+"
)
_NUMBER = (
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?:-|–|—|(?(between)and|to))\s?\$?(?P<upto>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?))?"
    r"(?:\s?(?P<scale>k|m|mm|b|bn|t|thousand|million|billion|trillion|mio|grand|hundred)\b|(?=\s?[a-z%$€£-]|\b))"
)
_ACCELERATOR = r"(?:nvidia |amd |google )?(?:[abhv]\d{2,3}s?(?!\w)(?:[ -]?(?:80|40|141)\s?gb)?(?: sxm| pcie)?|gh200s?|gb[23]00s?|h800s?|a800s?|a10gs?|l40s?s?|l4s?|t4s?|rtx ?\d{4}s?|mi[23]\d\dx?s?|tpus?(?: v\d\w*)?|trainium\d?|gpus?|accelerators?|cards|chips)"
_TARGET = (
    r"(?P<gpu_hours>(?P<gh_acc>" + _ACCELERATOR + r")?(?: gpu)?[ -]?(?:gpu|card|accelerator|chip|tpu)?[ -]?(?:hours?|hrs?)\b(?! of (?:audio|speech|video|calls?|recordings?)))"
    r"|(?P<gpu_days>(?P<gd_acc>" + _ACCELERATOR + r")[ -]?days?\b)"
    r"|(?P<gpu_count>[x×]? ?(?P<gc_acc>" + _ACCELERATOR + r")\b)"
    r"|(?P<tokens>tokens?\b)"
    r"|(?P<parameters>(?:total |active |trainable )?(?:parameters?|params?)\b|-?parameter\b)"
    r"|(?P<time>minutes?\b|mins?\b|days?\b|nights?\b|weeks?\b|months?\b|years?\b|weekends?\b|epochs?\b)"
    r"|(?P<money>dollars?\b|usd\b|euros?\b|eur\b|pounds?\b|kroner\b|bucks\b|quid\b)"
    r"|(?P<bytes>(?:[kmgtp]b|(?:mega|giga|tera|peta)bytes?|gigs?)\b(?=(?: of| worth)?(?: \w+){0,2} (?:text|data|corpus|documents|logs|code|transcripts)))"
    r"|(?P<items>(?:[a-z][\w-]*[ /&-](?:and )?[a-z]\w*[ -]pairs)\b|(?:[a-z][\w/'’&-]*[ -]){0,5}?(?:examples?|pairs?|samples?|records?|rows?|lines?|tickets?|documents?|docs|pages?|"
    r"conversations?|chats?|calls?|transcripts?|cases?|contracts?|invoices?|receipts?|questions?|answers?|instructions?|sentences?|"
    r"images?|scans?|reports?|notes?|emails?|e-mails?|messages?|articles?|books?|papers?|abstracts?|words?|observations?|"
    r"labels?|annotations?|completions?|demonstrations?|problems?|tasks?|prompts?|reviews?|recordings?|utterances?|"
    r"procedures?|screenplays?|scripts?|filings?|judg(?:e)?ments?|decisions?|letters?|claims?|files?|snippets?|queries|"
    r"repositories|repos|sequences?|corrections?|interactions?|listings?|profiles?|posts?|threads?|patents?|rulings?|data ?points?|studies|trials?|entries|hours of (?:audio|speech|video|calls?))\b)"
)  # fmt: skip
_QUANTITY = Lazy(
    r"(?P<about>about |around |roughly |some |nearly |almost |approximately |~ ?|circa |c\. ?|over |more than |upwards of |at least |up to |under |less than |just under |just over |a bit over |a bit under |close to )?"
    r"(?P<between>between )?(?P<currency>(?:us)?[$€£]\s?|(?:usd|eur|gbp)\s)?"
    r"(?<![\w.,])(?:" + _NUMBER + r"|(?P<vague>a couple of|a couple|a few|several|a handful of|dozens of)(?: (?P<vague_scale>hundred|thousand|million|billion|trillion)s?(?: of)?)?|(?P<bare>hundreds|thousands|tens of thousands|hundreds of thousands|millions|billions) of(?: (?P<bare_scale>thousands|millions|billions))?|(?P<wordy>(?:(?P<from_words>" + _WORDY + r")(?(between)and|to) )?(?P<to_words>(?:an? (?=hundred|thousand|million|billion|trillion))?" + _WORDY + r")))"
    r"(?P<gap>[ -]{0,2}(?:(?:of|different|individual|more|extra|own|newly|carefully|curated|labell?ed|annotated|nvidia|of our|hand-\w+) )*)"
    r"(?:" + _TARGET + r")?",
    re.IGNORECASE,
)  # fmt: skip
_MODEL_SIZE = Lazy(
    r"(?<![\w$€£.,])(?P<n>\d+(?:\.\d+)?)\s?(?P<s>[BM])\b(?!\s?(?:tokens?|users|usd|dollars|words|rows|documents|pages))(?=[ -]?(?:model|parameter|param|class|dense|encoder|decoder|transformer|llm|network|base|version|checkpoint|moe)|[,.;:)\s]|$)"
)
_BARE = {
    "hundreds": (300, 100, 1000),
    "thousands": (3e3, 1e3, 1e4),
    "tens of thousands": (3e4, 1e4, 1e5),
    "hundreds of thousands": (3e5, 1e5, 1e6),
    "millions": (3e6, 1e6, 1e7),
    "billions": (3e9, 1e9, 1e10),
}
_HOURS = {
    "minute": 1 / 60,
    "min": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "night": 12.0,
    "week": 168.0,
    "weekend": 48.0,
    "month": 730.0,
    "year": 8760.0,
}
_CURRENCIES = {"$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP"}
_BELOW = Lazy(r"nearly|almost|up to|under|less than", re.I)
_ABOVE = Lazy(r"over|more than|upwards|at least", re.I)
_HAS_NUMBER = Lazy(
    rf"\d|\b(?:{_SPELT}|hundreds?|thousands?|millions?|billions?|trillions?|couple|few|several|dozens|handful)\b",
    re.I,
)
_SPACES = dict.fromkeys(map(ord, "\n\r\t\u00a0\u2009\u202f"), " ")
"""Wrapped lines and narrow spaces, one for one, so that offsets stay."""
_HOUR_WORD = Lazy(r"hours?|hrs?", re.I)


def quantities(text: str) -> Iterator[Quantity]:
    """Yield every number with a known unit in a sentence, in order; offsets are into ``text``."""
    if not _HAS_NUMBER.search(text):
        return
    text = text.translate(_SPACES)
    found = [quantity for match in _QUANTITY.finditer(text) if (quantity := _read(match))]
    taken = {offset for quantity in found for offset in range(quantity.start, quantity.end)}
    for match in _MODEL_SIZE.finditer(text):
        if match.start() not in taken:
            scale = _SCALES[match["s"].lower()]
            low, high = _rounding(match["n"], scale)
            found.append(
                Quantity(
                    "parameters",
                    float(match["n"]) * scale,
                    "parameters",
                    low,
                    high,
                    match.start(),
                    match.end(),
                )
            )
    yield from sorted(found, key=lambda quantity: quantity.start)


def _read(match: re.Match[str]) -> Quantity | None:
    value_range = _value(match)
    if value_range is None:
        return None
    value, low, high = value_range
    if match["about"] and match["about"].strip().lower() not in {"exactly"}:
        above, below = _ABOVE.search(match["about"]), _BELOW.search(match["about"])
        low = value if above else min(low, value * 0.85)
        high = (
            value * (0.999 if below[0].lower() in ("under", "less than") else 1) if below else max(high, value * 1.15)
        )
    start = match.start("about") if match["about"] else match.start()
    if match["currency"] and not match["gpu_hours"]:
        end = (
            match.end("scale")
            if match["scale"]
            else match.end("upto")
            if match["upto"]
            else match.end("digits")
            if match["digits"]
            else match.end()
        )
        return Quantity("compute_budget", value, _CURRENCIES[match["currency"].strip().upper()], low, high, start, end)
    return _with_unit(match, value, low, high, start)


def _with_unit(match: re.Match[str], value: float, low: float, high: float, start: int) -> Quantity | None:
    end = match.end()
    if match["gpu_hours"]:
        unit = match["gpu_hours"]
        accelerator = match["gh_acc"]
        if accelerator or re.search(r"gpu|card|accelerator|chip|tpu", unit, re.I):
            return Quantity("gpu_hours", value, "GPU-hours", low, high, start, end, accelerator)
        return Quantity("duration", value, "hours", low, high, start, end)
    if match["gpu_days"]:
        return Quantity("gpu_hours", value * 24, "GPU-hours", low * 24, high * 24, start, end, match["gd_acc"])
    if match["gpu_count"]:
        return Quantity("gpu_count", value, "GPUs", low, high, start, end, match["gc_acc"])
    if match["tokens"]:
        return Quantity("training_tokens", value, "tokens", low, high, start, end)
    if match["parameters"]:
        return Quantity("parameters", value, "parameters", low, high, start, end)
    if match["time"]:
        word = match["time"].lower().rstrip("s")
        if word == "epoch":
            return None
        hours = _HOURS[word]
        return Quantity("duration", value * hours, "hours", low * hours, high * hours, start, end)
    if match["money"]:
        unit = {"d": "USD", "u": "USD", "b": "USD", "e": "EUR", "p": "GBP", "q": "GBP", "k": "NOK"}[
            match["money"][0].lower()
        ]
        return Quantity("compute_budget", value, unit, low, high, start, end)
    if match["bytes"]:
        return Quantity("dataset_size", value, match["bytes"].lower(), low, high, start, end)
    if match["items"]:
        words = match["items"].lower()
        kind: QuantityKind = "examples" if _LABELLED.search(words) else "dataset_size"
        return Quantity(kind, value, words, low, high, start, end)
    return None


_LABELLED = Lazy(
    r"examples?|pairs?|samples?|tickets?|labels?|annotations?|instructions?|demonstrations?|conversations?|chats?|problems?|questions?|corrections?|completions?"
)


def _value(match: re.Match[str]) -> tuple[float, float, float] | None:
    if match["digits"]:
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1.0
        value = float(match["digits"].replace(",", "")) * scale
        low, high = _rounding(match["digits"], scale)
        if match["upto"]:
            top = float(match["upto"].replace(",", "")) * scale
            return ((value + top) / 2, value, top) if top > value else None
        return value, low, high
    if match["vague"]:
        scale = _SCALES[match["vague_scale"].lower()] if match["vague_scale"] else 1.0
        value, low, high = (number * scale for number in _VAGUE[match["vague"].lower()])
        return value, low, high
    if match["bare"]:
        words = match["bare"].lower() + (f" of {match['bare_scale'].lower()}" if match["bare_scale"] else "")
        return _BARE.get(words, _BARE.get(match["bare"].lower()))
    value = spelt(match["to_words"])
    if match["from_words"] and value:
        start = spelt(match["from_words"])
        start *= next((scale for scale in (1e12, 1e9, 1e6, 1e3) if start < 1000 and value >= scale), 1)
        return ((start + value) / 2, start, value) if start < value else None
    return (value, value * 0.95, value * 1.05) if value else None


def _rounding(digits: str, scale: float) -> tuple[float, float]:
    """Return the interval a number's last significant digit implies."""
    plain = digits.replace(",", "")
    value = float(plain)
    if "." in plain:
        step = 10.0 ** -len(plain.split(".")[1])
    else:
        step = 10.0 ** (len(plain) - len(plain.rstrip("0"))) if plain.strip("0") else 1.0
    return (value - step / 2) * scale, (value + step / 2) * scale


def spelt(words: str) -> float:
    """Return the value of a number in words: "one point six million" is 1600000."""
    total = group = 0.0
    decimal = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "point":
            decimal = 0.1
        elif word in _UNITS:
            group += _UNITS[word] * (decimal or 1)
            decimal /= 10
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = decimal = 0.0
    return total + group
