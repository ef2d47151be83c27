"""What auditor adds to the time a model takes: python benchmarks/own_cost.py [--requests 500] [--flight 64].

A local server answers every request after a fixed time. Ideal is requests x seconds / in flight; the bare loop
sends the same bodies with the SDK and nothing else, in the same process and run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from reference_server import serving  # type: ignore[import-not-found]  # noqa: E402

from auditor.agent import audit, extract_requests  # noqa: E402
from auditor.documents import read_path  # noqa: E402
from auditor.providers import provider  # noqa: E402
from auditor.setup import load_prompts, load_setup  # noqa: E402
from auditor.steps import run_async  # noqa: E402

PAGE = ROOT / "fixtures" / "documents" / "embeddings-finetune.txt"
REPLY = {
    "claims": [
        {
            "statement": "x",
            "subject": "x",
            "asserted": "fine_tuning",
            "technique": "fine_tuning",
            "quotes": [{"passage": 1, "text": read_path(PAGE).text.split("\n")[0]}],
        }
    ]
}
BARS = ((2.0, "ideal", 1.15), (0.2, "bare", 1.25))


async def _flown(count: int, flight: int, one: Callable[[], Awaitable[Any]]) -> float:
    """Seconds that ``count`` calls take with at most ``flight`` under way."""
    gate = asyncio.Semaphore(flight)

    async def gated() -> None:
        async with gate:
            await one()

    started = time.perf_counter()
    await asyncio.gather(*(gated() for _ in range(count)))
    return time.perf_counter() - started


async def _ours(url: str, count: int, flight: int) -> float:
    reader = provider("openai:reference", prompts=load_prompts(), base_url=f"{url}/v1", context=128_000)
    document = read_path(PAGE)
    setup = load_setup(
        as_of="2026-11-22", as_of_source="option", created_at="", model=reader.model, prompts=reader.digests
    )
    try:
        await run_async(audit(document, setup), reader)  # warm
        return await _flown(count, flight, lambda: run_async(audit(document, setup), reader))
    finally:
        await reader.aclose()  # type: ignore[attr-defined]


async def _bare(url: str, count: int, flight: int) -> float:
    from openai import AsyncOpenAI

    setup = load_setup(as_of="2026-11-22", as_of_source="option", created_at="", model="")
    prompt = load_prompts().render(extract_requests(read_path(PAGE), setup)[0])
    schema = {"name": prompt.name, "schema": prompt.schema, "strict": True}
    messages: Any = [{"role": "system", "content": prompt.system}]
    messages += [{"role": each.role, "content": each.text} for each in prompt.messages]

    async with AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:

        async def one() -> None:
            reply = await client.chat.completions.create(
                model="reference",
                messages=messages,
                max_tokens=4096,
                extra_body={"response_format": {"type": "json_schema", "json_schema": schema}},
            )
            json.loads(reply.choices[0].message.content or "")

        await one()
        return await _flown(count, flight, one)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--flight", type=int, default=64)
    options = parser.parse_args()
    print("| server answers after | ideal s | bare SDK s | auditor s | ratio | bar | |")
    print("|---:|---:|---:|---:|---|---:|---|")
    missed = 0
    for delay, against, bar in BARS:
        with serving(lambda _: REPLY, delay=delay) as server:
            ideal = options.requests * delay / options.flight
            bare = asyncio.run(_bare(server.url, options.requests, options.flight))
            ours = asyncio.run(_ours(server.url, options.requests, options.flight))
        ratio = ours / (ideal if against == "ideal" else bare)
        held = ratio <= bar
        missed += not held
        print(
            f"| {delay:g} s | {ideal:.2f} | {bare:.2f} | {ours:.2f} | {ratio:.2f} x {against} | {bar:g} |"
            f" {'held' if held else 'MISSED'} |"
        )
    return missed


if __name__ == "__main__":
    sys.exit(main())
