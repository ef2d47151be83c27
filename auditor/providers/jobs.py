"""Batch jobs of providers: many requests handed in at once, answered within a day, at half the price."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from auditor.errors import UsageError
from auditor.providers.anthropic import AnthropicProvider
from auditor.providers.base import Remote
from auditor.providers.failures import failed, status_problem
from auditor.providers.openai import ChatProvider, ResponsesProvider
from auditor.steps import Failed, Outcome, Request

PRICE = 0.5
"""Share of the list price that both providers charge for batch jobs."""
MOST_REQUESTS, MOST_BYTES = 10_000, 90_000_000
"""Of one job; the providers take 50,000 requests and 200 MB, or more."""


class Jobs(Protocol):
    """One provider's batch jobs."""

    def submit(self, requests: Sequence[tuple[str, bytes]]) -> str:
        """Hand in bodies, each under an id of its own, and return the job's id."""
        ...

    def ended(self, job: str) -> bool:
        """Whether nothing more will come of a job."""
        ...

    def results(self, job: str) -> Iterator[tuple[str, Outcome]]:
        """Yield what came of each request of a job that ended; some may be missing."""
        ...


def jobs_of(reader: object) -> Jobs:
    """Return the jobs of a reader's provider; UsageError where it has none."""
    if isinstance(reader, AnthropicProvider):
        return MessageBatches(reader)
    if isinstance(reader, ResponsesProvider):
        return FileBatches(reader, "/v1/responses")
    if isinstance(reader, ChatProvider):
        return FileBatches(reader, "/v1/chat/completions")
    raise UsageError("--submit is for anthropic:MODEL and openai:MODEL.")


def body_bytes(reader: Remote, request: Request) -> bytes:
    """Return the body of a request as it stands in a job."""
    return json.dumps(reader.body(request), ensure_ascii=False).encode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class MessageBatches:
    """Anthropic's Message Batches."""

    reader: Remote

    def submit(self, requests: Sequence[tuple[str, bytes]]) -> str:
        """Hand in bodies and return the job's id."""
        listed: list[Any] = [{"custom_id": name, "params": json.loads(body)} for name, body in requests]
        job = self.reader.calling(lambda client: client.messages.batches.create(requests=listed), once=True)
        return str(job.id)

    def ended(self, job: str) -> bool:
        """Whether nothing more will come of a job."""
        found = self.reader.calling(lambda client: client.messages.batches.retrieve(job))
        return bool(found.processing_status == "ended")

    def results(self, job: str) -> Iterator[tuple[str, Outcome]]:
        """Yield what came of each request."""
        for line in self.reader.calling(lambda client: list(client.messages.batches.results(job))):
            yield line.custom_id, self._outcome(line.result)

    def _outcome(self, result: Any) -> Outcome:
        if result.type == "succeeded":
            return self.reader.outcome(result.message.to_dict(), PRICE)
        if result.type == "errored":
            error = json.dumps(result.error.to_dict()).encode()
            return failed(status_problem(_STATUS.get(result.error.error.type, 400), {}, error), self.reader.party)
        return _not_answered(result.type)


@dataclass(frozen=True)
class FileBatches:
    """OpenAI's Batch API, where requests and results are files."""

    reader: Remote
    endpoint: Any

    def submit(self, requests: Sequence[tuple[str, bytes]]) -> str:
        """Hand in bodies and return the job's id."""
        head = f'", "method": "POST", "url": "{self.endpoint}", "body": '.encode()
        lines = b"".join(b'{"custom_id": "' + name.encode() + head + body + b"}\n" for name, body in requests)
        upload = ("requests.jsonl", lines)
        file = self.reader.calling(lambda client: client.files.create(file=upload, purpose="batch"))
        job = self.reader.calling(
            lambda client: client.batches.create(
                input_file_id=file.id, endpoint=self.endpoint, completion_window="24h"
            ),
            once=True,
        )
        return str(job.id)

    def ended(self, job: str) -> bool:
        """Whether nothing more will come of a job."""
        found = self.reader.calling(lambda client: client.batches.retrieve(job))
        return found.status in ("completed", "failed", "expired", "cancelled")

    def results(self, job: str) -> Iterator[tuple[str, Outcome]]:
        """Yield what came of each request."""
        found = self.reader.calling(lambda client: client.batches.retrieve(job))
        for file in (found.output_file_id, found.error_file_id):
            if file:
                yield from (each for line in self._lines(file) if (each := self._result(line)) is not None)

    def _lines(self, file: str) -> list[bytes]:
        content = self.reader.calling(lambda client: client.files.content(file).content)
        return [line for line in content.splitlines() if line.strip()]

    def _result(self, line: bytes) -> tuple[str, Outcome] | None:
        """Return a request's name and what came of it; None for a line that names none, whose request stays open."""
        try:
            row: Any = json.loads(line)
            name = row["custom_id"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if not isinstance(name, str):
            return None
        try:
            return name, self._outcome(row)
        except (KeyError, TypeError, AttributeError, ValueError):
            return name, Failed(f"{self.reader.party.name} sent a result that cannot be read.")

    def _outcome(self, row: Mapping[str, Any]) -> Outcome:
        response, error = row.get("response") or {}, row.get("error") or {}
        if error or not response:
            return _not_answered(str(error.get("code") or "failed"))
        status = response["status_code"]
        if not isinstance(status, int):
            raise TypeError("a status that is no number")
        if status != 200:
            content = json.dumps(response.get("body") or {}).encode()
            return failed(status_problem(status, {}, content), self.reader.party)
        return self.reader.outcome(response["body"], PRICE)


_STATUS = {
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "overloaded_error": 529,
}
"""Anthropic's error types by the status they have outside a job; any other is an invalid request."""


def _not_answered(how: str) -> Failed:
    """Return the failure of a request that a job left unanswered."""
    if "expired" in how:
        return Failed("The job expired before this request was answered; --retry-failed asks it again.")
    if "cancel" in how:
        return Failed("The job was cancelled before this request was answered; --retry-failed asks it again.")
    return Failed("The job gave no answer to this request; --retry-failed asks it again.")
