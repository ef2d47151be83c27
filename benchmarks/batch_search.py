"""Search and vendors over a database of a million findings, made up: python benchmarks/batch_search.py [--findings N].

The rows are written as a batch writes them (the store's own code, one report after the other), only the reports
are made up. Times are of the commands' queries in this process, warm: the median of nine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from auditor.schema import Report
from auditor.store.rows import rows
from auditor.store.search import count, search
from auditor.store.store import Store, connect
from auditor.store.vendors import overview, refresh, vendor

BAR_MS = 300.0
EACH = 10
"""Findings of a made-up report."""
_SENTENCES = (
    "We trained {product} from scratch on {number} billion tokens.",
    "{product} is Llama 3 70B, fine-tuned on {number} thousand tickets.",
    "Underneath, {product} sends each question to GPT-4o with {number} examples.",
    "{product} was built with our proprietary AI for {number} months.",
)
_CLASSES = ("pre_training", "fine_tuning", "prompt_engineering", "fine_tuning")


def report(number: int, chance: random.Random, vendors: int) -> Report:
    """Return a made-up report with findings, facts and questions."""
    vendor_name = f"Vendor {chance.randrange(vendors)}"
    text, findings = "", []
    for at in range(EACH):
        kind = chance.randrange(len(_SENTENCES))
        words = _SENTENCES[kind].format(product=f"{vendor_name} One", number=chance.randrange(2, 900))
        findings.append(_finding(at, kind, words, len(text), f"{vendor_name} One"))
        text += words + "\n"
    question = {"question": "compute", "purpose": "diligence", "text": "How many GPU-hours?", "why": "It settles cost."}
    return Report.model_validate(
        {
            "status": "complete",
            "document": {
                "id": f"sha256:{number:064x}", "name": f"call-{number}.txt", "kind": "transcript", "format": "text",
                "vendor": vendor_name, "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", "language": "en",
                "characters": len(text), "turns": EACH, "text": text,
            },
            "findings": findings,
            "open_questions": [question],
            "provenance": {
                "model": "offline", "prompts": {}, "checklist": "c", "rubric": "r", "auditor": "0",
                "as_of": "2026-11-22", "as_of_source": "option", "created_at": "2026-11-22T00:00:00+00:00",
            },
        }
    )  # fmt: skip


def _finding(at: int, kind: int, words: str, start: int, product: str) -> dict[str, object]:
    end = start + len(words)
    place = {"where": f"line {at + 1}", "context_start": start, "context_end": end, "speaker": "Ana Ruiz"}
    quote = {"text": words, "start": start, "end": end, "alignment": "exact", **place}
    before = "random" if kind == 0 else "checkpoint"
    technique = _CLASSES[kind]
    shares = {name: 0.98 if name == technique else 0.01 for name in _CLASSES}
    return {
        "id": f"c{at + 1}", "statement": words, "asserted": technique, "subject": product, "quotes": [quote],
        "verdict": {
            "technique": technique, "status": "supported", "probabilities": shares, "agreement": "consistent",
            "rationale": [{"signal": "stated", "text": "It is stated.", "quotes": [quote]}],
        },
        "facts": [{"kind": "weights_before_training", "value": before, "quotes": [quote]}],
    }  # fmt: skip


def median_ms(call: Callable[[], object]) -> float:
    times = []
    for _ in range(9):
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=1_000_000)
    parser.add_argument("--vendors", type=int, default=400)
    parser.add_argument("--database", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "audits.db"
        if not path.exists():
            write(path, options.findings // EACH, options.vendors)
        with closing(connect(path, readonly=True)) as db:
            size, found = path.stat().st_size / 1e6, db.execute("SELECT count(*) FROM findings").fetchone()[0]
            print(f"{found:,} findings, {size:,.0f} MB")
            print("| | median ms | bar |")
            print("|---|---:|---:|")
            first = overview(db)[0]
            missed = 0
            for name, call in (
                ("search, a phrase in a quarter of the quotes", lambda: _searched(db, "from scratch", None)),
                ("search, a phrase of one vendor", lambda: _searched(db, "Llama 3", first["key"])),
                ("search, a number", lambda: _searched(db, "on 512 billion", None)),
                ("search, nothing", lambda: _searched(db, "perpetual motion", None)),
                ("vendors, all", lambda: overview(db)),
                ("vendors, one at length", lambda: vendor(db, first, 12)),
            ):
                took = median_ms(call)
                missed += took > BAR_MS
                print(f"| {name} | {took:.1f} | {BAR_MS:g} |")
    print("MISSED" if missed else "held")
    return missed


def _searched(db: object, words: str, key: str | None) -> None:
    search(db, [words], key, 20)  # type: ignore[arg-type]
    if key is None:
        count(db, [words])  # type: ignore[arg-type]


def write(path: Path, reports: int, vendors: int) -> None:
    """Write a database of made-up reports."""
    chance, store = random.Random(3), Store(path)
    started = time.perf_counter()
    for number in range(1, reports + 1):
        made = report(number, chance, vendors)
        name = f"call-{number}"
        store.plan({"source": name, "name": name, "title": name, "path": name, "run": 1})
        store.write(number, rows(number, made), 1)
    refresh(store.db)
    store.close()
    print(f"written in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
