"""Names that a manifest may hold: whatever they are, reports stay in their folder, each under a name of its own."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from folders import batch, reports, rows

TEXT = "We fine-tuned Llama 3."
LONG = "a very long name " * 40
NAMES = [
    "../../escape",
    "/etc/passwd",
    "..",
    ".",
    "a/b\\c",
    "C:\\Windows\\win.ini",
    "nul\0byte",
    "Call",
    "call",
    "CALL",
    "caf\u00e9",
    "cafe\u0301",
    LONG,
    LONG + "x",
    "CON",
    " ",
    "-rf",
    "line\nend",
    "\u202egpj.exe",
    "half \ud83d pair",
    "x." + "y" * 300,
    "x.\0y",
    "x./../../y",
    "x.a b:c",
]


def everything_under(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def stable(output: Path, manifest: Path, run: Any) -> None:
    """Run twice: nothing fails, names differ on any file system, and are the same again."""
    assert run() == 0
    before = everything_under(output.parent)
    made = reports(output)
    assert len({name.casefold() for name in made}) == len(NAMES)
    assert {path.parent.name for path in before if path.suffix == ".json"} == {"reports"}
    assert before - {manifest} == everything_under(output)
    named = rows(output, "SELECT source, name FROM documents ORDER BY id")
    assert {name for _, name in named} == set(made)
    assert run() == 0
    assert everything_under(output.parent) == before
    assert rows(output, "SELECT source, name FROM documents ORDER BY id") == named


@pytest.mark.parametrize("column", ["call_id", "name"])
def test_texts_of_any_name_have_a_report_each_in_its_folder(column, tmp_path):
    out, manifest = tmp_path / "out", tmp_path / "m.jsonl"
    manifest.write_text("\n".join(json.dumps({"text": f"{TEXT} {n}", column: name}) for n, name in enumerate(NAMES)))
    stable(out, manifest, lambda: batch(out, manifest))


def test_files_that_differ_by_case_or_folder_only_have_a_report_each(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "in" / "out"
    for name in ("call.txt", "Call.TXT", "deep/call.txt", "deep/../other/call.txt", "call-.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "deep").mkdir(exist_ok=True)
        (folder / name).write_text(f"{TEXT} {name}")
    assert batch(out, folder) == 0
    made = reports(out)
    assert len({name.casefold() for name in made}) == 5
    assert batch(out, folder) == 0
    assert reports(out) == made


def test_files_outside_are_read_and_their_reports_stay_inside(tmp_path):
    (tmp_path / "x").write_text(TEXT)
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    manifest, out = folder / "m.csv", folder / "out"
    with manifest.open("w", newline="") as file:
        csv.writer(file).writerows([["path"], ["../../x"], [str(tmp_path / "x")], ["../b/../../x"]])
    assert batch(out, manifest) == 0
    assert len(reports(out)) == 3
    assert everything_under(tmp_path) - everything_under(out) == {tmp_path / "x", manifest}


@pytest.mark.parametrize("path", ["nul\0byte.txt", "y" * 5000, "half \ud83d pair.txt", "/", ".", "..", "a/" * 3000])
def test_a_path_that_can_be_no_file_is_a_row_with_a_reason_and_hinders_nothing(path, tmp_path):
    out, manifest = tmp_path / "out", tmp_path / "m.jsonl"
    manifest.write_text("\n".join(map(json.dumps, [{"path": path}, {"text": TEXT}])))
    assert batch(out, manifest) == 4
    assert len(reports(out)) == 1
    (reason,) = rows(out, "SELECT reason FROM documents WHERE state = 'failed'")[0]
    assert "internal error" not in reason


@pytest.mark.parametrize("column", ["vendor", "vendor_speaker", "date", "text", "other"])
def test_whatever_stands_in_another_column_hinders_nothing(column, tmp_path):
    out, manifest = tmp_path / "out", tmp_path / "m.jsonl"
    values: list[Any] = ["half \ud83d pair", "nul\0byte", LONG, "../..", ["\ud83d", 1, None, {}], {"a": 1}, 1e400, None]
    manifest.write_text("\n".join(json.dumps({"text": TEXT, "id": n, column: value}) for n, value in enumerate(values)))
    assert batch(out, manifest) in (0, 3, 4)
    assert rows(out, "SELECT count(*) FROM documents WHERE state != 'pending'") == [(len(values),)]
    assert not [reason for (reason,) in rows(out, "SELECT reason FROM documents") if "internal" in (reason or "")]
