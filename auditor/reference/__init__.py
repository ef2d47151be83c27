"""Reference data shipped with the package, and its typed loader."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_MIXED = frozenset({"gpt", "mistral", "o1", "codex"})
"""Families with open and closed members: the bare name does not tell."""


@dataclass(frozen=True, slots=True)
class Base:
    """A known base model."""

    name: str
    organisation: str
    kind: Literal["open_weights", "api_only"]
    first_release: str
    superseded_by: str | None
    superseded_date: str | None


@dataclass(frozen=True)
class Reference:
    """The known base models and pre-trainers."""

    bases: Mapping[str, Base]
    """Lower-case name or alias to base."""
    pretrainers: frozenset[str]
    """Lower-case names of organisations documented to have pre-trained."""

    families: Mapping[str, Literal["open_weights", "api_only"]]
    """First word of names whose bases are all of one kind: "claude" is always API-only."""

    def kind(self, name: str) -> Literal["open_weights", "api_only"] | None:
        """Return whether a base's weights are open, by its name or its family; None where unknown or mixed."""
        base = self.base(name)
        return base.kind if base else self.families.get(_words(name)[0] if _words(name) else "")

    def base(self, name: str) -> Base | None:
        """Return the base model a name as written stands for, its size or version suffix apart, or None."""
        words = _words(name)
        for length in range(len(words), 0, -1):
            if base := self.bases.get(" ".join(words[:length])):
                return base
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
            row["organisation"],
            "open_weights" if row["kind"] == "open_weights" else "api_only",
            row["first_release"],
            row["superseded_by"] or None,
            row["superseded_date"] or None,
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
    return Reference(bases, pretrainers, families)


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
