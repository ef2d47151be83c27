"""Reading inputs: formats, refusals, encodings."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from auditor.documents import DEFAULT_MAX_BYTES, read_bytes, read_path
from auditor.errors import DocumentError

SENTENCE = "We fine-tuned Llama 3 on the tickets of our customers.\n"


def test_the_id_is_the_digest_of_the_bytes_and_the_name_has_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "acme.txt"
    path.write_bytes(SENTENCE.encode())
    document = read_path(path)
    assert document.id == "sha256:" + hashlib.sha256(SENTENCE.encode()).hexdigest()
    assert document.name == "acme.txt"
    assert document.text == SENTENCE


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", SENTENCE, "text"),
        ("a.md", SENTENCE, "markdown"),
        ("a.HTML", f"<p>{SENTENCE}</p>", "html"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nhello there\n", "vtt"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nhello there\n", "srt"),
        ("a.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\nhello there\n", "vtt"),
        ("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nhello there\n", "srt"),
        ("a.txt", f"<!doctype html><p>{SENTENCE}</p>", "html"),
        ("pasted text", f"<section class='x'><p>{SENTENCE}</p></section>", "html"),
        ("pasted text", f"# Acme\n\n**Ours.** {SENTENCE}", "markdown"),
        ("pasted text", SENTENCE, "text"),
        ("a.md", f"<p align='center'>Acme</p>\n\n{SENTENCE}", "markdown"),
        ("a.unknown", SENTENCE, "text"),
    ],
)
def test_the_format_follows_content_and_extension(name: str, content: str, expected: str) -> None:
    assert read_bytes(content.encode(), name=name).format == expected


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "no words"),
        ("\ufeff".encode(), "no words"),
        (b"--- ... ---\n***", "no words"),
        (b"%PDF-1.7 x", "is a PDF that is damaged or incomplete; export it again"),
        (b"PK\x03\x04rest", "is a ZIP archive or Office file that is damaged or incomplete"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"\x1f\x8b\x08rest", "gzip archive"),
        (bytes(range(256)) * 4, "not text"),
        (b"<script>alert('words')</script>", "no words"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_what_cannot_be_read_is_refused_in_one_sentence(name: str, data: bytes, said: str) -> None:
    if name == "a.txt" and data.startswith(b"<script"):
        pytest.skip("plain text shows it")
    with pytest.raises(DocumentError, match=said) as caught:
        read_bytes(data, name=name)
    assert "\n" not in str(caught.value)


def test_missing_files_folders_and_large_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="does not exist"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="is a folder"):
        read_path(tmp_path)
    with pytest.raises(DocumentError, match="cannot be read"):
        read_path(tmp_path / "a\0b")
    large = tmp_path / "large.txt"
    large.write_text("word " * 30)
    with pytest.raises(DocumentError, match=r"larger than 100 bytes; .*--max-bytes"):
        read_path(large, max_bytes=100)
    assert DEFAULT_MAX_BYTES == 20_000_000


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@pytest.mark.parametrize("text", ["WEBVTT\n", "1\n", "00:00:01,000 -->", "nothing timed here"])
def test_captions_without_a_cue_are_refused(name: str, text: str) -> None:
    with pytest.raises(DocumentError, match=r"no complete caption|no words"):
        read_bytes(text.encode(), name=name)


@pytest.mark.parametrize(
    ("data", "text", "notice"),
    [
        ("Café".encode(), "Café", None),
        ("\ufeffCafé".encode(), "Café", None),
        ("Café\n".encode("utf-16"), "Café\n", None),
        ("Plain words here.".encode("utf-16-le"), "Plain words here.", None),
        ("Plain words here.".encode("utf-16-be"), "Plain words here.", None),
        ("Plain words here.".encode("utf-16")[:-1], "Plain words here", "UTF-16"),
        ("Café at the corner".encode("cp1252"), "Café at the corner", "Windows-1252"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n", None),
        (b"nul\0s go", "nuls go", "NUL"),
        (b"\x1b[31mred\x1b[0m \x07bell", "red bell", "escape"),
        ("a \x9b2Jclear".encode(), "a clear", "escape"),
        ("page\x0cbreak and line\u2028end".encode(), "page break and line end", None),
    ],
)
def test_bytes_become_clean_text(data: bytes, text: str, notice: str | None) -> None:
    document = read_bytes(data, name="a.txt")
    assert document.text == text
    assert any(notice in each for each in document.notices) if notice else True


def test_a_declared_charset_is_used_for_html() -> None:
    page = '<html><meta charset="windows-1251"><p>Привет, world of models</p></html>'
    assert "Привет" in read_bytes(page.encode("cp1251"), name="a.html").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We trained the model on the data of our customers, and it is good.", "en"),
        ("Wir haben das Modell mit den Daten unserer Kunden trainiert, und es ist gut.", None),
        ("Nous avons entraîné le modèle sur les données de nos clients, qui sont bonnes.", None),
    ],
)
def test_language_is_english_or_noticed(text: str, expected: str | None) -> None:
    document = read_bytes(text.encode(), name="a.txt")
    assert document.language == expected
    assert any("English" in notice for notice in document.notices) == (expected is None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: Acme\ndate: 2026-03-12\n---\nWe trained it.", "2026-03-12"),
        ("Acme model card\n12 March 2026\n\nWe trained it.", "2026-03-12"),
        ("Published on March 3rd, 2026\n\nWe trained it.", "2026-03-03"),
        ("Words.\n\nLast updated: 1 Sept 2025", "2025-09-01"),
        ("*Updated 4 November 2026.* Words.", "2026-11-04"),
        ("Date: 2026-02-31\n\nWe trained it.", None),
        ("Since 12 March 2026 " + "we have run the thing in production for all our customers " * 3, None),
        ("Version 3, 2026-13-01", None),
        ("No date at all.", None),
        ("Date: 31 June 2026\nPosted 2 July 2026", "2026-07-02"),
    ],
)
def test_the_date_is_the_one_the_document_states(text: str, expected: str | None) -> None:
    assert read_bytes(text.encode(), name="a.md").date == expected


@pytest.mark.parametrize("name", ["a.html", "a.eml"])
def test_a_character_set_that_transforms_text_takes_no_long_time(name: str) -> None:
    # Python's codec for Punycode is quadratic: 400 kB took a minute.
    words = b"Caf\xe9 We trained it. -" + b"a9" * 200_000
    head = {
        "a.html": b"<meta charset=punycode>",
        "a.eml": b"Subject: x\nContent-Type: text/plain; charset=punycode\n\n",
    }
    assert "We trained it." in read_bytes(head[name] + words, name=name).text


@pytest.mark.parametrize("charset", [b"iso-8859-1", b"us-ascii", b"windows-1252"])
@pytest.mark.parametrize("name", ["a.html", "a.eml"])
def test_the_apostrophe_of_a_page_in_latin_1_is_not_lost(name: str, charset: bytes) -> None:
    # Without it "don't" would read "dont", and a negation would be gone.
    heads = {
        "a.html": b"<meta charset=" + charset + b">",
        "a.eml": b"Subject: x\nContent-Type: text/plain; charset=" + charset + b"\n\n",
    }
    assert "We don’t train it." in read_bytes(heads[name] + b"We don\x92t train it.", name=name).text
