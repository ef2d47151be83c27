"""What the arguments of a batch stand for."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from auditor.batch.manifest import Item, items
from auditor.errors import UsageError


def sources(found) -> list[str]:
    return [item.source for item in found]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("calls/b.txt", "calls/a.vtt", "calls/deep/c.srt", "calls/.hidden", "calls/.git/x", "page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("We trained it.")
    return tmp_path


def test_folders_files_globs_and_a_list(here):
    assert sources(items(["calls"])) == ["calls/a.vtt", "calls/b.txt", "calls/deep/c.srt"]
    assert sources(items(["calls/**/*.srt", "page.html"])) == ["calls/deep/c.srt", "page.html"]
    assert sources(items(["-"], ["page.html\n", "\n", "calls/deep\r\n"])) == ["page.html", "calls/deep/c.srt"]


def test_the_folder_that_is_written_is_not_read(here):
    found = items(["calls"], without=(here / "calls" / "deep").resolve())
    assert sources(found) == ["calls/a.vtt", "calls/b.txt"]


def test_what_is_not_there_is_an_item_of_its_own_and_a_pattern_without_match_is_a_mistake(here):
    assert sources(items(["no.txt"])) == ["no.txt"]
    with pytest.raises(UsageError, match=r"Nothing matches \*\.pdf"):
        list(items(["*.pdf"]))


def test_a_csv_manifest(here):
    (here / "calls.csv").write_text(
        "\ufeffPath,Vendor,date,call_id,text\n"
        "calls/a.vtt,Acme,2026-03-01,K1,\n"
        ',Brook,,K2,"Ana: we, er,\nfine-tuned it."\n'
        ",,,,\n"
        "calls/b.txt,Acme,1 March,,\n"
        ",,,K2,again\n"
    )
    first, second, *problems = items(["calls.csv"])
    assert (first.source, first.vendor, first.date, first.call) == ("calls/a.vtt", "Acme", "2026-03-01", "K1")
    assert second == Item("calls.csv#K2", "K2.txt", content=b"Ana: we, er,\nfine-tuned it.", call="K2", vendor="Brook")
    assert [item.problem for item in problems] == [
        "Line 5 of calls.csv has neither a path nor a text.",
        "Line 6 of calls.csv has the date '1 March', which is not written like 2026-11-22.",
        "Line 7 of calls.csv has the call id 'K2' of an earlier line.",
    ]


def test_a_cell_may_hold_a_long_call_and_the_limit_of_others_stays(here):
    before = csv.field_size_limit()
    (here / "long.csv").write_text("text\n" + "we trained it " * 20_000 + "\n")
    (item,) = items(["long.csv"])
    assert len(item.content) > 200_000
    assert csv.field_size_limit() == before


def test_a_json_lines_manifest(here):
    rows = [{"text": "We trained it.", "id": 7, "name": "seven.md"}, {"path": "page.html", "text": "x"}, [1]]
    (here / "m.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n")
    first, *problems = items(["m.jsonl"])
    assert (first.source, first.title, first.content) == ("m.jsonl#7", "seven.md", b"We trained it.")
    assert [item.problem for item in problems] == [
        "Line 2 of m.jsonl names both a path and a text.",
        "Line 3 of m.jsonl is not a JSON object.",
        "Line 4 of m.jsonl is not a JSON object.",
    ]


def test_a_manifest_says_who_speaks_for_the_vendor(here):
    (here / "m.csv").write_text("path,Vendor_Speaker\npage.html,\npage.html, Poole; acme.com ;\n")
    (here / "m.jsonl").write_text('{"text": "x", "vendor_speaker": ["Ana, of Acme", "Bob"]}\n')
    assert [item.speakers for item in items(["m.csv", "m.jsonl"])] == [
        (),
        ("Poole", "acme.com"),
        ("Ana, of Acme", "Bob"),
    ]


def test_a_call_id_that_is_a_number_is_no_line(here):
    rows = [{"text": "We trained it.", "id": 3}, {"text": "We tuned it."}, {"text": "We bought it."}, {"id": 2}]
    (here / "m.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert sources(items(["m.jsonl"])) == ["m.jsonl#3", "m.jsonl:2", "m.jsonl:3", "m.jsonl:4"]


def test_a_zip_stands_for_its_files(here):
    with zipfile.ZipFile(here / "calls" / "night.zip", "w") as archive:
        archive.writestr("one.txt", "We trained it.")
        archive.writestr("deep/two.md", "We tuned it.")
    (here / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    found = list(items(["calls/night.zip", "broken.zip"]))
    assert sources(found) == ["calls/night.zip/one.txt", "calls/night.zip/deep/two.md", "broken.zip"]
    assert found[0].content == b"We trained it."
    assert found[2].path == Path("broken.zip")


def test_a_manifest_without_the_columns_it_needs_is_a_mistake(here):
    (here / "m.csv").write_text("vendor,file\nAcme,a.txt\n")
    with pytest.raises(UsageError, match="has no column path or text"):
        list(items(["m.csv"]))


def test_a_table_of_turns_is_a_call_and_no_manifest(here):
    (here / "call.csv").write_text("speaker,start,text\nAna,00:01,We trained it.\n")
    (here / "call.jsonl").write_text('{"speaker": "Ana", "text": "We trained it."}\n')
    assert [item.path for item in items(["call.csv", "call.jsonl"])] == [Path("call.csv"), Path("call.jsonl")]
    (here / "calls.jsonl").write_text('{"text": "Speaker 1: We trained it."}\n')
    assert sources(items(["calls.jsonl"])) == ["calls.jsonl:1"]


def test_paths_of_a_manifest_are_relative_to_it(here):
    (here / "calls" / "list.csv").write_text("path\na.vtt\n")
    assert sources(items(["calls/list.csv"])) == ["calls/a.vtt"]
