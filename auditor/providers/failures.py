"""What can go wrong between us and a server: what is tried again, and what the user is told.

The words of a server are looked at to tell cases apart and never shown: they may repeat the key or the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auditor.providers.pricing import similar
from auditor.steps import Failed

LONGEST_WAIT = 60.0
"""Seconds a server may make us wait between two attempts."""
_ATTEMPTS = {"timeout": 2, "unreachable": 3}
"""A time-out was paid for already; a server that is not there rarely comes up within a minute."""
_MOST_ATTEMPTS = 8
_QUOTA = re.compile(r"insufficient_quota|billing_error|billing_hard_limit|credit balance|spend.?limit")
_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|prompt is too long|input is too long|too many tokens"
    r"|request_too_large|maximum context|context (length|window|size|limit)"
)
_NO_MODEL = re.compile(
    r"model_not_found|model\b.{0,120}(does not exist|not found)|not_found_error.{0,40}model", re.DOTALL
)

Trouble = Literal["status", "timeout", "unreachable", "cut", "malformed", "other"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One attempt that got no answer."""

    trouble: Trouble
    status: int = 0
    words: str = ""
    """Type, code and message of the server's error, in lower case; for telling cases apart only."""
    retry_after: float | None = None
    detail: str = ""
    """Our own words, where the sentence needs any."""

    @property
    def quota(self) -> bool:
        """Whether the account has nothing left."""
        return self.status == 402 or (self.trouble == "status" and bool(_QUOTA.search(self.words)))

    @property
    def overflow(self) -> bool:
        """Whether the request is longer than the model's context."""
        return self.status == 413 or (self.status in (400, 422, 500) and bool(_OVERFLOW.search(self.words)))

    @property
    def no_model(self) -> bool:
        """Whether the server has no such model."""
        return self.status == 404 or (self.status == 400 and bool(_NO_MODEL.search(self.words)))

    @property
    def mode_refused(self) -> bool:
        """Whether the server may only dislike the way structured output was asked for."""
        plain = not (self.quota or self.overflow or self.no_model)
        return self.status in (400, 422, 501) and plain

    def transient(self, attempt: int) -> bool:
        """Whether another attempt after this one (counted from 1) may go better."""
        if attempt >= _ATTEMPTS.get(self.trouble, _MOST_ATTEMPTS):
            return False
        if self.trouble in ("timeout", "unreachable", "cut"):
            return True
        passing = self.status in (408, 409, 429) or (self.status >= 500 and self.status != 501)
        return passing and not self.quota and not self.overflow

    @property
    def short(self) -> str:
        """A few words for the line that announces a wait."""
        if self.trouble == "status":
            return {429: "rate limit", 529: "overloaded"}.get(self.status, f"HTTP {self.status}")
        return {"timeout": "time-out", "unreachable": "unreachable", "cut": "connection broke off"}.get(
            self.trouble, "bad reply"
        )


@dataclass(frozen=True, slots=True)
class Party:
    """The server and the model a sentence is about."""

    name: str
    """"Anthropic", "OpenAI", "The server at localhost:8091"."""
    provider: str
    model: str
    variable: str
    """Environment variable of the key."""
    own_server: bool
    timeout: float


def failed(problem: Problem, party: Party) -> Failed:
    """Return the failure a problem is to the agent, with the one sentence the user reads."""
    if problem.trouble != "status":
        return Failed(_broken(problem, party))
    status = problem.status
    if problem.quota:
        return Failed(f"The account's credit or quota at {party.name} is used up.", "stopped")
    if status == 401:
        return Failed(f"{party.name} does not accept the key; check {party.variable}.", "stopped")
    if status == 403:
        return Failed(f"{party.name} does not let this key use the model {party.model}.", "stopped")
    if problem.overflow:
        return Failed(f"The text does not fit into the context of {party.model}.", "too_long")
    if problem.no_model:
        return Failed(_unknown_model(party))
    if status == 429:
        return Failed(f"{party.name} still refuses more requests (rate limit) after all attempts.")
    if status >= 500:
        return Failed(f"{party.name} fails or is overloaded (HTTP {status}), also after further attempts.")
    return Failed(f"{party.name} rejects the request (HTTP {status}).")


def _broken(problem: Problem, party: Party) -> str:
    if problem.trouble == "timeout":
        return f"{party.name} did not answer within {party.timeout:g} seconds; --timeout allows more."
    if problem.trouble == "unreachable":
        advice = "is it running?" if party.own_server else "check the network."
        return f"{party.name} cannot be reached; {advice}"
    if problem.trouble == "cut":
        return f"The connection to {party.name} broke off before the reply was complete."
    return f"{party.name} sent {problem.detail or 'a reply that cannot be read'}."


def _unknown_model(party: Party) -> str:
    if party.provider == "ollama":
        return f"{party.name} has no model {party.model}; `ollama pull {party.model}` fetches it."
    meant = None if party.own_server else similar(party.provider, party.model)
    hint = f"; did you mean {party.provider}:{meant}?" if meant and meant != party.model else "."
    where = " (or the address is not an API's)" if party.own_server else ""
    return f"{party.name} has no model {party.model}{where}{hint}"


def status_problem(status: int, headers: Mapping[str, str], content: bytes) -> Problem:
    """Return the problem an HTTP error is."""
    return Problem("status", status, _words(content), retry_after(headers))


def _words(content: bytes) -> str:
    """Return an error's type, code and message; of a page that is no JSON, nothing is read."""
    try:
        error: Any = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if isinstance(error, dict):
        error = error.get("error", error)
    if isinstance(error, dict):
        error = " ".join(str(error.get(key) or "") for key in ("type", "code", "message"))
    return str(error)[:2_000].lower()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a server asks us to wait, at most :data:`LONGEST_WAIT`; None where it does not say."""
    for name, unit in (("retry-after-ms", 1_000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if 0 <= seconds < float("inf"):
            return min(seconds, LONGEST_WAIT)
    return _until(headers.get("retry-after", ""), headers.get("date", ""))


def _until(date: str, sent: str) -> float | None:
    """Return the seconds until an HTTP date, by the clock that wrote it; by ours where the reply bears no date."""
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        now = parsedate_to_datetime(sent) if sent else datetime.now(UTC)
        seconds = (parsedate_to_datetime(date) - now).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
