"""Tables of turns: columns by name, whatever separates them."""

from __future__ import annotations

import pytest

from auditor.documents import read_bytes
from auditor.errors import DocumentError
from auditor.schema import Document


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [(passage.speaker, document.text[passage.start : passage.end]) for passage in document.passages]


@pytest.mark.parametrize(
    "text",
    [
        "Speaker,Text\nAna,So?\nBo,We did.\n",
        "speaker;utterance\nAna;So?\nBo;We did.\n",
        "Content\tSpeaker Name\nSo?\tAna\nWe did.\tBo\n",
        "\ufeffspeaker|text\r\nAna|So?\r\nBo|We did.\r\n",
        '"Speaker","Text"\n"Ana","So?"\n"Bo","We did."',
        "time,who,said,note\n0:01,Ana,So?,x\n0:02,Bo,We did.\n",
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_columns_are_found_by_their_names(text: str, name: str) -> None:
    assert turns(read_bytes(text.encode(), name=name)) == [("Ana", "So?"), ("Bo", "We did.")]


def test_a_cell_may_hold_line_ends_quotes_and_separators() -> None:
    text = 'speaker,text\nAna,"So, ""yours""?\nOr theirs?"\nBo,Ours.\n'
    document = read_bytes(text.encode(), name="a.csv")
    assert turns(document) == [("Ana", 'So, "yours"? Or theirs?'), ("Bo", "Ours.")]
    assert [document.where(passage.start) for passage in document.passages] == ["row 2", "row 3"]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    document = read_bytes(b"speaker,text,start\nAna,So?,0:01\n,,\nBo,We did.,192\n", name="a.csv")
    assert [document.where(passage.start) for passage in document.passages] == ["row 2, 00:00:01", "row 4, 00:03:12"]


def test_companies_roles_and_sides_of_a_table_are_taken_as_given() -> None:
    text = "speaker,company,role,side,text\nAna,Acme,CFO,vendor,Morning.\nBo,Bolt,,customer,Good morning.\n"
    document = read_bytes(text.encode(), name="a.csv")
    assert [(each.name, each.company, each.role, each.side.value) for each in document.speakers] == [
        ("Ana", "Acme", "CFO", "vendor"),
        ("Bo", "Bolt", None, "customer"),
    ]


def test_a_table_in_windows_1252_says_so() -> None:
    document = read_bytes("speaker;text\nAna;It’s ours, café.\n".encode("cp1252"), name="a.csv")
    assert turns(document) == [("Ana", "It’s ours, café.")]
    assert any("Windows-1252" in notice for notice in document.notices)


def test_rows_before_a_broken_one_are_kept_and_the_rest_is_noticed() -> None:
    document = read_bytes(b'speaker,text\nAna,So?\nBo,"We did', name="a.csv")
    assert turns(document) == [("Ana", "So?")]
    assert document.notices == ("The table cannot be read from row 3 on; it may be cut off or damaged.",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,price\nx,3\n", "no column named text"),
        ("just words and nothing else\n", "no column named text"),
        ("speaker,text\n", "no row with words"),
        ("speaker,text\nAna,\nBo,...\n", "no row with words"),
        ("text\n" + "a" * 200_000, "no row with words"),
    ],
)
def test_a_table_without_words_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        read_bytes(text.encode(), name="a.csv")
    assert "\n" not in str(caught.value)


def test_prose_that_names_a_speaker_first_is_no_table() -> None:
    assert read_bytes(b"The speaker, text in hand, rose.\n\nWe trained it.\n", name="a.txt").format == "text"
