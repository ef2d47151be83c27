"""Megabytes of talk the offline reader audits a second, and whether time grows with size only.

python benchmarks/throughput.py [--sizes 0.5 1 2 5 10] [--profile SIZE]: one process, one core. The text is
made up, the same each time: calls of the fixtures (claims, questions, negatives) between neutral business
talk, about one turn in eight about AI, as in a sales call.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from auditor.api import audit
from auditor.documents import read_bytes
from auditor.schema import Report

DOCUMENTS = Path(__file__).resolve().parent.parent / "fixtures" / "documents"
CALLS = ("call-names.txt", "negative-call.txt")
MEGABYTE = 1_000_000
BAR_RATE, BAR_RATIO = 1.0, 12.0
"""At least 1 MB a second; time(10 MB) / time(1 MB) is 10 when linear, and 12 is still no power."""

_OPENERS = (
    "So, on {topic},", "Right, and about {topic}:", "Coming back to {topic},", "I wrote down that",
    "For {topic} in {month}", "Okay, what I can tell you is that", "As I said,", "Good question;",
)  # fmt: skip
_MIDDLES = (
    "we moved {number} accounts to the new region in {month}",
    "the team in {city} handles about {number} cases a week",
    "the contract runs for {small} years and renews unless one of us writes before {month}",
    "support answers within {small} hours, and the dashboard shows who is on duty",
    "the export is a plain file, so your people can open it in a spreadsheet",
    "security reviews are done by a firm in {city} every {small} months",
    "the price per seat falls once you pass {number} seats",
    "our people trained your staff on site for {small} days last {month}",
    "we never train on your data, and that is in the agreement",
    "the model answers in {small} seconds on average, and slower on Mondays",
    "the rollout took {small} weeks, and the old system stayed on until {month}",
    "finance wants the invoices split by {topic}, which we can do",
)  # fmt: skip
_ENDINGS = (
    "",
    "",
    ", if that helps",
    ", as far as I know",
    "; I can send the numbers afterwards",
    ", more or less",
)
_TOPICS = (
    "onboarding",
    "pricing",
    "the pilot",
    "data residency",
    "reporting",
    "the contract",
    "support hours",
)
_CITIES = ("Utrecht", "Porto", "Leeds", "Aarhus", "Lyon", "Graz")
_MONTHS = ("January", "March", "May", "June", "September", "November")


def talk(size: int, seed: int = 7) -> bytes:
    """Return a call transcript of about ``size`` bytes, the same for the same seed."""
    chance = random.Random(seed)
    scenes = [_scene(name) for name in CALLS]
    lines: list[str] = []
    written = 0
    while written < size:
        # A scene of some twenty turns between some 140 neutral ones.
        scene = chance.choice(scenes) if chance.random() < 0.12 else [_neutral(chance) for _ in range(20)]
        lines += scene
        written += sum(len(line.encode()) + 1 for line in scene)
    return "\n".join(lines).encode()[:size]


def _scene(name: str) -> list[str]:
    text = (DOCUMENTS / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def _neutral(chance: random.Random) -> str:
    def sentence() -> str:
        pattern = f"{chance.choice(_OPENERS)} {chance.choice(_MIDDLES)}{chance.choice(_ENDINGS)}."
        return pattern.format(
            topic=chance.choice(_TOPICS),
            city=chance.choice(_CITIES),
            month=chance.choice(_MONTHS),
            number=chance.randrange(20, 9000),
            small=chance.randrange(2, 12),
        )

    speaker = chance.choice(("Tamsin", "Beatriz"))
    return f"{speaker}: {' '.join(sentence() for _ in range(chance.randrange(1, 5)))}"


def once(data: bytes) -> tuple[float, float, Report]:
    """Return the seconds reading and auditing took, and the report."""
    started = time.perf_counter()
    document = read_bytes(data, name="talk.txt")
    read = time.perf_counter()
    report = audit(document, as_of="2026-11-22")
    return read - started, time.perf_counter() - read, report


def one_core() -> None:
    """Keep the process on one core, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def measure(sizes: list[float]) -> Iterator[tuple[float, float, float, Report]]:
    once(talk(20_000))  # loads what is loaded on first use
    for size in sizes:
        data = talk(int(size * MEGABYTE))
        reading, auditing, report = once(data)
        yield len(data) / MEGABYTE, reading, auditing, report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.5, 1, 2, 5, 10])
    parser.add_argument("--profile", type=float, metavar="SIZE", help="profile an audit of SIZE MB instead")
    options = parser.parse_args()
    one_core()
    if options.profile:
        return profile(int(options.profile * MEGABYTE))
    print("| MB | reading s | auditing s | MB/s | findings | turns |")
    print("|---:|---:|---:|---:|---:|---:|")
    seconds: dict[float, float] = {}
    rates = []
    for size, reading, auditing, report in measure(options.sizes):
        seconds[round(size, 1)] = reading + auditing
        rates.append(size / (reading + auditing))
        counts = f"{len(report.findings)} | {report.document.turns}"
        print(f"| {size:.1f} | {reading:.2f} | {auditing:.2f} | {rates[-1]:.2f} | {counts} |", flush=True)
    held = min(rates) >= BAR_RATE
    print(f"\nslowest: {min(rates):.2f} MB/s (bar: {BAR_RATE:g}, {'held' if held else 'MISSED'})")
    if 1 in seconds and 10 in seconds:
        ratio = seconds[10] / seconds[1]
        linear = ratio <= BAR_RATIO
        verdict = "held" if linear else "MISSED"
        print(f"time(10 MB) / time(1 MB) = {ratio:.1f} (linear: 10; bar: {BAR_RATIO:g}, {verdict})")
        held = held and linear
    return 0 if held else 1


def profile(size: int) -> int:
    import cProfile
    import pstats

    once(talk(20_000))
    data = talk(size)
    profiler = cProfile.Profile()
    profiler.runcall(once, data)
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
