"""A batch with a model behind it: wall time beside ideal, with and without faults: python benchmarks/batch_model.py.

A local server answers after --delay seconds; ideal is requests x delay / in flight, with one request a document.
With faults, one reply in ten is a 429 and one in fifty is broken. --python names the Python of an environment with
langextract (`python -m venv X && X/bin/pip install langextract openai`), which then reads the same documents from the
same server, with as many side by side.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from reference_server import Asked, Fault, Server, serving  # type: ignore[import-not-found]  # noqa: E402

BAR, BAR_FAULTS = 1.2, 1.6
SENTENCE = "We fine-tuned Llama 3 70B on {number} thousand tickets of our own, and Model {number} answers them."
FILLER = "Support answers within four hours, and the dashboard shows who is on duty. "
THEIRS = """
import json, pathlib, sys, time
import langextract as lx
from langextract.providers.openai import OpenAILanguageModel
url, folder, flight = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
example = lx.data.ExampleData(
    text="Acme fine-tuned Llama 3 on its tickets.",
    extractions=[lx.data.Extraction("claim", "fine-tuned Llama 3 on its tickets", attributes={"class": "fine_tuning"})],
)
model = OpenAILanguageModel(model_id="reference", api_key="none", base_url=url + "/v1", max_workers=flight)
documents = [lx.data.Document(path.read_text()) for path in sorted(folder.iterdir())]
started = time.perf_counter()
settings = {"max_workers": flight, "batch_length": flight, "max_char_buffer": 8000, "show_progress": False}
asked = "Extract every claim about how the AI was trained."
done = list(lx.extract(documents, prompt_description=asked, examples=[example], model=model, **settings))
print(time.perf_counter() - started, len(done))
"""


def write_documents(folder: Path, count: int, size: int) -> None:
    """Write documents of about ``size`` characters with one claim each."""
    folder.mkdir()
    for number in range(count):
        talk = "\n\n".join([FILLER * 4] * (size // (4 * len(FILLER))))
        (folder / f"{number:05}.txt").write_text(f"{talk}\n\n{SENTENCE.format(number=number)}\n")


def draft(asked: Asked) -> Any:
    """One claim, fully answered for, so that there is nothing to ask again."""
    if "vendor-text-" not in asked.text:
        return {"extractions": []}
    at = asked.text.rfind("We fine-tuned Llama 3 70B on ")
    text = asked.text[at : asked.text.index("answers them.", at) + len("answers them.")]
    claim = {"statement": text, "subject": "Model", "asserted": "fine_tuning", "technique": "fine_tuning"}
    quotes = [{"text": text}]
    facts = [
        {"kind": "base_model", "value": "Llama 3 70B", "quotes": quotes},
        {"kind": "weights_before_training", "value": "checkpoint", "quotes": quotes},
    ]
    return {"claims": [{**claim, "quotes": quotes, "mechanism": "sft", "facts": facts}]}


def faulty(share_429: float, share_broken: float) -> Callable[[Asked], Any]:
    """Replies of which a share is turned away, and a share broken."""
    chance = random.Random(11)

    def reply(asked: Asked) -> Any:
        drawn = chance.random()
        if drawn < share_429:
            return Fault(429, "rate_limit_error")
        return "{broken" if drawn < share_429 + share_broken else draft(asked)

    return reply


def batch(server: Server, documents: Path, out: Path, flight: int) -> tuple[float, dict[str, int]]:
    """Run the command and return its seconds and the number of documents in each state."""
    command = [
        sys.executable,
        "-m",
        "auditor",
        "batch",
        str(documents),
        "--output",
        str(out),
        "-q",
        "--context",
        "128000",
    ]
    model = ["-m", "openai:reference", "--base-url", f"{server.url}/v1", "--concurrency", str(flight)]
    started = time.perf_counter()
    subprocess.run([*command, *model, "--as-of", "2026-11-22"], check=False, env=_environment())
    seconds = time.perf_counter() - started
    with closing(sqlite3.connect(out / "audits.db")) as db:
        return seconds, dict(db.execute("SELECT state, count(*) FROM documents GROUP BY state").fetchall())


def _environment() -> dict[str, str]:
    return {**os.environ, "OPENAI_API_KEY": "none"}


def theirs(python: str, server: Server, documents: Path, flight: int) -> str:
    """Let langextract read the documents and return its seconds, or why it did not."""
    command = [python, "-c", THEIRS, server.url, str(documents), str(flight)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1][:100]}"
    return f"{float(done.stdout.split()[0]):.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=6000)
    parser.add_argument("--flight", type=int, default=64)
    parser.add_argument("--delay", type=float, default=2.0)
    parser.add_argument("--python", help="the Python of an environment with langextract")
    options = parser.parse_args()
    ideal = options.documents * options.delay / options.flight
    missed = 0
    print("| | requests | characters sent | seconds | × ideal | bar | complete |")
    print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        write_documents(documents, options.documents, options.characters)
        for name, replies, bar in (
            ("auditor batch", draft, BAR),
            ("auditor batch, 10 % 429, 2 % broken", faulty(0.1, 0.02), BAR_FAULTS),
        ):
            with serving(replies, delay=options.delay) as server:
                seconds, states = batch(server, documents, Path(folder) / f"out-{bar:g}", options.flight)
            complete = states.get("complete", 0)
            missed += seconds / ideal > bar or complete < options.documents
            ratio = f"{seconds:.1f} | {seconds / ideal:.2f} | {bar:g} | {complete:,}"
            print(f"| {name} | {_sent(server)} | {ratio} |", flush=True)
        if options.python:
            with serving(draft, delay=options.delay) as server:
                seconds_or_why = theirs(options.python, server, documents, options.flight)
            print(f"| langextract, 8,000 characters a chunk | {_sent(server)} | {seconds_or_why} | | | |")
    print(f"\nideal: {ideal:.1f} s; {'MISSED' if missed else 'held'}")
    return missed


def _sent(server: Server) -> str:
    return f"{len(server.asked):,} | {sum(len(each.text) for each in server.asked):,}"


if __name__ == "__main__":
    sys.exit(main())
