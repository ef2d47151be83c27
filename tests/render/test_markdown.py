from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from auditor.render import render
from auditor.render.markdown import escape
from auditor.render.plain import one_line
from auditor.schema import Dossier, Report

from .samples import DOSSIER, HOSTILE, NASTY, RICH, SAMPLES, STRUCTURAL, hostile

FORBIDDEN = {
    "html_block",
    "html_inline",
    "link_open",
    "image",
    "code_block",
    "fence",
    "code_inline",
    "s_open",
}


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(memo: str) -> Iterator[Token]:
    for token in parser().parse(memo):
        yield token
        yield from token.children or ()


def shape(memo: str) -> list[str]:
    """The memo's structure, without its text."""
    ignore = {"text", "text_special", "inline", "strong_open", "strong_close"}
    return [f"{token.type} {token.tag}" for token in tokens(memo) if token.type not in ignore]


def text(memo: str) -> str:
    return "".join(token.content for token in tokens(memo) if token.type == "text")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("verbose", [False, True])
def test_no_html_link_image_or_code_in_any_memo(name: str, verbose: bool) -> None:
    memo = render(SAMPLES[name], "markdown", verbose=verbose)
    assert not {token.type for token in tokens(memo)} & (FORBIDDEN | {"em_open"})
    assert "<" not in memo
    assert not {c for c in memo if unicodedata.category(c) == "Cc"} - {"\n"}


@pytest.mark.parametrize("nasty", STRUCTURAL)
@pytest.mark.parametrize("verbose", [False, True])
def test_the_structure_of_the_memo_does_not_depend_on_the_text(nasty: str, verbose: bool) -> None:
    if not nasty:
        return
    assert shape(render(hostile(nasty), "markdown", verbose=verbose)) == shape(
        render(hostile("word"), "markdown", verbose=verbose)
    )


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("\\`*_{}[]()#+-.!|<>&~$^=:@%\"'\n\t 1aw\x1b\u2028é"), min_size=1, max_size=30))
def test_no_text_breaks_the_memo(nasty: str) -> None:
    if one_line(nasty):
        assert shape(render(hostile(nasty), "markdown")) == shape(render(hostile("word"), "markdown"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="\\`*_[]()#+-.!|<>&~:/ 12hwtp\n", max_size=40))
def test_escaped_text_reads_back_as_it_was(raw: str) -> None:
    line = one_line(raw)
    assert text(escape(raw)) == line
    assert text(f"- {escape(raw)}") == line
    assert text(f"| a | b |\n| --- | --- |\n| {escape(raw)} | x |\n") == f"ab{line}x"


@pytest.mark.parametrize("raw", ["https://a.example", "www.a.example", "HTTP://a", "mailto:a@b.c", "a WWW.b c"])
def test_bare_addresses_are_not_left_for_a_reader_that_links_them(raw: str) -> None:
    assert not re.search(r"(?i)[a-z]://|\bwww\.|mailto:", escape(raw))
    assert text(escape(raw)) == raw


def test_a_word_without_end_takes_no_longer_than_its_length() -> None:
    assert escape("x" * 1_000_000 + "://a") == "x" * 1_000_000 + "\\://a"


def test_the_quote_stands_bold_in_its_sentence() -> None:
    memo = render(RICH, "markdown")
    assert "\n> So ClaimsGPT is **our own model, trained from scratch for insurance**.\n" in memo
    assert "labelled claims files**, which took a weekend on **eight H100s**." in memo


def test_every_bold_mark_is_read_as_bold() -> None:
    for sample in SAMPLES.values():
        for verbose in (False, True):
            assert "**" not in text(render(sample, "markdown", verbose=verbose)).replace("**from scratch**", "")


def test_bottom_line_comes_first_and_questions_are_numbered() -> None:
    memo = render(RICH, "markdown")
    assert memo.startswith("# Training claims: northgate-call.vtt\n\n## Bottom line\n\n- **ClaimsGPT** (c1)\n")
    assert "\n2. **If a template is deleted today, does the next letter change today?** " in memo
    assert "| **Fine-tuning** | **97%** |" in memo
    assert "no language model read the text" in memo
    assert "as of 2026-11-22" in memo


def test_a_dossier_nests_its_reports_under_one_memo() -> None:
    memo = render(DOSSIER, "markdown")
    assert memo.count("\n# ") + memo.startswith("# ") == 1
    assert "\n## northgate-call.vtt\n" in memo
    assert "\n### c1 · ClaimsGPT\n" in memo
    assert "- scan.pdf: The file holds pictures of text only." in memo


def test_the_hostile_quote_is_shown_whole() -> None:
    shown = text(render(HOSTILE, "markdown", verbose=True))
    assert one_line(NASTY) in shown


@pytest.mark.parametrize("result", SAMPLES.values(), ids=SAMPLES)
def test_one_newline_at_the_end(result: Report | Dossier) -> None:
    for format in ("terminal", "markdown", "json", "jsonl", "csv"):
        out = render(result, format)
        assert out.endswith("\n")
        assert not out.endswith("\n\n")
