"""Readers of text: one adapter each, found by the name given with --model."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from auditor.errors import UsageError
from auditor.steps import Provider

if TYPE_CHECKING:
    from auditor.prompts import Prompts
    from auditor.providers.base import Remote

OFFLINE = "offline"
ADAPTERS = {
    "anthropic": "anthropic:AnthropicProvider",
    "openai": "openai:ResponsesProvider",
    "ollama": "openai:ChatProvider",
}
"""Name in front of a model to the module and class that ask it over the network; another adapter is added here."""
NETWORK = ("base_url", "context", "timeout", "max_cost", "max_total_tokens")
"""Options that only a reader asked over the network has."""
OLLAMA = "http://localhost:11434/v1"
_FORMS = (
    "offline, anthropic:MODEL, openai:MODEL (either with --base-url URL for a compatible server), ollama:MODEL,"
    " or scripted:FILE to replay replies from a file"
)


def provider(model: str, *, prompts: Prompts | None = None, **options: Any) -> Provider:
    """Return the reader a model name stands for; UsageError says what names there are.

    Options are those of :class:`auditor.providers.options.Options`, for readers asked over the network; the key
    comes from ANTHROPIC_API_KEY or OPENAI_API_KEY, read only where that provider is asked for.
    """
    name, _, rest = model.partition(":")
    if name in ADAPTERS and rest.strip():
        return remote(name, rest.strip(), prompts, options)
    given = [f"--{key.replace('_', '-')}" for key in NETWORK if options.get(key) is not None]
    if model == OFFLINE:
        from auditor.providers.offline import OfflineProvider

        _refuse(given, model)
        return OfflineProvider()
    if name == "scripted" and rest:
        from auditor.providers.scripted import ScriptedProvider

        _refuse(given, model)
        return ScriptedProvider.from_file(rest)
    raise UsageError(f"There is no model {model!r}{_meant(model)} Use {_FORMS}.")


_SMALLEST_WINDOW = 500
"""Characters of a document below which a request is not worth its prompt."""


def _refuse(given: list[str], model: str) -> None:
    if given:
        raise UsageError(f"{given[0]} is for a model that is asked over the network; {model} is not.")


def _meant(model: str) -> str:
    """Return what a name that is none was probably meant to be."""
    from auditor.providers.pricing import models

    name, _, rest = model.partition(":")
    candidates = [OFFLINE, *(f"{each.provider}:{each.name}" for each in models().values())]
    bare = {each.name: f"{each.provider}:{each.name}" for each in models().values()}
    if near := difflib.get_close_matches(model, [*candidates, *bare], n=1, cutoff=0.6):
        return f"; did you mean {bare.get(near[0], near[0])}?"
    if rest and (near := difflib.get_close_matches(name, [*ADAPTERS, "scripted"], n=1, cutoff=0.5)):
        return f"; did you mean {near[0]}:{rest}?"
    return "."


def remote(name: str, model: str, prompts: Prompts | None, options: dict[str, Any]) -> Remote:
    """Return the adapter to a model that is asked over the network."""
    from auditor.providers.options import Options

    chosen = Options(**{key: value for key, value in options.items() if value is not None})
    if name == "ollama" and chosen.base_url is None:
        chosen = Options(**{**vars(chosen), "base_url": OLLAMA})
    _check_url(chosen.base_url)
    kind = _adapter(name, chosen.base_url)
    if prompts is None:
        from auditor.setup import load_prompts

        prompts = load_prompts()
    # Ollama wants no key, and OpenAI's is not for it.
    key = None if name == "ollama" else key_of(kind.variable)
    reader = kind(model, prompts, key, chosen, label=name)
    if reader.window < _SMALLEST_WINDOW:
        raise UsageError(
            f"A context of {reader.capacity.context} tokens has no room for a text beside the prompt;"
            " if the model takes more, say so with --context N."
        )
    if chosen.max_cost is not None and (reader.priced is None or reader.priced.usd_input is None):
        raise UsageError(
            f"--max-cost cannot be kept: the price of {reader.model} is not known here; use --max-total-tokens."
        )
    return reader


def _adapter(name: str, base_url: str | None) -> type[Remote]:
    """Return the class of an adapter; servers compatible with OpenAI's know its older API."""
    place = "openai:ChatProvider" if name == "openai" and base_url else ADAPTERS[name]
    module, _, kind = place.partition(":")
    return cast("type[Remote]", getattr(import_module(f"auditor.providers.{module}"), kind))


def key_of(variable: str) -> str | None:
    """Return the key in an environment variable; UsageError where it cannot be one."""
    import os

    key = os.environ.get(variable, "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(f"{variable} holds characters that no key has; copy it again.")
    return key or None


def _check_url(url: str | None) -> None:
    from urllib.parse import urlsplit

    if url is None:
        return
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        raise UsageError("--base-url is not a web address; write it like http://localhost:8091/v1.")
