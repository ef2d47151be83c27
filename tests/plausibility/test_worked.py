"""The worked examples of the reference data come out as it says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent.parent.parent / "benchmarks"))

from worked import checked, differences, examples

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{each['number']}: {each['text'][:40]}" for each in EXAMPLES])
def test_a_worked_example_comes_out_as_described(example: dict[str, Any]) -> None:
    assert differences(example, checked(example)) == []


def test_all_21_are_there() -> None:
    assert {each["number"].rstrip("b") for each in EXAMPLES} == {str(number) for number in range(1, 22)}


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["number"] for each in EXAMPLES])
def test_every_line_says_how_and_from_what(example: dict[str, Any]) -> None:
    lines = checked(example).lines
    assert {line.step for line in lines} > {"stated"}
    for line in lines:
        if line.step != "stated":
            assert line.meaning.endswith("."), line.what
            assert line.source or line.what == "how far that holds", line.what
            assert line.formula or line.interval is None, line.what
        if line.interval and line.value is not None:
            assert line.interval.low <= line.value <= line.interval.high, line.what
