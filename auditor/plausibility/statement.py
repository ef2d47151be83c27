"""What a claim states in numbers, each with every reading of it, whatever the order it is said in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from auditor.patterns import Lazy
from auditor.plausibility.ranges import Range
from auditor.quantities import Quantity
from auditor.quantities.units import ACCELERATOR, BYTES
from auditor.schema import Asserted

Way = Literal["full", "lora", "qlora", "rl", "changing", "sparse"]
"""What is said about how the numbers came about: see :data:`_WAYS`."""
_WAYS: dict[Way, Lazy] = {
    "full": Lazy(r"\bfull(?:y|[- ]parameter)? (?:fine[- ]?tun|sft|retrain)|\bfull[- ](?:weight|model) (?:fine[- ]?)?tun|\ball (?:the )?(?:weights|parameters|layers)\b[^.]{0,20}(?:updated|tuned|trained)", re.I),
    "lora": Lazy(r"\b(?:d|s|v)?lora\b|\badapters?\b|\bpeft\b|low[- ]rank", re.I),
    "qlora": Lazy(r"\bqlora\b|\b4[- ]bit\b", re.I),
    "rl": Lazy(r"\brl\b|reinforcement|\bgrpo\b|\bppo\b|\brlhf\b|\breasoning model\b", re.I),
    "changing": Lazy(r"\bgrown (?:from|during|in size|step)|\bgrowth schedule|\bgrew from \d|\bprun(?:e|ed|ing)\b|\bdistil|\bup-?cycl|\bup-?scal", re.I),
    "sparse": Lazy(r"\bmoe\b|mixture[- ]of[- ]experts|\b\d+ experts\b|\bsparse(?:ly)?[- ](?:activated|model|moe|transformer)", re.I),
}  # fmt: skip
_SCRATCH = Lazy(r"from scratch|from zero|from nothing|ground up|random(?:ly)? init|random weights", re.I)
_PRE = Lazy(
    r"pre-?train(?!ed[ -](?:\w+ )?(?:base|model|checkpoint|weights|llm|bert|transformer|language|network))", re.I
)
_CONTINUED = Lazy(r"(?:continued|further|domain[- ]adaptive|additional)(?:ly)? pre-?train|mid-?train", re.I)
_FINE = Lazy(r"fine-?\s?tun|\bsft\b|instruction[- ]tun|\badapters?\b|\blora\b|reinforcement|\brlhf\b", re.I)
_CARD = Lazy(rf"\b{ACCELERATOR}", re.I)
_EXACT = Lazy(r"\d|hundred|trainium|ironwood", re.I)
_KINDS = ("parameters", "active_parameters", "training_tokens", "gpu_hours", "compute_budget", "gpu_count", "duration")
_LEAST, _MOST = 1e-3, 1e30
"""Values outside are stated but not computed with: nothing we count is so small or so large."""
_LIMIT = 3
"""Readings of one quantity that are tried: a claim that states more of them says too little about which is meant."""


@dataclass(frozen=True)
class Stated:
    """One reading of a stated quantity."""

    kind: str
    range: Range
    unit: str
    quantity: Quantity
    note: str = ""
    """How it was read, where it can be read differently."""


@dataclass(frozen=True)
class Reading:
    """One way to read a claim: at most one value a quantity."""

    stated: Mapping[str, Stated]
    ways: frozenset[Way]
    asserted: Asserted
    accelerators: tuple[str, ...]

    def get(self, kind: str) -> Range | None:
        """The stated range of a quantity, or None."""
        found = self.stated.get(kind)
        return found.range if found else None


@dataclass(frozen=True)
class Statement:
    """The quantities of one claim, with what its words say about them."""

    quantities: tuple[Quantity, ...]
    ways: frozenset[Way] = frozenset()
    asserted: Asserted = Asserted.UNSPECIFIED
    accelerators: tuple[str, ...] = ()
    options: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)

    def readings(self) -> Iterator[Reading]:
        """Every way to read the claim, the largest values first."""
        kinds = [kind for kind in sorted(self.options) if self.options[kind]]
        for chosen in itertools.product(*(self.options[kind] for kind in kinds)):
            yield Reading(
                dict(zip(kinds, chosen, strict=True)),
                self.ways,
                self.asserted,
                self.accelerators,
            )


def statement(
    quantities: Iterable[Quantity],
    words: str = "",
    asserted: Asserted = Asserted.UNSPECIFIED,
    accelerators: Sequence[str] = (),
) -> Statement:
    """Return what a claim's quantities and words state; ``accelerators`` are those named besides."""
    unique = {(each.kind, each.value, each.unit, each.accelerator): each for each in quantities}
    found = tuple(sorted(unique.values(), key=lambda each: (each.kind, -each.value, each.unit, each.accelerator or "")))
    named = _specific([each.accelerator for each in found if each.accelerator] + list(accelerators))
    if not named and any(each.kind in ("gpu_hours", "gpu_count", "nodes", "price") for each in found):
        named = _specific(match[0] for match in _CARD.finditer(words))
    ways = frozenset(way for way, pattern in _WAYS.items() if pattern.search(words))
    options: dict[str, list[Stated]] = {}
    for quantity in found:
        for reading in _readings(quantity, unique.values()):
            options.setdefault(reading.kind, []).append(reading)
    if len(options.get("training_tokens", [])) > 1:
        counted = [each for each in options["training_tokens"] if each.quantity.kind == "training_tokens"]
        options["training_tokens"] = counted or options["training_tokens"]
    return Statement(
        found,
        ways,
        asserted_by(words) if asserted is Asserted.UNSPECIFIED else asserted,
        named,
        {kind: tuple(each) for kind, each in options.items() if len(each) <= _LIMIT},
    )


def _specific(names: Iterable[str]) -> tuple[str, ...]:
    """The names that say which accelerator it is, in an order that does not depend on the text's."""
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", name.strip()) for name in sorted(names) if _EXACT.search(name)))


def asserted_by(words: str) -> Asserted:
    """Return the class that words alone assert; unspecified where they name none."""
    if _CONTINUED.search(words):
        return Asserted.FINE_TUNING
    if _SCRATCH.search(words):
        return Asserted.PRE_TRAINING
    if _FINE.search(words):
        return Asserted.FINE_TUNING
    return Asserted.PRE_TRAINING if _PRE.search(words) else Asserted.UNSPECIFIED


def _readings(quantity: Quantity, among: Iterable[Quantity]) -> Iterator[Stated]:
    if not _LEAST <= quantity.low <= quantity.high <= _MOST:
        return
    range_ = Range(quantity.low, quantity.value, quantity.high)
    kind = quantity.kind
    if kind == "dataset_size":
        yield from _text(quantity, range_)
        return
    if kind == "compute_budget" and quantity.unit != "USD":
        return
    if kind == "nodes":
        yield Stated("gpu_count", range_ * 8.0, "GPUs", quantity, "nodes of 8 GPUs")
        return
    if kind == "gpu_hours" and quantity.unit == "node-hours":
        range_ = range_ * 8.0
    if kind == "gpu_hours" and quantity.per_tokens:
        for tokens in (each for each in among if each.kind == "training_tokens" and each.value > quantity.per_tokens):
            times = Range(tokens.low, tokens.value, tokens.high) / quantity.per_tokens
            yield Stated(kind, range_ * times, quantity.unit, quantity, "stated per trillion tokens")
            return
    yield Stated(kind, range_, quantity.unit, quantity)
    if quantity.other and kind in _KINDS:
        factor = quantity.other / quantity.value
        yield Stated(kind, range_ * factor, quantity.unit, quantity, "with its decimal mark read the other way")


_TOKENS_PER_WORD = Range(1.2, 1.33, 1.6)
"""English; other languages take 1 to 4 (EleutherAI; OPT, BLOOM model cards)."""
_TOKENS_PER_GB = Range(150e6, 225e6, 350e6)
"""Clean English text: OPT 225M, BLOOM 212-227M tokens per GB."""


def _text(quantity: Quantity, range_: Range) -> Iterator[Stated]:
    unit = quantity.unit
    if unit.lower() in BYTES:
        gigabytes = range_ * (BYTES[unit.lower()] / 1e9)
        yield Stated("training_tokens", gigabytes * _TOKENS_PER_GB, "tokens", quantity, f"{unit} of text as tokens")
    elif unit == "words" or unit.endswith(" words"):
        yield Stated("training_tokens", range_ * _TOKENS_PER_WORD, "tokens", quantity, "words as tokens")
    elif unit.startswith("T of text"):
        yield Stated("training_tokens", range_, "tokens", quantity, "“T” read as trillion tokens")
        yield Stated("training_tokens", range_ * (1e-9) * _TOKENS_PER_GB, "tokens", quantity, "“T” read as terabytes")
