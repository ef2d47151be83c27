"""A batch job over each SDK, recorded against the reference server with an authored reply.

`python tests/authored_jobs.py` records; `make record-authored` runs it. Nothing here is a provider's answer.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from authored import CASSETTES, MODELS, reply_of
from kit import FIXTURES
from reference_server import Asked, serving
from tape import recorded

from auditor.cli import main

DOCUMENT = FIXTURES / "documents" / "custom-model-lora.txt"
CASE = "custom-model-lora"


def cassette(kind: str) -> Path:
    """Where the job of an SDK is recorded."""
    return CASSETTES.parent / "jobs" / f"{kind}.yaml"


def job(kind: str, address: str, output: Path) -> int:
    """Submit the document, and collect until its report is there."""
    url = f"{address}/v1" if kind == "openai" else address
    model = ["-m", MODELS[kind], "--base-url", url, "--context", "128000", "--as-of", "2026-11-22", "-q"]
    keys = {"ANTHROPIC_API_KEY": "none", "OPENAI_API_KEY": "none"}
    with patch.dict(os.environ, keys):
        code = main(["batch", str(DOCUMENT), "--output", str(output), "--submit", *model])
        while code == 4:
            code = main(["batch", "--collect", str(output)])
    return code


def answer(asked: Asked) -> Any:
    """The authored reply; nothing to add when asked again."""
    return {} if "Still open:" in asked.text else reply_of(CASE)


def record() -> None:
    """Record both SDKs."""
    for kind in MODELS:
        cassette(kind).parent.mkdir(exist_ok=True)
        with serving(answer) as server, recorded(cassette(kind)), tempfile.TemporaryDirectory() as folder:
            assert job(kind, server.url, Path(folder) / "out") == 0


if __name__ == "__main__":
    record()
