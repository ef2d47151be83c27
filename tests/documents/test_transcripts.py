"""Transcripts in text and Markdown: shapes, what is one and what is not, sides."""

from __future__ import annotations

import pytest

from auditor.documents import read_bytes
from auditor.documents.people import strangers
from auditor.schema import Document

SHAPES = {
    "colon": "Ana Ruiz: Did you train it?\nBo Lund: We did, on tickets.\nAna Ruiz: From nothing at all?\n",
    "bold": "**Ana Ruiz (Acme):** Did you train it?\n\n**Bo Lund:** We did, on tickets.\n\n"
    "**Ana Ruiz:** From nothing at all?\n",
    "bold-inside": "**Ana Ruiz**: Did you train it?\n\n**Bo Lund**: We did, on tickets.\n\n"
    "**Ana Ruiz**: From nothing at all?\n",
    "time": "[00:03:12] Ana Ruiz (Acme, IT): Did you train it?\n\n"
    "[00:03:14] Bo Lund (Bolt): We did, on tickets.\n\n"
    "[00:03:20] Ana Ruiz: From nothing at all?\n",
    "own-line": "Ana Ruiz (Acme) 03:12\nDid you train it?\n\nBo Lund   03:14\nWe did, on tickets.\n\n"
    "Ana Ruiz (Acme) 03:20\nFrom nothing at all?\n",
    "label-alone": "Ana Ruiz:\nDid you train it?\n\nBo Lund:\nWe did, on tickets.\n\nAna Ruiz:\nFrom nothing at all?\n",
    "zoom": "[Ana Ruiz] 10:03:12\nDid you train it?\n\n[Bo Lund] 10:03:14\nWe did, on tickets.\n\n"
    "[Ana Ruiz] 10:03:20\nFrom nothing at all?\n",
    "quoted": "> **Ana Ruiz:** Did you train it?\n\n> **Bo Lund:** We did, on tickets.\n\n"
    "> **Ana Ruiz:** From nothing at all?\n",
    "brackets": "Ana Ruiz (00:03:12):\nDid you train it?\n\nBo Lund (00:03:14):\nWe did, on tickets.\n\n"
    "Ana Ruiz (00:03:20):\nFrom nothing at all?\n",
}
SAID = [
    ("Ana Ruiz", "Did you train it?"),
    ("Bo Lund", "We did, on tickets."),
    ("Ana Ruiz", "From nothing at all?"),
]


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [(passage.speaker, document.text[passage.start : passage.end]) for passage in document.passages]


@pytest.mark.parametrize("shape", SHAPES)
def test_labelled_turns_are_found_and_hold_the_utterance_alone(shape: str) -> None:
    document = read_bytes(SHAPES[shape].encode(), name="a.txt")
    assert document.kind == "transcript"
    assert document.text == SHAPES[shape]
    assert turns(document) == SAID


@pytest.mark.parametrize(
    ("shape", "times"),
    [("time", "00:03:12"), ("own-line", "00:03:12"), ("brackets", "00:03:12"), ("colon", None)],
)
def test_times_are_kept(shape: str, times: str | None) -> None:
    assert read_bytes(SHAPES[shape].encode(), name="a.txt").passages[0].time == times


def test_a_time_alone_goes_on_with_the_same_speaker() -> None:
    text = (
        "Ana Ruiz (00:01:00):\nOne.\n\n(00:02:00):\nTwo,\n\nand more.\n\n"
        "Bo Lund (00:03:00):\nThree.\n\nAna Ruiz (00:04:00):\nFour?\n"
    )
    document = read_bytes(text.encode(), name="a.txt")
    assert turns(document) == [
        ("Ana Ruiz", "One."),
        ("Ana Ruiz", "Two,\n\nand more."),
        ("Bo Lund", "Three."),
        ("Ana Ruiz", "Four?"),
    ]


def test_chevrons_mark_turns_within_and_across_lines() -> None:
    text = ">> One. >> Two?\n[00:02:10] >> Three\nand on. >> Four.\n"
    document = read_bytes(text.encode(), name="a.txt")
    assert turns(document) == [(None, "One."), (None, "Two?"), (None, "Three\nand on."), (None, "Four.")]


@pytest.mark.parametrize(
    "text",
    [
        "Q: Is it trained?\nA: Yes, on tickets.\nQ: By whom?\nA: By us, in house.\n",
        "Model: Acme 7B\nPrice: 5 EUR\nContext: 32k\nLicence: closed\n",
        "# Acme\n\n- **Fast:** answers in a second.\n- **Safe:** no leaks.\n- **Yours:** trained on it.\n",
        "We trained it.\n\nNote: this is a claim.\n\nUpdate: so is this.\n\nThat is all there is to say.\n",
        "Step 1: upload files\n\nStep 2: wait a minute\n\nStep 3: ask away\n",
        "Speed: it answers at once.\nSafety: nothing leaves.\nSpeed: it scales.\nSafety: it is certified.\n",
        "Ana Ruiz (CEO): twelve years in AI.\nBo Lund (CTO): two labs.\nCy Ode (COO): ran a bank.\n",
        "yeah can you hear me now\nyes better\nokay so where were we\n",
    ],
)
def test_marketing_is_not_mistaken_for_a_transcript(text: str) -> None:
    document = read_bytes(text.encode(), name="a.md")
    assert document.kind == "marketing"
    assert {(passage.speaker, passage.side) for passage in document.passages} == {(None, None)}


def test_the_kind_can_be_forced() -> None:
    speech = b"yeah can you hear me now\nyes better\n"
    assert read_bytes(speech, name="a.txt", kind="transcript").passages[0].side == "unknown"
    assert read_bytes(SHAPES["time"].encode(), name="a.txt", kind="marketing").kind == "marketing"


def test_lines_with_a_time_each_are_a_transcript_without_speakers() -> None:
    text = "".join(f"[00:{second:02}] some words of it\n" for second in range(8))
    document = read_bytes(text.encode(), name="a.txt")
    assert (document.kind, len(document.passages)) == ("transcript", 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Title\n\nPara one\nwrapped.\n\n- item a\n- item b\n  more b\n1. first\n\n"
            "| a | b |\n|---|---|\n| c | d |\n",
            [
                "# Title",
                "Para one\nwrapped.",
                "- item a",
                "- item b\n  more b",
                "1. first",
                "| a | b |",
                "| c | d |",
            ],
        ),
        ("```\ncode one\n\n- code two\n```\nafter", ["```\ncode one\n\n- code two\n```", "after"]),
        ("A HEADING\nThe text below it.", ["A HEADING", "The text below it."]),
        ("***\n\nwords\n\n---\n", ["words"]),
    ],
)
def test_paragraphs_items_rows_and_headings_are_passages(text: str, expected: list[str]) -> None:
    document = read_bytes(text.encode(), name="a.md")
    assert [document.text[passage.start : passage.end] for passage in document.passages] == expected


CALL = """Ana Ruiz ({a}): Did you train your own model, or is it somebody else's?

Bo Lund ({b}): We fine-tuned Llama 3 on forty thousand tickets.

Ana Ruiz: And who pays when the base model changes?

Bo Lund: It's included, you don't pay for that. We run the tuning again.
"""


def sides(document: Document) -> dict[str | None, str | None]:
    return {passage.speaker: passage.side for passage in document.passages}


def test_the_company_that_answers_for_the_model_is_the_vendor() -> None:
    document = read_bytes(CALL.format(a="Acme, IT", b="Bolt").encode(), name="a.txt")
    assert sides(document) == {"Ana Ruiz": "customer", "Bo Lund": "vendor"}
    assert document.vendor == "Bolt"


def test_a_vendor_given_by_the_user_settles_the_sides() -> None:
    text = "Ana Ruiz (Acme): Good morning.\n\nBo Lund (Bolt Labs): Good morning.\n\nAna Ruiz: Shall we start?\n"
    assert sides(read_bytes(text.encode(), name="a.txt"))["Ana Ruiz"] == "unknown"
    document = read_bytes(text.encode(), name="a.txt", vendor="bolt")
    assert sides(document) == {"Ana Ruiz": "customer", "Bo Lund": "vendor"}
    assert document.vendor == "bolt"


def test_attendees_and_short_names_carry_the_company() -> None:
    text = "Attendees: Ana Ruiz (Acme); Bo Lund, Cy Ode (Bolt)\n\n" + CALL.format(a="x", b="x").replace(
        " (x)", ""
    ).replace("Bo Lund: It's", "Bo: It's")
    document = read_bytes(text.encode(), name="a.txt")
    named = sides(document)
    assert (named["Ana Ruiz"], named["Bo Lund"]) == ("customer", "vendor")
    assert document.vendor == "Bolt"


def test_a_vendor_that_asks_about_the_customers_work_is_not_taken_for_the_customer() -> None:
    text = (
        "Ana Ruiz (Acme): How do you handle claims today?\n\nBo Lund (Bolt): By hand, with nine people.\n\n"
        "Ana Ruiz: And what data do you hold?\n\nBo Lund: Letters, mostly. Scans of letters.\n\n"
        "Ana Ruiz: Our model reads those, we tuned it on scans.\n\nBo Lund: Is your model an OpenAI one?\n\n"
        "Ana Ruiz: No, we trained it from Mistral.\n"
    )
    assert "customer" not in {sides(read_bytes(text.encode(), name="a.txt"))["Ana Ruiz"]}


def test_nobody_is_the_vendor_where_it_is_unclear() -> None:
    text = "Ana: Lovely weather.\n\nBo: It is, isn't it?\n\nAna: My train was late.\n\nBo: Mine too, an hour.\n"
    assert set(sides(read_bytes(text.encode(), name="a.txt", kind="transcript")).values()) == {"unknown"}


SMALL_TALK = """Ana Ruiz (Acme): Good morning.

Bo Lund (Bolt): Good morning.

Cy Ode (Bolt): Shall we start?

Ana Ruiz: Yes.
"""


@pytest.mark.parametrize("name", ["Bo Lund", "bo", "BOLT", "Bolt Ltd", "@bolt"])
def test_a_speaker_given_by_the_user_settles_the_sides(name: str) -> None:
    document = read_bytes(SMALL_TALK.encode(), name="a.txt", vendor_speakers=[name])
    assert sides(document) == {"Ana Ruiz": "customer", "Bo Lund": "vendor", "Cy Ode": "vendor"}
    assert document.vendor == "Bolt"


def test_a_speaker_given_by_the_user_overrules_what_is_said() -> None:
    document = read_bytes(CALL.format(a="Acme, IT", b="Bolt").encode(), name="a.txt", vendor_speakers=["Ana Ruiz"])
    assert sides(document) == {"Ana Ruiz": "vendor", "Bo Lund": "customer"}


def test_a_part_of_a_name_that_two_speakers_share_means_neither() -> None:
    text = SMALL_TALK.replace("Cy Ode", "Bo Ode").replace("Ana Ruiz: Yes.", "Bo Lund: Yes.").encode()
    document = read_bytes(text, name="a.txt", vendor_speakers=["Bo"])
    assert set(sides(document).values()) == {"unknown"}
    assert strangers(["Bo", "Ode", "bo lund", "acme"], document.speakers) == ["Bo"]


def test_a_name_that_is_no_speakers_changes_nothing() -> None:
    text = CALL.format(a="Acme, IT", b="Bolt").encode()
    assert read_bytes(text, name="a.txt", vendor_speakers=["Zoe"]) == read_bytes(text, name="a.txt")


def test_two_voices_of_the_vendor_may_both_answer() -> None:
    text = """Speaker 1: Who trained your model, and on what?

Speaker 2: We did, on our own tickets.

Speaker 1: All of the weights of the base model, or an adapter?

Speaker 3: An adapter, we train it on four GPUs.

Speaker 1: And who pays when your base model changes?

Speaker 2: It's included, we tune the new model again.

Speaker 1: And the labels?

Speaker 3: Our labels, we made forty thousand examples.
"""
    document = read_bytes(text.encode(), name="a.txt")
    assert sides(document) == {"Speaker 1": "customer", "Speaker 2": "vendor", "Speaker 3": "vendor"}


def test_times_between_the_turns_of_google_meet_are_nobodys_words() -> None:
    text = (
        "00:00:00\n \nAna Ruiz: Who trained it?\nBo Lund: We did.\n\n00:05:00\n \nBo Lund: On tickets.\nAna Ruiz: So?\n"
    )
    document = read_bytes(text.encode(), name="a.txt", kind="transcript")
    assert turns(document) == [
        ("Ana Ruiz", "Who trained it?"),
        ("Bo Lund", "We did."),
        ("Bo Lund", "On tickets."),
        ("Ana Ruiz", "So?"),
    ]


def test_several_speakers_without_company_can_be_given() -> None:
    text = CALL.format(a="x", b="x").replace(" (x)", "") + "\nCy Ode: We trained our own model too.\n\nCy Ode: Ours.\n"
    document = read_bytes(text.encode(), name="a.txt", vendor_speakers=["Ana Ruiz", "Cy Ode"])
    assert sides(document)["Ana Ruiz"] == sides(document)["Cy Ode"] == "vendor"


def test_a_company_that_somebody_says_he_is_with_can_be_given() -> None:
    text = "Ana: I'm the head of product at Bolt. Shall we?\n\nBo: Please do.\n\nAna: So. Slides.\n\nBo: Good.\n"
    document = read_bytes(text.encode(), name="a.txt", kind="transcript", vendor_speakers=["Bolt"])
    assert sides(document)["Ana"] == "vendor"
    assert strangers(["bolt"], document.speakers) == []


def test_minutes_that_write_q_and_a_before_the_names_are_a_call() -> None:
    document = read_bytes(
        b"Q (Dr. Hilke Brandt): Who has access to the keys?\n\nA (Palisade, Ms Corrigan): You. We hold copies.\n\n"
        b"Q (Herr Tauber, IT): What does the box cost?\n\nA (Ms Corrigan): Thirty euros.\n",
        name="minutes.txt",
    )
    assert document.kind == "transcript"
    assert [passage.speaker for passage in document.passages] == [
        "Dr. Hilke Brandt",
        "Ms Corrigan",
        "Herr Tauber",
        "Ms Corrigan",
    ]
