from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.render import render
from auditor.render.csv import COLUMNS, written

from .samples import DOSSIER, EMPTY, FAILED, HOSTILE, PARTIAL, RICH, SAMPLES, hostile

STARTS = "=+-@\t\r\n＝＋－＠'"


def read(text: str) -> list[list[str]]:
    """The cells as the csv module reads them from a file, with the apostrophe in front dropped."""
    rows = csv.reader(StringIO(text.encode().decode("utf-8-sig"), newline=""))
    return [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in rows]


def records(name: str) -> list[dict[str, str]]:
    head, *rows = read(render(SAMPLES[name], "csv"))
    return [dict(zip(head, row, strict=True)) for row in rows]


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(
            st.lists(st.text(max_size=30) | st.text(alphabet=STARTS + '",;a\n ', max_size=8), min_size=n, max_size=n),
            min_size=1,
        )
    )
)
def test_cells_read_back_as_they_were_and_none_begins_a_formula(table: list[list[str]]) -> None:
    if table[0] == [""]:
        return  # a lone empty cell is written as an empty line's quotes
    text = written(table)
    assert read(text) == table
    cells = [cell for row in csv.reader(StringIO(text[1:], newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] and cell[0] in STARTS[:-1]]


def test_the_file_is_what_rfc_4180_and_excel_expect() -> None:
    text = render(RICH, "csv")
    assert text.startswith("\ufeffrecord,document,document_id,")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 1 + len(RICH.findings)
    assert {len(row) for row in read(text)} == {len(COLUMNS)}


def test_a_row_a_finding() -> None:
    rows = records("rich")
    assert [(row["record"], row["finding"], row["technique"], row["verdict"], row["agreement"]) for row in rows] == [
        ("finding", "c1", "fine_tuning", "supported", "overstated"),
        ("finding", "c2", "prompt_engineering", "undetermined", "unverifiable"),
        ("finding", "c3", "pre_training", "inferred", "consistent"),
    ]
    assert rows[0]["fine_tuning"] == "0.9670"
    assert rows[0]["vendor"] == "Northgate AI"
    assert rows[0]["quoted"].startswith(
        "So ClaimsGPT is «our own model, trained from scratch for insurance».\nRight, so"
    )
    assert rows[0]["facts"].splitlines()[0] == "base model: Llama 3 70B"
    assert rows[0]["conclusion"] == "The wording asserts pre-training; the document supports fine-tuning."
    assert rows[1]["questions"].count("\n") == 2
    assert "no-ownership-case" in rows[2]["document_flags"]


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("empty", "No claim about how the vendor's AI was trained was found."),
        ("failed", "The audit did not succeed: nothing can be concluded about how the vendor's AI was trained."),
        ("partial", "found in the part that was read"),
    ],
)
def test_a_document_without_findings_has_a_row_that_says_why(name: str, note: str) -> None:
    (row,) = records(name)
    assert (row["record"], row["status"]) == ("document", {"empty": "complete"}.get(name, name))
    assert note in row["note"]
    for error in SAMPLES[name].errors:
        assert error.message in row["note"]


def test_no_probability_is_made_up_where_there_is_no_verdict() -> None:
    (row,) = records("hostile")
    assert (row["verdict"], row["technique"], row["pre_training"], row["fine_tuning"]) == ("error", "", "", "")


def test_a_dossier_says_what_its_documents_show_together_and_what_could_not_be_read() -> None:
    rows = records("dossier")
    assert [(row["record"], row["document"]) for row in rows] == [
        ("dossier", ""),
        ("failed_input", "scan.pdf"),
        *[("finding", "northgate-call.vtt")] * 3,
        ("document", "about.md"),
    ]
    assert rows[0]["document_flags"].startswith("important: The call and the web page name different")
    assert rows[1]["note"] == "The file holds pictures of text only."


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "＝1"])
def test_what_a_vendor_writes_never_becomes_a_formula(start: str) -> None:
    text = render(hostile(start), "csv")
    cells = [cell for row in csv.reader(StringIO(text[1:], newline="")) for cell in row]
    assert f"'{start}" in cells
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝"))]


def test_no_cell_steers_a_terminal() -> None:
    assert "\x1b" not in render(HOSTILE, "csv")
    assert "\u202e" not in render(HOSTILE, "csv")


def test_other_options_change_nothing() -> None:
    for sample in (RICH, DOSSIER, EMPTY, FAILED, PARTIAL):
        assert render(sample, "csv", quiet=True, color=True, width=40) == render(sample, "csv", verbose=True)
