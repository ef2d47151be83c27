"""How long the command takes, as ratios to `python -c pass`: python benchmarks/startup.py [--runs 15]."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "fixtures" / "documents" / "embeddings-finetune.txt"
WEB = ROOT / "fixtures" / "documents" / "rag-trained.html"
CALL = ROOT / "fixtures" / "documents" / "call-names.txt"


def auditor() -> list[str]:
    """Return the installed command, or its module where only the package is there."""
    script = Path(sysconfig.get_path("scripts")) / "auditor"
    return [str(script)] if script.exists() else [sys.executable, "-m", "auditor"]


CASES: tuple[tuple[str, list[str], float | None], ...] = (
    ("python -c pass", [sys.executable, "-c", "pass"], None),
    ("auditor --version", [*auditor(), "--version"], 8),
    ("auditor --help", [*auditor(), "--help"], 8),
    ("auditor audit, one page of text", [*auditor(), "audit", str(PAGE)], 30),
    ("auditor audit, one web page", [*auditor(), "audit", str(WEB)], 30),
    ("auditor audit, one call", [*auditor(), "audit", str(CALL)], 30),
)


def seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment())
    return time.perf_counter() - started


def _environment() -> dict[str, str]:
    """The environment of a user: byte code is cached, as an installed package has it."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("AUDITOR_")}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours


def measure(runs: int) -> list[tuple[str, float, float, float | None]]:
    """Return name, median seconds, ratio to the first case and bar, the cases run by turns."""
    for _, command, _ in CASES:
        seconds(command)  # compiled and cached before anything counts
    times: list[list[float]] = [[] for _ in CASES]
    for _ in range(runs):
        for taken, (_, command, _) in zip(times, CASES, strict=True):
            taken.append(seconds(command))
    medians = [statistics.median(taken) for taken in times]
    return [(name, median, median / medians[0], bar) for (name, _, bar), median in zip(CASES, medians, strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    rows = measure(parser.parse_args().runs)
    print("| command | median ms | × python -c pass | bar | |")
    print("|---|---:|---:|---:|---|")
    for name, median, ratio, bar in rows:
        held = "" if bar is None else "held" if ratio <= bar else "MISSED"
        print(f"| {name} | {median * 1000:.1f} | {ratio:.1f} | {f'{bar:g}' if bar else ''} | {held} |")
    return int(any(bar is not None and ratio > bar for _, _, ratio, bar in rows))


if __name__ == "__main__":
    sys.exit(main())
