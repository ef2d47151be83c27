"""What models and their servers send: bodies of the three APIs, results of jobs, and text with JSON in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from auditor.prompts import Message, Prompt
from auditor.providers.anthropic import AnthropicProvider
from auditor.providers.base import Remote
from auditor.providers.jobs import FileBatches
from auditor.providers.openai import ChatProvider, ResponsesProvider
from auditor.providers.options import Options
from auditor.providers.replies import json_text
from auditor.setup import load_prompts
from auditor.steps import Failed, Reply
from fuzz.expect import sentence

_PROMPT = Prompt("You read.", (Message("user", "Acme trained it."),), {"type": "object"}, "extract_reply")
_KINDS: dict[str, type[Remote]] = {"messages": AnthropicProvider, "responses": ResponsesProvider, "chat": ChatProvider}


def picked(data: bytes) -> None:
    """Take the JSON object out of a model's text: it is a part of the text, or there is none."""
    text = data.decode("utf-8", "replace")
    found = json_text(text)
    if found is not None:
        assert found in text
        assert found.startswith("{")


def sent(kind: str) -> Callable[[bytes], None]:
    """Return the check of bodies that a server of this API sends: a reply, or a failure in one sentence."""

    def check(data: bytes) -> None:
        raw = SimpleNamespace(http_response=SimpleNamespace(headers={"content-type": "application/json"}, content=data))
        remote = _remote(kind, lambda **_: raw)
        outcome = remote.ask(_PROMPT)
        assert isinstance(outcome, Reply | Failed)
        if isinstance(outcome, Failed):
            sentence(outcome.reason)
        usage = outcome.usage
        counts = (usage.requests, usage.input_tokens, usage.output_tokens, usage.cached_input_tokens)
        assert all(0 <= count < 2**63 for count in counts), "a count that no database holds"
        usage.model_dump_json()
        try:
            body = json.loads(data)
        except (ValueError, RecursionError):
            return
        if isinstance(body, dict):
            later = remote.outcome(body, 0.5)
            assert isinstance(later, Reply | Failed)

    return check


def collected(data: bytes) -> None:
    """Read the results of a job that are a file: each line that names a request brings its outcome."""
    remote = _remote("chat", lambda **_: None)
    held = SimpleNamespace(
        batches=SimpleNamespace(retrieve=lambda _: SimpleNamespace(output_file_id="a", error_file_id=None)),
        files=SimpleNamespace(content=lambda _: SimpleNamespace(content=data)),
    )
    remote.__dict__["calling"] = lambda send, once=False: send(held)  # noqa: ARG005
    for name, outcome in FileBatches(remote, "/v1/chat/completions").results("job"):
        assert isinstance(name, str)
        assert isinstance(outcome, Reply | Failed)
        if isinstance(outcome, Failed):
            sentence(outcome.reason)


def _remote(kind: str, create: Callable[..., Any]) -> Remote:
    """An adapter that nobody waits for and that asks ``create`` instead of a server."""
    made = type("Asked", (_KINDS[kind],), {"_create": lambda *_: create})
    remote: Remote = made("tiny", load_prompts(), "none", Options(sleep=lambda _: None))
    remote.__dict__["_client"] = None
    return remote
