"""The batch endpoints of the reference server: Anthropic's Message Batches, OpenAI's files and batches.

A job runs until :attr:`Desk.ready` is set; then each of its requests is answered as the server would answer it at
once. :attr:`Desk.lost` decides which requests a job leaves without an answer, and how.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Lost = Literal["expired", "canceled"]


@dataclass
class Desk:
    """The jobs of one server."""

    answer: Callable[[str, Mapping[str, Any]], tuple[int, dict[str, Any]]]
    """Status and body that a request to a path would get at once."""
    ready: bool = True
    lost: Callable[[str], Lost | None] = lambda _: None
    files: dict[str, bytes] = field(default_factory=dict)
    jobs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Job id to its requests: custom_id, url, body."""

    def get(self, path: str, address: str) -> tuple[int, bytes] | None:
        """Answer a GET, or None where the path is not the desk's."""
        match path.strip("/").split("/"):
            case ["v1", "messages", "batches", job] if job in self.jobs:
                return 200, _json(self._message_batch(job, address))
            case ["v1", "messages", "batches", job, "results"] if job in self.jobs:
                return 200, self._lines(self._message_result(row) for row in self.jobs[job])
            case ["v1", "batches", job] if job in self.jobs:
                return 200, _json(self._file_batch(job))
            case ["v1", "files", name, "content"]:
                return 200, self._content(name)
        return None

    def post(self, path: str, content: bytes, content_type: str, address: str) -> tuple[int, bytes] | None:
        """Answer a POST, or None where the path is not the desk's."""
        if path == "/v1/messages/batches":
            rows = [
                {"custom_id": row["custom_id"], "url": "/v1/messages", "body": row["params"]}
                for row in json.loads(content)["requests"]
            ]
            return 200, _json(self._message_batch(self._opened("msgbatch", rows), address))
        if path == "/v1/files":
            name = f"file-{len(self.files) + 1}"
            self.files[name] = _uploaded(content, content_type)
            size = len(self.files[name])
            made = {"id": name, "object": "file", "bytes": size, "created_at": 0, "filename": "requests.jsonl"}
            return 200, _json({**made, "purpose": "batch", "status": "processed"})
        if path == "/v1/batches":
            lines = self.files[json.loads(content)["input_file_id"]].splitlines()
            return 200, _json(self._file_batch(self._opened("batch", [json.loads(line) for line in lines])))
        return None

    def _opened(self, prefix: str, rows: list[dict[str, Any]]) -> str:
        job = f"{prefix}_{len(self.jobs) + 1}"
        self.jobs[job] = rows
        return job

    # --- Anthropic ------------------------------------------------------------------------------------

    def _message_batch(self, job: str, address: str) -> dict[str, Any]:
        count = len(self.jobs[job])
        counts = {"processing": 0 if self.ready else count, "succeeded": count if self.ready else 0}
        return {
            "id": job,
            "type": "message_batch",
            "processing_status": "ended" if self.ready else "in_progress",
            "request_counts": {**counts, "errored": 0, "canceled": 0, "expired": 0},
            "created_at": "2026-11-22T00:00:00Z",
            "expires_at": "2026-11-23T00:00:00Z",
            "ended_at": "2026-11-22T01:00:00Z" if self.ready else None,
            "cancel_initiated_at": None,
            "archived_at": None,
            "results_url": f"{address}/v1/messages/batches/{job}/results" if self.ready else None,
        }

    def _message_result(self, row: dict[str, Any]) -> dict[str, Any]:
        how = self.lost(row["custom_id"])
        if how:
            return {"custom_id": row["custom_id"], "result": {"type": how}}
        status, body = self.answer(row["url"], row["body"])
        result = {"type": "succeeded", "message": body} if status == 200 else {"type": "errored", "error": body}
        return {"custom_id": row["custom_id"], "result": result}

    # --- OpenAI ---------------------------------------------------------------------------------------

    def _file_batch(self, job: str) -> dict[str, Any]:
        lost = [row for row in self.jobs[job] if self.lost(row["custom_id"])]
        done = self.ready
        return {
            "id": job,
            "object": "batch",
            "endpoint": self.jobs[job][0]["url"],
            "input_file_id": "file-1",
            "completion_window": "24h",
            "status": "in_progress" if not done else "expired" if lost else "completed",
            "created_at": 0,
            "output_file_id": f"out-{job}" if done and len(lost) < len(self.jobs[job]) else None,
            "error_file_id": f"err-{job}" if done and lost else None,
            "request_counts": {"total": len(self.jobs[job]), "completed": 0, "failed": 0},
        }

    def _content(self, name: str) -> bytes:
        kind, _, job = name.partition("-")
        rows = [row for row in self.jobs[job] if bool(self.lost(row["custom_id"])) == (kind == "err")]
        return self._lines(self._file_result(row) for row in rows)

    def _file_result(self, row: dict[str, Any]) -> dict[str, Any]:
        how = self.lost(row["custom_id"])
        if how:
            error = {"code": f"batch_{how}", "message": "This request could not be executed."}
            return {"id": "r", "custom_id": row["custom_id"], "response": None, "error": error}
        status, body = self.answer(row["url"], row["body"])
        response = {"status_code": status, "request_id": "req_reference", "body": body}
        return {"id": "r", "custom_id": row["custom_id"], "response": response, "error": None}

    def _lines(self, rows: Any) -> bytes:
        return b"".join(_json(row) + b"\n" for row in rows)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _uploaded(content: bytes, content_type: str) -> bytes:
    """Return the file in a multipart body."""
    boundary = b"--" + content_type.partition("boundary=")[2].strip('"').encode()
    for part in content.split(boundary):
        head, _, body = part.partition(b"\r\n\r\n")
        if b'name="file"' in head:
            return body.removesuffix(b"\r\n")
    raise AssertionError("no file in the upload")
