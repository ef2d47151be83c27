"""JSON of anybody's: what is read can be written again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.jsontext import parsed, writable


@pytest.mark.parametrize(
    ("text", "reads"),
    [("plain", "plain"), ("\ud83d\ude00", "😀"), ("a\ud800b", "a\ufffdb"), ("\ude00\ud83d", "\ufffd\ufffd"), ("", "")],
)
def test_pairs_are_joined_and_halves_are_marked(text: str, reads: str) -> None:
    assert writable(text) == reads


def test_names_and_values_are_mended_however_deep() -> None:
    assert parsed(r'{"a\ud800": [{"b": "\udc00"}, 1, null]}') == {"a\ufffd": [{"b": "\ufffd"}, 1, None]}


def test_what_is_nested_too_deep_is_no_json() -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        parsed("[" * 100_000)


@given(st.text(st.characters()))
def test_whatever_comes_out_can_be_written(text: str) -> None:
    assert writable(text).encode("utf-8").decode("utf-8") == parsed(json.dumps(text))
