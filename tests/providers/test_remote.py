"""The adapters against the reference server: what is sent, what is read, what is tried again and what is said."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
from reference_server import Asked, Fault, Said, serving
from remotes import GOOD, KEY, PROMPT, asking

from auditor.steps import Failed, Reply

APIS = ("messages", "chat", "responses", "anthropic")
every_api = pytest.mark.parametrize("kind", APIS)


def first(fault: Any, times: int = 1, then: Any = GOOD) -> Callable[[Asked], Any]:
    """Replies that are a fault for some requests and good afterwards."""
    return lambda asked: fault if asked.number <= times else then


# --- good replies -----------------------------------------------------------------------------------


@every_api
def test_a_reply_and_what_it_used(kind: str) -> None:
    with serving(lambda asked: Said(GOOD, input_tokens=1000, output_tokens=50, cached_tokens=400)) as server:
        outcome = asking(kind, server).ask()
    assert isinstance(outcome, Reply)
    assert outcome.text == GOOD
    used = outcome.usage
    assert (used.requests, used.input_tokens, used.output_tokens, used.cached_input_tokens) == (1, 1000, 50, 400)
    expected = {
        "anthropic": (600 * 1 + 50 * 5 + 400 * 0.1) / 1e6,
        "responses": (600 * 2.5 + 50 * 10 + 400 * 1.25) / 1e6,
    }
    assert used.cost_usd == (pytest.approx(expected[kind]) if kind in expected else None)


@every_api
@pytest.mark.parametrize(
    "replies",
    [
        lambda asked: GOOD,
        first(Fault(529, "overloaded_error"), 2),
        lambda asked: Fault(400, "invalid_request_error"),
        lambda asked: Said("cut", "length") if asked.mode == "plain" else "prose",
    ],
    ids=["good", "storm", "rejected", "prose"],
)
def test_both_drivers_give_the_same(kind: str, replies: Callable[[Asked], Any]) -> None:
    with serving(replies) as one, serving(replies) as other:
        outcomes = asking(kind, one).ask(), asking(kind, other).aask()
        bodies = [asked.body for asked in one.asked], [asked.body for asked in other.asked]
    assert str(outcomes[0]).replace(str(one.port), "") == str(outcomes[1]).replace(str(other.port), "")
    assert bodies[0] == bodies[1]


@every_api
def test_what_is_sent(kind: str) -> None:
    with serving(lambda asked: GOOD) as server:
        asking(kind, server).ask()
        (asked,) = server.asked
    assert asked.mode == "native"
    assert PROMPT.system in asked.text
    assert PROMPT.messages[0].text in asked.text
    assert "temperature" not in asked.body
    if kind == "responses":
        assert asked.body["store"] is False
        assert asked.body["text"]["format"]["strict"] is True
    if asked.api == "messages":
        assert asked.body["system"][0]["cache_control"] == {"type": "ephemeral"}
    if kind == "chat":
        assert asked.body["response_format"]["json_schema"]["schema"] == PROMPT.schema


def test_a_server_of_ones_own_needs_no_key() -> None:
    with serving(lambda asked: GOOD) as server:
        assert isinstance(asking("chat", server, key=None).ask(), Reply)
        assert server.asked[0].headers["authorization"] == "Bearer none"


# --- prose instead of JSON --------------------------------------------------------------------------


@every_api
@pytest.mark.parametrize("honoured", ["tool", "plain", None])
def test_prose_falls_to_the_next_mode_and_that_is_remembered(kind: str, honoured: str | None) -> None:
    with serving(lambda asked: GOOD if asked.mode == honoured else "I'd be glad to help!") as server:
        one = asking(kind, server)
        outcome, again = one.remote.ask(PROMPT), one.ask()
        modes = [asked.mode for asked in server.asked]
    text = GOOD if honoured else "I'd be glad to help!"
    assert isinstance(outcome, Reply)
    assert isinstance(again, Reply)
    assert (outcome.text, again.text) == (text, text)
    expected = ["native", "tool"] if honoured == "tool" else ["native", "tool", "plain"]
    assert modes == [*expected, expected[-1]]
    assert outcome.usage.requests == len(expected)
    if honoured != "tool":
        assert '"additionalProperties": false' in server.asked[-1].text


@every_api
def test_a_mode_that_is_rejected_is_not_the_end(kind: str) -> None:
    def replies(asked: Asked) -> Any:
        return (
            GOOD
            if asked.mode == "plain"
            else Fault(400, "invalid_request_error", "tool_choice: forced is not supported")
        )

    with serving(replies) as server:
        outcome = asking(kind, server).ask()
    assert isinstance(outcome, Reply)
    assert outcome.text == GOOD


def test_broken_json_is_handed_on_for_repair() -> None:
    with serving(lambda asked: '{"claims": ["a", {}') as server:
        outcome = asking("chat", server).ask()
    assert isinstance(outcome, Reply)
    assert outcome.text == '{"claims": ["a", {}'


# --- faults that pass -------------------------------------------------------------------------------

PASSING = {
    "429": Fault(429, "rate_limit_error"),
    "408": Fault(408, "timeout"),
    "409": Fault(409, "conflict"),
    "500": Fault(500, "api_error"),
    "529": Fault(529, "overloaded_error"),
    "html 502": Fault(502, raw=b"<html>bad gateway</html>", content_type="text/html"),
    "reset": Fault(cut=True),
    "half a body": Fault(raw=b'{"id": "x", "content": []}', cut=True),
}


@every_api
@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_passing_fault_is_waited_out(kind: str, fault: Fault) -> None:
    with serving(first(fault, 2)) as server:
        one = asking(kind, server)
        outcome = one.ask()
    assert isinstance(outcome, Reply)
    assert outcome.usage.requests == 3
    assert len(one.clock.slept) == len(one.said) == 2
    assert all(0.5 <= seconds <= 31 for seconds in one.clock.slept)


@every_api
@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "86400"}, 60),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
    ],
)
def test_retry_after_is_honoured_and_capped(kind: str, headers: dict[str, str], waited: float) -> None:
    with serving(first(Fault(429, "rate_limit_error", headers=headers))) as server:
        one = asking(kind, server)
        one.ask()
    assert one.clock.slept == [waited]
    assert "rate limit; attempt 2" in one.said[0]


def test_a_storm_ends() -> None:
    with serving(lambda asked: Fault(429, "rate_limit_error")) as server:
        one = asking("chat", server)
        outcome = one.ask()
        assert len(server.asked) == 8
    assert isinstance(outcome, Failed)
    assert "rate limit" in outcome.reason


def test_the_time_spent_waiting_is_bounded() -> None:
    with serving(lambda asked: Fault(503, "unavailable", headers={"retry-after": "600"})) as server:
        one = asking("messages", server)
        outcome = one.ask()
    assert isinstance(outcome, Failed)
    assert sum(one.clock.slept) <= 300


@every_api
def test_a_slow_server_is_given_up(kind: str) -> None:
    with serving(lambda asked: Fault(delay=1.0, raw=b"{}")) as server:
        one = asking(kind, server, timeout=0.1)
        outcome = one.ask()
    assert isinstance(outcome, Failed)
    assert "did not answer within 0.1 seconds; --timeout allows more." in outcome.reason
    assert outcome.usage.requests == 2


@every_api
def test_a_server_that_is_not_there(kind: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    outcome = asking(kind, url).ask()
    assert isinstance(outcome, Failed)
    assert "cannot be reached" in outcome.reason
    assert outcome.usage.requests == 3


# --- faults that last -------------------------------------------------------------------------------

LASTING = {
    "malformed": (Fault(raw=b'{"id": '), "failed", "a body that is not valid JSON"),
    "a list": (Fault(raw=b"[]"), "failed", "JSON of another shape"),
    "wrong shape": (Fault(raw=b'{"content": 3, "choices": [], "output": {}}'), "failed", "JSON of another shape"),
    "html": (Fault(raw=b"<html></html>", content_type="text/html"), "failed", "not JSON"),
    "wrong key": (
        Fault(401, "authentication_error", f"Incorrect API key: {KEY}"),
        "stopped",
        "does not accept the key",
    ),
    "forbidden": (Fault(403, "permission_error"), "stopped", "does not let this key"),
    "quota": (Fault(429, "insufficient_quota"), "stopped", "credit or quota"),
    "credit": (Fault(400, "invalid_request_error", "Your credit balance is too low"), "stopped", "credit or quota"),
    "402": (Fault(402, "billing_error"), "stopped", "credit or quota"),
    "no model": (Fault(404, "not_found_error", "model: tiny"), "failed", "has no model"),
    "overflow": (Fault(400, "context_length_exceeded"), "too_long", "does not fit"),
    "too long": (Fault(400, "invalid_request_error", "prompt is too long: 9 tokens > 8"), "too_long", "does not fit"),
    "llama.cpp": (Fault(400, "exceed_context_size_error"), "too_long", "does not fit"),
    "413": (Fault(413, "request_too_large"), "too_long", "does not fit"),
    "truncated": (Said('{"claims": ["a', "length"), "too_long", "cut off"),
    "refusal": (Said("I cannot.", "refusal"), "refused", "declines"),
    "rejected": (Fault(418, "teapot"), "failed", "HTTP 418"),
}


@every_api
@pytest.mark.parametrize(("fault", "result", "words"), LASTING.values(), ids=LASTING)
def test_a_lasting_fault_is_one_sentence(kind: str, fault: Any, result: str, words: str) -> None:
    with serving(lambda asked: fault) as server:
        one = asking(kind, server)
        outcome = one.ask()
        sent = len(server.asked)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, words in outcome.reason) == (result, True), outcome.reason
    assert sent == outcome.usage.requests == 1
    assert one.clock.slept == []
    assert outcome.reason.endswith((".", "?"))


def test_usage_is_summed_over_attempts_that_failed_too() -> None:
    failed = Fault(500, raw=b'{"error": {"type": "x"}, "usage": {"input_tokens": 10, "output_tokens": 1}}')
    with serving(first(failed, 1, Said(GOOD, input_tokens=100, output_tokens=5))) as server:
        outcome = asking("anthropic", server).ask()
    assert (outcome.usage.requests, outcome.usage.input_tokens, outcome.usage.output_tokens) == (2, 110, 6)
    assert outcome.usage.cost_usd == pytest.approx((110 + 6 * 5) / 1e6)


@every_api
def test_what_got_no_reply_costs_nothing_only_where_that_is_known(kind: str) -> None:
    priced = kind in ("anthropic", "responses")
    with serving(first(Fault(500, "api_error"))) as server:
        outcome = asking(kind, server).ask()
        assert (outcome.usage.cost_usd is not None) == priced
    with serving(first(Fault(cut=True))) as server:
        assert asking(kind, server).ask().usage.cost_usd is None, "the lost reply may be charged for"


def test_an_unknown_usage_has_no_price() -> None:
    with serving(lambda asked: Said(GOOD, usage=False)) as server:
        assert asking("anthropic", server).ask().usage.cost_usd is None


def test_a_mistyped_model_is_pointed_out() -> None:
    with serving(lambda asked: Fault(404, "not_found_error", "model: x")) as server:
        outcome = asking("anthropic", server, name="claude-haiku-4-6").ask()
    assert isinstance(outcome, Failed)
    assert outcome.reason == "Anthropic has no model claude-haiku-4-6; did you mean anthropic:claude-haiku-4-5?"


@pytest.mark.parametrize("kind", ["anthropic", "responses"])
def test_a_missing_key_is_said_before_anything_is_sent(kind: str) -> None:
    with serving(lambda asked: GOOD) as server:
        outcome = asking(kind, server, key=None).ask()
        assert server.asked == []
    assert isinstance(outcome, Failed)
    assert outcome.kind == "stopped"
    assert "_API_KEY" in outcome.reason


# --- limits -----------------------------------------------------------------------------------------


def test_a_limit_of_tokens_stops_before_it_is_passed() -> None:
    with serving(lambda asked: Said(GOOD, input_tokens=1000, output_tokens=100)) as server:
        one = asking("chat", server, max_total_tokens=2_700)
        kinds = [type(one.remote.ask(PROMPT)).__name__ for _ in range(3)]
        last = one.ask()
        assert kinds == ["Reply", "Failed", "Failed"] or kinds == ["Reply", "Reply", "Failed"]
    assert isinstance(last, Failed)
    assert last.kind == "stopped"
    assert "--max-total-tokens" in last.reason


def test_a_limit_of_cost_stops_before_it_is_passed() -> None:
    with serving(lambda asked: Said(GOOD, input_tokens=10_000, output_tokens=1_000)) as server:
        one = asking("anthropic", server, max_cost=0.02)
        assert isinstance(one.remote.ask(PROMPT), Reply)
        last = one.ask()
        assert len(server.asked) == 1
    assert isinstance(last, Failed)
    assert (last.kind, "--max-cost" in last.reason) == ("stopped", True)


# --- secrets ----------------------------------------------------------------------------------------


@every_api
@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 429, 500])
def test_neither_key_nor_the_servers_words_are_ever_repeated(kind: str, status: int, caplog: Any, capfd: Any) -> None:
    words = f"the key {KEY} is wrong, and you sent {PROMPT.messages[0].text}"
    with caplog.at_level("DEBUG", "auditor"), serving(lambda asked: Fault(status, "error", words)) as server:
        one = asking(kind, server)
        outcome = one.ask()
    seen = repr(outcome) + "".join(one.said) + str(capfd.readouterr()) + caplog.text
    assert KEY not in seen
    assert "Acme trained it" not in seen
    assert "is wrong" not in seen
