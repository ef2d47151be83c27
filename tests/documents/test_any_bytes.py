"""Whatever the bytes, there is a sound document or one sentence."""

from __future__ import annotations

import json
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.documents import read_bytes
from auditor.errors import DocumentError
from fuzz.expect import sound_document

KINDS: tuple[Literal["auto"], Literal["transcript"]] = ("auto", "transcript")
NAMES = ["a.txt", "a.md", "a.html", "a.vtt", "a.srt", "a.pdf", "a.json", "a.csv", "a.eml", "pasted text"]
PIECES = [
    *(
        "WEBVTT\n\n",
        "00:01.000 --> 00:02.000\n",
        "1\n00:00:01,000 --> 00:00:02,000\n",
        "\n",
        "\n\n",
        " ",
        "-->",
        "NOTE x\n",
    ),
    *(
        "From: Ana <a@acme.example>\n",
        "MIME-Version: 1.0\n",
        "Content-Type: multipart/mixed; boundary=b\n",
        "\n--b\n",
        "On 12.11.2026 Bo <b@x.example> wrote:\n",
        "> ",
        "-- \n",
    ),
    *(
        "<v Ana>",
        "<p>",
        "</p>",
        "<div hidden>",
        "</div>",
        "<!--",
        "-->",
        "<table><tr><td>",
        "<style>.a{",
        "}</style>",
        "<br>",
    ),
    *(
        "Ana Ruiz (Acme): ",
        "Bo: ",
        "[00:03:12] ",
        "Ana 03:12\n",
        ">> ",
        "**Ana:** ",
        "Speaker 1: ",
        "(00:01:02):\n",
    ),
    *(
        "# ",
        "- ",
        "```\n",
        "|a|b|\n",
        "[//]: # (",
        "![",
        "](x)",
        "\u200b",
        "\u200d",
        "\U000e0041",
        "\ufe0f",
        "\x1b[",
        "\0",
        "&#27;",
    ),
    *(
        "We trained it.",
        "Did you?",
        "word",
        "é",
        "12 March 2026",
        "date: 2026-01-01\n",
        "Attendees: Ana (Acme); ",
    ),
    *(
        '{"segments": [',
        '{"speaker": "A", "text": "',
        '"}',
        "]}",
        "speaker,text\n",
        'Ana,"',
    ),
]


def read(data: bytes, name: str) -> None:
    for kind in KINDS:
        try:
            document = read_bytes(data, name=name, kind=kind)
        except DocumentError as error:
            said = str(error)
        else:
            said = "read"
            sound_document(document)
        assert said
        assert "\n" not in said


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_random_bytes(name: str, data: bytes) -> None:
    read(data, name)


@pytest.mark.parametrize("name", NAMES)
@given(
    data=st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    encoding=st.sampled_from(["utf-8", "utf-16"]),
)
@settings(max_examples=120, deadline=None)
def test_scrambled_documents(name: str, data: str, encoding: str) -> None:
    read(data.encode(encoding), name)


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_random_text(name: str, text: str) -> None:
    read(text.encode("utf-8", errors="replace"), name)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(["We trained it.", "A"])
)
KEYS = st.sampled_from(
    [
        *("segments", "speaker", "text", "start", "end", "words", "results", "utterances", "channels", "alternatives"),
        *("callTranscripts", "transcript", "sentences", "speakerId", "calls", "parties", "metaData", "id", "name"),
        *("speaker_name", "data", "paragraphs", "channel", "status", "audio_url", "email", "side", "offsets"),
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@given(data=JSON)
@settings(max_examples=400, deadline=None)
def test_json_of_known_fields_in_any_shape(data: object) -> None:
    read(json.dumps(data).encode("utf-8", errors="replace"), "a.json")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.vtt", "a.srt", "a.json", "a.csv"])
@pytest.mark.parametrize(
    "bit",
    [
        " ",
        "a",
        "1",
        "a: ",
        "[",
        "<",
        "<!-- ",
        "<div hidden>",
        "![a](",
        "\u200d",
        "[00:01] ",
        "Ab (",
        "**A",
        "&",
        "\x1b]",
        "{",
        '{"a":',
        '"',
        '",',
    ],
)
def test_repetition_takes_no_long_time(name: str, bit: str) -> None:
    # Quadratic code would take minutes here, not a moment.
    read(f"word {bit * (100_000 // len(bit))}".encode(), name)
