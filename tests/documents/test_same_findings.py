"""The same vendor text gives the same findings in every format people send it in."""

from __future__ import annotations

import re
from functools import cache

import pytest
from kit import FIXTURES, fixture, report_of
from office import FORMATS

from auditor.documents import read_path
from auditor.providers.offline import OfflineProvider
from auditor.schema import Finding, Report

PAGES = ["product-page.docx", "product-page.pdf", "product-page.pptx", "product-page.eml"]
CALLS = ["call.docx", "call.pdf"]


@cache
def report(name: str) -> Report:
    return report_of(read_path(FORMATS / name), OfflineProvider())


@cache
def original(case: str) -> Report:
    return report_of(fixture(case), OfflineProvider())


def folded(text: str) -> str:
    """A quote without its layout: line wraps, and the marks of Markdown."""
    return " ".join(re.sub(r"[#*>]", " ", text).split())


def told(finding: Finding) -> tuple[object, ...]:
    verdict = finding.verdict
    return (
        *(finding.asserted, finding.mechanism, finding.speaker),
        *(verdict.technique, verdict.status, verdict.agreement),
        sorted((fact.kind, fact.value) for fact in finding.facts),
        [folded(quote.text) for quote in finding.quotes],
        sorted(flag.rule for flag in finding.flags),
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_product_page(name: str) -> None:
    found = [told(each) for each in report(name).findings]
    expected = [told(each) for each in original("overclaim-cpt").findings]
    if name.endswith(".eml"):  # a mail has a sender
        assert {each[2] for each in found} == {"Sorrel Abernathy"}
        found = [(*each[:2], None, *each[3:]) for each in found]
    assert found == expected
    assert {flag.rule for flag in report(name).flags} == {flag.rule for flag in original("overclaim-cpt").flags}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_with_its_speakers_and_sides(name: str) -> None:
    assert report(name).document.kind == "transcript"
    assert report(name).document.vendor == original("call-ownline").document.vendor == "Corbel"
    assert report(name).document.date == "2026-11-12"
    assert [told(each) for each in report(name).findings] == [told(each) for each in original("call-ownline").findings]
    assert {quote.side for each in report(name).findings for quote in each.quotes} == {"vendor"}


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("product-page.docx", ["heading", "paragraph 1 under “How it was built”"]),
        ("product-page.pdf", ["page 1"]),
        ("product-page.pptx", ["slide 1", "slide 3"]),
        ("product-page.eml", ["message 1, paragraph 1", "message 1, paragraph 8"]),
    ],
)
def test_quotes_say_where_they_stand(name: str, places: list[str]) -> None:
    quotes = report(name).findings[0].quotes
    assert list(dict.fromkeys(quote.where for quote in quotes)) == places


def test_the_fixtures_are_small() -> None:
    assert sum(path.stat().st_size for path in FORMATS.iterdir()) < 1_000_000
    assert (FIXTURES / "formats" / "README.md").exists()
