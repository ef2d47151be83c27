"""How many requests are under way at once."""

from __future__ import annotations

import asyncio

import pytest

from auditor.batch.limits import Pace


async def ended(pace: Pace, *statuses: int | None) -> None:
    for _ in statuses:
        await pace.enter()
    for status in statuses:
        pace.leave(status)


def run(pace: Pace, *statuses: int | None) -> Pace:
    asyncio.run(ended(pace, *statuses))
    return pace


def test_all_is_allowed_until_a_server_says_otherwise():
    assert run(Pace(8), *[None] * 8).limit == 8


def test_the_limit_falls_by_the_share_that_was_turned_away_and_by_half_at_most():
    assert run(Pace(8), *[None] * 6, 429, 429).limit == pytest.approx(6)
    assert run(Pace(8), *[429] * 8).limit == pytest.approx(4)
    assert (
        run(
            Pace(1),
            429,
        ).limit
        == 1
    )


def test_successes_raise_it_again_up_to_what_was_asked_for():
    pace = run(Pace(8), *[429] * 8)
    run(pace, None, None)
    assert pace.limit == pytest.approx(4.25)
    for _ in range(20):
        run(pace, *[None] * 4)
    assert pace.limit == 8


def test_a_server_error_only_pauses_growth():
    pace = run(Pace(8), *[429] * 8)
    run(pace, 503)
    assert pace.limit == 4
    run(pace, *[None] * 4)
    assert pace.limit == 4
    run(pace, None)
    assert pace.limit == pytest.approx(4.125)


def test_no_more_than_the_limit_run_at_once_and_everybody_gets_a_turn():
    pace = Pace(3)
    most = 0

    async def one() -> None:
        nonlocal most
        await pace.enter()
        most = max(most, pace.under_way)
        await asyncio.sleep(0.001)
        pace.leave(None)

    async def all_of_them() -> None:
        await asyncio.gather(*(one() for _ in range(20)))

    asyncio.run(all_of_them())
    assert most == 3
    assert pace.under_way == 0


def test_a_wait_the_server_asks_for_holds_for_all():
    async def waited() -> float:
        pace = Pace(4)
        loop = asyncio.get_running_loop()
        await pace.enter()
        started = loop.time()
        pace.leave(429, 0.05)
        await asyncio.gather(pace.enter(), pace.enter())
        return loop.time() - started

    assert asyncio.run(waited()) >= 0.05


def test_whoever_gave_up_waiting_takes_no_turn():
    async def turns() -> int:
        pace = Pace(1)
        await pace.enter()
        gone = asyncio.create_task(pace.enter())
        stays = asyncio.create_task(pace.enter())
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        pace.leave(None)
        await stays
        return pace.under_way

    assert asyncio.run(turns()) == 1
