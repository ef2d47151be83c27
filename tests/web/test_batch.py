"""A folder of a batch, read in the page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.web.shelf import Shelf

from .desks import CLAIM, XSS, Site, site, text_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("batch")
    (made / "in").mkdir()
    (made / "in" / "acme.txt").write_text(CLAIM)
    (made / "in" / "yak.txt").write_text(f"Our Yak model was trained from scratch. {XSS}")
    (made / "in" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    main(["batch", str(made / "in"), "--output", str(made / "out"), "--quiet"])
    return made / "out"


@pytest.fixture
def page(folder: Path) -> Iterator[Site]:
    with site(shelf=Shelf(folder)) as made:
        yield made
        assert made.faults == []


def test_its_documents_are_listed_with_what_came_of_them(page: Site, folder: Path) -> None:
    said = text_of(page.client.get("/batch").text)
    assert "acme.txt 1 finding." in said
    assert str(folder) in said
    assert "broken.pdf" in said
    assert "yak.txt" not in page.client.get("/batch", params={"q": "acme"}).text
    assert "No document holds all of these words." in page.client.get("/batch", params={"q": "100%"}).text


def test_a_document_is_read_and_downloaded_and_not_changed(page: Site) -> None:
    listed = page.client.get("/batch", params={"q": "acme"}).text
    path = listed.partition('class="name" href="')[2].partition('"')[0]
    shown = page.client.get(path)
    assert "Prompt engineering" in text_of(shown.text)
    assert "<form method" not in shown.text
    assert page.client.get(f"{path}/report.md").text.startswith("# Training claims")
    assert page.client.get(f"{path}/report.exe").status_code == 404


def test_a_document_that_failed_says_why_and_has_no_report_to_open(page: Site, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "audits.db")) as db:
        (number,) = db.execute("SELECT id FROM documents WHERE title = 'broken.pdf'").fetchone()
    listed = page.client.get("/batch").text
    assert '<span class="name">broken.pdf</span>' in listed
    assert f"/batch/{number}" not in listed
    assert page.client.get(f"/batch/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/batch/99", "/batch/99/report.md", "/batch/..%2f", "/batch/1e3"])
def test_nothing_else_is_opened(path: str, page: Site) -> None:
    assert page.client.get(path).status_code == 404


def test_without_a_batch_there_is_none() -> None:
    with site() as page:
        assert page.client.get("/batch").status_code == 404
        assert "/batch" not in page.client.get("/").text


def test_a_folder_that_is_no_batch_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path), "--port", "0", "--no-store"]) == 2
    assert "auditor batch" in capsys.readouterr().err
