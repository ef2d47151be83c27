"""A batch offline, its rate beside one core's, its memory over time: python benchmarks/batch.py [--calls 10000].

One core is measured first, in this process and run: the same calls, read and audited one after the other, nothing
written. Memory is that of the command and its workers together, looked at every half second.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from calls import write_calls

from auditor.api import audit
from auditor.documents import read_path

BAR_RATE, BAR_MEMORY = 1.7, 1.1
"""Of one core's rate on two cores; memory in the last tenth of the run over that in its first."""
PAGE = os.sysconf("SC_PAGE_SIZE")


def one_core(paths: list[Path]) -> tuple[float, float]:
    """Return the calls a second that this process audits, nothing written, and the processor seconds of each."""
    audit(read_path(paths[0]), as_of="2026-11-22")
    started, used = time.perf_counter(), time.process_time()
    for path in paths:
        audit(read_path(path), as_of="2026-11-22")
    return len(paths) / (time.perf_counter() - started), (time.process_time() - used) / len(paths)


def processor_seconds() -> float:
    """Return what ended child processes, and theirs, have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> list[int]:
    """Return a process and all that it started, as far as they live."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def memory(pid: int) -> int:
    """Return the bytes in memory that a process and its children hold."""
    total = 0
    for each in family(pid):
        try:
            total += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * PAGE
        except (OSError, IndexError):
            continue
    return total


def run(command: list[str]) -> tuple[float, list[tuple[float, int]]]:
    """Run a command and return its seconds, and its memory over time."""
    seen: list[tuple[float, int]] = []
    started = time.perf_counter()
    process = subprocess.Popen(command)

    def watch() -> None:
        while process.poll() is None:
            seen.append((time.perf_counter() - started, memory(process.pid)))
            time.sleep(0.5)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    watcher.join()
    assert code == 0, code
    return time.perf_counter() - started, seen


def tenths(seen: list[tuple[float, int]], seconds: float) -> tuple[float, float]:
    """Return the most memory held in the first tenth of a run, after its start, and in the last."""
    first = [held for at, held in seen if 2.0 <= at <= max(seconds / 10, 4.0)]
    last = [held for at, held in seen if at >= seconds * 0.9]
    return max(first) / 1e6, max(last) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=50_000)
    parser.add_argument("--sample", type=int, default=200, help="calls that one core is measured on")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        calls, out = Path(folder) / "calls", Path(folder) / "out"
        write_calls(calls, options.calls, options.bytes)
        paths = sorted(calls.iterdir())
        alone, spent = one_core(paths[:: max(len(paths) // options.sample, 1)])
        command = [sys.executable, "-m", "auditor", "batch", str(calls), "--output", str(out), "-q"]
        before = processor_seconds()
        seconds, seen = run([*command, "--as-of", "2026-11-22"])
        spent_there = (processor_seconds() - before) / options.calls
        again, _ = run([*command, "--as-of", "2026-11-22"])
        reports = len(list((out / "reports").glob("*.json")))
        with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
            listed = len({row["report"] for row in csv.DictReader(file)})
    rate = options.calls / seconds / alone
    first, last = tenths(seen, seconds)
    held = rate >= BAR_RATE and last <= BAR_MEMORY * first and reports == listed == options.calls
    print("| | measured | bar |")
    print("|---|---:|---:|")
    print(f"| one core, nothing written | {alone:.1f} calls/s | |")
    print(f"| batch, summaries included | {options.calls / seconds:.1f} calls/s | |")
    print(f"| ratio | {rate:.2f} | {BAR_RATE:g} |")
    print(f"| processor time a call, over that of one core | {spent_there / spent:.2f} | |")
    print(f"| memory, last tenth over first | {last:.0f} / {first:.0f} MB = {last / first:.2f} | {BAR_MEMORY:g} |")
    print(f"| reports, documents in the summary | {reports:,}, {listed:,} | {options.calls:,} |")
    print(f"| the same command again | {again:.1f} s | |")
    print("held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
