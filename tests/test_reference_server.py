"""The reference server speaks what the SDKs understand: their own typed records read its replies."""

from __future__ import annotations

import json
from typing import Any

import anthropic
import openai
import pytest
from reference_server import Asked, Fault, Said, Server, serving

GOOD = '{"claims": ["ä"]}'
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def claude(server: Server, **more: Any) -> Any:
    with anthropic.Anthropic(api_key="k", base_url=server.url, max_retries=0) as client:
        messages = [{"role": "user", "content": "hello there"}]
        return client.messages.create(model="m", max_tokens=9, messages=messages, system="be", **more)


def gpt(server: Server, **more: Any) -> Any:
    with openai.OpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=0) as client:
        return client.responses.create(model="m", input=[{"role": "user", "content": "hello there"}], **more)


def chat(server: Server, **more: Any) -> Any:
    with openai.OpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=0) as client:
        return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello there"}], **more)


def test_a_reply_over_each_api() -> None:
    with serving(lambda asked: Said(GOOD, input_tokens=10, output_tokens=4, cached_tokens=3)) as server:
        message, response, completion = claude(server), gpt(server), chat(server)
        texts = [asked.text for asked in server.asked]
    assert (message.content[0].text, message.stop_reason, message.usage.input_tokens) == (GOOD, "end_turn", 7)
    assert (response.output_text, response.status, response.usage.input_tokens) == (GOOD, "completed", 10)
    assert response.usage.input_tokens_details.cached_tokens == 3
    assert completion.choices[0].message.content == GOOD
    assert (completion.choices[0].finish_reason, completion.usage.completion_tokens) == ("stop", 4)
    assert texts == ["be\nhello there", "hello there", "hello there"]


def test_a_forced_tool_over_each_api() -> None:
    claudes = {"tools": [{"name": "t", "input_schema": SCHEMA}], "tool_choice": {"type": "tool", "name": "t"}}
    responses: Any = [{"type": "function", "name": "t", "parameters": SCHEMA, "strict": True}]
    chats: Any = [{"type": "function", "function": {"name": "t", "parameters": SCHEMA}}]
    with serving(lambda asked: GOOD) as server:
        assert claude(server, **claudes).content[0].input == json.loads(GOOD)
        assert gpt(server, tools=responses).output[0].arguments == GOOD
        assert chat(server, tools=chats).choices[0].message.tool_calls[0].function.arguments == GOOD
        assert [asked.mode for asked in server.asked] == ["tool"] * 3


@pytest.mark.parametrize(
    ("ending", "reasons"),
    [("length", ("max_tokens", "max_output_tokens", "length")), ("refusal", ("refusal", None, "stop"))],
)
def test_endings(ending: Any, reasons: tuple[str | None, ...]) -> None:
    with serving(lambda asked: Said("no", ending)) as server:
        message, response, completion = claude(server), gpt(server), chat(server)
    details = response.incomplete_details
    found = (message.stop_reason, details and details.reason, completion.choices[0].finish_reason)
    assert found == reasons
    assert (completion.choices[0].message.refusal == "no") == (ending == "refusal")


def test_errors_are_the_sdks_errors() -> None:
    def replies(asked: Asked) -> Fault:
        return Fault(429, "rate_limit_error", "slow down", {"retry-after": "3"})

    with serving(replies) as server:
        with pytest.raises(anthropic.RateLimitError) as one:
            claude(server)
        with pytest.raises(openai.RateLimitError) as other:
            chat(server)
    assert one.value.response.headers["retry-after"] == other.value.response.headers["retry-after"] == "3"
    assert "slow down" in str(one.value)
    assert other.value.code == "rate_limit_error"


def test_the_same_request_has_the_same_reply_and_id() -> None:
    with serving(lambda asked: GOOD) as server:
        assert claude(server).id == claude(server).id
        assert gpt(server).id != chat(server).id
        assert [asked.number for asked in server.asked] == [1, 2, 3, 4]
