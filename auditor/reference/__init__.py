"""Reference data shipped with the package, and its typed loader."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Literal

_PROVIDERS: dict[str, str] = {
    "openai": "OpenAI", "azure openai": "Azure OpenAI", "anthropic": "Anthropic", "bedrock": "Amazon Bedrock",
    "vertex": "Google Vertex AI", "vertex ai": "Google Vertex AI", "openrouter": "OpenRouter", "groq": "Groq",
    "together": "Together AI", "together ai": "Together AI", "fireworks": "Fireworks AI", "replicate": "Replicate",
    "cohere": "Cohere", "google": "Google", "deepmind": "Google DeepMind", "mistral ai": "Mistral AI", "xai": "xAI",
    "perplexity": "Perplexity", "ai21": "AI21 Labs", "hugging face inference": "Hugging Face", "watsonx": "IBM watsonx",
}  # fmt: skip


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
    """The known base models, pre-trainers and API providers."""

    bases: Mapping[str, Base]
    """Lower-case name or alias to base."""
    pretrainers: frozenset[str]
    """Lower-case names of organisations documented to have pre-trained."""
    providers: Mapping[str, str]
    """Lower-case name of a model API to its usual spelling."""

    def base(self, name: str) -> Base | None:
        """Return the base model a name as written stands for, its size or version suffix apart, or None."""
        words = re.sub(r"[\s‐‑-]+", " ", re.sub(r"^\w+['’]s ", "", name.lower())).split()
        for length in range(len(words), 0, -1):
            if base := self.bases.get(" ".join(words[:length])):
                return base
        return None


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
            key = re.sub(r"[\s-]+", " ", name.lower()).strip()
            if key:
                bases.setdefault(key, base)
    pretrainers = frozenset(row["organisation"].lower() for row in _rows("pretrainers.csv"))
    return Reference(bases, pretrainers, _PROVIDERS)


def _rows(name: str) -> list[dict[str, str]]:
    with StringIO(files("auditor.reference").joinpath(name).read_text(encoding="utf-8")) as file:
        return list(csv.DictReader(file))
