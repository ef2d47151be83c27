"""From a number to a quantity: the words beside it say what it counts, or that it counts nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.patterns import Lazy
from auditor.quantities.money import money
from auditor.quantities.numerals import Numeral, numerals
from auditor.quantities.ranges import hedged, joined
from auditor.quantities.record import Quantity, QuantityKind
from auditor.quantities.units import (
    ACCELERATOR,
    FILLER,
    HOURS,
    LABEL,
    LABELLED_EXAMPLES,
    MODEL_NOUN,
    NO_MODEL,
    UNIT,
)

_DENOMINATOR = Lazy(r"(?:\bper\s|\bevery\s|(?<!of )\beach\s|/\s?|\bin every\s|\bout of\s(?:every\s)?)$", re.I)
_YEAR_BEFORE = Lazy(
    r"\b(?:in|since|of|from|by|until|till|during|late|early|mid|before|after|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|fy|spring|summer|autumn|fall|winter)[\s-]$",
    re.I,
)
_CONTEXT_BEFORE = Lazy(
    r"\b(?:context(?: window| length| size)?|sequence length|window|batch(?:es)?(?: size)?|chunk(?:s|ed)?(?: size)?|vocabulary|vocab|output limit|max(?:imum)?(?: sequence)?(?: length| output)?|throughput)(?: (?:of|is|was|at|to|into|up to|size|with|about))*[\s:=]+$",
    re.I,
)
_MONEYLIKE_BEFORE = Lazy(
    r"\b(?:raised|raise|raising|revenue|arr|funding|valuation|valued at|profit|turnover|invested|series [a-e])\b[^.;]{0,24}$",
    re.I,
)
_NOT_TIME = Lazy(
    r"\s*(?:ago\b|[- ]?old\b|earlier\b|later\b(?! the run)|(?:a|per|each|every)\s+(?:day|week|month|year)\b|of (?:\w+ ){0,2}experience\b)",
    re.I,
)
_PER_TOKENS = Lazy(
    r"\s*(?:/\s?|per\s|for (?:each|every)\s|on each\s|to every\s|every\s|each\s|an?\s)(?:one |1 ?)?(?P<scale>trillion|billion|million|t|b)\s?(?:training |text )?tok(?:en)?s?\b",
    re.I,
)
_EACH_TOKENS = Lazy(
    r"\b(?:each|every|per)\s(?P<scale>trillion|billion|million)\s(?:training )?tokens?\b[^.;]{0,40}$", re.I
)
_PRODUCT = Lazy(rf"\s?[x×*]\s?(?P<by>\d{{1,4}})\s?[x×*]?\s?(?={ACCELERATOR})", re.I)
_SIZES = {"t": 1e12, "trillion": 1e12, "b": 1e9, "billion": 1e9, "million": 1e6}
_ACTIVE_BEFORE = Lazy(
    r"\b(?:activat(?:es|ed|ing|e)|active(?: parameters?| params?)?(?: of| at|:)?)\s(?:only |about |just |roughly )?$",
    re.I,
)
_ACTIVE_AFTER = Lazy(
    r"[\s-]*(?:of (?:them|these|those|which) )?(?:(?:parameters?|params?) )?(?:are |is |being )?(?:active|activated|live)\b(?: (?:parameters?|params?))?",
    re.I,
)
_ACTIVE_NAME = Lazy(r"(?:\d+b-)?a$", re.I)
_SPARSE_NAME = Lazy(r"\d+x$", re.I)
_EXPLICIT_MODEL = Lazy(
    r"[\s-](?:(?:[a-z-]+ ){0,2}?(?:models?|parameter|param|llms?|network|encoder|decoder|transformer|moe|mixture)\b)",
    re.I,
)
_ON_CARDS = Lazy(
    rf"\s(?:of|on|with|using)\s(?:the |our |rented |nvidia )*(?P<acc>(?!gpus?\b|cards\b|chips\b|accelerators?\b){ACCELERATOR})",
    re.I,
)
_MEMORY_BEFORE = Lazy(rf"(?:{ACCELERATOR}|\b(?:v?ram|memory)(?: of)?)[\s(,-]*(?:with |at )?$", re.I)
_DATA_AFTER = Lazy(
    r"[ -](?:(?:of|worth of|worth) )?(?:[\w'’-]+ ){0,4}?(?:text|data|crawl|corpus|corpora|dataset|data set|documents|docs|web|logs?|code|transcripts?|books|emails|archives?|records|notes|audio|speech|material|pdfs?|content|files|tickets|articles)\b",
    re.I,
)
_DATA_BEFORE = Lazy(
    r"\b(?:corpus|corpora|dataset|data set|data|text|crawl|archives?|trained|pre-?trained|ingested|fed)\b[\w ,:(=|]{0,20}$",
    re.I,
)
_TEXT_AFTER = Lazy(r"\s(?:of|worth of)\s(?:\w+ ){0,3}?(?:text|data|crawl|corpus|documents|web)\b", re.I)


def read(text: str) -> Iterator[Quantity]:
    """Yield the numbers of a text that have a unit, in order, without overlap."""
    end = 0
    for number in joined(numerals(text), text):
        if number.start < end:
            continue
        quantity = _read(number, text, end)
        if quantity is not None:
            end = quantity.end
            yield quantity


def _read(number: Numeral, text: str, after: int) -> Quantity | None:
    if _DENOMINATOR.search(text, max(0, number.start - 12), number.start) or _a_year(number, text):
        return None
    wide = hedged(number, text)
    start = max(wide.start, after)
    wide = replace(wide, start=number.start)
    if (found := money(wide, start, text)) is not None:
        return found
    if product := _PRODUCT.match(text, number.end):
        total = wide.value * float(product["by"])
        wide = replace(wide, value=total, low=total, high=total, end=product.end())
    gap = FILLER.match(text, wide.end)
    unit = UNIT.match(text, gap.end() if gap else wide.end)
    size = _model_size(wide, start, text)
    if size is not None and (unit is None or unit["items"] or unit["gpu_count"] or unit["nodes"]):
        return size
    if unit is not None:
        return _with_unit(wide, start, text, unit)
    return _labelled(wide, start, text)


def _a_year(number: Numeral, text: str) -> bool:
    written = text[number.start : number.end]
    return bool(re.fullmatch(r"(?:19|20)\d\d", written)) and bool(
        _YEAR_BEFORE.search(text, max(0, number.start - 12), number.start)
    )


def _model_size(number: Numeral, start: int, text: str) -> Quantity | None:
    """Return the size a bare "7B" or "seven billion model" states."""
    before = text[max(0, number.start - 8) : number.start]
    if _SPARSE_NAME.search(before):
        return None
    million_up = number.scaled and number.value >= 1e6
    if number.letter in ("B", "M") and number.value >= 1e6:
        if active := _ACTIVE_AFTER.match(text, number.end):
            return _of(number, "active_parameters", "active parameters", start, active.end())
        if _ACTIVE_NAME.search(before) or _ACTIVE_BEFORE.search(text, max(0, number.start - 32), number.start):
            return _of(number, "active_parameters", "active parameters", start, number.end)
        other = NO_MODEL.match(text, number.end) or _MONEYLIKE_BEFORE.search(text, max(0, start - 48), start)
        if not other and (number.letter == "B" or MODEL_NOUN.match(text, number.end)):
            return _of(number, "parameters", "parameters", start, number.end)
        return None
    if million_up and (active := _ACTIVE_AFTER.match(text, number.end)):
        return _of(number, "active_parameters", "active parameters", start, active.end())
    if (
        million_up
        and _ACTIVE_BEFORE.search(text, max(0, number.start - 32), number.start)
        and not UNIT.match(text, number.end + 1)
    ):
        return _of(number, "active_parameters", "active parameters", start, number.end)
    if million_up and (noun := _EXPLICIT_MODEL.match(text, number.end)) and "param" not in noun[0]:
        return _of(number, "parameters", "parameters", start, number.end)
    if number.letter == "T" and _TEXT_AFTER.match(text, number.end):
        return _of(number, "dataset_size", "T of text (tokens or bytes)", start, number.end)
    return None


_COUNTED = ("gpu_count", "nodes", "epochs")


def _of(
    number: Numeral,
    kind: QuantityKind,
    unit: str,
    start: int,
    end: int,
    times: float = 1.0,
    accelerator: str | None = None,
    per_tokens: float | None = None,
) -> Quantity:
    """Return a quantity; where a point may group thousands and the thing counted has no decimals, it does."""
    value, low, high, other = number.value, number.low, number.high, number.other
    if other is not None and kind not in ("duration", "flop"):
        value, low, high, other = other, low * 1000, high * 1000, value
    other = None if other is None else other * times
    if kind in _COUNTED and high - low <= 1.0:
        low = high = value  # 8 GPUs are eight, not seven and a half
    return Quantity(kind, value * times, unit, low * times, high * times, start, end, accelerator, per_tokens, other)


def _with_unit(number: Numeral, start: int, text: str, unit: re.Match[str]) -> Quantity | None:
    end = unit.end()
    if unit["flop"]:
        return _flop(number, start, unit)
    if unit["gpu_hours"]:
        named = _ON_CARDS.match(text, end)
        per, end = _per_tokens(text, number.start, named.end() if named else end)
        node = unit["gpu_hours"].lower().startswith(("node", "machine", "instance"))
        return _of(
            number,
            "gpu_hours",
            "node-hours" if node else "GPU-hours",
            start,
            end,
            accelerator=named["acc"] if named else unit["gh_acc"],
            per_tokens=per,
        )
    if unit["gpu_days"]:
        per, end = _per_tokens(text, number.start, end)
        return _of(number, "gpu_hours", "GPU-hours", start, end, HOURS[_singular(unit["gd_unit"])], unit["gd_acc"], per)
    if unit["nodes"]:
        return _nodes(number, start, unit)
    if unit["gpu_count"]:
        name = unit["gc_acc"]
        boxed = re.match(r"(?:nvidia )?(?:dgx|hgx) [abh]", name, re.I) and not re.search(r"gpus?$|cards?$", name, re.I)
        return _of(number, "nodes", "nodes", start, end, accelerator=name) if boxed else _of(number, "gpu_count", "GPUs", start, end, accelerator=name)  # fmt: skip
    if unit["rate_tokens"]:
        return None
    if unit["tokens_per"]:
        if (unit["tp_what"] or "").lower() in ("", "parameter", "param", "word"):
            return None
        return _of(number, "tokens_per_example", "tokens per example", start, end)
    if unit["tokens"]:
        if _CONTEXT_BEFORE.search(text, max(0, start - 40), start):
            return None
        return _of(number, "training_tokens", "tokens", start, end)
    if unit["trainable"]:
        return _of(number, "trainable_parameters", "trainable parameters", start, end)
    if unit["active"]:
        return _of(number, "active_parameters", "active parameters", start, end)
    if unit["parameters"]:
        active = _ACTIVE_AFTER.match(text, end) or _ACTIVE_BEFORE.search(text, max(0, start - 32), start)
        kind: QuantityKind = "active_parameters" if active else "parameters"
        return _of(number, kind, kind.replace("_", " "), start, max(end, active.end() if active else 0))
    if unit["epochs"]:
        return _of(number, "epochs", "epochs", start, end)
    if unit["time"]:
        word = _singular(unit["time"].split()[-1])
        if word not in HOURS or _NOT_TIME.match(text, end):
            return None
        return _of(number, "duration", "hours", start, end, HOURS[word])
    if unit["bytes"]:
        if _MEMORY_BEFORE.search(text, max(0, start - 24), start) or not _of_data(text, start, end):
            return None
        return _of(number, "dataset_size", _bytes(unit), start, end)
    words = unit["items"].lower()
    kind = "examples" if LABELLED_EXAMPLES.search(words) else "dataset_size"
    return _of(number, kind, words, start, end)


def _of_data(text: str, start: int, end: int) -> bool:
    """Whether bytes are those of a corpus rather than of a file, a disk or a card."""
    return bool(_DATA_AFTER.match(text, end) or _DATA_BEFORE.search(text, max(0, start - 40), start))


def _singular(word: str) -> str:
    lower = word.lower()
    return lower if lower in HOURS else lower.rstrip("s")


def _per_tokens(text: str, start: int, end: int) -> tuple[float | None, int]:
    """Return the tokens that hours are said to be for, and where that ends."""
    if after := _PER_TOKENS.match(text, end):
        return _SIZES[after["scale"].lower()], after.end()
    before = _EACH_TOKENS.search(text, max(0, start - 72), start)
    return (_SIZES[before["scale"].lower()], end) if before else (None, end)


def _flop(number: Numeral, start: int, unit: re.Match[str]) -> Quantity | None:
    scales = {"peta": 1e15, "exa": 1e18, "zetta": 1e21, "yotta": 1e24, "tera": 1e12}
    if unit["pfdays"]:
        scale = 1e18 if unit["pfdays"].lower().startswith("exa") else 1e15
        return _of(number, "flop", "FLOP", start, unit.end(), scale * 86400)
    scale = scales[unit["flopscale"].lower()] if unit["flopscale"] else 1.0
    if number.value * scale < 1e15:
        return None  # a chip's speed, not the size of a run
    return _of(number, "flop", "FLOP", start, unit.end(), scale)


def _nodes(number: Numeral, start: int, unit: re.Match[str]) -> Quantity:
    words = {"eight": 8, "four": 4, "sixteen": 16}
    if each := unit["node_gpus"]:
        per_node = float(words.get(each.lower(), each))
        return _of(number, "gpu_count", "GPUs", start, unit.end(), per_node)
    named = re.search(ACCELERATOR, unit["nodes"], re.I)
    name = unit["nd_acc"] or ("dgx" if "dgx" in unit["nodes"].lower() else None) or (named[0] if named else None)
    return _of(number, "nodes", "nodes", start, unit.end(), accelerator=name)


def _bytes(unit: re.Match[str]) -> str:
    if unit["bytescale"]:
        return f"{unit['bytescale'].upper()}B"
    if unit["bytename"]:
        return {"kilo": "KB", "mega": "MB", "giga": "GB", "tera": "TB", "peta": "PB"}[unit["bytename"].lower()]
    return "TB" if unit["gigs"].lower().startswith("tera") else "GB"


_LABEL_UNITS: dict[str, tuple[QuantityKind, str]] = {
    "active": ("active_parameters", "active parameters"),
    "parameters": ("parameters", "parameters"),
    "per": ("tokens_per_example", "tokens per example"),
    "tokens": ("training_tokens", "tokens"),
    "gpu_hours": ("gpu_hours", "GPU-hours"),
    "gpu_count": ("gpu_count", "GPUs"),
    "flop": ("flop", "FLOP"),
    "epochs": ("epochs", "epochs"),
    "examples": ("examples", "examples"),
    "rows": ("dataset_size", "rows"),
}


def _labelled(number: Numeral, start: int, text: str) -> Quantity | None:
    """Return what a label before the number says it is."""
    label = LABEL.search(text, max(0, start - 48), start)
    if label is None or re.match(r"\s?(?:%|per ?cent|x\b)", text[number.end : number.end + 9]):
        return None
    kind, unit = next(_LABEL_UNITS[name] for name, found in label.groupdict().items() if found)
    small = number.value < 1e6 and kind in ("parameters", "active_parameters", "training_tokens")
    if small or (kind == "flop" and number.value < 1e15):
        return None
    return _of(number, kind, unit, start, number.end)
