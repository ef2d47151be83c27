"""A small server that speaks the Messages, chat completions and responses APIs; a function writes its replies.

The function is given what was asked (:class:`Asked`) and returns JSON data or text, or a :class:`Fault`. It stands
in for a provider in tests and when authored replies are recorded; it is never presented as one.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from reference_batches import Desk

API = Literal["messages", "chat", "responses"]
PATHS: dict[str, API] = {"/v1/messages": "messages", "/v1/chat/completions": "chat", "/v1/responses": "responses"}
Mode = Literal["native", "tool", "plain"]


@dataclass(frozen=True)
class Asked:
    """A request as the server received it."""

    api: API
    mode: Mode
    text: str
    """Instructions and messages, joined: what a model would read."""
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    number: int
    """Counted from 1 over the server's life."""


@dataclass(frozen=True)
class Fault:
    """Something other than a good reply."""

    status: int = 200
    kind: str = ""
    """Type and code of the error."""
    message: str = "No."
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    """Sent in place of a body."""
    content_type: str = "application/json"
    cut: bool = False
    """Close the connection: at once, or after half of ``raw``."""
    delay: float = 0.0
    """Seconds to wait before anything is sent."""


@dataclass(frozen=True)
class Said:
    """A reply with an ending or usage of its own."""

    text: str
    ending: Literal["done", "length", "refusal"] = "done"
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int = 0
    usage: bool = True
    """Whether the reply says what it used."""


Replies = Callable[[Asked], Any]


class Server:
    """A running server: its address, and everything it was asked."""

    def __init__(self, replies: Replies, delay: float = 0.0) -> None:
        self.replies = replies
        self.delay = delay
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler, self)
        self.port: int = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.desk = Desk(self._later)

    def note(self, api: API, body: Mapping[str, Any], headers: Mapping[str, str]) -> Asked:
        with self._lock:
            asked = Asked(api, _mode(api, body), _text(body), body, headers, len(self.asked) + 1)
            self.asked.append(asked)
            return asked

    def _later(self, path: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer a request of a batch job."""
        asked = self.note(PATHS[path], body, {})
        reply = self.replies(asked)
        if isinstance(reply, Fault):
            return reply.status, _error(asked.api, reply.kind, reply.message)
        return 200, BODIES[asked.api](asked, _said(reply))

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving(replies: Replies, delay: float = 0.0) -> Iterator[Server]:
    """Run a server while the block runs."""
    server = Server(replies, delay)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], owner: Server) -> None:
        self.owner = owner
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no event."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One segment per reply: with Nagle's algorithm the body would wait for the client's acknowledgement.
    disable_nagle_algorithm = True
    server: _Http

    def log_message(self, format: str, *arguments: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        if found := self.server.owner.desk.get(self.path, self.server.owner.url):
            self._send_bytes(*found, "application/json", {})
            return
        self._send(200, {"object": "list", "data": [{"id": "reference", "object": "model"}], "has_more": False})

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        owner, kind = self.server.owner, self.headers.get("content-type", "")
        if made := owner.desk.post(self.path, content, kind, owner.url):
            self._send_bytes(*made, "application/json", {})
            return
        api = PATHS.get(self.path)
        if api is None:
            self._send(404, _error("messages", "not_found_error", "no such address"))
            return
        asked = self.server.owner.note(api, json.loads(content), dict(self.headers.items()))
        time.sleep(self.server.owner.delay)
        reply = self.server.owner.replies(asked)
        if isinstance(reply, Fault):
            self._fault(reply, api)
            return
        self._send(200, BODIES[api](asked, _said(reply)))

    def _fault(self, fault: Fault, api: API) -> None:
        time.sleep(fault.delay)
        data = fault.raw if fault.raw is not None else _json(_error(api, fault.kind, fault.message)).encode()
        if fault.cut and fault.raw is None:
            # A reset, not a tidy end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        self._send_bytes(fault.status, data, fault.content_type, fault.headers, half=fault.cut)

    def _send(self, status: int, body: Any) -> None:
        self._send_bytes(status, _json(body).encode(), "application/json", {})

    def _send_bytes(
        self, status: int, data: bytes, content_type: str, headers: Mapping[str, str], half: bool = False
    ) -> None:
        lines = {"content-type": content_type, "content-length": str(len(data)), "request-id": "req_reference"}
        self.send_response(status)
        for name, value in {**lines, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if half else data)
        self.wfile.flush()
        if half:
            self.close_connection = True


def _said(reply: Any) -> Said:
    return reply if isinstance(reply, Said) else Said(reply if isinstance(reply, str) else _json(reply))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _mode(api: API, body: Mapping[str, Any]) -> Mode:
    if "tools" in body:
        return "tool"
    return (
        "native"
        if {"messages": "output_config", "chat": "response_format", "responses": "text"}[api] in body
        else "plain"
    )


def _text(body: Mapping[str, Any]) -> str:
    system = body.get("system") or []
    parts = [block["text"] for block in system] if isinstance(system, list) else [system]
    parts.append(body.get("instructions") or "")
    parts += [message["content"] for message in body.get("messages") or body.get("input") or []]
    return "\n".join(part for part in parts if part)


def _error(api: API, kind: str, message: str) -> dict[str, Any]:
    if api == "messages":
        return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_reference"}
    return {"error": {"message": message, "type": kind, "param": None, "code": kind}}


def _id(prefix: str, asked: Asked) -> str:
    """An id that is the same whenever the same is asked, so that recordings do not differ by chance."""
    return f"{prefix}_{sha256(_json(asked.body).encode()).hexdigest()[:24]}"


def _counts(asked: Asked, said: Said) -> tuple[int, int]:
    read = said.input_tokens if said.input_tokens is not None else len(asked.text) // 4
    return read, said.output_tokens if said.output_tokens is not None else len(said.text) // 4


def _tool(asked: Asked) -> str | None:
    """The name of the tool the reply must call; a reply that is not JSON is prose, whatever was forced."""
    if asked.mode != "tool":
        return None
    tool = asked.body["tools"][0]
    name: str = tool.get("name") or tool["function"]["name"]
    return name


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _messages(asked: Asked, said: Said) -> dict[str, Any]:
    tool = _tool(asked) if _is_json(said.text) else None
    block: dict[str, Any] = {"type": "text", "text": said.text}
    if tool:
        block = {"type": "tool_use", "id": _id("toolu", asked), "name": tool, "input": json.loads(said.text)}
    reason = {"done": "tool_use" if tool else "end_turn", "length": "max_tokens", "refusal": "refusal"}[said.ending]
    read, written = _counts(asked, said)
    usage = {
        "input_tokens": read - said.cached_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": said.cached_tokens,
        "output_tokens": written,
    }
    return {
        "id": _id("msg", asked),
        "type": "message",
        "role": "assistant",
        "model": asked.body["model"],
        "content": [block],
        "stop_reason": reason,
        "stop_sequence": None,
        **({"usage": usage} if said.usage else {}),
    }


def _chat(asked: Asked, said: Said) -> dict[str, Any]:
    tool = _tool(asked) if _is_json(said.text) else None
    message: dict[str, Any] = {"role": "assistant", "content": said.text, "refusal": None}
    if tool:
        call = {"id": _id("call", asked), "type": "function", "function": {"name": tool, "arguments": said.text}}
        message |= {"content": None, "tool_calls": [call]}
    if said.ending == "refusal":
        message |= {"content": None, "refusal": said.text}
    read, written = _counts(asked, said)
    usage = {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {"cached_tokens": said.cached_tokens},
    }
    reason = "length" if said.ending == "length" else "tool_calls" if tool else "stop"
    return {
        "id": _id("chatcmpl", asked),
        "object": "chat.completion",
        "created": 0,
        "model": asked.body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason, "logprobs": None}],
        **({"usage": usage} if said.usage else {}),
    }


def _responses(asked: Asked, said: Said) -> dict[str, Any]:
    tool = _tool(asked) if _is_json(said.text) else None
    part: dict[str, Any] = {"type": "output_text", "text": said.text, "annotations": []}
    if said.ending == "refusal":
        part = {"type": "refusal", "refusal": said.text}
    item: dict[str, Any] = {"type": "message", "id": _id("msg", asked), "role": "assistant", "status": "completed"}
    item["content"] = [part]
    if tool:
        item = {"type": "function_call", "id": _id("fc", asked), "call_id": _id("call", asked), "name": tool}
        item |= {"arguments": said.text, "status": "completed"}
    read, written = _counts(asked, said)
    usage = {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": said.cached_tokens},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": read + written,
    }
    cut = said.ending == "length"
    return {
        "id": _id("resp", asked),
        "object": "response",
        "created_at": 0,
        "model": asked.body["model"],
        "status": "incomplete" if cut else "completed",
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": [item],
        "parallel_tool_calls": False,
        "tools": [],
        "tool_choice": "auto",
        **({"usage": usage} if said.usage else {}),
    }


BODIES: dict[API, Callable[[Asked, Said], dict[str, Any]]] = {
    "messages": _messages,
    "chat": _chat,
    "responses": _responses,
}
