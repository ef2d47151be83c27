"""Requests, characters and time on one long call, beside langextract: python benchmarks/beside_langextract.py.

langextract is no dependency: it runs in a virtual environment of its own, whose Python is named by --python
(`python -m venv X && X/bin/pip install langextract openai`). Both talk to the same local server, which answers
each request after a fixed time with an empty result in the form that is asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from reference_server import Asked, serving  # type: ignore[import-not-found]  # noqa: E402

from auditor.agent import audit  # noqa: E402
from auditor.documents import read_bytes  # noqa: E402
from auditor.providers import provider  # noqa: E402
from auditor.setup import load_prompts, load_setup  # noqa: E402
from auditor.steps import run_async  # noqa: E402

THEIRS = """
import json, sys, time
import langextract as lx
from langextract.providers.openai import OpenAILanguageModel
url, text, settings = sys.argv[1], open(sys.argv[2], encoding="utf-8").read(), json.loads(sys.argv[3])
example = lx.data.ExampleData(
    text="Acme fine-tuned Llama 3 on its tickets.",
    extractions=[lx.data.Extraction("claim", "fine-tuned Llama 3 on its tickets", attributes={"class": "fine_tuning"})],
)
model = OpenAILanguageModel(model_id="reference", api_key="none", base_url=url + "/v1")
started = time.perf_counter()
lx.extract(text_or_documents=text, prompt_description="Extract every claim about how the AI was trained.",
           examples=[example], model=model, show_progress=False, **settings)
print(time.perf_counter() - started)
"""


def call(characters: int) -> str:
    """A call of about so many characters."""
    turn = "Speaker {n}: We looked at the pumps, and the model was fine-tuned from Llama 3 last May.\n\n"
    return "".join(turn.format(n=number % 3 + 1) for number in range(characters // len(turn) + 1))[:characters]


def answer(asked: Asked) -> object:
    return {"claims": []} if "vendor-text-" in asked.text else {"extractions": []}


async def _ours(url: str, text: str) -> float:
    reader = provider("openai:reference", prompts=load_prompts(), base_url=f"{url}/v1", context=128_000)
    document = read_bytes(text.encode(), name="call.txt", kind="transcript")
    setup = load_setup(
        as_of="2026-11-22",
        as_of_source="option",
        created_at="",
        model=reader.model,
        prompts=reader.digests,
        window=reader.window,
    )
    started = time.perf_counter()
    try:
        await run_async(audit(document, setup), reader)
    finally:
        await reader.aclose()  # type: ignore[attr-defined]
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="the Python of an environment with langextract")
    parser.add_argument("--characters", type=int, default=60_000)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds the server takes to answer")
    options = parser.parse_args()
    text = call(options.characters)
    source = ROOT / "build" / "call.txt"
    source.parent.mkdir(exist_ok=True)
    source.write_text(text, encoding="utf-8")
    print("| reader | requests | characters sent | seconds |")
    print("|---|---:|---:|---:|")
    with serving(answer, delay=options.delay) as server:
        seconds = asyncio.run(_ours(server.url, text))
        _row("auditor", server.asked, seconds)
    for name, settings in (
        ("langextract, defaults", {}),
        (
            "langextract, 8,000 characters a chunk, 20 side by side",
            {"max_char_buffer": 8_000, "max_workers": 20, "batch_length": 20},
        ),
    ):
        with serving(answer, delay=options.delay) as server:
            command = [options.python, "-c", THEIRS, server.url, str(source), json.dumps(settings)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"| {name} | failed: {done.stderr.strip().splitlines()[-1][:120]} | | |")
                continue
            _row(name, server.asked, float(done.stdout.strip().splitlines()[-1]))


def _row(name: str, asked: list[Asked], seconds: float) -> None:
    print(f"| {name} | {len(asked)} | {sum(len(each.text) for each in asked):,} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
