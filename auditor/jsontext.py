"""Text and JSON that somebody else wrote, as values that can be written again."""

from __future__ import annotations

import json
import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def writable(text: str) -> str:
    """Return the text as UTF-8 can hold it: surrogates that are a pair joined, any other as U+FFFD."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def parsed(text: str | bytes) -> Any:
    """Return JSON data whose texts UTF-8 can hold; ValueError where it is not JSON, or nested too deep."""
    try:
        return _mended(json.loads(text))
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [_mended(each) for each in value]
    if isinstance(value, dict):
        return {writable(name): _mended(each) for name, each in value.items()}
    return value
