"""The page, parsed back. Rewrite its goldens after a wanted change and read the diff:

AUDITOR_REWRITE_GOLDENS=1 pytest tests/render/test_html.py
"""

from __future__ import annotations

import os
import re
import unicodedata
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import fixture, quotes_of, reply, report_of

from auditor.render import render
from auditor.render.html import asset, environment, readable
from auditor.render.html_view import View
from auditor.schema import Dossier, Report

from .samples import CALL, DOSSIER, HOSTILE, NASTY, RICH, SAMPLES, STRUCTURAL, hostile

GOLDEN = Path(__file__).parent / "golden_html"
TAGS = {
    "html head meta title style body script",  # the page
    "a header nav main section article h1 h2 h3 h4 h5 h6 p div span ul ol li dl dt dd",  # its structure
    "figure blockquote figcaption mark b strong details summary",
    "form fieldset legend label input select option kbd",  # filters
    "table thead tbody tr th td",
    "svg g title desc text path circle rect",  # the chart
}
ALLOWED = {tag for group in TAGS for tag in group.split()}


def without_assets(text: str) -> str:
    """The page without its style, its script and their digests, which would change every golden at once."""
    text = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1></\1>", text)
    return re.sub(r"sha256-[A-Za-z0-9+/]{43}=", "sha256-", text)


@cache
def page(name: str, *, verbose: bool = False) -> Any:
    return lxml.html.document_fromstring(render(SAMPLES[name], "html", verbose=verbose))


def elements(tree: Any) -> list[Any]:
    return [each for each in tree.iter() if isinstance(each.tag, str)]


def shape(tree: Any) -> list[str]:
    """The page's elements and the names of their attributes, without its text."""
    return [f"{each.tag} {' '.join(sorted(each.attrib))}" for each in elements(tree)]


def seen(tree: Any) -> str:
    return " ".join(tree.find("body").text_content().split())


def document_text(paper: Any) -> str:
    """The document's text as the page shows it, without the links that lead to findings."""
    (text,) = paper.find_class("text")
    for added in (*text.find_class("chip"), *text.find_class("turn")):
        added.drop_tree()
    return str(text.text_content())


def readable_lines(text: str) -> str:
    return "\n".join(map(readable, text.split("\n")))


def reports(result: Report | Dossier) -> tuple[Report, ...]:
    return (result,) if isinstance(result, Report) else result.reports


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name: str) -> None:
    path = GOLDEN / f"{name}.html"
    got = without_assets(render(SAMPLES[name], "html"))
    if os.environ.get("AUDITOR_REWRITE_GOLDENS"):
        path.write_text(got, encoding="utf-8", newline="\n")
    assert got == path.read_bytes().decode("utf-8")


def test_there_is_a_golden_for_each_sample_and_no_other() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.html" for name in SAMPLES}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_of_the_document_is_on_the_page_character_by_character(name: str) -> None:
    tree = lxml.html.document_fromstring(render(SAMPLES[name], "html"))
    shown = [document_text(paper) for paper in tree.find_class("paper")]
    texts = [report.document.text for report in reports(SAMPLES[name])]
    assert shown == [readable_lines(text) for text in texts]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_quote_is_on_the_page_whole(name: str) -> None:
    body = seen(page(name, verbose=True))
    for quote in quotes_of(SAMPLES[name]):
        assert " ".join(readable(quote.text).split()) in body


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("verbose", [False, True])
def test_links_lead_to_a_place_of_the_page_and_ids_are_unique(name: str, verbose: bool) -> None:
    tree = page(name, verbose=verbose)
    ids = [each.get("id") for each in elements(tree) if each.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert not [each for each in ids if re.search(r"\s", each)]
    targets = [each.get("href") for each in elements(tree) if "href" in each.attrib]
    assert {target for target in targets if target[:1] != "#" or target[1:] not in ids} == set()
    labels = [each.get("aria-labelledby") for each in elements(tree) if "aria-labelledby" in each.attrib]
    assert {label for each in labels for label in each.split()} <= set(ids)


def test_the_turns_of_captions_carry_who_speaks_which_their_text_does_not() -> None:
    document = fixture("call-vtt")
    report = report_of(document, reply("call-vtt"))
    assert report.document.passages == document.passages
    tree = lxml.html.document_fromstring(render(report, "html"))
    (paper,) = tree.find_class("paper")
    assert paper.find_class("turn")[1].text_content() == "Anneliese Mbeki (vendor), 00:02:46"
    assert len(paper.find_class("turn")) == report.document.turns
    assert document_text(paper) == readable_lines(document.text)


def quoting(tree: Any, text: str) -> list[tuple[str, str]]:
    """Of each link to the text: the words it shows, and those at the place it leads to."""
    found = []
    for link in tree.iter("a"):
        if "data-end" in link.attrib:
            start = int(tree.get_element_by_id(link.get("href")[1:]).get("data-start"))
            there = " ".join(readable(text[start : int(link.get("data-end"))]).split())
            found.append((" ".join(link.text_content().split()).strip("“” "), there.strip("“” ")))
    return found


def test_in_every_development_case_quotes_lead_to_their_words_and_the_text_is_whole(offline_reports: Any) -> None:
    for _, document, report in offline_reports.values():
        tree = parsed(report)
        links = quoting(tree, document.text)
        assert [(shown, there) for shown, there in links if shown != there] == []
        assert len(links) >= len(report.findings)
        (paper,) = tree.find_class("paper")
        assert document_text(paper) == readable_lines(document.text)


def test_a_quote_leads_to_its_words_and_they_lead_back_to_the_finding() -> None:
    tree = page("rich")
    links = quoting(tree, CALL)
    assert len(links) > 15
    assert [(shown, there) for shown, there in links if shown != there] == []
    (text,) = tree.find_class("text")
    assert [(chip.text_content(), chip.get("href")) for chip in text.find_class("chip")] == [
        ("c1", "#f1"),
        ("c1", "#f1"),
        ("c1", "#f1"),
        ("c2", "#f2"),
        ("c3", "#f3"),
    ]


def test_a_quote_of_a_dossier_leads_to_the_document_it_names() -> None:
    tree = page("dossier")
    flag = next(each for each in tree.find_class("flag") if "The call and the web page" in each.text_content())
    (link,) = flag.iter("a")
    target = tree.get_element_by_id(link.get("href")[1:])
    assert target.get("id").startswith("d1-t")
    assert CALL[int(target.get("data-start")) :].startswith("we took Llama 3 70B")
    assert [chip.get("href") for chip in tree.find_class("product")[0].find_class("chip")] == ["#d1-f1"]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_of_a_document_becomes_an_element_an_attribute_or_an_address(name: str) -> None:
    tree = page(name, verbose=True)
    assert {each.tag for each in elements(tree)} <= ALLOWED
    names = {attribute for each in elements(tree) for attribute in each.attrib}
    assert not {each for each in names if each.startswith("on") or each in ("style", "src", "action", "srcdoc")}
    assert [len(tree.findall(f".//{tag}")) for tag in ("style", "script", "form")] <= [1, 1, 1]
    raw = render(SAMPLES[name], "html", verbose=True)
    assert not {char for char in raw if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", raw)


@pytest.mark.parametrize("raw", STRUCTURAL)
def test_no_string_changes_the_structure(raw: str) -> None:
    assert shape(parsed(hostile(raw or "plain"))) == harmless(raw)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_string_is_shown_and_only_shown(raw: str) -> None:
    tree = parsed(hostile(raw))
    assert shape(tree) == harmless(raw)
    assert " ".join(readable(raw).split()) in seen(tree)


@cache
def plain_shape(links: bool) -> list[str]:
    return shape(parsed(hostile("plain" if links else "plain, but longer")))


def harmless(raw: str) -> list[str]:
    """The shape of a page of plain words; the sample cuts ids, so a long one leads to no finding."""
    return plain_shape(len(raw) <= 12)


def parsed(report: Report) -> Any:
    return lxml.html.document_fromstring(render(report, "html"))


def test_the_hostile_quote_is_shown_whole() -> None:
    assert " ".join(readable(NASTY).split()) in seen(page("hostile"))


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    raw = render(HOSTILE, "html")
    tree = page("hostile")
    (meta,) = [each for each in tree.iter("meta") if each.get("http-equiv")]

    def digest(tag: str) -> str:
        (body,) = re.findall(f"<{tag}>(.*?)</{tag}>", raw, re.DOTALL)
        return b64encode(sha256(body.encode()).digest()).decode()

    assert meta.get("content") == (
        f"default-src 'none'; style-src 'sha256-{digest('style')}'; script-src 'sha256-{digest('script')}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert re.findall(r"(?:https?:)?//[a-z]", "".join(re.findall(r"<style>.*?</style>", raw, re.DOTALL))) == []


def test_style_and_script_end_where_they_should() -> None:
    for name in ("page.css", "page.js"):
        assert "</" not in asset(name)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert len({render(RICH, "html") for _ in range(2)}) == 1


def test_headings_go_down_one_step_at_a_time() -> None:
    for name in SAMPLES:
        levels = [int(each.tag[1]) for each in elements(page(name)) if re.fullmatch(r"h\d", each.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bottom_line_comes_before_findings_and_findings_before_the_text() -> None:
    headings = [each.text_content() for each in page("rich").iter("h2")]
    assert headings[:2] == ["Bottom line", "Findings"]
    assert headings[-1] == "Text of the document"
    assert seen(page("failed")).count("The audit did not succeed") == 1
    assert "No claim about how the vendor's AI was trained was found." in seen(page("empty"))


def test_quiet_keeps_the_bottom_line_and_leads_nowhere_else() -> None:
    for sample in SAMPLES.values():
        tree = lxml.html.document_fromstring(render(sample, "html", quiet=True))
        assert {each.get("href") for each in tree.iter("a")} == {"#main"}
        assert (sample.bottom_line == ()) is (tree.find_class("product") == [])
    body = seen(lxml.html.document_fromstring(render(DOSSIER, "html", quiet=True)))
    assert "Fine-tuning of Llama 3 70B with LoRA." in body
    assert "scan.pdf" in body
    assert "Why" not in body


def test_verbose_adds_what_each_signal_weighs_and_the_whole_digests() -> None:
    assert "fine-tuning +2.20" in seen(page("rich", verbose=True))
    assert "fine-tuning +2.20" not in seen(page("rich"))
    assert "sha256:4f0c7d1a9be2358866aa" in seen(page("rich", verbose=True))


def test_findings_carry_what_they_are_filtered_by() -> None:
    cards = [(card.get("data-group"), card.get("data-marks")) for card in page("rich").find_class("card")]
    assert cards == [
        ("fine", "warning high rule:upgrade-cost-on-customer rule:contradiction"),
        ("prompt", ""),
        ("other", ""),
    ]
    options = [each.get("value") for each in page("rich").iter("option")]
    assert options == ["", "high", "warning", "rule:contradiction", "rule:upgrade-cost-on-customer"]


def test_a_question_is_explained_once_and_led_to_from_findings() -> None:
    tree = page("rich")
    asked = [each for each in tree.iter("li") if (each.get("id") or "").startswith("q")]
    assert [each.get("id") for each in asked] == ["q1", "q2", "q3", "q4"]
    assert seen(tree).count("Only after retraining") == 1
    second = tree.get_element_by_id("f2")
    assert [each.get("href") for each in second.find_class("jump")] == ["#q1", "#q2"]


def test_code_points_that_no_page_may_hold_are_replaced_one_by_one() -> None:
    assert readable("a\ud800b\ufffec\U0001ffffd\x00e\u202ef") == "a\ufffdb\ufffdc\ufffdd\u2400e\ufffdf"


def test_a_piece_can_be_drawn_on_its_own_for_another_page() -> None:
    view = View(RICH)
    module: Any = environment().get_template("finding.html").module
    card = lxml.html.fragment_fromstring(str(module.card(view.cards[1], view, 2)))
    assert (card.tag, card.get("id")) == ("article", "f2")
    assert str(module.card(view.cards[1], view, 3)) in render(RICH, "html")
