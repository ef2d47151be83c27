"""Every form of the report of any text parses back, and nothing of the text acts in it."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from io import BytesIO, StringIO
from typing import Any

import html5lib
import openpyxl
import pytest
from docx import Document as Memo
from jsonschema import Draft202012Validator
from kit import FIXTURES, drafted
from markdown_it import MarkdownIt

from auditor.render import render
from auditor.render.plain import one_line
from auditor.schema import Report

from .made import Written, read_texts, some

VALIDATOR = Draft202012Validator(json.loads((FIXTURES / "schema" / "report.v1.json").read_text("utf-8")))
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TAGS = {
    tag
    for line in (
        "html head meta title style body script a header nav main section article h1 h2 h3 h4 h5 h6 p div span",
        "ul ol li dl dt dd figure blockquote figcaption mark b strong details summary form fieldset legend label input",
        "select option kbd table thead tbody tr th td svg g desc text path circle rect",
    )
    for tag in line.split()
}
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def page(report: Report) -> None:
    """As browsers parse it: no element, handler or address comes from the text."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(render(report, "html"))
    assert parser.errors == []
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    assert {each.tag.rpartition("}")[2] for each in elements} <= TAGS
    attributes = [(name, value) for each in elements for name, value in each.attrib.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in ("style", "src", "action", "srcdoc")]
    assert all(value.startswith("#") for name, value in attributes if name.endswith("href"))
    assert [sum(each.tag == tag for each in elements) for tag in ("script", "style")] == [1, 1]


def sheet(report: Report) -> None:
    """The rows of the CSV file are whole and no cell begins a formula."""
    lines = list(csv.reader(StringIO(str(render(report, "csv")).removeprefix("\ufeff"), newline="")))
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == 1 + max(1, len(report.findings))
    assert not [cell for line in lines for cell in line if cell.startswith(FORMULA)]


def workbook(report: Report) -> None:
    """No cell of the workbook is a formula, and every link stays inside it."""
    made = render(report, "xlsx")
    assert isinstance(made, bytes)
    book = openpyxl.load_workbook(BytesIO(made))
    cells = [cell for each in book for row in each.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]


def memo(report: Report) -> None:
    """Word opens it, the statements stand in it, and it links to nothing outside."""
    made = render(report, "docx")
    assert isinstance(made, bytes)
    document = Memo(BytesIO(made))
    shown = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(one_line(found.statement) in shown for found in report.findings)
    assert not [each for each in document.part.rels.values() if each.is_external]


def data(report: Report) -> None:
    """JSON keeps to the pinned schema and reads back as the same report; JSON lines are whole."""
    printed = str(render(report, "json"))
    VALIDATOR.validate(json.loads(printed))
    assert Report.model_validate_json(printed) == report
    records = [json.loads(line) for line in str(render(report, "jsonl")).splitlines()]
    assert [each["record"] for each in records] == ["document", *["finding"] * len(report.findings)]


def markdown(report: Report) -> None:
    """A reader of Markdown sees no HTML, no link, no picture and no code."""
    text = str(render(report, "markdown", verbose=True))
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(text)
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "code_block", "fence"}


def terminal(report: Report) -> None:
    """Nothing but our own styles moves the terminal."""
    for options in ({}, {"verbose": True}, {"color": True}):
        text = re.sub("\x1b\\[[0-9;]*m", "", str(render(report, "terminal", **options)))
        assert {c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} <= {"\n"}
        assert not [c for c in text if unicodedata.bidirectional(c) in STEERING or c in "\u200e\u200f\u061c"]


def check(case: tuple[Written, dict[str, Any]], forms: tuple[Any, ...]) -> None:
    made, draft = case
    report = drafted(made.document, draft)
    for form in forms:
        form(report)


@some(20, case=read_texts())
def test_text_forms(case: tuple[Written, dict[str, Any]]) -> None:
    check(case, (page, sheet, data, markdown, terminal))


@some(8, case=read_texts())
def test_office_forms(case: tuple[Written, dict[str, Any]]) -> None:
    check(case, (workbook, memo))


@pytest.mark.slow
@some(300, case=read_texts())
def test_all_forms_of_many_more(case: tuple[Written, dict[str, Any]]) -> None:
    check(case, (page, sheet, data, markdown, terminal, workbook, memo))
