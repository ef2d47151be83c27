"""What is known of models: how much text they take and give, and what a token costs; from models.csv.

An unknown price is None and stays None through every sum: a cost that is not known is never 0.
"""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from auditor.schema import Usage

CHARACTERS_PER_TOKEN = 3.0
"""Fewer than any current tokenizer needs for English, so that what is estimated to fit does fit."""
PROMPT_CHARACTERS_PER_TOKEN = 3.4
"""For our own prompts, as counted by llama.cpp with SmolLM2: on a context of 8,192 tokens each of them counts."""
DEFAULT_OUTPUT = 4_096
OUTPUT_CEILING = 32_000
"""Asked for at most: no reply comes near it, and providers count what is asked for against rate limits."""
LOCAL_CONTEXT, HOSTED_CONTEXT = 8_192, 128_000
_MARGIN = 256
"""Tokens kept free for what a server wraps around messages."""
_CACHE_WRITE = 1.25
"""What Anthropic charges for tokens written to its cache, in prices of input tokens."""
_SNAPSHOT = re.compile(r"-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$")


@dataclass(frozen=True, slots=True)
class Model:
    """A row of models.csv."""

    name: str
    provider: str
    context: int
    output: int
    usd_input: float | None
    usd_output: float | None
    usd_cached: float | None
    price_holds_to: int | None
    """Input tokens up to which a request has this price; None where it always has."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one reply, as its usage block states them."""

    input: int
    """All of them: fresh, written to and read from a cache."""
    output: int
    cached: int = 0
    written: int = 0

    @property
    def total(self) -> int:
        """Input and output."""
        return self.input + self.output


@cache
def models() -> dict[str, Model]:
    """Return the known models by name."""
    with (Path(__file__).parent / "models.csv").open(encoding="utf-8", newline="") as file:
        return {row["model"]: _model(row) for row in csv.DictReader(file)}


def _model(row: dict[str, str]) -> Model:
    def price(column: str) -> float | None:
        return float(row[column]) if row[column] else None

    return Model(
        name=row["model"],
        provider=row["provider"],
        context=int(row["context_tokens"]),
        output=int(row["max_output_tokens"]),
        usd_input=price("usd_per_mtok_input"),
        usd_output=price("usd_per_mtok_output"),
        usd_cached=price("usd_per_mtok_cached_input"),
        price_holds_to=int(row["price_holds_to_tokens"]) if row["price_holds_to_tokens"] else None,
    )


def known(provider: str, name: str) -> Model | None:
    """Return the row of a provider's model; a dated snapshot is its model."""
    found = models().get(name) or models().get(_SNAPSHOT.sub("", name))
    return found if found and found.provider == provider else None


def similar(provider: str, name: str) -> str | None:
    """Return the known model that a mistyped name most likely means."""
    names = [each.name for each in models().values() if each.provider == provider]
    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.6)), None)


def cost(model: Model | None, tokens: Tokens) -> float | None:
    """Return what a reply cost in USD; None where a price it needs is not known."""
    if model is None or model.usd_input is None or model.usd_output is None:
        return None
    if model.price_holds_to is not None and tokens.input > model.price_holds_to:
        return None
    if tokens.cached and model.usd_cached is None:
        return None
    fresh = tokens.input - tokens.cached - tokens.written
    usd = fresh * model.usd_input + tokens.output * model.usd_output + tokens.cached * (model.usd_cached or 0.0)
    if model.provider == "anthropic":
        usd += tokens.written * model.usd_input * _CACHE_WRITE
    return usd / 1_000_000


def added(one: Usage, other: Usage) -> Usage:
    """Return the sum of two usages; its cost is known only if both are."""
    known_cost = one.cost_usd is not None and other.cost_usd is not None
    return Usage(
        requests=one.requests + other.requests,
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cached_input_tokens=one.cached_input_tokens + other.cached_input_tokens,
        cost_usd=(one.cost_usd or 0.0) + (other.cost_usd or 0.0) if known_cost else None,
        seconds=one.seconds + other.seconds,
    )


def tokens_of(characters: int) -> int:
    """Return an estimate, on the high side, of the tokens of a text."""
    return int(characters / CHARACTERS_PER_TOKEN) + 1


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much a model takes and gives, in tokens."""

    context: int
    output: int

    def characters(self, prompt: int) -> int:
        """Return the characters of document that fit beside a prompt of so many characters."""
        taken = int(prompt / PROMPT_CHARACTERS_PER_TOKEN) + self.output + _MARGIN
        return int((self.context - taken) * CHARACTERS_PER_TOKEN)


def capacity(model: Model | None, context: int | None, local: bool) -> Capacity:
    """Return the capacity of a model: what the user says, what is known, or a cautious default."""
    window = context or (model.context if model else LOCAL_CONTEXT if local else HOSTED_CONTEXT)
    output = min(model.output if model else DEFAULT_OUTPUT, OUTPUT_CEILING, window // 4)
    if model and model.price_holds_to and not context:
        # Above this size each token is dearer: two requests below it cost less than one above.
        window = min(window, model.price_holds_to + output)
    return Capacity(window, output)
