"""What holds of the arithmetic whatever the numbers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.plausibility import numbers, statement
from auditor.plausibility.ranges import Range
from auditor.quantities import Quantity, quantities
from auditor.reference import load_reference
from auditor.schema import Asserted, NumberLine, Numbers, NumbersVerdict

REFERENCE = load_reference()
SERIOUS = (NumbersVerdict.IMPLAUSIBLE, NumbersVerdict.IMPOSSIBLE)
SIZES, TOKENS, HOURS = st.floats(1e7, 1e12), st.floats(1e8, 5e13), st.floats(10, 1e8)


def of(text: str, as_of: str = "2025-06-01") -> Numbers:
    found = numbers(statement(quantities(text), text), REFERENCE, as_of, subject="it")
    assert found is not None
    return found


def made(*stated: tuple[str, float, str], asserted: Asserted = Asserted.PRE_TRAINING) -> Numbers:
    given_ = [Quantity(kind, value, unit, value, value, 0, 0) for kind, value, unit in stated]  # type: ignore[arg-type]
    found = numbers(statement(given_, "", asserted, ("H100",)), REFERENCE, "2025-06-01", subject="it")
    assert found is not None
    return found


def line(found: Numbers, what: str) -> NumberLine:
    return next(each for each in found.lines if each.what.endswith(what))


@settings(max_examples=60, deadline=None)
@given(SIZES, TOKENS, st.floats(1.001, 100))
def test_more_tokens_never_need_fewer_hours(size: float, tokens: float, more: float) -> None:
    fewer = line(made(("parameters", size, ""), ("training_tokens", tokens, "")), "hours it takes")
    greater = line(made(("parameters", size, ""), ("training_tokens", tokens * more, "")), "hours it takes")
    assert fewer.interval is not None
    assert greater.interval is not None
    assert greater.interval.low > fewer.interval.low
    assert greater.interval.high > fewer.interval.high


@settings(max_examples=60, deadline=None)
@given(SIZES, TOKENS, HOURS)
def test_intervals_hold_the_point_answer(size: float, tokens: float, hours: float) -> None:
    found = made(("parameters", size, ""), ("training_tokens", tokens, ""), ("gpu_hours", hours, "GPU-hours"))
    point = 6 * size * tokens
    compute = line(found, "training compute").interval
    used = line(found, "utilisation").interval
    assert compute is not None
    assert used is not None
    assert compute.low <= point <= compute.high
    assert used.low <= point / (hours * 3600 * REFERENCE.accelerators["h100"].peak) <= used.high


@settings(max_examples=60, deadline=None)
@given(SIZES, TOKENS, HOURS)
def test_low_utilisation_is_never_held_against_a_claim(size: float, tokens: float, hours: float) -> None:
    found = made(("parameters", size, ""), ("training_tokens", tokens, ""), ("gpu_hours", hours, "GPU-hours"))
    if 6 * size * tokens / (hours * 3600 * REFERENCE.accelerators["h100"].peak) < 0.6:
        assert "compute" not in found.marks
        assert found.verdict not in SERIOUS or "below-scratch" in found.marks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("70B on 2T tokens, 64 H100s for 21 days", "70B on 2T tokens, 64 H100s for 504 hours"),
        ("70B on 2T tokens, 64 H100s for 21 days", "70B on 2T tokens, 64 H100s for three weeks"),
        ("7B parameters on 1T tokens", "7,000M parameters on 1,000B tokens"),
        ("a 7B model on 300B tokens, 72,000 A100-hours", "a 7B model on 300B tokens, 3,000 A100-days"),
        ("40k GPU-hours for $80,000", "40,000 GPU-hours for $80k"),
    ],
)
def test_the_unit_does_not_matter(one: str, other: str) -> None:
    first, second = of(one), of(other)
    assert first.verdict is second.verdict
    values = [[each.value for each in found.lines if each.step != "stated" and each.value] for found in (first, second)]
    assert values[0] == pytest.approx(values[1], rel=1e-9)


STATEMENTS = (
    "70B parameters",
    "2T tokens",
    "64 H100s",
    "three weeks",
    "$2M",
    "500,000 GPU-hours",
    "37B active parameters",
    "40,000 examples",
    "3 epochs",
    "$2.50 per GPU-hour",
)


@settings(max_examples=80, deadline=None)
@given(st.sets(st.sampled_from(STATEMENTS), min_size=2), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(stated: set[str], dice: random.Random) -> None:
    ordered = sorted(stated)
    shuffled = list(ordered)
    dice.shuffle(shuffled)
    assert of(", ".join(ordered) + ".") == of(", ".join(shuffled) + ".")


POSITIVE = st.floats(1e-6, 1e6)
RANGES = st.tuples(POSITIVE, POSITIVE, POSITIVE).map(lambda each: Range(*sorted(each)))


@given(RANGES, RANGES, st.floats(0, 1), st.floats(0, 1))
def test_products_and_quotients_hold_those_of_their_members(a: Range, b: Range, at: float, by: float) -> None:
    x, y = a.low + at * (a.high - a.low), b.low + by * (b.high - b.low)
    product, quotient = a * b, a / b
    assert product.low * 0.999999 <= x * y <= product.high * 1.000001
    assert quotient.low * 0.999999 <= x / y <= quotient.high * 1.000001
    assert product.low <= product.central <= product.high
    assert quotient.low <= quotient.central <= quotient.high


@given(RANGES, RANGES)
def test_ranges_are_apart_both_ways_alike(a: Range, b: Range) -> None:
    assert a.apart_from(b) == b.apart_from(a)
    assert (a.apart_from(b) == 1.0) == a.meets(b.low, b.high)


ANYTHING = st.floats(min_value=0, allow_infinity=False, allow_nan=False)
KINDS = st.sampled_from(
    (
        "parameters",
        "active_parameters",
        "training_tokens",
        "gpu_hours",
        "gpu_count",
        "compute_budget",
        "duration",
        "examples",
        "epochs",
        "tokens_per_example",
        "flop",
        "nodes",
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(KINDS, ANYTHING), min_size=1, max_size=6), st.sampled_from(list(Asserted)))
def test_no_numbers_break_it(stated: list[tuple[str, float]], asserted: Asserted) -> None:
    made(*((kind, value, "USD" if kind == "compute_budget" else "") for kind, value in stated), asserted=asserted)


@pytest.mark.parametrize("text", ["0 tokens and $0", "9" * 400 + " tokens on 8 GPUs for 0 days", "1e29 parameters"])
def test_absurd_numbers_are_read_without_failing(text: str) -> None:
    numbers(statement(quantities(text), text), REFERENCE, "2025-06-01", subject="it")
