"""Two drivers, one generator: whoever drives, the result is the same."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Sequence

import pytest
from kit import fixture, reply, setup

from auditor.agent import audit
from auditor.providers import provider
from auditor.schema import Side
from auditor.steps import (
    Audit,
    ExtractVariables,
    Failed,
    Outcome,
    Provider,
    Reply,
    Request,
    Step,
    Turn,
    run,
    run_async,
)


def request(number: int) -> Request:
    return Request("extract", ExtractVariables("marketing", f"v{number}", (), ()), f"window {number}")


class Echo:
    """Answers with the place of the request; asked side by side, later requests answer sooner."""

    model = "echo"
    window = None
    digests: dict[str, str] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.finished: list[str] = []

    def reply(self, request: Request) -> Outcome:
        self.finished.append(request.where)
        number = int(request.where.split()[1])
        return Failed("even") if number % 2 == 0 else Reply(request.where)

    async def areply(self, request: Request) -> Outcome:
        await asyncio.sleep(0.02 / int(request.where.split()[1]))
        return self.reply(request)


def two_steps() -> Audit[list[Outcome]]:
    first = yield Step((request(1), request(2), request(3)))
    second = yield Step((request(4),))
    return [*first, *second]


def no_steps() -> Generator[Step, Sequence[Outcome], str]:
    return "done"
    yield Step(())


def test_outcomes_come_in_the_order_of_the_requests() -> None:
    expected = [Reply("window 1"), Failed("even"), Reply("window 3"), Failed("even")]
    assert run(two_steps(), Echo()) == expected
    assert asyncio.run(run_async(two_steps(), Echo())) == expected


def test_a_generator_without_steps_is_done_at_once() -> None:
    assert run(no_steps(), Echo()) == "done" == asyncio.run(run_async(no_steps(), Echo()))


def test_requests_of_a_step_run_side_by_side_in_the_asynchronous_driver() -> None:
    echo = Echo()
    asyncio.run(run_async(two_steps(), echo))
    assert echo.finished == ["window 3", "window 2", "window 1", "window 4"]


@pytest.mark.parametrize("reader", [reply("call-vtt"), provider("offline")], ids=lambda reader: reader.model)
def test_both_drivers_give_the_same_report(reader: Provider) -> None:
    def steps() -> Audit[object]:
        return audit(fixture("call-vtt"), setup(reader.model))

    assert run(steps(), reader) == asyncio.run(run_async(steps(), reader))


def test_a_digest_names_the_request_by_its_content_and_not_by_its_place() -> None:
    def digest(text: str, **more: object) -> str:
        turn = Turn(1, text, "Ana", Side.VENDOR)
        variables = ExtractVariables("transcript", None, (turn,), ("method",))
        return Request("extract", variables, str(more.get("where", "document"))).digest

    assert digest("Hello") == digest("Hello", where="window 2")
    assert digest("Hello") != digest("Hello!")
    assert len(digest("broken \ud800 surrogate")) == 64
