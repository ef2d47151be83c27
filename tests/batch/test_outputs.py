"""The files that sum up a batch."""

from __future__ import annotations

import csv
from contextlib import closing
from html import unescape
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from folders import DOCUMENTS, batch, rows

from auditor.batch.overview import page
from auditor.batch.workbook import write_workbook
from auditor.store.store import connect


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("batch") / "night"
    assert batch(made, DOCUMENTS) == 0
    return made


def test_a_full_sheet_goes_on_in_a_further_one_and_links_follow(output, tmp_path):
    path = tmp_path / "small.xlsx"
    with closing(connect(output / "audits.db", readonly=True)) as db:
        write_workbook(db, path, sheet_rows=8)
    book, whole = openpyxl.load_workbook(path), openpyxl.load_workbook(output / "summary.xlsx")
    parts = [sheet for sheet in book if sheet.title.startswith("Quotes")]
    assert [sheet.title for sheet in parts[:3]] == ["Quotes", "Quotes (2)", "Quotes (3)"]
    assert all(sheet.max_row <= 8 for sheet in book)
    joined = [row for sheet in parts for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert joined == list(whole["Quotes"].iter_rows(min_row=2, values_only=True))
    for sheet in (sheet for sheet in book if sheet.title.startswith("Findings")):
        for row in sheet.iter_rows(min_row=2):
            if row[-1].hyperlink:
                name, _, at = row[-1].hyperlink.location.partition("!A")
                target = book[name.strip("'")][int(at)]
                assert target[6].value == row[21].value


def test_the_data_frame_has_the_rows_of_the_summary(output):
    table = pyarrow.parquet.read_table(output / "findings.parquet")
    with (output / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        summary = list(csv.DictReader(file))
    assert table.num_rows == len(summary)
    assert table.column_names == list(summary[0])
    assert table.schema.field("fine_tuning").type == pyarrow.float64()
    assert [value or "" for value in table["technique"].to_pylist()] == [row["technique"] for row in summary]


def test_a_page_that_would_be_too_long_says_where_the_rest_is(output):
    with closing(connect(output / "audits.db", readonly=True)) as db:
        text = page(db, "'my night'", most=5)
    assert text.count('<tr data-class="') == 5
    assert "16 further documents: <code>auditor serve &#39;my night&#39;</code> lists all of them" in text
    assert "auditor search" in text


def test_a_page_lets_nothing_act(tmp_path):
    hostile = tmp_path / "<img src=x onerror=alert(1)>.txt"
    hostile.write_text("We fine-tuned Llama 3 for </script><script>alert(1)</script> \u202eevil\u202c.")
    out = tmp_path / "out"
    assert batch(out, hostile, "--vendor", "<b>Acme</b>") == 0
    text = (out / "index.html").read_text()
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "<b>Acme</b>" not in text
    assert "&lt;b&gt;Acme&lt;/b&gt;" in text
    assert "\u202e" not in text
    assert "default-src 'none'" in unescape(text)


def test_a_format_whose_package_is_missing_is_left_out_and_said(tmp_path, monkeypatch, capsys):
    from importlib.util import find_spec

    known = {"xlsxwriter", "pyarrow"}
    monkeypatch.setattr("auditor.batch.outputs.find_spec", lambda name: None if name in known else find_spec(name))
    assert batch(tmp_path / "out", DOCUMENTS / "call.vtt") == 0
    said = capsys.readouterr().err
    assert "summary.xlsx was left out; pip install 'training-claim-auditor[xlsx]' adds it." in said
    assert "findings.parquet was left out" in said
    assert (tmp_path / "out" / "summary.csv").is_file()
    assert not (tmp_path / "out" / "summary.xlsx").exists()


def test_nothing_is_left_half_written(output):
    assert not list(output.rglob("*.part"))
    assert rows(output, "PRAGMA integrity_check") == [("ok",)]
