"""The outermost layer of the page: refuses strangers, bounds what is sent, and lets no fault speak."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from auditor.web.door import HEADERS, Door

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 40_000_000
"""Bytes of a request's body."""
PATIENCE = 120.0
"""Seconds a body may take to arrive."""
_DRAINED = 4 * LARGEST
"""Bytes that are read and thrown away so that a browser hears why it was refused, instead of a broken connection."""
STRANGER = "This server does not go by that name; open the address it printed when it started."
ELSEWHERE = "This was not sent from a page of this server; open the page and send it from there."
LOCKED = "This page wants its key; open the whole address that was printed when the server started."
FAULT = "Something went wrong here, and nothing was lost; go back and try again."


class TooLargeError(Exception):
    """A body of more bytes than are taken."""


class TooSlowError(Exception):
    """A body that does not arrive in time."""


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, door: Door, fault: Callable[[Exception], object]) -> None:
        """``fault`` is told of errors nobody foresaw."""
        self._app = app
        self._door = door
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = {name for name, _ in message["headers"]}
                added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *(each for each in added if each[0] not in given)]
            await send(message)

        answer = self._answer(scope)
        if answer is not None:
            await answer(scope, receive, guarded)
            return
        from starlette.requests import ClientDisconnect

        try:
            await self._app(scope, Body(receive).receive, guarded)
        except ClientDisconnect:
            return  # nobody is there to be answered
        except Exception as error:
            self._fault(error)
            if not begun:
                await _plain(FAULT, 500)(scope, receive, guarded)

    def _answer(self, scope: Scope) -> ASGIApp | None:
        """Return what to say to a request that goes no further."""
        headers: dict[bytes, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value.decode("latin-1"))
        host = headers.get(b"host", [])
        if len(host) != 1 or not self._door.knows(host[0]):
            return _plain(STRANGER, 421)
        if scope["method"] not in ("GET", "HEAD"):
            origin = headers.get(b"origin", [])
            if len(origin) != 1 or not self._door.same(origin[0], host[0]):
                return _plain(ELSEWHERE, 403)
        shown = self._door.shown(scope["query_string"].decode("latin-1"), "; ".join(headers.get(b"cookie", [])))
        if shown is None:
            return _plain(LOCKED, 401)
        return self._welcome(scope) if shown == "query" else None

    def _welcome(self, scope: Scope) -> ASGIApp:
        """Keep the token in a cookie and take it out of the address."""
        from starlette.responses import RedirectResponse

        # A path that begins with two slashes would lead to another host.
        reply = RedirectResponse("/" + scope["path"].lstrip("/\\"), 303)
        reply.set_cookie(self._door.cookie, self._door.token or "", httponly=True, samesite="lax")
        return reply


class Body:
    """A request's body as it arrives, no larger and no slower than allowed."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0
        self._deadline: float | None = None

    async def receive(self) -> Message:
        """Return the next part; TooLargeError once the rest was thrown away, TooSlowError at the deadline."""
        message = await self._timed()
        if self._bytes <= LARGEST:
            return message
        while message.get("more_body") and self._bytes <= _DRAINED:
            message = await self._timed()
        raise TooLargeError

    async def _timed(self) -> Message:
        now = asyncio.get_running_loop().time()
        self._deadline = now + PATIENCE if self._deadline is None else self._deadline
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise TooSlowError from None
        self._bytes += len(message.get("body", b""))
        return message


def _plain(sentence: str, status: int) -> ASGIApp:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(sentence + "\n", status)
