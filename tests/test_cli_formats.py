"""The command on archives and office files, piped in or named."""

from __future__ import annotations

import json

from commands import call
from kit import FIXTURES

FORMATS = FIXTURES / "formats"
LORA = FIXTURES / "documents" / "custom-model-lora.txt"


def test_an_archive_is_a_dossier_of_its_documents():
    done = call("audit", FORMATS / "folder.zip", "--vendor", "Leadline", "--format", "json")
    assert done.code == 4
    dossier = json.loads(done.out)
    assert [each["document"]["name"] for each in dossier["reports"]] == [
        *("folder.zip/folder/product-page.docx", "folder.zip/folder/thread.eml"),
        "folder.zip/folder/custom-model-lora.txt",
    ]
    assert [each["name"] for each in dossier["failed"]] == ["folder.zip/folder/noise.bin"]
    assert done.err.count("\n") == 1
    assert "folder.zip/folder/noise.bin is not text" in done.err


def test_an_archive_piped_in_is_named_as_pasted():
    done = call("audit", "-", "--format", "json", stdin=(FORMATS / "folder.zip").read_bytes())
    assert done.code == 4
    assert {each["document"]["name"].partition("/")[0] for each in json.loads(done.out)["reports"]} == {"pasted text"}


def test_a_document_inside_and_outside_an_archive_is_audited_once():
    done = call("audit", FORMATS / "product-page.docx", LORA, FORMATS / "folder.zip", "--format", "json")
    assert len(json.loads(done.out)["reports"]) == 3
    assert "folder.zip/folder/product-page.docx holds the same text as product-page.docx" in done.err


def test_office_files_give_one_report_each():
    for name, form in (
        ("call.pdf", "pdf"),
        ("call.docx", "docx"),
        ("product-page.pptx", "pptx"),
        ("thread.eml", "eml"),
    ):
        done = call("audit", FORMATS / name, "--format", "json")
        assert (done.code, done.err) == (0, "")
        document = json.loads(done.out)["document"]
        assert (document["format"], document["name"]) == (form, name)
        for finding in json.loads(done.out)["findings"]:
            for quote in finding["quotes"]:
                assert document["text"][quote["start"] : quote["end"]] == quote["text"]
