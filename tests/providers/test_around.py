"""A reader in front of another shows the other's name and window, and asks it only where it must."""

from __future__ import annotations

import asyncio

from auditor.providers.around import Around
from auditor.providers.remembered import Remembering
from auditor.steps import ExtractVariables, Failed, Outcome, Reply, Request


class Counting:
    model, window = "counting:test", 1234
    digests = {"extract": "abc"}  # noqa: RUF012

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.asked = 0
        self.closed = False

    def reply(self, request: Request) -> Outcome:
        self.asked += 1
        return self.outcome

    async def areply(self, request: Request) -> Outcome:
        return self.reply(request)

    async def aclose(self) -> None:
        self.closed = True


REQUEST = Request("extract", ExtractVariables("marketing", None, (), ()), "document")


def test_what_it_says_of_itself_is_the_other_readers() -> None:
    behind = Counting(Reply("{}"))
    reader = Around(behind)
    assert (reader.model, reader.digests, reader.window) == ("counting:test", {"extract": "abc"}, 1234)
    assert reader.reply(REQUEST) == Reply("{}")
    asyncio.run(reader.aclose())
    assert behind.closed


def test_a_reply_is_asked_for_once_and_a_failure_again() -> None:
    for outcome, asked in ((Reply("{}"), 1), (Failed("No answer."), 2)):
        behind = Counting(outcome)
        reader = Remembering(behind, {})
        assert [reader.reply(REQUEST), asyncio.run(reader.areply(REQUEST))] == [outcome, outcome]
        assert behind.asked == asked
