"""What the fuzzer found stays mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit import FIXTURES

from fuzz.targets import TARGETS

FOUND = FIXTURES / "fuzz"
CASES = sorted(path for path in FOUND.glob("*/*") if path.is_file())
SLOW_TO_START = {"read-pdf"}
"""Each input starts a program."""


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_found_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name].check(path.read_bytes())


def test_fixtures_are_small_and_each_has_its_target() -> None:
    assert {path.parent.name for path in CASES} <= set(TARGETS)
    assert sum(path.stat().st_size for path in CASES) < 100_000


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in SLOW_TO_START])
def test_every_seed_is_sound(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()
    assert seeds
    for data in seeds[:3]:
        target.check(data)
