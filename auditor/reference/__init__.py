"""Reference data shipped with the package, and its typed loader."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from auditor.reference.tables import Accelerator, Price, Run, accelerator_of, price_of, run_of

__all__ = ["Accelerator", "Base", "Price", "Reference", "Run", "load_reference"]

_VERSION = re.compile(r"v?\d+(?:\.\d+)*")
_MIXED = frozenset({"gpt", "mistral", "o1", "codex"})
"""Families with open and closed members: the bare name does not tell."""


@dataclass(frozen=True)
class Base:
    """A known base model."""

    name: str
    family: str
    organisation: str
    kind: Literal["open_weights", "api_only"]
    first_release: str
    superseded_by: str | None
    superseded_date: str | None
    """Month in which the successor was released."""
    parameters: float | None
    active_parameters: float | None
    aliases: tuple[str, ...]
    pretrained_by: str
    source: str
    verified: str
    note: str


@dataclass(frozen=True)
class Reference:
    """The known base models, pre-trainers, training runs, accelerators and prices."""

    bases: Mapping[str, Base]
    """Lower-case name or alias to base."""
    pretrainers: frozenset[str]
    """Lower-case names of organisations documented to have pre-trained."""

    families: Mapping[str, Literal["open_weights", "api_only"]]
    """First word of names whose bases are all of one kind: "claude" is always API-only."""

    runs: tuple[Run, ...] = ()
    accelerators: Mapping[str, Accelerator] = field(default_factory=dict)
    """Normalised name or alias to accelerator."""
    prices: tuple[Price, ...] = ()
    frontier: Mapping[int, float] = field(default_factory=dict)
    """Year to the compute of its largest known run, FLOP."""

    def accelerator(self, name: str) -> Accelerator | None:
        """Return the accelerator a name as written or spoken stands for ("h one hundreds", "A100 cards"), or None."""
        words = _spoken(name)
        for length in range(len(words), 0, -1):
            key = "".join(words[:length])
            if known := self.accelerators.get(key) or self.accelerators.get(key.removesuffix("s")):
                return known
        return None

    def kind(self, name: str) -> Literal["open_weights", "api_only"] | None:
        """Return whether a base's weights are open, by its name or its family; None where unknown or mixed."""
        base = self.base(name)
        return base.kind if base else self.families.get(_words(name)[0] if _words(name) else "")

    def base(self, name: str) -> Base | None:
        """Return the base model a name as written stands for, its size or version suffix apart, or None."""
        words = _words(name)
        for length in range(len(words), 0, -1):
            if base := self.bases.get(" ".join(words[:length])):
                versioned = length < len(words) and _VERSION.fullmatch(words[length])
                return None if versioned else base  # "Llama 9" is unknown, not the first LLaMA
        return None


def _words(name: str) -> list[str]:
    return re.sub(r"[\s‐‑-]+", " ", re.sub(r"^\w+['’]s ", "", name.lower())).split()


@cache
def load_reference() -> Reference:
    """Read the reference tables of the package."""
    bases: dict[str, Base] = {}
    for row in _rows("base_models.csv"):
        base = Base(
            row["name"],
            row["family"],
            row["organisation"],
            "open_weights" if row["kind"] == "open_weights" else "api_only",
            row["first_release"],
            row["superseded_by"] or None,
            row["superseded_date"] or None,
            float(row["parameters"]) if row["parameters"] else None,
            float(row["active_parameters"]) if row["active_parameters"] else None,
            tuple(alias for alias in row["aliases"].split(";") if alias),
            row["pretrained_by"],
            row["source"],
            row["verified"],
            row["note"],
        )
        for name in (row["name"], *row["aliases"].split(";")):
            key = name.lower().replace("-", " ").strip()
            if key:
                bases.setdefault(key, base)
    kinds: dict[str, set[Literal["open_weights", "api_only"]]] = {}
    for key, base in bases.items():
        kinds.setdefault(key.split()[0], set()).add(base.kind)
    families = {word: next(iter(found)) for word, found in kinds.items() if len(found) == 1 and word not in _MIXED}
    families |= dict.fromkeys(("chatgpt", "sonnet", "haiku", "opus", "4o"), "api_only")
    pretrainers = frozenset(row["organisation"].lower() for row in _rows("pretrainers.csv"))
    return Reference(
        bases,
        pretrainers,
        families,
        runs=tuple(map(run_of, _rows("training_runs.csv"))),
        accelerators=_accelerators(),
        prices=tuple(map(price_of, _rows("gpu_prices.csv"))),
        frontier={int(row["year"]): float(row["flop"]) for row in _rows("frontier.csv")},
    )


def _accelerators() -> dict[str, Accelerator]:
    found: dict[str, Accelerator] = {}
    for row in _rows("accelerators.csv"):
        accelerator = accelerator_of(row)
        for name in (row["accelerator"], *row["aliases"].split(";")):
            if name:
                found.setdefault("".join(_spoken(name)), accelerator)
    return found


_HEARD = ((r"\bone hundreds?\b|\bhundreds\b", "100"), (r"\btwo hundreds?\b", "200"), (r"\beight hundreds?\b", "800"))
_MAKERS = frozenset(
    {"nvidia", "amd", "google", "aws", "intel", "huawei", "tesla", "geforce", "dgx", "hgx", "cloud", "instinct"}
)
_GENERIC = frozenset(
    {"gpu", "gpus", "card", "cards", "chip", "chips", "core", "cores", "pod", "pods", "accelerator", "accelerators"}
)


def _spoken(name: str) -> list[str]:
    """The words of an accelerator's name, without maker, plural and generic nouns."""
    low = name.lower()
    for heard, meant in _HEARD:
        low = re.sub(heard, meant, low)
    words = [word for word in re.split(r"[\s‐‑-]+", low) if word and word not in _MAKERS | _GENERIC]
    if len(words) > 1 and len(words[0]) == 1 and words[1].rstrip("s").isdigit():
        words = [words[0] + words[1], *words[2:]]
    return words


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
