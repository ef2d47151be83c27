"""Made-up calls for the benchmarks: as many as wanted, each its own, the same for the same number."""

from __future__ import annotations

from pathlib import Path

from throughput import talk

VENDORS = ("Acme", "Brook", "Corvid", "Delve", "Ember")


def write_calls(folder: Path, count: int, size: int) -> None:
    """Write calls of about ``size`` bytes, an hour being some 50 kB; those that are there are left."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"call-{number:06}.txt"
        if not path.exists():
            path.write_bytes(talk(size, seed=number))
