"""The three APIs as the tests ask them: adapters pointed at a reference server, with a sleep that only counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reference_server import Server

from auditor.prompts import Message, Prompt
from auditor.providers.anthropic import AnthropicProvider
from auditor.providers.base import Remote
from auditor.providers.openai import ChatProvider, ResponsesProvider
from auditor.providers.options import Options
from auditor.setup import load_prompts
from auditor.steps import Outcome

KEY = "sk-planted-0123456789abcdef"
SCHEMA = {
    "type": "object",
    "properties": {"claims": {"type": "array", "items": {"type": "string"}}},
    "required": ["claims"],
    "additionalProperties": False,
}
PROMPT = Prompt("You read.", (Message("user", "Acme trained it."),), SCHEMA, "extract_reply")
GOOD = '{"claims": ["a"]}'


@dataclass
class Clock:
    """A sleep that takes no time and remembers what it was asked for."""

    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@dataclass
class Asking:
    """An adapter at a server, and what it said and slept."""

    remote: Remote
    clock: Clock
    said: list[str]

    def ask(self, prompt: Prompt = PROMPT) -> Outcome:
        try:
            return self.remote.ask(prompt)
        finally:
            self.remote.close()

    def aask(self, prompt: Prompt = PROMPT) -> Outcome:
        async def once() -> Outcome:
            try:
                return await self.remote.aask(prompt)
            finally:
                await self.remote.aclose()

        return asyncio.run(once())


def asking(kind: str, server: Server | str, key: str | None = KEY, name: str = "", **options: Any) -> Asking:
    """An adapter to one of "messages", "chat" and "responses", or to the vendor's own "anthropic"."""
    url = server if isinstance(server, str) else server.url
    clock, said = Clock(), []
    if kind in ("messages", "chat"):
        options["base_url"] = url
    chosen = Options(say=said.append, sleep=clock.sleep, asleep=clock.asleep, **options)
    made: Callable[..., Remote] = {"messages": AnthropicProvider, "chat": ChatProvider}.get(kind, _at(kind, url))
    return Asking(made(name or _NAMES.get(kind, "tiny"), load_prompts(), key, chosen), clock, said)


_NAMES = {"responses": "gpt-4o", "anthropic": "claude-haiku-4-5"}


def _at(kind: str, url: str) -> type[Remote]:
    """The vendor's own adapter with the vendor's address changed."""
    if kind == "anthropic":
        return type("Vendors", (AnthropicProvider,), {"address": url})
    return type("Vendors", (ResponsesProvider,), {"address": f"{url}/v1"})
