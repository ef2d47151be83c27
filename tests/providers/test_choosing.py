"""Which reader a name stands for, what is known of models, and the JSON in a text."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.errors import UsageError
from auditor.providers import provider
from auditor.providers.base import Remote
from auditor.providers.openai import ChatProvider, ResponsesProvider
from auditor.providers.pricing import Tokens, capacity, cost, known, models, similar
from auditor.providers.replies import json_text


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_the_forms_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted")
    assert isinstance(provider("openai:gpt-4o"), ResponsesProvider)
    assert isinstance(provider("openai:gpt-4o", base_url="http://h:1"), ChatProvider)
    ollama = provider("ollama:qwen3:8b")
    assert isinstance(ollama, ChatProvider)
    assert (ollama.model, ollama.url, ollama._key) == ("ollama:qwen3:8b", "http://localhost:11434/v1", "none")
    assert provider("anthropic:claude-haiku-4-5").model == "anthropic:claude-haiku-4-5"


@pytest.mark.parametrize(
    ("api", "given", "used"),
    [
        ("openai", "http://h:1", "http://h:1/v1"),
        ("openai", "http://h:1/v1/", "http://h:1/v1"),
        ("openai", "https://h/api/gateway", "https://h/api/gateway"),
        ("anthropic", "http://h:1/v1", "http://h:1"),
        ("anthropic", "http://h:1/", "http://h:1"),
    ],
)
def test_an_address_with_or_without_its_version(api: str, given: str, used: str) -> None:
    reader = provider(f"{api}:x", base_url=given)
    assert isinstance(reader, Remote)
    assert reader.url == used


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("claude-haiku-4-5", "did you mean anthropic:claude-haiku-4-5?"),
        ("antropic:my-model", "did you mean anthropic:my-model?"),
        ("oflline", "did you mean offline?"),
        ("something", "Use offline, anthropic:MODEL"),
        ("openai:", "Use offline, anthropic:MODEL"),
    ],
)
def test_a_name_that_is_none(name: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        provider(name)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("offline", {"base_url": "http://h"}, "--base-url is for a model"),
        ("openai:x", {"base_url": "localhost:1"}, "not a web address"),
        ("openai:x", {"base_url": "http://h:99999"}, "not a web address"),
        ("openai:x", {"base_url": "http://h", "context": 4096}, "no room"),
        ("openai:some-new-model", {"max_cost": 1.0}, "price of openai:some-new-model is not known"),
        ("openai:gpt-4o", {"base_url": "http://h", "max_cost": 1.0}, "is not known"),
    ],
)
def test_options_that_do_not_go_together(name: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as error:
        provider(name, **options)
    assert said in str(error.value)


def test_a_key_that_cannot_be_one_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted\nX")
    with pytest.raises(UsageError) as error:
        provider("openai:gpt-4o")
    assert "sk-planted" not in str(error.value)


def test_the_table_of_models() -> None:
    assert len(models()) >= 12
    assert {row.provider for row in models().values()} == {"anthropic", "openai"}
    for row in models().values():
        assert row.context > row.output > 0
        assert row.usd_cached is None or (row.usd_input is not None and row.usd_cached < row.usd_input)


def test_a_snapshot_is_its_model_and_a_typo_is_not() -> None:
    assert known("anthropic", "claude-haiku-4-5-20251001") == known("anthropic", "claude-haiku-4-5")
    assert known("openai", "gpt-4o-2024-08-06") == known("openai", "gpt-4o")
    assert known("openai", "claude-haiku-4-5") is None
    assert similar("openai", "gpt4o") == "gpt-4o"


def test_what_a_window_holds() -> None:
    assert capacity(None, None, local=True).context == 8_192
    assert capacity(None, None, local=False).context == 128_000
    assert capacity(known("openai", "gpt-4o"), 50_000, local=False).context == 50_000
    small = provider("openai:tiny", base_url="http://h")
    assert small.window is not None
    assert 500 < small.window < 8_192 * 3


def test_an_unknown_price_is_never_nothing() -> None:
    haiku = models()["claude-haiku-5-5"]
    assert cost(None, Tokens(1, 1)) is None
    assert cost(haiku, Tokens(1000, 100)) == pytest.approx((1000 * 0.1 + 100 * 0.5) / 1e6)
    assert cost(haiku, Tokens(1000, 100, cached=10)) is None, "the price of cached tokens is not in the table"
    assert cost(haiku, Tokens(100_001, 1)) is None, "above the step of its price"
    sonnet = models()["claude-sonnet-5-5"]
    assert cost(sonnet, Tokens(1000, 0, cached=500, written=400)) == pytest.approx(
        (100 * 2 + 500 * 0.2 + 400 * 2.5) / 1e6
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('Here you are:\n```json\n{"a": {"b": 2}}\n```\nDone.', '{"a": {"b": 2}}'),
        ('The form {x} gives {"a": "}"} and that is it', '{"a": "}"}'),
        ('As in {"e": 1}: {"claims": [{"c": 2}]}', '{"claims": [{"c": 2}]}'),
        ('<think>{"draft": 1, "long": 22222}</think>{"a": 1}', '{"a": 1}'),
        ('{"claims": [{"a": 1}, {}', '{"claims": [{"a": 1}, {}'),
        ('{"claims": oops, "x": {"a": 1}}', '{"claims": oops, "x": {"a": 1}}'),
        ("No claims here.", None),
        ("An empty {} says nothing.", None),
        ("{}", None),
        ("", None),
        ('["a"]', None),
    ],
)
def test_the_object_in_a_text(text: str, found: str | None) -> None:
    assert json_text(text) == found


def test_nesting_without_end_is_no_crash() -> None:
    assert json_text('{"a":' * 100_000) is not None
