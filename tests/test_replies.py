"""The fixtures hang together: one case id names all of a case's files, and replies follow the labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit import FIXTURES, draft, fixture, rows

from auditor.drafts import ExtractDraft
from auditor.evidence import Witness

DOCUMENTS = {row["id"]: row for row in rows("documents")}
REPLIES = sorted(path.name.removesuffix(".extract.json") for path in (FIXTURES / "replies").glob("*.extract.json"))
SLIPS = {"invented-quotes", "misquoted", "wrong-vocabulary"}
AUTHORED = {name for name in REPLIES if name.startswith("dev-")}
"""Written to the rendered prompts by a language model; test_authored looks at those."""
CAREFUL = [name for name in REPLIES if name not in SLIPS | AUTHORED]


def test_every_reply_has_a_document_and_every_slip_is_described() -> None:
    assert set(CAREFUL) <= set(DOCUMENTS)
    assert {
        "custom-model-alone",
        "custom-model-api",
        "custom-model-lora",
        "overclaim-cpt",
        "call-names",
        "call-vtt",
        "rag-trained",
        "hostile",
        "lab-base-and-instruct",
    } <= set(CAREFUL)
    described = (FIXTURES / "replies" / "README.md").read_text(encoding="utf-8")
    others = {path.name for path in (FIXTURES / "replies").iterdir()} - {
        f"{each}.extract.json" for each in {*CAREFUL, *AUTHORED}
    }
    assert all(name in described for name in others - {"README.md"})


@pytest.mark.parametrize("case", CAREFUL)
def test_a_careful_reply_quotes_the_passages_it_names(case: str) -> None:
    document, witness = fixture(case), Witness(fixture(case))
    read = ExtractDraft.model_validate(draft(case))
    passages = {each.number: each for each in document.passages}
    assert read.claims
    for each in read.claims:
        drafts = [*each.quotes, *(quote for part in (*each.facts, *each.answers) for quote in part.quotes)]
        for quote in drafts:
            found = witness.quote(quote)
            assert found is not None, quote
            passage = passages[quote.passage or 0]
            assert passage.start <= found.start < found.end <= passage.end, quote
    for answer in read.answers:
        assert all(witness.quote(quote) for quote in answer.quotes)


@pytest.mark.parametrize("case", CAREFUL)
def test_a_careful_reply_follows_the_labels(case: str) -> None:
    labels = DOCUMENTS[case]["claims"]
    read = ExtractDraft.model_validate(draft(case))
    assert [(each.asserted, each.technique, each.scope) for each in read.claims] == [
        (label["claimed_as"], label["label"], label["scope"]) for label in labels
    ]
    # The labels may know the vendor from elsewhere in the file (a title) or not at all.
    assert read.vendor in (None, DOCUMENTS[case]["vendor"])


@pytest.mark.parametrize("row", DOCUMENTS.values(), ids=lambda row: row["id"])
def test_every_labelled_quote_stands_in_the_document(row: dict[str, object]) -> None:
    document = fixture(str(row["id"]))
    seen = " ".join(document.text.split())
    claims = row["claims"]
    assert isinstance(claims, list)
    for claim in claims:
        for words in (claim["quote"], *claim["also"]):
            assert " ".join(words.split()) in seen, words


def test_every_document_is_labelled() -> None:
    files = {path.name for path in (FIXTURES / "documents").iterdir()}
    assert {Path(row["path"]).name for row in DOCUMENTS.values()} == files
