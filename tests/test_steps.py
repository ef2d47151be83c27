"""Two drivers, one generator: whoever drives, the result is the same."""

from __future__ import annotations

import asyncio
import threading
import time
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
    """Answers with the place of the request; later requests answer sooner."""

    model = "echo"

    def __init__(self, in_process: bool) -> None:
        self.in_process = in_process
        self.threads: set[int] = set()

    def reply(self, request: Request) -> Outcome:
        self.threads.add(threading.get_ident())
        number = int(request.where.split()[1])
        if not self.in_process:
            time.sleep(0.03 / number)
        return Failed("even") if number % 2 == 0 else Reply(request.where)


def two_steps() -> Audit[list[Outcome]]:
    first = yield Step((request(1), request(2), request(3)))
    second = yield Step((request(4),))
    return [*first, *second]


def no_steps() -> Generator[Step, Sequence[Outcome], str]:
    return "done"
    yield Step(())


@pytest.mark.parametrize("in_process", [True, False])
def test_outcomes_come_in_the_order_of_the_requests(in_process: bool) -> None:
    expected = [Reply("window 1"), Failed("even"), Reply("window 3"), Failed("even")]
    assert run(two_steps(), Echo(in_process)) == expected
    assert asyncio.run(run_async(two_steps(), Echo(in_process))) == expected


def test_a_generator_without_steps_is_done_at_once() -> None:
    assert run(no_steps(), Echo(True)) == "done" == asyncio.run(run_async(no_steps(), Echo(True)))


def test_a_reader_in_this_process_stays_in_this_thread_and_another_does_not() -> None:
    near, far = Echo(True), Echo(False)
    asyncio.run(run_async(two_steps(), near))
    asyncio.run(run_async(two_steps(), far))
    assert near.threads == {threading.get_ident()}
    assert threading.get_ident() not in far.threads


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
