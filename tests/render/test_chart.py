"""The chart: well-formed, readable without colour or pictures, and safe in a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from auditor.reference import load_reference
from auditor.render.chart import HEIGHT, WIDTH, chart
from auditor.schema import Interval

from .samples import NASTY, WEEKEND, hostile_numbers

RUNS = load_reference().runs
NS = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_it_says_in_words_what_it_shows() -> None:
    svg = drawn(chart(WEEKEND, RUNS, identifier="c1"))
    title, description = svg.find(f"{NS}title"), svg.find(f"{NS}desc")
    assert title is not None
    assert description is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "ClaimsGPT" in (title.text or "")
    assert "consistent" in (description.text or "")
    assert "Sky-T1-32B-Preview" in (description.text or "")


def test_every_documented_run_with_compute_and_cost_is_in_it_with_its_name() -> None:
    svg = chart(WEEKEND, RUNS)
    placed = [run for run in RUNS if run.cost_usd and run.compute]
    assert len(placed) > 20
    assert svg.count('class="chart-run ') == len(placed)
    assert "DeepSeek-V3 (DeepSeek, 2024-12, pre-training)" in svg


def test_a_content_policy_without_inline_styles_lets_it_through() -> None:
    svg = chart(WEEKEND, RUNS)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href", svg)
    assert "currentColor" in svg
    assert not re.search(r"#[0-9a-f]{3,6}\b", svg)


def test_every_mark_is_inside_the_picture() -> None:
    svg = drawn(chart(WEEKEND, RUNS))
    marks = list(svg.iter(f"{NS}circle"))
    assert len(marks) > 1
    for circle in marks:
        assert 0 <= float(circle.get("cx", "-1")) <= WIDTH
        assert 0 <= float(circle.get("cy", "-1")) <= HEIGHT


def test_foreign_text_stays_text() -> None:
    svg = chart(hostile_numbers(NASTY + '<script>"&'), RUNS, identifier='a"><script>')
    assert "<script" not in svg
    drawn(svg)


def test_the_farther_right_the_dearer() -> None:
    def at(cost: float) -> float:
        entry = WEEKEND.model_copy(update={"cost_usd": Interval(low=cost, high=cost)})
        claim = next(each for each in drawn(chart(entry, RUNS)).iter() if each.get("class") == "chart-claim")
        circle = claim.find(f"{NS}circle")
        assert circle is not None
        return float(circle.get("cx", "0"))

    assert at(1e3) < at(1e5) < at(1e7)
    assert at(1e5) - at(1e3) == pytest.approx(at(1e7) - at(1e5), abs=0.3)


@pytest.mark.parametrize("gone", ["flop", "cost_usd"])
def test_without_compute_or_cost_there_is_no_chart(gone: str) -> None:
    assert chart(WEEKEND.model_copy(update={gone: None}), RUNS) == ""


def test_it_is_the_same_every_time() -> None:
    assert chart(WEEKEND, RUNS) == chart(WEEKEND, RUNS)
