from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.render.html_text import Block, Piece, Span, blocks
from auditor.schema import Passage, Side

CHARS = st.sampled_from("ab .:#-\n\n\r\t\u2028")


def pieces(text: str, *spans: Span, format: str = "text", turns: tuple[Passage, ...] = ()) -> list[Piece]:
    return [piece for block in blocks(text, spans, format=format, turns=turns) for piece in block.pieces]


def lines(text: str, format: str) -> list[str]:
    return ["".join(piece.text for piece in block.pieces) for block in blocks(text, (), format=format)]


def joined(made: tuple[Block, ...]) -> str:
    return "".join("".join(piece.text for piece in block.pieces) + block.after for block in made)


@settings(deadline=None)
@given(
    text=st.text(CHARS, max_size=80),
    ranges=st.lists(st.tuples(st.integers(-2, 90), st.integers(-2, 90), st.integers(0, 3), st.booleans()), max_size=8),
    format=st.sampled_from(["text", "markdown", "vtt"]),
    starts=st.lists(st.integers(0, 90), max_size=4).map(sorted),
)
def test_nothing_of_the_text_is_lost_and_marks_cover_just_the_spans(
    text: str, ranges: list[tuple[int, int, int, bool]], format: str, starts: list[int]
) -> None:
    spans = [Span(*each) for each in ranges]
    turns = [Passage(number=1, start=start, end=start) for start in starts]
    made = blocks(text, spans, format=format, turns=turns)
    assert joined(made) == text
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    for block in made:
        for piece in block.pieces:
            assert piece.text == text[piece.start : piece.end]
            over = [span for span in inside if span.start < piece.end and span.end > piece.start]
            assert all(span.start <= piece.start and piece.end <= span.end for span in over)
            assert set(piece.findings) == {span.finding for span in over}
            assert set(piece.claims) == {span.finding for span in over if span.claim}
            assert piece.quoted is bool(over)


@settings(deadline=None)
@given(text=st.text(CHARS, min_size=1, max_size=60), start=st.integers(0, 59), length=st.integers(1, 30))
def test_a_quote_of_words_has_one_place_to_jump_to_and_one_link_back(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    if not text[start:end].strip():
        return
    made = pieces(text, Span(start, end, 0, True))
    assert [piece.opens for piece in made if piece.opens] == [(start,)]
    assert [piece.closes for piece in made if piece.closes] == [(0,)]


def test_overlapping_claims_are_cut_where_they_cross_and_the_shorter_one_colours() -> None:
    text = "we took Llama 3 and tuned it"
    made = pieces(text, Span(0, 15, 0, True), Span(8, 28, 1, True))
    assert [(piece.text, piece.claims, piece.closes) for piece in made] == [
        ("we took ", (0,), ()),
        ("Llama 3", (0, 1), (0,)),
        (" and tuned it", (1,), (1,)),
    ]


def test_evidence_inside_a_claim_keeps_the_claim_and_can_be_jumped_to() -> None:
    made = pieces("we took Llama 3", Span(0, 15, 0, True), Span(8, 15, 0, False))
    assert [(piece.text, piece.opens, piece.closes) for piece in made] == [
        ("we took ", (0,), ()),
        ("Llama 3", (8,), (0,)),
    ]


def test_the_finding_that_claims_the_words_comes_before_one_that_rests_on_them() -> None:
    (piece,) = pieces("Llama 3", Span(0, 7, 0, False), Span(0, 7, 1, True))
    assert (piece.claims, piece.findings) == ((1,), (1, 0))


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    made = pieces("one two\nthree four", Span(4, 13, 0, True))
    assert [(piece.text, piece.claims) for piece in made] == [
        ("one ", ()),
        ("two", (0,)),
        ("three", (0,)),
        (" four", ()),
    ]


def test_markdown_and_captions_run_on_where_their_lines_only_wrap() -> None:
    wrapped = "It is the first\nlarge model.\n\n- one\n- two\n\n# Head\nNext"
    assert lines(wrapped, "markdown") == ["It is the first\nlarge model.", "- one", "- two", "# Head", "Next"]
    assert lines("So our model\nis trained.\n\nYes.", "vtt") == ["So our model\nis trained.", "Yes."]
    assert lines("Ann: Hi.\nBob: Hello.", "text") == ["Ann: Hi.", "Bob: Hello."]


def test_the_speaker_at_the_head_of_a_turn_is_told_apart() -> None:
    turns = (Passage(number=1, start=6, end=18, speaker="Dana"), Passage(number=2, start=24, end=27, speaker="Tom"))
    made = pieces("Dana: It is ours.\nTrue: Yes", turns=turns)
    assert [piece.text for piece in made if piece.speaker] == ["Dana: ", "True: "]


def test_a_name_on_a_line_of_its_own_is_told_apart_too() -> None:
    turns = (Passage(number=1, start=11, end=15, speaker="Dana"), Passage(number=2, start=23, end=28, speaker="Tom"))
    made = pieces("Dana 03:12\nOurs\n\nTom 4\nReally", turns=turns)
    assert [piece.text for piece in made if piece.speaker] == ["Dana 03:12", "Tom 4"]


def test_captions_say_whose_turn_begins_since_their_text_does_not() -> None:
    first = Passage(number=1, start=0, end=5, speaker="Dana Reyes", side=Side.VENDOR, time="00:03:12")
    second = Passage(number=2, start=7, end=11)
    captions = blocks("Ours.\n\nOkay", (), format="vtt", turns=(first, second))
    assert [block.turn for block in captions] == [first, second]
    assert [block.turn for block in blocks("Ours.\n\nOkay", (), format="text", turns=(first, second))] == [None, None]
