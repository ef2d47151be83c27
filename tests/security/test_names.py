"""No name leads out of the folder that is written: of a row, a file in a ZIP, a vendor, or a link planted there."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from auditor.cli import main

TEXT = "We fine-tuned Llama 3 on our tickets."
NAMES = (
    "../../../evil",
    "/etc/evil",
    "..",
    ".",
    "C:\\windows\\evil",
    "con",
    "a/../../evil",
    "\u2025/\u2025/evil",
    "．．/．．/evil",
    "a" * 5_000,
    "-rf",
    "nul\x00.txt",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "some" / "where" / "here"
    made.mkdir(parents=True)
    monkeypatch.chdir(made)
    return made


def batch(*arguments: str) -> int:
    return main(["batch", *arguments, "--output", "night", "--as-of", "2026-11-22", "-q"])


def others(root: Path, *ours: Path) -> set[str]:
    """Every file below a folder that stands in none of ours."""
    files = (path for path in root.rglob("*") if path.is_file() and not any(each in path.parents for each in ours))
    return {path.name for path in files}


@pytest.mark.parametrize("column", ["id", "name", "call_id", "vendor"])
def test_a_manifest_names_no_place(column: str, here: Path, tmp_path: Path) -> None:
    rows = [{"id": f"row {n}", "text": f"{TEXT} {n}", column: name} for n, name in enumerate(NAMES)]
    (here / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert batch("rows.jsonl") == 0
    assert others(tmp_path, here / "night") == {"rows.jsonl"}
    assert len(list((here / "night" / "reports").glob("*.json"))) == len(NAMES)
    assert all(path.is_file() for path in (here / "night" / "reports").iterdir())


def test_a_zip_names_no_place(here: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(here / "calls.zip", "w") as archive:
        for number, name in enumerate(each for each in NAMES if "\x00" not in each and each not in (".", "..")):
            archive.writestr(f"{name[:200]}.txt", f"{TEXT} {number}")
    assert batch("calls.zip") == 0
    assert others(tmp_path, here / "night") == {"calls.zip"}


def test_a_link_in_the_folder_is_replaced_and_not_followed(here: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (here / "call.txt").write_text(TEXT)
    (here / "night" / "reports").mkdir(parents=True)
    for name in ("reports/call.txt.json", "summary.csv", "index.html", "summary.xlsx", "findings.parquet"):
        (here / "night" / name).symlink_to(victim)
    assert batch("call.txt") == 0
    assert victim.read_text() == "precious"
    assert not [path for path in (here / "night").rglob("*") if path.is_symlink()]


def test_a_folder_that_holds_a_link_to_itself_is_read_once(here: Path) -> None:
    calls = here / "calls"
    calls.mkdir()
    (calls / "call.txt").write_text(TEXT)
    (calls / "again").symlink_to(calls)
    assert batch("calls") == 0
    assert len(list((here / "night" / "reports").glob("*.json"))) == 1
