from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import quotes_of
from openpyxl import load_workbook

from auditor.errors import UsageError
from auditor.render import render
from auditor.render.plain import one_line
from auditor.render.xlsx import CELL, _parts, _units
from auditor.schema import Dossier, Finding, Report

from .libreoffice import pdf_text
from .samples import CALL, DOSSIER, EMPTY, FAILED, FIRST, HOSTILE, PARTIAL, RICH, SAMPLES, STRUCTURAL, hostile

SHEETS = ["Bottom line", "Findings", "Quotes", "Facts", "Answers", "Flags", "Questions", "Document", "Text"]
HEADED = {"Findings", "Quotes", "Facts", "Answers", "Flags", "Questions", "Document", "Text"}


def book(sample: Report | Dossier) -> Any:
    return load_workbook(BytesIO(render(sample, "xlsx")))


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def strings(book: Any) -> list[str]:
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def findings_of(sample: Report | Dossier) -> list[Finding]:
    reports = [sample] if isinstance(sample, Report) else sample.reports
    return [finding for report in reports for finding in report.findings]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_cell_is_a_formula_and_every_link_stays_inside(name: str) -> None:
    made = book(SAMPLES[name])
    assert made.sheetnames == SHEETS
    for sheet in made:
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"]
            for cell in row:
                if cell.hyperlink:
                    assert cell.hyperlink.target is None
                    assert cell.hyperlink.location.startswith("'Quotes'!A")


@pytest.mark.parametrize("name", ["rich", "dossier", "hostile"])
def test_every_finding_quote_fact_answer_flag_and_question_is_there(name: str) -> None:
    sample = SAMPLES[name]
    made = book(sample)
    found = strings(made)
    whole = "\n".join(found)
    assert [row["Finding"] for row in rows(made, "Findings")] == [one_line(each.id) for each in findings_of(sample)]
    texts = {row["Quote"] for row in rows(made, "Quotes")}
    assert texts == {one_line(quote.text) for quote in quotes_of(sample)}
    reports = [sample] if isinstance(sample, Report) else list(sample.reports)
    holders = [*findings_of(sample), *reports]
    assert len(rows(made, "Facts")) == sum(len(holder.facts) for holder in holders)
    assert len(rows(made, "Answers")) == sum(len(holder.answers) for holder in holders)
    across = [] if isinstance(sample, Report) else [sample]
    assert len(rows(made, "Flags")) == sum(len(holder.flags) for holder in (*holders, *across))
    assert len(rows(made, "Questions")) == sum(len(holder.open_questions) for holder in (*holders, *across))
    for holder in holders:
        for question in holder.open_questions:
            assert one_line(question.text) in found
            for outcome in question.outcomes:
                assert one_line(f"{outcome.answer} → {outcome.meaning}") in whole
        for flag in holder.flags:
            assert one_line(flag.message) in found
            assert one_line(flag.would_clear) in found


def test_a_finding_leads_to_its_quotes() -> None:
    made = book(DOSSIER)
    sheet = made["Findings"]
    column = [cell.value for cell in sheet[1]].index("Quotes")
    assert sheet.max_row - 1 == len(findings_of(DOSSIER)) > 0
    for row in sheet.iter_rows(min_row=2):
        location = row[column].hyperlink.location.partition("!")[2]
        target = made["Quotes"][location].row
        finding = next(each for each in findings_of(DOSSIER) if each.id == row[1].value)
        assert [cell.value for cell in made["Quotes"][target]][1:3] == [finding.id, finding.quotes[0].text]


def test_numbers_are_numbers_and_the_rest_is_text() -> None:
    made = book(RICH)
    (facts,) = [[row for row in rows(made, "Facts") if row["Fact"] == "examples"]]
    assert facts[0]["Value"] == "40,000 labelled claims files"
    assert (facts[0]["Number"], facts[0]["Low"], facts[0]["High"]) == (40000, 37500, 42500)
    assert rows(made, "Findings")[0]["Fine-tuning"] == 0.967
    quotes = rows(made, "Quotes")
    assert CALL[quotes[0]["From"] : quotes[0]["To"]] == quotes[0]["Quote"]
    assert quotes[0]["Carries"] == "claim"
    assert [row["Text"] for row in rows(made, "Text")] == [line for line in CALL.splitlines() if line]
    assert rows(made, "Text")[0]["Quoted in"] == "c1"


def test_it_opens_on_the_bottom_line_with_headers_that_stay() -> None:
    made = book(RICH)
    assert made.active.title == "Bottom line"
    first = [row[0] for row in made["Bottom line"].iter_rows(values_only=True)]
    assert first[0] == "Training claims: northgate-call.vtt"
    assert "As of: 2026-11-22 (the day of the audit)" in first
    assert first[-2:] == ["ClaimsGPT", "Letter writer"]
    for sheet in made:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None


@pytest.mark.parametrize(
    ("sample", "says"),
    [
        (EMPTY, "No claim about how the vendor's AI was trained was found."),
        (FAILED, "The audit did not succeed: nothing can be concluded about how the vendor's AI was trained."),
        (FAILED, "extract, window 2: The reply could not be read as JSON."),
        (PARTIAL, "extract, window 2: The reply stopped in the middle."),
        (DOSSIER, "Inputs that could not be read: scan.pdf: The file holds pictures of text only."),
        (DOSSIER, "Part of the audit did not succeed; what follows covers the rest."),
    ],
)
def test_what_did_not_succeed_is_said_first(sample: Report | Dossier, says: str) -> None:
    first = [row[0] for row in book(sample)["Bottom line"].iter_rows(values_only=True)]
    assert says in first


@pytest.mark.parametrize(
    "nasty", [*STRUCTURAL, "=1+1", "{=A1}", "_x0041_", "a\x00b\ufffe\uffff", "\ud800", "&P", "x" * 300]
)
def test_hostile_text_stays_text(nasty: str) -> None:
    found = strings(book(hostile(nasty)))
    assert one_line(nasty) in found or not one_line(nasty)


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=40))
def test_any_text_makes_a_workbook_that_opens(nasty: str) -> None:
    found = strings(book(hostile(nasty)))
    assert one_line(nasty) in found or not one_line(nasty)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="a🚀模", min_size=1, max_size=9), st.integers(1, 30_000))
def test_text_split_over_rows_is_whole(unit: str, times: int) -> None:
    text = unit * times
    parts = _parts(text)
    assert all(_units(part) <= CELL for part in parts)
    bare = [
        part.removeprefix("(from the row above) […] ").removesuffix(" […] (goes on in the next row)") for part in parts
    ]
    assert "".join(bare) == text


def test_a_cell_that_is_too_small_goes_on_in_the_next_row() -> None:
    long = " ".join(f"word{n}" for n in range(9000))
    made = book(
        RICH.model_copy(update={"findings": (FIRST.model_copy(update={"statement": long}), *RICH.findings[1:])})
    )
    found = rows(made, "Findings")
    assert [row["Finding"] for row in found] == ["c1", "c1", "c1", "c2", "c3"]
    assert found[0]["Claim"].endswith("(goes on in the next row)")
    assert found[1]["Class"] == found[0]["Class"]
    assert found[1]["Fine-tuning"] is None
    assert [row["Quotes"] for row in found] == ["3 quotes", None, None, "1 quote", "1 quote"]


def test_what_a_sheet_cannot_hold_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.render.xlsx.SHEET", 12)
    made = book(RICH)
    assert [name for name in made.sheetnames if name.startswith("Quotes")] == ["Quotes", "Quotes (2)"]
    assert len(rows(made, "Quotes")) + len(rows(made, "Quotes (2)")) == 19
    link = (
        made["Findings"].cell(row=3, column=[cell.value for cell in made["Findings"][1]].index("Quotes") + 1).hyperlink
    )
    sheet, _, cell = link.location.partition("!")
    assert made[sheet.strip("'")][cell].row > 1
    assert made[sheet.strip("'")].cell(row=made[sheet.strip("'")][cell].row, column=2).value == "c2"


def test_a_very_long_document_has_blocks_of_lines_for_rows() -> None:
    text = CALL + "a\n" * 50_000
    long = RICH.model_copy(update={"document": RICH.document.model_copy(update={"text": text})})
    found = rows(book(long), "Text")
    assert len(found) < 20
    assert found[0]["Quoted in"] == "c1\nc2\nc3"
    assert sum(row["Text"].count("a") for row in found) == text.count("a")


def test_the_same_report_gives_the_same_bytes_whatever_the_clock_says() -> None:
    assert render(RICH, "xlsx") == render(RICH, "xlsx", quiet=True, width=40)
    with zipfile.ZipFile(BytesIO(render(RICH, "xlsx"))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert book(RICH).properties.created.isoformat() == "2026-11-22T07:30:00"


@pytest.mark.parametrize("moment", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_an_odd_date_of_making_does_not_matter(moment: str) -> None:
    odd = RICH.model_copy(update={"provenance": RICH.provenance.model_copy(update={"created_at": moment})})
    assert render(odd, "xlsx")
    assert render(odd, "docx")


@pytest.mark.parametrize(("format", "package"), [("xlsx", "XlsxWriter"), ("docx", "python-docx")])
def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch, format: str, package: str) -> None:
    monkeypatch.setattr("auditor.render.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=rf"^The format {format} needs {package}; install it with: pip install "):
        render(RICH, format)


@pytest.mark.system
@pytest.mark.parametrize("name", ["rich", "dossier", "hostile", "failed"])
def test_libreoffice_opens_it(name: str, tmp_path: Path) -> None:
    pages, text = pdf_text(render(SAMPLES[name], "xlsx"), f"{name}.xlsx", tmp_path)
    assert pages >= len(SHEETS) - 1
    assert {
        "rich": "Fine-tuning of Llama 3 70B with LoRA.",
        "dossier": "scan.pdf: The file holds pictures of text only.",
        "failed": "The audit did not succeed",
        "hostile": "not a heading",
    }[name].lower() in " ".join(text.lower().split())


def test_the_hostile_sample_has_all_sheets_filled() -> None:
    made = book(HOSTILE)
    assert all(rows(made, sheet) for sheet in HEADED)
