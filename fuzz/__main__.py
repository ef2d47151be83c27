"""Fuzz every target, or those named: ``python -m fuzz [TARGET ...]``; FUZZ_MINUTES are shared among them.

What is found is kept in ``.fuzz/hits``; the exit code is 1 where anything was.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from fuzz.seeds import unlike
from fuzz.targets import TARGETS, Target

WORK = Path(__file__).parent.parent / ".fuzz"
_MINUTES = 20.0
_HANG = 40
"""Seconds of the clock after which libFuzzer ends an input."""
_MEGABYTES = 2_500
_SEED = 1


@dataclass(frozen=True)
class Tally:
    """What a target's minutes came to."""

    runs: int
    seconds: float
    edges: int
    corpus: int
    found: tuple[str, ...]


def main(names: list[str]) -> int:
    """Run the targets one after the other and print a row for each."""
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        print(f"There is no target {unknown[0]}; the targets are: {', '.join(TARGETS)}.", file=sys.stderr)
        return 2
    chosen = [TARGETS[name] for name in names] or list(TARGETS.values())
    minutes = float(os.environ.get("FUZZ_MINUTES") or _MINUTES)
    each = minutes * 60 / sum(target.share for target in chosen)
    print("| target | inputs | seconds | edges | corpus | found |\n|---|---:|---:|---:|---:|---|", flush=True)
    total = found = 0
    for target in chosen:
        tally = fuzzed(target, each * target.share)
        shown = ", ".join(tally.found) or "-"
        row = f"{tally.runs:,} | {tally.seconds:.0f} | {tally.edges:,} | {tally.corpus:,} | {shown}"
        print(f"| {target.name} | {row} |", flush=True)
        total, found = total + tally.runs, found + len(tally.found)
    print(f"\n{total:,} inputs, {found} faults; inputs that show them are in {WORK.name}/hits.")
    return 1 if found else 0


def fuzzed(target: Target, seconds: float) -> Tally:
    """Fuzz a target for some seconds; a run that an input ended goes on with another seed."""
    corpus, hits = WORK / "corpus" / target.name, WORK / "hits" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    hits.mkdir(parents=True, exist_ok=True)
    for old in hits.iterdir():
        old.unlink()
    for number, data in enumerate(unlike(target.seeds())):
        (corpus / f"seed-{number:03}").write_bytes(data)
    started, runs, edges, seed = time.monotonic(), 0, 0, _SEED
    while (left := seconds - (time.monotonic() - started)) >= 1 or seed == _SEED:
        log = _run(target, max(left, 1), seed, corpus, hits)
        runs += _last(r"stat::number_of_executed_units:\s*(\d+)", log) or _last(r"^#(\d+)", log)
        edges = max(edges, _last(r"cov: (\d+)", log))
        (hits.parent / f"{target.name}.{seed}.log").write_text(log[-20_000:], encoding="utf-8")
        seed += 1
    found = sorted({path.stem for path in hits.iterdir()})
    return Tally(runs, time.monotonic() - started, edges, len(list(corpus.iterdir())), tuple(found))


def _run(target: Target, seconds: float, seed: int, corpus: Path, hits: Path) -> str:
    """Run libFuzzer over a target in a process of its own and return what it printed."""
    options = (
        f"-max_total_time={round(seconds)}",
        f"-seed={seed}",
        f"-timeout={_HANG}",
        f"-rss_limit_mb={_MEGABYTES}",
        f"-max_len={target.longest}",
        f"-artifact_prefix={hits}/",
        "-print_final_stats=1",
        str(corpus),
    )
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.drive", target.name, str(WORK), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=WORK.parent,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=False,
    )
    return done.stderr.decode("utf-8", "replace")


def _last(pattern: str, log: str) -> int:
    found = re.findall(pattern, log, re.MULTILINE)
    return int(found[-1]) if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
