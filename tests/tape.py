"""Cassettes: what was said over the wire, matched on method, host, path and JSON body, readable and without secrets.

A body that is JSON is written as parsed YAML, so that a diff shows words and not escapes; text is never folded or
normalised. Of the headers only the content type and retry-after are kept, in both directions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import vcr
import yaml
from vcr.request import Request as Recorded

_KEPT = ("content-type", "retry-after", "retry-after-ms")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes text of several lines as a block, line for line."""


def _text(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


class Readable:
    """The serializer: JSON bodies stand as data under ``json``."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        interactions = []
        for interaction in cassette["interactions"]:
            request, response = dict(interaction["request"]), dict(interaction["response"])
            request["body"] = _parsed(request.get("body"))
            response["body"] = _parsed(response["body"].get("string"))
            interactions.append({"request": request, "response": response})
        data = {"version": cassette["version"], "interactions": interactions}
        return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        data: dict[str, Any] = yaml.load(text, Loader=_Loader)
        for interaction in data["interactions"]:
            interaction["request"]["body"] = _bytes(interaction["request"]["body"])
            interaction["response"]["body"] = {"string": _bytes(interaction["response"]["body"])}
        return data


def _parsed(body: Any) -> Any:
    text = body.decode() if isinstance(body, bytes) else body
    try:
        return {"json": json.loads(text)} if text else {"text": ""}
    except ValueError:
        return {"text": text}


def _bytes(body: dict[str, Any]) -> bytes:
    return (json.dumps(body["json"], ensure_ascii=False) if "json" in body else body["text"]).encode()


def _allowed(headers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower() in _KEPT}


def _request(request: Recorded) -> Recorded:
    request.headers = _allowed(dict(request.headers))
    _, _, boundary = (request.headers.get("content-type") or "").partition("boundary=")
    if boundary and request.body:
        # An upload is parted by a random word.
        request.body = request.body.replace(boundary.strip('"').encode(), b"boundary")
        request.headers["content-type"] = "multipart/form-data; boundary=boundary"
    # The reference server's port differs from run to run.
    request.uri = f"{request.scheme}://{request.host}{request.path}"
    return request


def _response(response: dict[str, Any]) -> dict[str, Any]:
    # A local server names a model by its file: where that stands is nobody's business.
    body = re.sub(rb'("model": ?")[^"]*/([^"/]+\.gguf")', rb"\1\2", response["body"]["string"])
    return {**response, "body": {"string": body}, "headers": _allowed(response["headers"])}


def _same_body(one: Recorded, two: Recorded) -> None:
    assert _parsed(one.body) == _parsed(two.body)


TAPES = vcr.VCR(
    record_mode="none",
    match_on=["method", "scheme", "host", "path", "same_body"],
    before_record_request=_request,
    before_record_response=_response,
    decode_compressed_response=True,
)
TAPES.register_serializer("readable", Readable)
TAPES.register_matcher("same_body", _same_body)


@contextmanager
def played(path: Path) -> Iterator[None]:
    """Replay a cassette; an interaction that was not played fails."""
    with TAPES.use_cassette(str(path), serializer="readable", allow_playback_repeats=False) as cassette:
        yield
        assert cassette.all_played, f"{path.name}: not every interaction was played"


@contextmanager
def recorded(path: Path) -> Iterator[None]:
    """Record a cassette anew."""
    path.unlink(missing_ok=True)
    with TAPES.use_cassette(str(path), serializer="readable", record_mode="all"):
        yield
