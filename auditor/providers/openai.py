"""GPT over the Responses API, and compatible servers over chat completions, through OpenAI's SDK."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from auditor.prompts import Prompt
from auditor.providers.base import Remote
from auditor.providers.options import Mode
from auditor.providers.pricing import Tokens
from auditor.providers.replies import Answer, Ending, MalformedError, count

_ENDINGS: dict[str, Ending] = {
    "length": "too_long",
    "max_output_tokens": "too_long",
    "content_filter": "refused",
}


class _OpenAI(Remote):
    """What both APIs of OpenAI share."""

    api = "openai"
    vendor = "OpenAI"
    variable = "OPENAI_API_KEY"
    address = "https://api.openai.com/v1"

    def _sdk(self) -> Any:
        import openai

        return openai

    def _client_classes(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return self._sdk().OpenAI, self._sdk().AsyncOpenAI

    def _messages(self, prompt: Prompt, mode: Mode) -> list[dict[str, str]]:
        messages = prompt.messages_with_schema if mode == "plain" else prompt.messages
        return [{"role": message.role, "content": message.text} for message in messages]


class ResponsesProvider(_OpenAI):
    """Asks OpenAI itself."""

    def _create(self, client: Any) -> Callable[..., Any]:
        create: Callable[..., Any] = client.responses.with_raw_response.create
        return create

    def _arguments(self, prompt: Prompt, mode: Mode) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "model": self.name,
            "instructions": prompt.system,
            "input": self._messages(prompt, mode),
            "max_output_tokens": self.capacity.output,
            # Kept for 30 days otherwise, and what is audited may be private.
            "store": False,
        }
        if mode == "native":
            form = {"type": "json_schema", "name": prompt.name, "schema": dict(prompt.schema), "strict": True}
            arguments["extra_body"] = {"text": {"format": form}}
        elif mode == "tool":
            tool = {"type": "function", "name": prompt.name, "parameters": dict(prompt.schema), "strict": True}
            choice = {"type": "function", "name": prompt.name}
            arguments["extra_body"] = {
                "tools": [{**tool, "description": "Hands in the reply."}],
                "tool_choice": choice,
            }
        return arguments

    def _read(self, body: Mapping[str, Any]) -> Answer:
        if body.get("status") in ("failed", "cancelled"):
            raise MalformedError("word that it could not finish the reply")
        if not isinstance(body["output"], list):
            raise MalformedError("JSON of another shape than its API has")
        parts = [part for item in body["output"] if item["type"] == "message" for part in item["content"]]
        text = "".join(part["text"] for part in parts if part["type"] == "output_text")
        handed = [item["arguments"] for item in body["output"] if item["type"] == "function_call"]
        reason = (body.get("incomplete_details") or {}).get("reason") or ""
        ending = _ENDINGS.get(reason, "done")
        if any(part["type"] == "refusal" for part in parts):
            ending = "refused"
        return Answer(handed[0] if handed else text, ending, self._usage(body.get("usage")))

    def _usage(self, usage: Any) -> Tokens | None:
        if not isinstance(usage, Mapping):
            return None
        cached = count(usage, "input_tokens_details", "cached_tokens")
        return Tokens(count(usage, "input_tokens"), count(usage, "output_tokens"), cached)


class ChatProvider(_OpenAI):
    """Asks a compatible server: Ollama, vLLM, llama.cpp, LM Studio, a gateway."""

    def _address(self, base_url: str) -> str:
        # These servers answer below /v1; an address without a path cannot be meant literally.
        address = base_url.rstrip("/")
        return address if address.count("/") > 2 else f"{address}/v1"

    def _create(self, client: Any) -> Callable[..., Any]:
        create: Callable[..., Any] = client.chat.completions.with_raw_response.create
        return create

    def _arguments(self, prompt: Prompt, mode: Mode) -> dict[str, Any]:
        # OpenAI's own models reject max_tokens, which is all that older compatible servers know.
        limit = "max_completion_tokens" if self.known else "max_tokens"
        arguments: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": "system", "content": prompt.system}, *self._messages(prompt, mode)],
            limit: self.capacity.output,
        }
        if mode == "native":
            form = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
            arguments["extra_body"] = {"response_format": {"type": "json_schema", "json_schema": form}}
        elif mode == "tool":
            function = {"name": prompt.name, "description": "Hands in the reply.", "parameters": dict(prompt.schema)}
            choice = {"type": "function", "function": {"name": prompt.name}}
            arguments["extra_body"] = {"tools": [{"type": "function", "function": function}], "tool_choice": choice}
        return arguments

    def _read(self, body: Mapping[str, Any]) -> Answer:
        choice = body["choices"][0]
        message = choice["message"]
        calls = message.get("tool_calls") or []
        text = calls[0]["function"]["arguments"] if calls else message.get("content") or ""
        if not isinstance(text, str):
            raise MalformedError("JSON of another shape than its API has")
        ending = "refused" if message.get("refusal") else _ENDINGS.get(choice.get("finish_reason") or "", "done")
        return Answer(text, ending, self._usage(body.get("usage")))

    def _usage(self, usage: Any) -> Tokens | None:
        if not isinstance(usage, Mapping):
            return None
        cached = count(usage, "prompt_tokens_details", "cached_tokens")
        return Tokens(count(usage, "prompt_tokens"), count(usage, "completion_tokens"), cached)
