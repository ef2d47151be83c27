"""Kill a batch again and again, then let it finish: python benchmarks/batch_kills.py [--kills 50] [--documents 200].

A local server stands for the model and counts what it is asked. Compared with an undisturbed run: reports (but for
created_at and seconds), summary.csv byte by byte, database and workbook row by row, and the number of requests, which
may pass what is needed only by those that were under way at the kills.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch_model import draft, write_documents

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "batch")]

from folders import database, reports, workbook  # type: ignore[import-not-found]  # noqa: E402
from reference_server import Server, serving  # type: ignore[import-not-found]  # noqa: E402


def command(server: Server, documents: Path, out: Path, flight: int) -> list[str]:
    model = ["-m", "openai:reference", "--base-url", f"{server.url}/v1", "--context", "128000"]
    output = ["--output", str(out), "--as-of", "2026-11-22", "-q", "--concurrency", str(flight)]
    return [sys.executable, "-m", "auditor", "batch", str(documents), *output, *model]


def killed(server: Server, documents: Path, out: Path, kills: int, flight: int) -> tuple[int, int]:
    """Kill the run so many times; return the kills that met it at work, and the requests then under way, at most."""
    chance = random.Random(5)
    met = under_way = 0
    for number in range(kills):
        process = subprocess.Popen(
            command(server, documents, out, flight), env=_environment(), stderr=subprocess.DEVNULL
        )
        before = len(server.asked)
        # Any moment counts, start-up and summaries too: some kills come before the first request, most after.
        if number % 5:
            while len(server.asked) == before and process.poll() is None:
                time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.6))
        met += process.poll() is None
        process.kill()
        process.wait()
        under_way += min(flight, len(server.asked) - before)
    return met, under_way


def _environment() -> dict[str, str]:
    return {**os.environ, "OPENAI_API_KEY": "none"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--flight", type=int, default=4)
    parser.add_argument("--delay", type=float, default=0.15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents, calm, out = (Path(folder) / name for name in ("documents", "calm", "killed"))
        write_documents(documents, options.documents, 2000)
        with serving(draft) as server:
            subprocess.run(command(server, documents, calm, options.flight), env=_environment(), check=True)
            needed = len(server.asked)
        with serving(draft, delay=options.delay) as server:
            met, under_way = killed(server, documents, out, options.kills, options.flight)
            done = len(list((out / "reports").glob("*.json")))
            server.delay = 0.0
            subprocess.run(command(server, documents, out, options.flight), env=_environment(), check=True)
            asked = len(server.asked)
        checks = {
            "reports": reports(out) == reports(calm),
            "summary.csv": (out / "summary.csv").read_bytes() == (calm / "summary.csv").read_bytes(),
            "audits.db": database(out) == database(calm),
            "summary.xlsx": workbook(out) == workbook(calm),
            "requests": needed <= asked <= needed + under_way,
        }
    print(f"{options.kills} kills, {met} of them at work; {done} of {options.documents} documents done by then")
    print(f"requests: {needed} needed, {asked} asked, at most {under_way} under way at the kills")
    for name, held in checks.items():
        print(f"{name}: {'equal' if held and name != 'requests' else 'held' if held else 'MISSED'}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
