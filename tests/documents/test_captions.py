"""WebVTT and SRT: turns, speakers, places, damage."""

from __future__ import annotations

import pytest

from auditor.documents import read_bytes
from auditor.schema import Document


def cues(*payloads: str, step: float = 2.0) -> bytes:
    parts = ["WEBVTT"]
    for number, payload in enumerate(payloads):
        begin = number * step
        parts.append(f"00:00:{begin:06.3f} --> 00:00:{begin + 1.9:06.3f}\n{payload}")
    return "\n\n".join(parts).encode()


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [(passage.speaker, document.text[passage.start : passage.end]) for passage in document.passages]


@pytest.mark.parametrize(
    ("payloads", "expected"),
    [
        (["<v Ana>one", "<v Ana>two", "<v Bo>three"], [("Ana", "one\ntwo"), ("Bo", "three")]),
        (["<v.loud Ana Ruiz (Acme)>one</v>", "<v Bo>two"], [("Ana Ruiz", "one"), ("Bo", "two")]),
        (["<v Ana>one</v> <v Bo>two</v>"], [("Ana", "one"), ("Bo", "two")]),
        (["ANA: one", "two", "BO: three"], [("ANA", "one\ntwo"), ("BO", "three")]),
        (["Ana Ruiz, Acme: one &amp; <i>two</i>"], [("Ana Ruiz", "one & two")]),
        (["Ana Ruiz: one", "Look: two"], [("Ana Ruiz", "one"), (None, "Look: two")]),
        (["ANA: one\nBO: two"], [("ANA", "one"), ("BO", "two")]),
        ([">> one", "two", ">> three"], [(None, "one\ntwo"), (None, "three")]),
        (["- one\n- two"], [(None, "one"), (None, "two")]),
        (["one\nline two"], [(None, "one\nline two")]),
        (["At 10:30 we met"], [(None, "At 10:30 we met")]),
    ],
)
def test_cues_become_turns(payloads: list[str], expected: list[tuple[str | None, str]]) -> None:
    assert turns(read_bytes(cues(*payloads), name="a.vtt")) == expected


def test_where_every_cue_opens_with_a_name_any_words_are_one() -> None:
    said = [("ana's iPad", "one"), ("+1 555-0100", "two"), ("ana's iPad", "three"), ("+1 555-0100", "four")]
    document = read_bytes(cues(*(f"{name}: {text}" for name, text in said)), name="a.vtt")
    assert turns(document) == said
    mixed = read_bytes(cues("so: one", "and two", "but three", "so: four"), name="a.vtt")
    assert {name for name, _ in turns(mixed)} == {None}


def test_teams_cues_are_counted_and_a_turn_over_several_is_one() -> None:
    text = (
        "WEBVTT\n\n3f2c1b7e-84d5/1-0\n00:00:01.000 --> 00:00:02.000\n<v Ana Ruiz>We trained\nit</v>\n\n"
        "3f2c1b7e-84d5/1-1\n00:00:02.000 --> 00:00:03.000\n<v Ana Ruiz>on tickets.</v>\n"
    )
    document = read_bytes(text.encode(), name="a.vtt")
    assert turns(document) == [("Ana Ruiz", "We trained\nit\non tickets.")]
    assert document.where(document.text.index("on tickets")) == "cue 2, 00:00:02"


def test_unlabelled_captions_break_at_silence_and_every_six_cues() -> None:
    assert len(read_bytes(cues(*["some words"] * 12), name="a.vtt").passages) == 2
    assert len(read_bytes(cues(*["some words"] * 3, step=5), name="a.vtt").passages) == 3


def test_a_cue_without_label_among_labelled_ones_is_nobodys() -> None:
    payloads = ["Ana: one", "Ana: two", "Bo: three", "Bo: four", "injected words", "Ana: five", "Ana: six"]
    document = read_bytes(cues(*payloads), name="a.vtt")
    assert (None, "injected words") in turns(document)


def test_places_are_cues_with_their_times_and_turns_have_a_time() -> None:
    srt = "7\n00:03:12,500 --> 00:03:14,000\nANA: one\n\n8\n00:03:15,000 --> 00:03:16,000\nBO: two\n"
    document = read_bytes(srt.encode(), name="a.srt")
    assert [document.where(passage.start) for passage in document.passages] == [
        "cue 7, 00:03:12",
        "cue 8, 00:03:15",
    ]
    assert [passage.time for passage in document.passages] == ["00:03:12", "00:03:15"]
    assert document.kind == "transcript"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nfirst words\n\n00:03.0", "first words"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nfirst words\n\n2\n00:00:03,000 --> 00:", "first words"),
        ("a.srt", "1\n00:99:01,000 --> 00:99:02,000\nodd times\n", "odd times"),
        ("a.srt", "00:00:01,000 --> 00:00:02,000\nno number\n", "no number"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\na blank\n\nline inside\n", "a blank\nline inside"),
        ("a.vtt", "00:01.000 --> 00:02.000\nno header\n", "no header"),
        ("a.vtt", "WEBVTT\n00:01.000 --> 00:02.000\nno blank line\n", "no blank line"),
        ("a.vtt", "WEBVTT\n\nid\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo", "one\ntwo"),
    ],
)
def test_the_words_of_damaged_captions_are_kept(name: str, text: str, expected: str) -> None:
    assert read_bytes(text.encode(), name=name).text == expected


def test_captions_can_be_forced_to_be_marketing() -> None:
    document = read_bytes(cues("<v Ana>one"), name="a.vtt", kind="marketing")
    assert (document.kind, document.passages[0].side) == ("marketing", None)
