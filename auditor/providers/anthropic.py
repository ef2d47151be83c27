"""Claude and whatever speaks Anthropic's Messages API, through its SDK."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from auditor.prompts import Prompt
from auditor.providers.base import Remote
from auditor.providers.options import Mode
from auditor.providers.pricing import Tokens
from auditor.providers.replies import Answer, Ending, MalformedError, count

_ENDINGS: dict[str, Ending] = {
    "max_tokens": "too_long",
    "model_context_window_exceeded": "too_long",
    "refusal": "refused",
}


class AnthropicProvider(Remote):
    """Asks over the Messages API."""

    api = "anthropic"
    vendor = "Anthropic"
    variable = "ANTHROPIC_API_KEY"
    address = "https://api.anthropic.com"

    def _address(self, base_url: str) -> str:
        # The SDK adds /v1 itself; people copy the address with it.
        return base_url.rstrip("/").removesuffix("/v1")

    def _sdk(self) -> Any:
        import anthropic

        return anthropic

    def _client_classes(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return self._sdk().Anthropic, self._sdk().AsyncAnthropic

    def _create(self, client: Any) -> Callable[..., Any]:
        create: Callable[..., Any] = client.messages.with_raw_response.create
        return create

    def _arguments(self, prompt: Prompt, mode: Mode) -> dict[str, Any]:
        messages = prompt.messages_with_schema if mode == "plain" else prompt.messages
        arguments: dict[str, Any] = {
            "model": self.name,
            "max_tokens": self.capacity.output,
            # The instructions are the same for every document: cached, they cost a tenth from the second on.
            "system": [{"type": "text", "text": prompt.system, "cache_control": {"type": "ephemeral"}}],
            "messages": [{"role": message.role, "content": message.text} for message in messages],
        }
        if mode == "native":
            schema = self._sdk().transform_schema(dict(prompt.schema))
            arguments["extra_body"] = {"output_config": {"format": {"type": "json_schema", "schema": schema}}}
        elif mode == "tool":
            schema = self._sdk().transform_schema(dict(prompt.schema))
            tool = {"name": prompt.name, "description": "Hands in the reply.", "input_schema": schema}
            choice = {"type": "tool", "name": prompt.name}
            arguments["extra_body"] = {"tools": [tool], "tool_choice": choice}
        return arguments

    def _read(self, body: Mapping[str, Any]) -> Answer:
        if not isinstance(body["content"], list):
            raise MalformedError("JSON of another shape than its API has")
        handed = [block["input"] for block in body["content"] if block["type"] == "tool_use"]
        text = "".join(block["text"] for block in body["content"] if block["type"] == "text")
        if handed:
            text = json.dumps(handed[0], ensure_ascii=False)
        return Answer(text, _ENDINGS.get(body.get("stop_reason") or "", "done"), self._usage(body.get("usage")))

    def _usage(self, usage: Any) -> Tokens | None:
        if not isinstance(usage, Mapping):
            return None
        written, cached = count(usage, "cache_creation_input_tokens"), count(usage, "cache_read_input_tokens")
        fresh = count(usage, "input_tokens")
        return Tokens(fresh + written + cached, count(usage, "output_tokens"), cached, written)
