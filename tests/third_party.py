"""Recordings of a real, tiny model: llama.cpp's server with SmolLM2-135M-Instruct, through both SDKs.

`python tests/third_party.py record http://127.0.0.1:8091` records them anew; `make record-third-party` says how to
start the server. The prompts are short ones kept with the cassettes, so that changes of the product's prompts do
not touch what this model once said.
"""

from __future__ import annotations

import sys
from pathlib import Path

from authored import FIXTURES, setup_for
from tape import recorded

from auditor.agent import audit
from auditor.documents import read_path
from auditor.prompts import Prompts
from auditor.providers import provider
from auditor.schema import Report
from auditor.setup import load_checklist
from auditor.steps import Provider, run

CASSETTES = FIXTURES / "cassettes" / "third_party"
MODEL = "SmolLM2-135M-Instruct"
DOCUMENTS = (
    "custom-model-alone.txt",
    "custom-model-api.txt",
    "custom-model-lora.txt",
    "embeddings-finetune.txt",
    "negative-privacy.md",
    "scratch-small.md",
)
KINDS = ("openai", "anthropic")
CONTEXT = 4_096
BUDGET = 14_000
"""Tokens an audit may use: three or four requests."""


def prompts() -> Prompts:
    """The short prompts that lie beside the cassettes."""
    templates = {path.stem: path.read_text(encoding="utf-8") for path in (CASSETTES / "prompts").glob("*.md")}
    return Prompts(templates, load_checklist())


def reader(kind: str, base_url: str) -> Provider:
    """The model behind one of the two SDKs."""
    url = f"{base_url}/v1" if kind == "openai" else base_url
    return provider(
        f"{kind}:{MODEL}", prompts=prompts(), base_url=url, context=CONTEXT, timeout=600.0, max_total_tokens=BUDGET
    )


def audited(name: str, by: Provider) -> Report:
    """Audit a fixture document."""
    return run(audit(read_path(FIXTURES / "documents" / name), setup_for(by)), by)


def cassette(kind: str, name: str) -> Path:
    """Where the recording of a document lies."""
    return CASSETTES / kind / f"{Path(name).stem}.yaml"


def record(base_url: str) -> None:
    """Record every document over both SDKs, and print what came out."""
    for kind in KINDS:
        (CASSETTES / kind).mkdir(parents=True, exist_ok=True)
        for name in DOCUMENTS:
            with recorded(cassette(kind, name)):
                report = audited(name, reader(kind, base_url))
            counts = (len(report.findings), len(report.ungrounded), report.usage.requests)
            print(
                kind, name, report.status, *counts, *(error.message for error in report.errors), sep=" | ", flush=True
            )


if __name__ == "__main__":
    if sys.argv[1:2] != ["record"] or len(sys.argv) != 3:
        sys.exit(__doc__)
    record(sys.argv[2])
