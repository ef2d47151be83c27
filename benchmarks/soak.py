"""A long batch against a server that fails again and again: python benchmarks/soak.py [--minutes 30] [--chart FILE].

One `auditor batch` reads as many documents as fill the time at the rate of a short run before. Of the server's replies
one in twenty is a 429, one in fifty a server error, one in a hundred each broken, cut off or late, and one document in
five hundred never gets a reply that can be read. Every few seconds memory, open files and threads of the whole process
family and the size of the database are noted. Flat means, the first tenth of the time left out as warm-up:

- memory: the median of the last third is at most 1.1 times that of the first;
- open files, threads: the median of the last third is at most the most of the first;
- database: a document adds at most 1.1 times as many bytes in the last third as in the first;
- write-ahead log: never above 16 MB, four times what SQLite lets it grow to before it is written back;
- and every document ends as complete, partial or failed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from batch_model import draft, write_documents  # puts tests/ on the path
from reference_server import Asked, Fault, serving  # type: ignore[import-not-found]
from soak_chart import chart
from soak_family import Sample, sampled

FLAT, LOG_BAR = 1.1, 16e6
_CALIBRATION = 400
"""Documents of the short run that tells the rate."""
_FASTER = 1.25
"""How much more a long run does in a second: a short one waits for its start and for its last replies."""
_TIMEOUT = 8.0
"""Seconds the batch waits for a reply."""
_CHARACTERS = 2_000
_HOPELESS = 500
"""One document in so many never gets a reply that can be read."""
_NUMBER = re.compile(r"Llama 3 70B on (\d+) thousand")
_LATEST = 1.5
"""Times the minutes asked for, after which a run that is not through is interrupted."""


@dataclass(frozen=True)
class Rule:
    """One thing that has to stay flat."""

    name: str
    first: float
    last: float
    bar: str
    held: bool
    unit: str = ""


def faults(seed: int) -> Callable[[Asked], Any]:
    """Return replies of which every tenth, about, is something else than a good one."""
    chance = random.Random(seed)
    wrong: list[tuple[float, Callable[[Asked], Any]]] = [
        (0.05, lambda _: Fault(429, "rate_limit_error", headers={"retry-after-ms": "300"})),
        (0.01, lambda _: Fault(500, "api_error")),
        (0.01, lambda _: Fault(529, "overloaded_error")),
        (0.01, lambda _: "{broken"),
        (0.005, lambda _: {"claims": "none"}),
        (0.005, lambda _: Fault(raw=b'{"choices": [{"message": {"content": "', cut=True)),
        (0.005, lambda _: Fault(cut=True)),
        (0.01, lambda asked: _late(asked, chance.uniform(1.0, 3.0))),
        (0.0005, lambda _: Fault(delay=_TIMEOUT + 1.0)),
    ]

    def reply(asked: Asked) -> Any:
        if (number := _NUMBER.search(asked.text)) and int(number[1]) % _HOPELESS == 0:
            return "{broken"
        drawn = chance.random()
        for share, made in wrong:
            if drawn < share:
                return made(asked)
            drawn -= share
        return draft(asked)

    return reply


def _late(asked: Asked, seconds: float) -> Any:
    time.sleep(seconds)
    return draft(asked)


def _serve(address: Any, delay: float) -> None:
    with serving(faults(7), delay=delay) as server:
        server.asked = deque(maxlen=100)  # what was asked would else stay in memory
        address.send(server.url)
        address.recv()


@contextmanager
def server(delay: float) -> Iterator[str]:
    """Run the server in a process of its own while the block runs; yields its address."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, delay), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join(20)


def started(url: str, documents: Path, out: Path, flight: int) -> subprocess.Popen[bytes]:
    """Start the batch."""
    model = ["-m", "openai:reference", "--base-url", f"{url}/v1", "--context", "128000", "--timeout", str(_TIMEOUT)]
    command = [sys.executable, "-m", "auditor", "batch", str(documents), "--output", str(out), "-q"]
    return subprocess.Popen([*command, *model, "--concurrency", str(flight), "--as-of", "2026-11-22"])


def states(out: Path) -> dict[str, int]:
    """Return how many documents are in each state."""
    with closing(sqlite3.connect(out / "audits.db", timeout=30)) as db:
        return dict(db.execute("SELECT state, count(*) FROM documents GROUP BY state").fetchall())


def rate(url: str, folder: Path, flight: int) -> float:
    """Return how many documents a second a short run does."""
    write_documents(folder / "few", _CALIBRATION, _CHARACTERS)
    begun = time.monotonic()
    started(url, folder / "few", folder / "short", flight).wait()
    return _CALIBRATION / (time.monotonic() - begun)


def watched(process: subprocess.Popen[bytes], out: Path, every: float, latest: float) -> list[Sample]:
    """Return what the family of a process uses, sample by sample, until it ends."""
    begun = time.monotonic()
    samples: list[Sample] = []
    while process.poll() is None:
        elapsed = time.monotonic() - begun
        if elapsed > latest:
            process.send_signal(signal.SIGINT)
        if (sample := sampled(process.pid, out, elapsed)) is not None:
            samples.append(sample)
        time.sleep(every)
    return samples


def rules(samples: list[Sample]) -> list[Rule]:
    """Return what was found, rule by rule."""
    working = [each for each in samples if 0 < each.documents < samples[-1].documents]
    warm = [each for each in working if each.seconds >= 0.1 * working[-1].seconds]
    third = len(warm) // 3
    first, last = warm[:third], warm[-third:]
    found = []
    before, after = (median(each.memory for each in part) / 1e6 for part in (first, last))
    bar = f"at most {FLAT} times the first third's median"
    found.append(Rule("memory, median", before, after, bar, after <= FLAT * before, " MB"))
    for name in ("files", "threads"):
        before = max(getattr(each, name) for each in first)
        after = median(getattr(each, name) for each in last)
        found.append(
            Rule(f"open {name}" if name == "files" else name, before, after, "the first's most", after <= before)
        )
    before, after = (_growth(part) / 1e3 for part in (first, last))
    bar = f"at most {FLAT} times the first third's"
    found.append(Rule("database, a document", before, after, bar, after <= FLAT * before, " kB"))
    before, after = (max(each.log for each in part) / 1e6 for part in (first, last))
    most = max(each.log for each in samples)
    found.append(Rule("write-ahead log, largest", before, after, "16 MB at any time", most <= LOG_BAR, " MB"))
    return found


def _growth(part: list[Sample]) -> float:
    """Return the bytes of database that a document adds."""
    return (part[-1].database - part[0].database) / max(part[-1].documents - part[0].documents, 1)


def main() -> int:
    """Run it, print the table, write the chart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--flight", type=int, default=24)
    parser.add_argument("--delay", type=float, default=0.6, help="seconds the server takes for a reply")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two samples")
    parser.add_argument("--chart", type=Path, help="write the chart here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, server(options.delay) as url:
        folder = Path(name)
        count = round(rate(url, folder, options.flight) * _FASTER * options.minutes * 60)
        write_documents(folder / "documents", count, _CHARACTERS)
        out = folder / "out"
        process = started(url, folder / "documents", out, options.flight)
        samples = watched(process, out, options.every, options.minutes * 60 * _LATEST)
        ended = states(out)
        reports = sum(1 for _ in (out / "reports").iterdir())
    found = rules(samples)
    stated = ended.get("pending", 0) == 0 and sum(ended.values()) == count
    print(f"{count:,} documents in {samples[-1].seconds / 60:.1f} minutes, exit code {process.returncode};", end=" ")
    print(", ".join(f"{number:,} {state}" for state, number in sorted(ended.items())) + f"; {reports:,} reports\n")
    print("| | first third | last third | bar | |\n|---|---:|---:|---|---|")
    for rule in found:
        figures = f"{rule.first:,.1f}{rule.unit} | {rule.last:,.1f}{rule.unit}"
        print(f"| {rule.name} | {figures} | {rule.bar} | {'held' if rule.held else 'MISSED'} |")
    print(f"| documents without an outcome | | {ended.get('pending', 0)} | none | {'held' if stated else 'MISSED'} |")
    if options.chart:
        options.chart.write_text(chart(samples), encoding="utf-8")
    return 0 if stated and all(rule.held for rule in found) else 1


if __name__ == "__main__":
    sys.exit(main())
