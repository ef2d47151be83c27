"""From a matched unit to a quantity: what it counts, in the unit we compute with."""

from __future__ import annotations

import re

from auditor.patterns import Lazy
from auditor.quantities.build import quantity_of
from auditor.quantities.numerals import Numeral
from auditor.quantities.record import Quantity, QuantityKind
from auditor.quantities.sizes import ACTIVE_AFTER, ACTIVE_BEFORE
from auditor.quantities.units import ACCELERATOR, HOURS, LABELLED_EXAMPLES, WITHIN

_CONTEXT_BEFORE = Lazy(
    r"\b(?:context(?: window| length| size)?|sequence length|window|batch(?:es)?(?: size)?|chunk(?:s|ed)?(?: size)?|vocabulary|vocab|output limit|max(?:imum)?(?: sequence)?(?: length| output)?|throughput)(?: (?:of|is|was|at|to|into|up to|size|with|about))*[\s:=]+$",
    re.I,
)
_LABELLED = Lazy(r"label|annotat|hand-", re.I)
_EACH = Lazy(r"\b(?:each|apiece|a ?piece)$", re.I)
_AVERAGE_BEFORE = Lazy(
    r"\b(?:avg\.?|averag(?:e|es|ing)(?: of| is| about)?|mean(?: of)?|median(?: of)?|(?:each|every|an|per|typical|the average) (?:example|sample|pair|record|document|ticket|conversation|dialogue|one)s? (?:is|are|was|has|have|runs?|comes? to|takes?)(?: to)?)[\s:=]+$",
    re.I,
)
_NOT_TIME = Lazy(
    r"\s*(?:ago\b|[- ]?old\b|earlier\b|later\b(?! the run)|(?:a|per|each|every)\s+(?:day|week|month|year)\b|of (?:\w+ ){0,2}experience\b)",
    re.I,
)
_PER_TOKENS = Lazy(
    r"\s*(?:/\s?|per\s|for (?:each|every)\s|on each\s|to every\s|every\s|each\s|an?\s)(?P<n>\d+(?:\.\d+)?|one|ten|a hundred)?\s?(?P<scale>trillion|billion|million|t|b)\s?(?:training |text )?tok(?:en)?s?\b",
    re.I,
)
_EACH_TOKENS = Lazy(
    r"\b(?:each|every|per|for a)\s(?P<n>\d+(?:\.\d+)?|one|ten|a hundred)?\s?(?P<scale>trillion|billion|million|t|b)\s(?:training )?tokens?\b[^.;]{0,40}$",
    re.I,
)
_SIZES = {"t": 1e12, "trillion": 1e12, "b": 1e9, "billion": 1e9, "million": 1e6}
_ON_CARDS = Lazy(
    rf"\s(?:of|on|with|using)\s(?:the |our |rented |nvidia )*(?P<acc>(?!gpus?\b|cards\b|chips\b|accelerators?\b){ACCELERATOR})",
    re.I,
)
_MEMORY_BEFORE = Lazy(rf"(?:{ACCELERATOR}|\b(?:v?ram|memory)(?: of)?)[\s(,-]*(?:with |at )?$", re.I)
_DATA_AFTER = Lazy(
    r"[ -](?:(?:of|worth of|worth) )?(?:[\w'’-]+ ){0,4}?(?:text|data|crawl|corpus|corpora|dataset|data set|documents|docs|web|logs?|code|transcripts?|books|emails|archives?|records|notes|audio|speech|material|pdfs?|content|files|tickets|articles)\b",
    re.I,
)
_DATA_ANYWHERE = Lazy(
    r"\b(?:text|corpus|crawl|tokens|documents|cleaning|cleaned|deduplicat\w+|training data|raw data)\b", re.I
)
_FILE_BEFORE = Lazy(
    r"\b(?:adapter|file|checkpoint|weights|model|download|image|container|limit|ram|disk|memory)s?\b[\w ,]{0,16}$", re.I
)
_DATA_BEFORE = Lazy(
    r"\b(?:corpus|corpora|dataset|data set|data|text|crawl|archives?|trained|pre-?trained|ingested|fed)\b[\w ,:(=|]{0,20}$",
    re.I,
)


_HARDWARE = ("gpu_hours", "gpu_days", "per_node", "nodes", "gpu_count")


def _hardware(number: Numeral, start: int, text: str, unit: re.Match[str]) -> Quantity:
    """Return accelerators, nodes, and the hours of either."""
    end = unit.end()
    if unit["gpu_hours"]:
        named = _ON_CARDS.match(text, end)
        per, end = _per_tokens(text, number.start, named.end() if named else end)
        node = unit["gpu_hours"].lower().startswith(("node", "machine", "instance"))
        return quantity_of(
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
        return quantity_of(
            number, "gpu_hours", "GPU-hours", start, end, HOURS[_singular(unit["gd_unit"])], unit["gd_acc"], per
        )
    if unit["per_node"]:
        return quantity_of(number, "gpu_count", "GPUs", start, end)
    if unit["nodes"]:
        return _nodes(number, start, unit)
    name = unit["gc_acc"]
    boxed = re.match(r"(?:nvidia )?(?:dgx|hgx) [abh]", name, re.I) and not re.search(r"gpus?$|cards?$", name, re.I)
    if boxed:
        return quantity_of(number, "nodes", "nodes", start, end, accelerator=name)
    return quantity_of(number, "gpu_count", "GPUs", start, end, accelerator=name)


def with_unit(number: Numeral, start: int, text: str, unit: re.Match[str]) -> Quantity | None:
    """Return what a number and the unit matched after it come to; None where it is no training quantity."""
    end = unit.end()
    if unit["flop"]:
        return _flop(number, start, unit)
    if any(unit[name] for name in _HARDWARE):
        return _hardware(number, start, text, unit)
    if unit["rate_tokens"]:
        return None
    if unit["tokens_per"]:
        counted = (unit["tp_what"] or "").lower()
        if counted in ("parameter", "param", "word") or (not counted and not _EACH.search(unit["tokens_per"])):
            return None
        return quantity_of(number, "tokens_per_example", "tokens per example", start, end)
    if unit["tokens"]:
        if _CONTEXT_BEFORE.search(text, max(0, start - 40), start):
            return None
        if _AVERAGE_BEFORE.search(text, max(0, start - 48), start) and number.value < 1e6:
            return quantity_of(number, "tokens_per_example", "tokens per example", start, end)
        return quantity_of(number, "training_tokens", "tokens", start, end)
    if unit["trainable"]:
        return quantity_of(number, "trainable_parameters", "trainable parameters", start, end)
    if unit["active"]:
        return quantity_of(number, "active_parameters", "active parameters", start, end)
    if unit["parameters"]:
        active = ACTIVE_AFTER.match(text, end) or ACTIVE_BEFORE.search(text, max(0, start - 32), start)
        kind: QuantityKind = "active_parameters" if active else "parameters"
        return quantity_of(number, kind, kind.replace("_", " "), start, max(end, active.end() if active else 0))
    if unit["epochs"]:
        return quantity_of(number, "epochs", "epochs", start, end)
    if unit["time"]:
        word = _singular(unit["time"].split()[-1])
        if word not in HOURS or _NOT_TIME.match(text, end):
            return None
        return quantity_of(number, "duration", "hours", start, end, HOURS[word])
    if unit["bytes"]:
        if not _of_data(text, start, end) or _MEMORY_BEFORE.search(text, max(0, start - 24), start):
            return None
        return quantity_of(number, "dataset_size", _bytes(unit), start, end)
    words = unit["items"].lower()
    kind = (
        "examples"
        if LABELLED_EXAMPLES.search(words) or _LABELLED.search(text, number.end, unit.start())
        else "dataset_size"
    )
    return quantity_of(number, kind, words, start, end)


def _of_data(text: str, start: int, end: int) -> bool:
    """Whether bytes are those of a corpus rather than of a file, a disk or a card."""
    if _FILE_BEFORE.search(text, max(0, start - 32), start):
        return False
    near = _DATA_AFTER.match(text, end) or _DATA_BEFORE.search(text, max(0, start - 40), start)
    small = text[start:end].lower().endswith("kb")  # kilobases and files as often as text
    return bool(near or (not small and _DATA_ANYWHERE.search(text, max(0, start - WITHIN), end + WITHIN)))


def _singular(word: str) -> str:
    lower = word.lower()
    return lower if lower in HOURS else lower.rstrip("s")


def _per_tokens(text: str, start: int, end: int) -> tuple[float | None, int]:
    """Return the tokens that hours are said to be for, and where that ends."""
    if after := _PER_TOKENS.match(text, end):
        return _tokens(after), after.end()
    before = _EACH_TOKENS.search(text, max(0, start - 72), start)
    return (_tokens(before), end) if before else (None, end)


def _tokens(match: re.Match[str]) -> float:
    count = (match["n"] or "1").lower()
    return ({"one": 1.0, "ten": 10.0, "a hundred": 100.0}.get(count) or float(count)) * _SIZES[match["scale"].lower()]


def _flop(number: Numeral, start: int, unit: re.Match[str]) -> Quantity | None:
    scales = {"peta": 1e15, "exa": 1e18, "zetta": 1e21, "yotta": 1e24, "tera": 1e12}
    if unit["pfdays"]:
        scale = 1e18 if unit["pfdays"].lower().startswith("exa") else 1e15
        return quantity_of(number, "flop", "FLOP", start, unit.end(), scale * 86400)
    scale = scales[unit["flopscale"].lower()] if unit["flopscale"] else 1.0
    if number.value * scale < 1e15:
        return None  # a chip's speed, not the size of a run
    return quantity_of(number, "flop", "FLOP", start, unit.end(), scale)


def _nodes(number: Numeral, start: int, unit: re.Match[str]) -> Quantity:
    words = {"eight": 8, "four": 4, "sixteen": 16}
    if each := unit["node_gpus"]:
        per_node = float(words.get(each.lower(), each))
        return quantity_of(number, "gpu_count", "GPUs", start, unit.end(), per_node)
    named = re.search(ACCELERATOR, unit["nodes"], re.I)
    name = unit["nd_acc"] or ("dgx" if "dgx" in unit["nodes"].lower() else None) or (named[0] if named else None)
    return quantity_of(number, "nodes", "nodes", start, unit.end(), accelerator=name)


def _bytes(unit: re.Match[str]) -> str:
    if unit["octets"]:
        return f"{unit['octets']}B"
    if unit["bytescale"]:
        return f"{unit['bytescale'].upper()}B"
    if unit["bytename"]:
        return {"kilo": "KB", "mega": "MB", "giga": "GB", "tera": "TB", "peta": "PB"}[unit["bytename"].lower()]
    return "TB" if unit["gigs"].lower().startswith("tera") else "GB"
