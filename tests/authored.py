"""The development cases read by a language model: the authored replies, and what they were written to.

`python tests/authored.py record` records the cassettes: the replies are served over HTTP by the reference server
and asked for through the real SDKs. `make record-authored` runs it. `python tests/authored.py live MODEL` records a
live provider's own replies, for whoever has a key; `make record MODEL=anthropic:…` runs that.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from kit import EXTENSIONS
from reference_server import Asked, serving
from tape import recorded

from auditor.agent import audit, extract_requests
from auditor.documents import read_bytes
from auditor.evaluation import Case
from auditor.evidence import Witness
from auditor.providers import provider
from auditor.schema import Document, Report
from auditor.setup import Setup, load_prompts, load_setup
from auditor.steps import Provider, run

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
REPLIES = FIXTURES / "replies"
CASSETTES = FIXTURES / "cassettes" / "authored"
LIVE = FIXTURES / "cassettes" / "live"
WRITTEN = REPLIES / "written.json"
MODELS = {"anthropic": "anthropic:reference", "openai": "openai:reference"}


def cases() -> Iterator[tuple[str, Case]]:
    """Yield the group and case of each development document."""
    for group in ("marketing", "transcripts", "injection"):
        for line in (FIXTURES / "cases" / f"{group}.jsonl").read_text(encoding="utf-8").splitlines():
            yield group, Case.model_validate(json.loads(line))


def document_of(case: Case) -> Document:
    """Read a case's text as a file of its format would be read."""
    return read_bytes(case.text.encode(), name=f"{case.id}.{EXTENSIONS[case.format]}", kind=case.kind)


def setup_for(reader: Provider) -> Setup:
    """The setup of a recorded audit: dates pinned."""
    return load_setup(
        as_of="2026-11-22",
        as_of_source="option",
        created_at="2026-11-22T00:00:00+00:00",
        model=reader.model,
        prompts=reader.digests,
        window=reader.window,
    )


def prompt_digests(document: Document) -> dict[str, str]:
    """Digests of the instructions and of the message a document is shown with."""
    setup = load_setup(as_of="2026-11-22", as_of_source="option", created_at="", model="")
    (request,) = extract_requests(document, setup, Witness(document).instructions)
    prompt = load_prompts().render(request)
    return {"instructions": _short(prompt.system), "message": _short(prompt.messages[0].text)}


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def reader(kind: str, base_url: str) -> Provider:
    """A provider pointed at a server that speaks its API."""
    url = f"{base_url}/v1" if kind == "openai" else base_url
    return provider(MODELS[kind], prompts=load_prompts(), base_url=url, context=128_000)


def audited(document: Document, by: Provider) -> Report:
    """Audit a document through the synchronous driver."""
    return run(audit(document, setup_for(by)), by)


def reply_of(case: str) -> Any:
    """The authored reply of a case."""
    return json.loads((REPLIES / f"{case}.extract.json").read_text(encoding="utf-8"))


def record() -> None:
    """Record both SDKs against the reference server, one cassette a case."""
    for kind in MODELS:
        (CASSETTES / kind).mkdir(parents=True, exist_ok=True)
        for _, case in cases():
            reply = reply_of(case.id)

            def answer(asked: Asked, reply: Any = reply) -> Any:
                return {} if "Still open:" in asked.text else reply

            with serving(answer) as server, recorded(CASSETTES / kind / f"{case.id}.yaml"):
                report = audited(document_of(case), reader(kind, server.url))
            if report.errors:
                print(case.id, kind, [error.message for error in report.errors])


def record_live(model: str) -> None:
    """Record a live provider's replies to every case, with the key of the environment."""
    by = provider(model, prompts=load_prompts())
    folder = LIVE / model.replace(":", "-").replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model").write_text(f"{model}\n", encoding="utf-8")
    for _, case in cases():
        with recorded(folder / f"{case.id}.yaml"):
            report = audited(document_of(case), by)
        print(case.id, report.status, *(error.message for error in report.errors), flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["record"]:
            record()
        case ["live", name]:
            record_live(name)
        case _:
            sys.exit(__doc__)
