"""What a server answered, as plain records, and the JSON object in a model's text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auditor.providers.pricing import Tokens

Ending = Literal["done", "too_long", "refused"]
_MOST = 10**12
"""Tokens: what databases and sums of money hold is far more."""
_THOUGHTS = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
_OPENING = re.compile(r"\{\s*\"")


class MalformedError(ValueError):
    """A body that is not what the API promises."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer, whichever API it came over."""

    text: str
    ending: Ending
    tokens: Tokens | None
    """None where the server does not say."""


def body_of(content_type: str, content: bytes) -> Mapping[str, Any]:
    """Return the JSON object a server sent; MalformedError says what it sent instead."""
    if content_type and "json" not in content_type.lower():
        raise MalformedError("something that is not JSON (is this the right address?)")
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise MalformedError("a body that is not valid JSON") from None
    if not isinstance(body, dict):
        raise MalformedError("JSON of another shape than its API has")
    return body


def count(usage: Any, *path: str) -> int:
    """Return a number of a usage block; 0 where it is not given, or more than any server can have read."""
    for name in path:
        usage = usage.get(name) if isinstance(usage, Mapping) else None
    return usage if isinstance(usage, int) and not isinstance(usage, bool) and 0 < usage < _MOST else 0


def json_text(text: str) -> str | None:
    """Return the JSON object in a model's text, or None where there is only prose.

    What opens like an object but is broken is handed on as it is, so that it is repaired or reported: looking
    for a whole object *inside* it would turn half a reply into a small one. An empty object says nothing.
    """
    text = _THOUGHTS.sub("", text, count=1) if text.lstrip().startswith("<think>") else text
    decoder = json.JSONDecoder()
    best, at = "", 0
    while opening := _OPENING.search(text, at):
        try:
            _, at = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            return best or text[opening.start() :]
        best = max(best, text[opening.start() : at], key=len)
    return best or None
