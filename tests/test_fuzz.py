"""What the fuzzer found stays mended, and inputs built as it builds them break nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from kit import FIXTURES

from fuzz.mutate import noise
from fuzz.targets import TARGETS, Target

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


def hostile(target: Target, chance: int, times: int) -> bytes:
    """Return an input as the fuzzer would build it from a seed."""
    random = Random(chance)
    data = random.choice(target.seeds())
    for _ in range(times):
        data = target.mutate(data, random, lambda part: noise(part, random))
    return data[: 2 * target.longest]


def attack(name: str, chance: int, times: int) -> None:
    data = hostile(TARGETS[name], chance, times)
    note(repr(data))
    TARGETS[name].check(data)


CHANCES = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in SLOW_TO_START])
@given(chance=CHANCES, times=st.integers(1, 6))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_hostile_inputs_break_nothing(name: str, chance: int, times: int) -> None:
    attack(name, chance, times)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
@given(chance=CHANCES, times=st.integers(1, 12))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_many_hostile_inputs_break_nothing(name: str, chance: int, times: int) -> None:
    attack(name, chance, times)
