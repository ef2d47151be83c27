"""Lines of PDF pages become paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.documents.pdf_lines import HYPHEN, Line, furniture, joined, paragraphs, words_of


def page(*texts: str, number: int = 1, left: float = 70, width: float = 5) -> list[Line]:
    """Lines of 14 points below each other; "" leaves a gap."""
    return [
        Line(text, left, 700 - 14 * row, left + width * len(text), 10, number) for row, text in enumerate(texts) if text
    ]


def texts(*pages: list[Line]) -> list[str]:
    words = words_of(pages)
    return [" ".join(text for text, _ in joined(each, words)) for each in paragraphs(pages)]


def test_wrapped_lines_are_one_paragraph_and_gaps_divide() -> None:
    assert texts(page("A sentence that goes on to the end of", "its second line.", "", "Another one.")) == [
        "A sentence that goes on to the end of its second line.",
        "Another one.",
    ]


def test_items_begin_their_own_paragraph() -> None:
    shown = page(
        "Two reasons we have for it, not more:",
        "• The first, which goes on and on and on",
        "for a second line.",
        "2. Then",
    )
    assert texts(shown) == [
        "Two reasons we have for it, not more:",
        "• The first, which goes on and on and on for a second line.",
        "2. Then",
    ]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    assert texts(
        page("The first paragraph is as wide as this.", "Short.", "The next one has no gap above it at all.")
    ) == [
        "The first paragraph is as wide as this. Short.",
        "The next one has no gap above it at all.",
    ]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (("It was fine" + HYPHEN, "tuned on tickets by four people."), "It was fine-tuned on tickets by four people."),
        (("It was pre-", "trained on tickets by four people."), "It was pre-trained on tickets by four people."),
        (("The next" + HYPHEN, "token objective was used by us."), "The next-token objective was used by us."),
        (
            ("With much infor" + HYPHEN, "mation, as information goes now."),
            "With much information, as information goes now.",
        ),
        (("For 900 GPU" + HYPHEN, "hours on one machine of theirs."), "For 900 GPU-hours on one machine of theirs."),
        (
            ("With 1,100 A100" + HYPHEN, "hours on one machine of theirs."),
            "With 1,100 A100-hours on one machine of theirs.",
        ),
        (
            ("The question-and" + HYPHEN, "answer pairs were not used by us."),
            "The question-and-answer pairs were not used by us.",
        ),
    ],
)
def test_words_that_a_line_end_divides(shown: tuple[str, ...], expected: str) -> None:
    assert texts(page(*shown)) == [expected]


def test_a_text_typeset_with_hyphenation_has_its_syllables_joined() -> None:
    shown = page(
        *("A ship carries contain" + HYPHEN, "ers, documents and regis" + HYPHEN, "ters, and insur" + HYPHEN),
        *("ers pay for accid" + HYPHEN, "ents at sea."),
    )
    assert texts(shown) == [
        "A ship carries containers, documents and registers, and insurers pay for accidents at sea."
    ]


def test_an_open_sentence_goes_on_over_the_page_and_a_closed_one_does_not() -> None:
    assert texts(page("It begins with the weights of"), page("Mistral and of", "others.", number=2)) == [
        "It begins with the weights of",
        "Mistral and of others.",
    ]
    assert texts(page("It begins with the weights"), page("of others.", number=2)) == [
        "It begins with the weights of others."
    ]
    assert texts(page("It begins."), page("of others.", number=2)) == ["It begins.", "of others."]


def test_what_stands_on_most_pages_in_one_place_is_furniture() -> None:
    pages = [
        page("Acme Ltd", f"Text {name}", f"Page {n}", number=n) for n, name in enumerate(("one", "two", "six"), start=1)
    ]
    assert {line.text for line in furniture(pages)} == {"Acme Ltd", "Page 1", "Page 2", "Page 3"}


@given(st.lists(st.text(alphabet="abc .-•1A", min_size=1, max_size=12), min_size=1, max_size=12))
def test_no_letter_is_lost_or_added(shown: list[str]) -> None:
    lines = [line for line in page(*shown) if line.text.strip()]
    built = "".join(texts(lines))
    assert [c for c in built if c.isalnum()] == [c for line in lines for c in line.text if c.isalnum()]
