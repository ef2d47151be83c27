"""What the adapters to LLM APIs share: one retry policy, one conversation, one account of what was spent.

How a request is answered is decided in a generator that does no I/O; the two drivers differ in the awaited call
and nothing else. An adapter only builds the arguments of its SDK's call and reads the body that comes back.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from auditor.errors import ProviderError
from auditor.prompts import Prompt, Prompts
from auditor.providers.account import Account, Reserved
from auditor.providers.call import Call, nothing_used
from auditor.providers.clients import Clients
from auditor.providers.failures import Party, Problem, failed, status_problem
from auditor.providers.options import MODES, Mode, Options
from auditor.providers.policy import AttemptError, policy, problem_of
from auditor.providers.pricing import Capacity, Tokens, added, capacity, cost, known, tokens_of
from auditor.providers.replies import Answer, MalformedError, body_of, json_text
from auditor.schema import Usage
from auditor.steps import ExtractVariables, Failed, Outcome, Reply, Request

if TYPE_CHECKING:
    from tenacity import RetryCallState

_EXPECTED_OUTPUT = 1_500
"""Tokens a reply is reckoned to have while it is under way, for the limits."""


class Remote(ABC):
    """A language model behind an HTTP API, asked through its SDK."""

    api: ClassVar[str]
    """Name in front of the model: "anthropic"."""
    vendor: ClassVar[str]
    variable: ClassVar[str]
    """Environment variable of the key."""
    address: ClassVar[str]
    """Where the API is, unless a base URL is given."""

    def __init__(
        self, name: str, prompts: Prompts, key: str | None, options: Options | None = None, label: str | None = None
    ) -> None:
        self.name = name
        self.prompts = prompts
        self.options = options or Options()
        self.model = f"{label or self.api}:{name}"
        self.local = self.options.base_url is not None
        self.url = self._address(self.options.base_url) if self.options.base_url else self.address
        self.known = known(self.api, name)
        self.priced = None if self.local else self.known
        """The model's prices: those of the vendor, not of another server that offers it."""
        self.capacity: Capacity = capacity(self.known, self.options.context, self.local)
        self.party = Party(self._who(), label or self.api, name, self.variable, self.local, self.options.timeout)
        self._key = key or ("none" if self.local else None)
        self._account = Account()
        self._at = 0
        self._clients = Clients(self._made)

    # --- what the agent sees ------------------------------------------------------------------------

    @property
    def digests(self) -> Mapping[str, str]:
        """Digest of each prompt."""
        return self.prompts.digests

    @cached_property
    def window(self) -> int:
        """Characters of document that fit into a request beside the longest prompt."""
        return self.capacity.characters(self.overhead)

    @cached_property
    def overhead(self) -> int:
        """Characters of the extract prompt without a document, with its schema.

        Compatible servers make a grammar of the schema; where one ignores it and is shown it, what no longer
        fits comes back as too long, and the agent halves the window.
        """
        empty = ExtractVariables("transcript", None, (), self.prompts.checklist.ids)
        prompt = self.prompts.render(Request("extract", empty, "document"))
        return prompt.characters if self.local else prompt.characters_with_schema

    @property
    def mode(self) -> Mode:
        """The way of asking for structured output that this server is known to honour, or not to refuse."""
        return MODES[self._at]

    def reply(self, request: Request) -> Outcome:
        """Answer one request; failures are returned, not raised."""
        return self.ask(self.prompts.render(request))

    async def areply(self, request: Request) -> Outcome:
        """Answer one request without blocking the event loop; failures are returned, not raised."""
        return await self.aask(self.prompts.render(request))

    def ask(self, prompt: Prompt) -> Outcome:
        """Send a prompt and return the outcome."""
        from tenacity import Retrying

        talk = self._conversation(prompt)
        result: Answer | Problem | None = None
        while True:
            try:
                call = next(talk) if result is None else talk.send(result)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            try:
                result = Retrying(**policy(self._announce), sleep=self.options.sleep)(self._attempt, call)
            except AttemptError as error:
                result = error.problem

    async def aask(self, prompt: Prompt) -> Outcome:
        """Send a prompt as :meth:`ask` does, without blocking the event loop."""
        from tenacity import AsyncRetrying

        talk = self._conversation(prompt)
        result: Answer | Problem | None = None
        while True:
            try:
                call = next(talk) if result is None else talk.send(result)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            try:
                result = await AsyncRetrying(**policy(self._announce), sleep=self.options.asleep)(self._aattempt, call)
            except AttemptError as error:
                result = error.problem

    def reach(self) -> Failed | None:
        """Ask the server for its list of models; None where it answers and takes the key."""
        if self._key is None:
            return self._no_key()
        call = Call(MODES[0], {}, self.priced)
        try:
            self._clients.blocking.models.with_raw_response.list(timeout=self._timeout)
        except Exception as error:
            return failed(self._wrong(error, call).problem, self.party)
        return None

    def calling(self, send: Callable[[Any], Any], *, once: bool = False) -> Any:
        """Return what a call of the SDK's client gives; ProviderError says in one sentence why it gives nothing.

        ``once`` is for calls that must not happen twice: what failed may have reached the server all the same.
        """
        from tenacity import Retrying, stop_after_attempt

        if self._key is None:
            raise ProviderError(self._no_key().reason)

        def attempt() -> Any:
            try:
                return send(self._clients.blocking)
            except Exception as error:
                raise self._wrong(error, Call(MODES[0], {}, self.priced)) from None

        how = policy(self._announce) | ({"stop": stop_after_attempt(1)} if once else {})
        try:
            return Retrying(**how, sleep=self.options.sleep)(attempt)
        except AttemptError as error:
            raise ProviderError(failed(error.problem, self.party).reason) from error

    def body(self, request: Request) -> dict[str, Any]:
        """Return the JSON body a request is sent with, for those who send it later."""
        arguments = self._arguments(self.prompts.render(request), self.mode)
        return {**{name: value for name, value in arguments.items() if name != "extra_body"}, **arguments["extra_body"]}

    def outcome(self, body: Mapping[str, Any], price: float) -> Outcome:
        """Return what a body that came later holds; ``price`` is the share of the list price that it cost."""
        try:
            answer = self._read(body)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            return Failed(f"{self.party.name} sent a reply that cannot be read.")
        call = Call(self.mode, {}, self.priced)
        call.count(answer.tokens)
        usage = call.usage
        if usage.cost_usd is not None:
            usage = usage.model_copy(update={"cost_usd": usage.cost_usd * price})
        outcome = self._outcome(answer, usage, last=True)
        assert outcome is not None
        return outcome

    def close(self) -> None:
        """Close the connections of the synchronous client."""
        self._clients.close()

    async def aclose(self) -> None:
        """Close the connections opened from the running event loop."""
        await self._clients.aclose()

    # --- what an adapter fills in -------------------------------------------------------------------

    @abstractmethod
    def _sdk(self) -> Any:
        """Return the SDK's module."""

    @abstractmethod
    def _client_classes(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """Return the SDK's synchronous and asynchronous client classes."""

    @abstractmethod
    def _create(self, client: Any) -> Callable[..., Any]:
        """Return the client's call that answers with the raw response."""

    @abstractmethod
    def _arguments(self, prompt: Prompt, mode: Mode) -> dict[str, Any]:
        """Return the arguments of the call for a prompt.

        Schemas go in ``extra_body``: the bytes sent are the same, and the SDK does not walk through them, which
        takes longer than everything else on our side of a request.
        """

    @abstractmethod
    def _read(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer in a body."""

    def _address(self, base_url: str) -> str:
        return base_url.rstrip("/")

    def _who(self) -> str:
        if not self.local:
            return self.vendor
        place = urlsplit(self.url)
        return f"The server at {place.hostname}{f':{place.port}' if place.port else ''}"

    # --- one conversation ---------------------------------------------------------------------------

    def _conversation(self, prompt: Prompt) -> Generator[Call, Answer | Problem, Outcome]:
        """Ask in each mode from the one that works here, until an answer holds JSON or there is no other mode."""
        usage = nothing_used(self.priced)
        while True:
            at = self._at
            reserved = self._reserve(prompt)
            if isinstance(reserved, Failed):
                return replace(reserved, usage=usage)
            call = Call(MODES[at], self._arguments(prompt, MODES[at]), self.priced)
            try:
                result = yield call
            finally:
                self._account.settle(reserved, call.usage)
            usage = added(usage, call.usage)
            last = at == len(MODES) - 1
            if isinstance(result, Problem):
                if last or not result.mode_refused:
                    return replace(failed(result, self.party), usage=usage)
            else:
                outcome = self._outcome(result, usage, last)
                if outcome is not None:
                    return outcome
            # Remembered: asking every request first in a way this server ignores would double its cost.
            self._at = max(self._at, at + 1)

    def _outcome(self, answer: Answer, usage: Usage, last: bool) -> Outcome | None:
        """Return what an answer comes to; None where it is prose and another mode may get JSON."""
        if answer.ending == "refused":
            return Failed(f"{self.name} declines to read this text.", "refused", usage)
        text = json_text(answer.text)
        if text is None and not last:
            return None
        if answer.ending == "too_long":
            return Failed(f"The reply of {self.name} was cut off at its length limit.", "too_long", usage)
        return Reply(answer.text if text is None else text, usage)

    # --- limits -------------------------------------------------------------------------------------

    def _reserve(self, prompt: Prompt) -> Reserved | Failed:
        """Set aside what a request will about cost; Failed where that passes a limit of the user's or no key is set."""
        if self._key is None:
            return self._no_key()
        tokens = Tokens(tokens_of(prompt.characters_with_schema), _EXPECTED_OUTPUT)
        return self._account.reserve(tokens, cost(self.priced, tokens) or 0.0, self.options)

    def _no_key(self) -> Failed:
        return Failed(f"{self.vendor} wants a key: set {self.variable} in the environment.", "stopped")

    # --- one attempt --------------------------------------------------------------------------------

    def _attempt(self, call: Call) -> Answer:
        try:
            raw = self._create(self._clients.blocking)(**call.arguments, timeout=self._timeout)
        except Exception as error:
            raise self._wrong(error, call) from None
        return self._received(raw, call)

    async def _aattempt(self, call: Call) -> Answer:
        gate = self.options.gate
        if gate is None:
            return await self._asent(call)
        await gate.enter()
        status, wait = None, None
        try:
            return await self._asent(call)
        except AttemptError as error:
            status, wait = error.problem.status or 500, error.problem.retry_after
            raise
        finally:
            gate.leave(status, wait)

    async def _asent(self, call: Call) -> Answer:
        try:
            raw = await self._create(self._clients.awaited())(**call.arguments, timeout=self._timeout)
        except Exception as error:
            raise self._wrong(error, call) from None
        return self._received(raw, call)

    def _received(self, raw: Any, call: Call) -> Answer:
        """Read a response and count what it used, before anything is made of it."""
        try:
            response = raw.http_response
            body = body_of(response.headers.get("content-type", ""), response.content)
            answer = self._read(body)
        except MalformedError as error:
            call.count(None)
            raise AttemptError(Problem("malformed", detail=str(error))) from None
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            call.count(None)
            raise AttemptError(Problem("malformed", detail="JSON of another shape than its API has")) from None
        call.count(answer.tokens)
        return answer

    def _wrong(self, error: Exception, call: Call) -> AttemptError:
        """Return what an SDK's error means; nothing of its text is kept."""
        sdk = self._sdk()
        if isinstance(error, sdk.APIStatusError):
            response = error.response
            call.count(self._spent(response.content))
            return AttemptError(status_problem(response.status_code, response.headers, response.content))
        # Both SDKs wrap what their HTTP library raised; its name tells "never there" from "broke off".
        unreachable = type(error.__cause__).__name__ in ("ConnectError", "ConnectTimeout", "UnsupportedProtocol")
        # What reached the server may be charged for, whether or not its reply reached us.
        call.count(Tokens(0, 0) if unreachable else None)
        if unreachable:
            return AttemptError(Problem("unreachable"))
        if isinstance(error, sdk.APITimeoutError):
            return AttemptError(Problem("timeout"))
        if isinstance(error, sdk.APIConnectionError):
            return AttemptError(Problem("cut"))
        if isinstance(error, ValueError):
            return AttemptError(Problem("malformed", detail="a body that is not valid JSON"))
        return AttemptError(Problem("other", detail=f"something that could not be handled ({type(error).__name__})"))

    def _spent(self, content: bytes) -> Tokens:
        """Return the tokens an error's body reports, none where it does not say."""
        try:
            return self._usage(json.loads(content).get("usage")) or Tokens(0, 0)
        except (ValueError, AttributeError, RecursionError):
            return Tokens(0, 0)

    @abstractmethod
    def _usage(self, usage: Any) -> Tokens | None:
        """Return the tokens a usage block states; None where there is none."""

    # --- waits --------------------------------------------------------------------------------------

    def _announce(self, state: RetryCallState) -> None:
        if self.options.say and (problem := problem_of(state)):
            wait = f"{state.upcoming_sleep:.1f}".removesuffix(".0")
            self.options.say(f"{self.party.name}: {problem.short}; attempt {state.attempt_number + 1} in {wait} s.")

    # --- clients ------------------------------------------------------------------------------------

    @cached_property
    def _timeout(self) -> Any:
        seconds = self.options.timeout
        return self._sdk().Timeout(seconds, connect=min(seconds, 10.0))

    def _made(self, awaited: bool) -> Any:
        blocking, awaiting = self._client_classes()
        # Our policy retries; the SDKs' own retries would multiply with it.
        client = awaiting if awaited else blocking
        return client(api_key=self._key, base_url=self.url, max_retries=0, timeout=self._timeout)
