"""`auditor batch` offline: what it writes, what a second run does, and what it does with what cannot be read."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from folders import DOCUMENTS, batch, database, reports, rows
from jsonschema import Draft202012Validator
from kit import FIXTURES

from auditor.api import audit
from auditor.documents import read_path


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture documents, audited once."""
    made = tmp_path_factory.mktemp("batch") / "night"
    assert batch(made, DOCUMENTS) == 0
    return made


def test_each_document_has_the_report_that_audit_gives(output):
    made = reports(output)
    assert len(made) == len(list(DOCUMENTS.iterdir())) == 21
    for name in ("call.vtt", "hostile.html"):
        alone = json.loads(audit(read_path(DOCUMENTS / name), as_of="2026-11-22").model_dump_json(by_alias=True))
        alone["provenance"]["created_at"] = alone["usage"]["seconds"] = None
        assert made[name] == alone


def test_reports_keep_the_contract(output):
    schema = json.loads((FIXTURES / "schema" / "report.v1.json").read_text())
    validator = Draft202012Validator(schema)
    for path in (output / "reports").glob("*.json"):
        validator.validate(json.loads(path.read_text()))


def test_the_summary_has_a_row_a_finding_and_one_for_each_document_without(output):
    with (output / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        summary = list(csv.DictReader(file))
    findings = [row for row in summary if row["record"] == "finding"]
    made = reports(output)
    assert len(findings) == sum(len(report["findings"]) for report in made.values())
    bare = {row["document"] for row in summary if row["record"] == "document"}
    assert bare == {report["document"]["name"] for report in made.values() if not report["findings"]}
    lora = next(row for row in findings if row["document"] == "custom-model-lora.txt")
    assert lora["technique"] == "fine_tuning"
    assert lora["quote"] in (DOCUMENTS / "custom-model-lora.txt").read_text()
    assert (output / lora["report"]).is_file()


def test_the_workbook_has_a_sheet_each_with_filters_a_fixed_header_and_links_to_quotes(output):
    book = openpyxl.load_workbook(output / "summary.xlsx")
    assert book.sheetnames == ["Findings", "Quotes", "Documents", "Vendors", "Questions"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
    findings = book["Findings"]
    header = [cell.value for cell in findings[1]]
    claims = 0
    for row in findings.iter_rows(min_row=2):
        link = row[header.index("quotes")].hyperlink
        if row[0].value != "finding":
            assert link is None
            continue
        target = book["Quotes"][int(link.location.rpartition("!A")[2])]
        assert target[6].value == row[header.index("quote")].value
        assert target[4].value == "claim"
        claims += 1
    assert claims == rows(output, "SELECT count(*) FROM findings")[0][0]
    assert book["Documents"].max_row == 22


def test_the_page_names_every_document_and_links_its_report(output):
    page = (output / "index.html").read_text()
    for name in reports(output):
        assert f'href="reports/{name}.json"' in page
    assert "<script>alert" not in page


def test_every_quote_of_the_database_is_in_its_document(output):
    made = reports(output)
    query = "SELECT d.name, q.start, q.end, q.text, q.sentence FROM quotes q JOIN documents d ON d.id = q.document_id"
    found = rows(output, f"{query} WHERE q.origin = 'document'")
    assert len(found) > 100
    for name, start, end, text, sentence in found:
        assert made[name]["document"]["text"][start:end] == text
        assert text in sentence


def test_a_second_run_does_nothing_and_changes_nothing(output, monkeypatch):
    def never(*_: object) -> None:
        raise AssertionError("a document was audited again")

    monkeypatch.setattr("auditor.batch.run.run_offline", never)
    before = database(output), (output / "summary.csv").read_bytes(), reports(output)
    assert batch(output, DOCUMENTS) == 0
    assert (database(output), (output / "summary.csv").read_bytes(), reports(output)) == before


# --- what changes and what fails ----------------------------------------------------------------------


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "a.txt").write_text("We fine-tuned Llama 3 on 40,000 tickets.")
    (folder / "b.txt").write_text("We trained AcmeGPT from scratch on 2 trillion tokens.")
    return folder


def test_only_what_changed_is_done_again(calls, tmp_path):
    out = tmp_path / "out"
    assert batch(out, calls) == 0
    before = rows(out, "SELECT name, created_at, sha256 FROM documents")
    (calls / "b.txt").write_text("We call OpenAI's API.")
    (calls / "c.txt").write_text("We call Anthropic's API.")
    assert batch(out, calls) == 0
    after = rows(out, "SELECT name, sha256 FROM documents")
    assert [name for name, _ in after] == ["a.txt", "b.txt", "c.txt"]
    assert after[0][1] == before[0][2]
    assert after[1][1] != before[1][2]
    assert [row[0] for row in rows(out, "SELECT technique FROM findings WHERE document_id = 2")] == [
        "prompt_engineering"
    ]


def test_a_lost_report_is_made_again(calls, tmp_path):
    out = tmp_path / "out"
    batch(out, calls)
    (out / "reports" / "a.txt.json").unlink()
    (out / "reports" / "b.txt.json").write_text("")
    assert batch(out, calls) == 0
    assert set(reports(out)) == {"a.txt", "b.txt"}


def test_what_cannot_be_read_is_a_row_with_its_reason_and_a_retry_finds_it_mended(calls, tmp_path):
    out = tmp_path / "out"
    (calls / "empty.txt").write_text("")
    assert batch(out, calls, "gone.txt") == 4
    failed = dict(rows(out, "SELECT name, reason FROM documents WHERE state = 'failed'"))
    assert failed["empty.txt"] == "empty.txt is empty; give a file with text in it."
    assert failed["gone.txt"].startswith("gone.txt does not exist")
    assert "is empty" in (out / "summary.csv").read_text(encoding="utf-8-sig")
    assert batch(out, calls, "gone.txt") == 4  # not tried again unasked
    (calls / "empty.txt").write_text("We call OpenAI's API.")
    assert batch(out, calls, "--retry-failed") == 0


def test_where_nothing_can_be_audited_the_code_says_so(tmp_path):
    assert batch(tmp_path / "out", tmp_path / "no.txt") == 3


def test_the_same_text_in_two_places_has_two_reports(calls, tmp_path):
    out = tmp_path / "out"
    (calls / "more").mkdir()
    (calls / "more" / "a.txt").write_text((calls / "a.txt").read_text())
    assert batch(out, calls) == 0
    made = reports(out)
    assert len(made) == 3
    assert sum(name.startswith("a.txt") for name in made) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_a_name_that_is_no_text_hinders_nothing(tmp_path):
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("We fine-tuned Llama 3.")
    (folder / "line\nend.txt").write_text("We call OpenAI's API.")
    out = tmp_path / "out"
    assert batch(out, folder) == 0
    assert sorted(reports(out)) == ["caf-.txt", "line-end.txt"]
    assert batch(out, folder) == 0
    assert rows(out, "SELECT max(run), count(*) FROM documents") == [(2, 2)]


def test_a_manifest_gives_vendor_date_and_call(tmp_path):
    out, manifest = tmp_path / "out", tmp_path / "m.jsonl"
    row = {"text": "We fine-tuned Llama 3.", "vendor": "Acme", "date": "2026-03-01", "call_id": "K-9"}
    manifest.write_text(json.dumps(row) + "\n{}\n")
    assert batch(out, manifest) == 4
    report = reports(out)["k-9"]
    assert report["document"]["vendor"] == "Acme"
    assert report["document"]["date"] == "2026-03-01"
    assert report["document"]["name"] == "K-9.txt"
    assert rows(out, "SELECT call, state FROM documents") == [("K-9", "complete"), (None, "failed")]


CALL = (
    "Ana: We fine-tuned Llama 3 on our tickets.\nBob: Good. And how much data was that?\n"
    "Ana: We used 40,000 of them.\nBob: Thanks. We call OpenAI's API here, and that is all.\n"
)


def vendor_speakers(output: Path, name: str) -> set[str]:
    query = "SELECT DISTINCT q.speaker FROM quotes q JOIN documents d ON d.id = q.document_id"
    return {speaker for (speaker,) in rows(output, f"{query} WHERE q.side = 'vendor' AND d.name = '{name}'")}


def test_who_speaks_for_the_vendor_can_be_said_for_all_and_in_a_manifest_for_one(tmp_path):
    out, manifest = tmp_path / "out", tmp_path / "calls.jsonl"
    rows_of = [
        {"id": "said", "text": CALL, "vendor_speaker": "Bob"},
        {"id": "unsaid", "text": CALL},
        {"id": "both", "text": CALL, "vendor_speaker": ["Ana", "Bob"]},
        {"id": "stranger", "text": CALL, "vendor_speaker": "Carl; Ana"},
        {"id": "elsewhere", "text": CALL.replace("Ana", "Dora")},
    ]
    manifest.write_text("\n".join(map(json.dumps, rows_of)))
    assert batch(out, manifest, "--vendor-speaker", "Ana") == 4
    assert vendor_speakers(out, "said") == {"Bob"}
    assert vendor_speakers(out, "unsaid") == {"Ana"}
    assert vendor_speakers(out, "both") == {"Ana", "Bob"}
    assert "elsewhere" in reports(out)  # nobody of that name speaks there
    assert rows(out, "SELECT reason FROM documents WHERE state = 'failed'") == [
        ("Carl is not the name of one speaker in what was read; the speakers are Ana, Bob.",)
    ]
    rows_of[0]["vendor_speaker"] = "Ana"
    rows_of[3]["vendor_speaker"] = "Ana"
    manifest.write_text("\n".join(map(json.dumps, rows_of)))
    assert batch(out, manifest, "--vendor-speaker", "Ana") == 0
    assert vendor_speakers(out, "said") == {"Ana"}
    assert batch(out, manifest, "--vendor-speaker", "Bob") == 0
    assert vendor_speakers(out, "unsaid") == {"Bob"}


def test_two_runs_do_not_work_in_one_folder(calls, tmp_path, capsys):
    from auditor.batch.folder import Folder

    with Folder(tmp_path / "out").held():
        assert batch(tmp_path / "out", calls) == 2
    assert "Another run is at work" in capsys.readouterr().err


def test_formulas_are_no_formulas(tmp_path):
    (tmp_path / "x.txt").write_text("=1+1 We fine-tuned Llama 3 on @SUM(A1).")
    out = tmp_path / "out"
    batch(out, tmp_path / "x.txt", "--vendor", "=HYPERLINK(1)")
    with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    book = openpyxl.load_workbook(out / "summary.xlsx")
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_a_worker_that_dies_takes_one_document_with_it(calls, tmp_path):
    # The worker ends as the system would end it, on one document only.
    code = (
        "import os, sys\n"
        "import auditor.batch.task as task\n"
        "load = task.load_file\n"
        "def dying(path, *more):\n"
        "    if path.name == 'b.txt': os.kill(os.getpid(), 9)\n"
        "    return load(path, *more)\n"
        "task.load_file = dying\n"
        "from auditor.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    script = tmp_path / "dying.py"
    script.write_text(code)
    for name in "cdefg":
        (calls / f"{name}.txt").write_text(f"We fine-tuned Llama {name}.")
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, str(script), "batch", str(calls), "--output", str(out)],
        capture_output=True, text=True, timeout=120, env={**os.environ, "NO_COLOR": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    states = dict(rows(out, "SELECT name, state FROM documents"))
    assert states == {f"{name}.txt": "failed" if name == "b" else "complete" for name in "abcdefg"}


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")
def test_a_killed_run_leaves_no_process_behind_and_the_next_one_finishes_the_work(calls, tmp_path):
    text = (DOCUMENTS / "call-names.txt").read_text()
    for number in range(60):
        (calls / f"{number:02}.txt").write_text(text * 10 + f"\nSam Poole: That was call {number}.\n")
    out, calm = tmp_path / "out", tmp_path / "calm"
    command = [sys.executable, "-m", "auditor", "batch", str(calls), "--output", str(out), "--as-of", "2026-11-22"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while len(list((out / "reports").glob("*.json"))) < 5:
        time.sleep(0.02)
    workers = children(run.pid)
    run.kill()
    run.wait()
    assert len(workers) >= 2
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline, "a worker outlived the run"
        time.sleep(0.05)
    assert batch(out, calls) == 0
    assert batch(calm, calls) == 0
    assert reports(out) == reports(calm)
    assert database(out) == database(calm)
