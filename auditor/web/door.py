"""Who may come in: checks of a request before anything looks at it, and the headers every reply carries."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""``same-origin`` rather than ``no-referrer``: with that, browsers hide from us where a form was sent from."""
_HOST = re.compile(r"([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::([0-9]{1,5}))?")


@dataclass(frozen=True)
class Door:
    """What the server answers to."""

    names: frozenset[str]
    """Names in Host, lower case, that are this server's."""
    port: int
    token: str | None = None
    """What whoever comes over the network must show; None on this machine alone."""

    @property
    def cookie(self) -> str:
        """The name the token is kept under: browsers share cookies between ports."""
        return f"auditor_{self.port}"

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server, and not a name that somebody else's page was given."""
        match = _HOST.fullmatch(host.lower())
        if not match or int(match[2] or 80) != self.port:
            return False
        return match[1] in self.names or (self.token is not None and _is_address(match[1]))

    def same(self, origin: str, host: str) -> bool:
        """Whether a form was sent from a page of this server."""
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()

    def shown(self, query: str, cookies: str) -> str | None:
        """Return how the token was shown: "query" or "cookie", None where it was not; "free" where none is needed."""
        if self.token is None:
            return "free"
        if any(name == "token" and self._right(value) for name, value in parse_qsl(query, max_num_fields=20)):
            return "query"
        try:
            kept = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return None
        return "cookie" if kept is not None and self._right(kept.value) else None

    def _right(self, value: str) -> bool:
        return self.token is not None and hmac.compare_digest(value.encode(), self.token.encode())


def _is_address(name: str) -> bool:
    """Whether a name is an address itself, which no name server can point elsewhere."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
