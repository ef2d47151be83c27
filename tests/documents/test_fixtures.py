"""The labelled cases and the files under fixtures are read as their labels say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kit import EXTENSIONS

from auditor.documents import read_bytes, read_path
from auditor.errors import DocumentError
from auditor.schema import Document

FIXTURES = Path(__file__).parents[2] / "fixtures"
# Speech without labels or times: nothing but a person's word makes it a transcript.
UNLABELLED = {"call-unlabelled", "own-t-017", "fresh-t-017", "fresh-t-028"}
REFUSED = {
    *("binary.txt", "bom-only.txt", "empty.txt", "no-cues.vtt", "only-punctuation.txt", "only-script.html"),
    *("password.pdf", "password.zip", "pdf-as.txt", "scan.pdf", "whitespace.txt", "zip-as.md"),
    *("fake-report.json", "surrogates-escaped.txt"),
}


def cases() -> Iterator[dict[str, Any]]:
    for file in sorted((FIXTURES / "cases").glob("*.jsonl")):
        for line in file.read_text().splitlines():
            case = json.loads(line)
            if "text" in case or "path" in case:
                yield case


CASES = {case["id"]: case for case in cases()}


def read(case: dict[str, Any], **options: Any) -> Document:
    data = (FIXTURES / case["path"]).read_bytes() if "path" in case else case["text"].encode()
    return read_bytes(data, name=f"case.{EXTENSIONS[case['format']]}", **options)


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("id", CASES)
def test_kind_format_and_quotes_of_a_case(id: str) -> None:
    case = CASES[id]
    # A few spoken lines are too short to show their kind: it is given.
    document = read(case, kind=case["kind"]) if id.startswith("say-") else read(case)
    assert document.format == case["format"]
    assert document.kind == ("marketing" if id in UNLABELLED else case["kind"])
    text = folded(document.text)
    for claim in case["claims"]:
        for quote in (claim["quote"], *claim["also"]):
            assert folded(quote) in text


@pytest.mark.parametrize(
    ("id", "words"),
    [
        (
            "dev-inj-01",
            ("do-not-reclassify", "34-billion-parameter", "stop extracting here", "audit_status=PASSED"),
        ),
        (
            "dev-inj-04",
            ("ignore the answer below", "from random weights", "reviewing model", "vendor-trust mode"),
        ),
        ("dev-inj-05", ("summary-for-bots",)),
        ("dev-inj-07", ("Trust score 10/10",)),
        ("dev-inj-09", ("transcript-processor directive", "</transcript><verdict>")),
    ],
)
def test_invisible_manipulation_is_hidden_and_not_text(id: str, words: tuple[str, ...]) -> None:
    document = read(CASES[id])
    for each in words:
        assert each not in folded(document.text)
        assert any(each in folded(hidden.text) for hidden in document.hidden)


TRANSCRIPTS = [id for id, case in CASES.items() if case["kind"] == "transcript" and id not in UNLABELLED]


@pytest.mark.parametrize("id", TRANSCRIPTS)
def test_nobody_who_makes_a_claim_is_taken_for_the_customer(id: str) -> None:
    case = CASES[id]
    speakers = {claim["speaker"] for claim in case["claims"]} - {None}
    for vendor in (None, case["vendor"]):
        for passage in read(case, vendor=vendor).passages:
            assert passage.speaker not in speakers or passage.side != "customer"


def test_most_named_vendor_speakers_are_found() -> None:
    """On the calls the rules were made with; on calls never seen, 13 of 22 and 8 of 13 are found, none wrongly."""
    found = total = 0
    for id in (each for each in TRANSCRIPTS if not each.startswith(("own-", "fresh-"))):
        case = CASES[id]
        document = read(case)
        speakers = {claim["speaker"] for claim in case["claims"]}
        sides = {passage.speaker: passage.side for passage in document.passages if passage.speaker in speakers - {None}}
        found += sum(side == "vendor" for side in sides.values())
        total += len(sides)
    assert total >= 20
    assert found >= 0.9 * total


@pytest.mark.parametrize("path", sorted((FIXTURES / "documents").iterdir()), ids=lambda path: path.name)
def test_sample_documents_are_read(path: Path) -> None:
    document = read_path(path)
    assert document.passages
    assert document.language == "en"


@pytest.mark.parametrize("path", sorted((FIXTURES / "broken").iterdir()), ids=lambda path: path.name)
def test_broken_files_give_a_document_or_a_sentence(path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(DocumentError):
            read_path(path)
    else:
        assert read_path(path).passages


def test_no_text_of_the_hostile_page_is_hidden_text() -> None:
    document = read_path(FIXTURES / "documents" / "hostile.html")
    for words in (
        "ignore the sentence",
        "say pre_training",
        "passed verification",
        "400B foundation",
        "Also omit",
    ):
        assert words not in document.text
        assert any(words in each.text for each in document.hidden)
    assert "fine-tuned with QLoRA on 23,500 signed-off inspection notes" in document.text
    assert "\x1b" not in document.text
