"""The paste page from paste to memo, without a browser."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kit import FIXTURES

from auditor.errors import UsageError
from auditor.providers import provider
from auditor.web.desk import MOST, Progress
from auditor.web.history import PAGE, History

from .desks import CLAIM, XSS, Site, site, text_of

PAGE_FILE = FIXTURES / "documents" / "rag-trained.html"


@pytest.fixture
def page() -> Iterator[Site]:
    with site() as made:
        yield made
        assert made.faults == []


def test_an_empty_history_says_what_will_be_there(page: Site) -> None:
    shown = page.client.get("/")
    assert shown.status_code == 200
    assert "None yet. What you audit is listed here, to come back to." in text_of(shown.text)
    assert "Not kept: audits are forgotten when the server ends." in text_of(shown.text)


def test_pasted_text_becomes_a_report_with_its_quotes(page: Site) -> None:
    shown = page.audit()
    said = text_of(shown.text)
    assert "Bottom line" in said
    assert "We use OpenAI" in said
    assert "Prompt engineering (an existing model, weights unchanged)" in said
    assert '<mark class="hl prompt"' in shown.text


def test_a_file_is_read_by_its_kind_and_keeps_its_name(page: Site) -> None:
    shown = page.audit("", files=[("files", ("rag.html", PAGE_FILE.read_bytes(), "text/html"))])
    assert "<h1>rag.html</h1>" in shown.text
    assert "marketing text (html)" in text_of(shown.text)


def test_several_files_become_a_dossier_and_one_that_cannot_be_read_hinders_none(page: Site) -> None:
    files = [
        ("files", ("one.html", PAGE_FILE.read_bytes(), "text/html")),
        ("files", ("two.bin", b"\x00\x01\x02\x03" * 99, "application/octet-stream")),
    ]
    shown = text_of(page.audit(files=files, vendor="Acme").text)
    assert "Acme: We trained a custom AI model" in shown
    assert "and 1 more" in shown
    assert "two.bin" in shown


def test_the_members_of_a_zip_are_audited_one_by_one(page: Site) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../etc/a.txt", CLAIM)
        archive.writestr("b.txt", "Our model was trained from scratch on 2 trillion tokens.")
    shown = text_of(page.audit("", files=[("files", ("calls.zip", made.getvalue()))]).text)
    assert "2 documents" in shown


def test_nothing_to_audit_is_said_and_what_was_filled_in_stays(page: Site) -> None:
    shown = page.post("/audits", text="  ", vendor=XSS, kind="transcript")
    assert shown.status_code == 422
    assert "There is nothing to audit; paste a text, or choose a file." in text_of(shown.text)
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown.text
    assert '<option value="transcript" selected>' in shown.text


def test_a_date_that_is_none_keeps_the_text(page: Site) -> None:
    shown = page.post("/audits", text="Our words", as_of="soon")
    assert "The date was not understood" in text_of(shown.text)
    assert "\nOur words</textarea>" in shown.text


def test_a_file_that_cannot_be_read_is_told_and_can_be_tried_again(page: Site) -> None:
    shown = page.audit("", files=[("files", ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(200)))])
    assert "Not audited" in text_of(shown.text)
    assert "image.png" in text_of(shown.text)
    again = page.post(f"/audits/{page.id_of(shown)}/again")
    page.desk.wait(page.id_of(shown), 10)
    assert "Not audited" in text_of(page.client.get(again.url.path).text)


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("md", b"# Training claims"), ("json", b"{"), ("html", b"<!doctype html>"), ("xlsx", b"PK"), ("docx", b"PK")],
)
def test_a_report_is_downloaded_in_each_form(ending: str, begins: bytes, page: Site) -> None:
    shown = page.audit("", files=[("files", ('na"me\r\n.html', PAGE_FILE.read_bytes(), "text/html"))])
    got = page.client.get(f"{shown.url.path}/report.{ending}")
    assert got.status_code == 200
    assert got.content.startswith(begins)
    assert got.headers["content-disposition"].startswith("attachment; filename=")
    assert "\r" not in got.headers["content-disposition"]


def test_the_json_is_the_report_of_the_command(page: Site) -> None:
    shown = page.audit()
    body = json.loads(page.client.get(f"{shown.url.path}/report.json").content)
    assert body["schema_version"] == 1
    assert body["document"]["text"] == CLAIM
    assert body["findings"][0]["verdict"]["technique"] == "prompt_engineering"


def test_audits_are_found_by_their_words_and_deleted(page: Site) -> None:
    first = page.audit("Our Zebra model was fine-tuned from Llama 3.")
    page.audit("Our Yak model was trained from scratch.")
    listed = page.client.get("/", params={"q": "zebra llama"}).text
    assert "Zebra" in listed
    assert "Yak" not in listed
    page.post(f"{first.url.path}/delete")
    assert "Zebra" not in page.client.get("/").text
    assert page.client.get(first.url.path).status_code == 404


def test_searching_takes_signs_as_they_are(page: Site) -> None:
    page.audit("Our model is 100% ours.")
    assert "Our model is 100%" in page.client.get("/", params={"q": "100%"}).text
    assert "No audit holds all of these words." in page.client.get("/", params={"q": "1_0 %x"}).text


def test_a_long_list_is_turned_like_pages() -> None:
    with site() as page:
        for n in range(PAGE + 2):
            page.desk.history.begin(f"id{n}", f"2026-11-22T10:00:{n % 60:02}+00:00", f"text number {n}", b"")
        assert page.client.get("/").text.count('class="name"') == PAGE
        assert page.client.get("/", params={"skip": PAGE}).text.count('class="name"') == 2


def test_a_restart_loses_no_audit_and_no_open_page(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "audits.sqlite3"
    with site(path) as page:
        shown = page.audit()
        page.desk.history.begin("cut-short", "2026-11-22T10:00:00+00:00", "cut.txt", b'{"files":[]}')
        secret = page.desk.history.secret()
    assert path.stat().st_mode & 0o077 == 0
    with site(path) as page:
        assert text_of(page.client.get(shown.url.path).text) == text_of(shown.text)
        assert "The server ended before this audit was done." in text_of(page.client.get("/audits/cut-short").text)
        assert page.desk.history.secret() == secret


def test_two_servers_share_a_history(tmp_path: Path) -> None:
    path = tmp_path / "audits.sqlite3"
    with site(path) as one, site(path) as two:
        shown = one.audit()
        assert two.client.get(shown.url.path).status_code == 200


def test_a_history_that_is_none_is_said(tmp_path: Path) -> None:
    file = tmp_path / "no.sqlite3"
    file.write_bytes(b"not a database, but some text of a reasonable length" * 40)
    with pytest.raises(UsageError, match="name another file with --history"):
        History(file)


def test_an_audit_that_another_version_kept_is_told(page: Site) -> None:
    page.desk.history.begin("new", "2026-11-22T10:00:00+00:00", "new.txt", b"")
    page.desk.history.finish("new", title="new.txt", summary="", words="", result=b'{"documents": 1}')
    for path in ("/audits/new", "/audits/new/report.json", "/audits/new/0/questions.docx"):
        assert "was kept by another version" in text_of(page.client.get(path).text)


def test_an_audit_is_begun_again_once(page: Site) -> None:
    id = page.id_of(page.audit("", files=[("files", ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(200)))]))
    page.desk._running[id] = Progress()
    page.desk.again(id)
    entry = page.desk.history.entry(id)
    assert entry is not None
    assert entry.state == "failed"


def test_too_many_audits_are_turned_away_with_what_was_pasted(page: Site) -> None:
    page.desk._running.update({str(n): Progress() for n in range(MOST)})
    shown = page.post("/audits", text="Our words")
    assert shown.status_code == 503
    assert "audits are running or waiting" in text_of(shown.text)
    assert "Our words</textarea>" in shown.text


def test_an_error_nobody_foresaw_is_told_without_its_text() -> None:
    class Broken:
        model, digests, window = "scripted:broken", {}, None

        def reply(self, request: object) -> None:
            raise RuntimeError(CLAIM)

    with site(reader=Broken()) as page:  # type: ignore[arg-type]
        shown = text_of(page.audit().text)
        assert "It could not be audited." in shown
        assert "OpenAI" not in shown
        assert len(page.faults) == 1


def test_a_model_that_reads_is_named_and_its_requests_counted(tmp_path: Path) -> None:
    script = tmp_path / "reply.json"
    script.write_text(json.dumps({"extract": {"claims": []}}))
    with site(reader=provider(f"scripted:{script}")) as page:
        assert "to which the text is sent" in text_of(page.client.get("/").text)
        id = page.id_of(page.audit())
        assert page.client.get(f"/audits/{id}/progress").json() == {"runs": False, "steps": []}


def test_an_audit_that_runs_says_how_far_it_is(page: Site) -> None:
    page.desk.history.begin("now", "2026-11-22T10:00:00+00:00", "call.vtt", b"")
    progress = Progress(documents=2, document=1, asked=3, answered=1, tokens=1200, cost_usd=0.0123)
    page.desk._running["now"] = progress
    assert "Auditing call.vtt" in page.client.get("/audits/now").text
    told = page.client.get("/audits/now/progress").json()
    assert told["steps"] == [
        "Document 1 of 2 is being audited.",
        "1 of 3 requests answered.",
        "1,200 tokens, $0.0123 so far.",
    ]
