"""A ZIP is read member by member, within bounds, and what cannot be read hinders nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import FORMATS, zipped

from auditor import documents
from auditor.documents import read_all, read_bytes
from auditor.errors import DocumentError
from auditor.schema import Document, FailedInput

SAID = b"We fine-tuned Llama 3 on tickets."
BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"


def held(data: bytes, name: str = "folder.zip", **options: int) -> dict[str, str]:
    """Name of each document with its text, or with what is wrong with it."""
    found = read_all(data, name=name, max_bytes=options.get("max_bytes", documents.DEFAULT_MAX_BYTES))
    return {each.name: each.text if isinstance(each, Document) else each.message for each in found}


def test_a_folder_packed_with_zip() -> None:
    found = read_all((FORMATS / "folder.zip").read_bytes(), name="folder.zip")
    assert {each.name: getattr(each, "format", "failed") for each in found} == {
        "folder.zip/folder/product-page.docx": "docx",
        "folder.zip/folder/thread.eml": "eml",
        "folder.zip/folder/custom-model-lora.txt": "text",
        "folder.zip/folder/noise.bin": "failed",
    }
    failed = next(each for each in found if isinstance(each, FailedInput))
    assert failed.message.startswith("folder.zip/folder/noise.bin is not text")


def test_one_document_is_one_document() -> None:
    assert list(held(SAID, "a.txt")) == ["a.txt"]
    assert list(held((FORMATS / "call.docx").read_bytes(), "call.docx")) == ["call.docx"]


def test_no_path_of_an_archive_leads_anywhere() -> None:
    found = held(zipped({"../../etc/passwd": SAID, "/a\nb\x1b[1m.txt": SAID + b"!"}))
    assert list(found) == ["folder.zip/../../etc/passwd", "folder.zip//a b.txt"]


def test_housekeeping_files_are_passed_over() -> None:
    packed = zipped({"a.txt": SAID, "__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "b/Thumbs.db": b"x"})
    assert held(packed) == {"folder.zip/a.txt": SAID.decode()}


def test_an_archive_in_an_archive_is_not_opened() -> None:
    found = held(zipped({"inner.zip": zipped({"a.txt": SAID}), "a.txt": SAID}))
    assert "archive inside an archive" in found["folder.zip/inner.zip"]
    assert found["folder.zip/a.txt"] == SAID.decode()


def test_what_unpacks_to_too_much_is_named_and_the_rest_is_read() -> None:
    found = held(zipped({"bomb.txt": b"word " * 3_000_000, "a.txt": SAID}))
    assert found["folder.zip/bomb.txt"].startswith("folder.zip/bomb.txt would unpack to 15,000,000 bytes")
    assert found["folder.zip/a.txt"] == SAID.decode()


def test_bounds_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentError, match="holds 201 files, more than 200"):
        held(zipped({f"{n}.txt": SAID for n in range(201)}))
    with pytest.raises(DocumentError, match="lists more than 10,000 files"):
        held(zipped({f"{n}.txt": b"" for n in range(10_001)}))
    with pytest.raises(DocumentError, match="without files"):
        held(zipped({}))
    monkeypatch.setattr("auditor.documents.archives.MOST_BYTES", 40)
    found = held(zipped({"a.txt": SAID, "b.txt": SAID + b"!"}))
    assert found["folder.zip/a.txt"] == SAID.decode()
    assert "would unpack" in found["folder.zip/b.txt"]


def test_a_protected_member_says_so() -> None:
    found = held((BROKEN / "password.zip").read_bytes(), "password.zip")
    assert found == {
        "password.zip/custom-model-lora.txt": (
            "password.zip/custom-model-lora.txt is protected by a password; unpack it and give the file."
        )
    }


def test_a_damaged_member_says_so() -> None:
    packed = bytearray(zipped({"a.txt": SAID * 20, "b.txt": SAID}))
    packed[40] ^= 0xFF  # inside the compressed text
    found = held(bytes(packed))
    assert (
        found["folder.zip/a.txt"] == "folder.zip/a.txt is damaged inside its archive; pack it again, or give the file."
    )
    assert found["folder.zip/b.txt"] == SAID.decode()


def test_a_fault_of_a_reader_loses_no_other_member(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = read_bytes

    def faulty(data: bytes, *, name: str, **options: object) -> Document:
        if "bad" in name:
            raise ZeroDivisionError
        return honest(data, name=name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "read_bytes", faulty)
    assert held(zipped({"bad.txt": SAID, "a.txt": SAID})) == {
        "folder.zip/bad.txt": "folder.zip/bad.txt could not be read (ZeroDivisionError); please report it.",
        "folder.zip/a.txt": SAID.decode(),
    }


def test_an_archive_where_one_document_is_asked_for_is_refused() -> None:
    with pytest.raises(DocumentError, match="is a ZIP archive; unpack it and give its files"):
        read_bytes(zipped({"a.txt": SAID}), name="folder.zip")
