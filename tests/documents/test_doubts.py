"""Where it is not certain who speaks, nobody is named, and the report says why."""

from __future__ import annotations

import pytest
from kit import report_of

from auditor.documents import read_bytes
from auditor.documents.doubts import ACROSS, UNNAMED
from auditor.providers import provider
from auditor.render import render
from auditor.schema import Document

OVER = """Ana Ruiz (Acme): Did you train your own model, or is it somebody else's?

Bo Lund (Bolt): Good question. We fine-tuned

Ana Ruiz (Acme): the Llama 3 weights on forty thousand tickets. And who pays?

Bo Lund (Bolt): You don't pay for that, it's included.
"""


def read(text: str, name: str = "a.txt") -> Document:
    return read_bytes(text.encode(), name=name)


def said(document: Document) -> list[tuple[str | None, str, str | None]]:
    return [
        (passage.speaker, document.text[passage.start : passage.end], passage.doubt) for passage in document.passages
    ]


def test_a_sentence_over_two_turns_is_nobodys_in_both() -> None:
    assert said(read(OVER))[1:5] == [
        ("Bo Lund", "Good question.", None),
        (None, "We fine-tuned", ACROSS),
        (None, "the Llama 3 weights on forty thousand tickets.", ACROSS),
        ("Ana Ruiz", "And who pays?", None),
    ]
    assert [passage.side for passage in read(OVER).passages[2:4]] == ["unknown", "unknown"]


@pytest.mark.parametrize("end", [".", "—", "...", " -", "?", "…", ":"])
def test_a_turn_that_ends_or_breaks_off_runs_over_nowhere(end: str) -> None:
    text = OVER.replace("We fine-tuned\n", f"We fine-tuned{end}\n")
    assert ACROSS not in [doubt for _, _, doubt in said(read(text))]


def test_without_punctuation_as_a_rule_a_missing_mark_says_nothing() -> None:
    text = "".join(
        f"Speaker {1 + at % 2}: {words}\n" for at, words in enumerate(["so you tuned it", "we did", "on what"] * 4)
    )
    assert ACROSS not in [doubt for _, _, doubt in said(read(text))]


def test_two_turns_of_one_speaker_are_one_persons() -> None:
    text = OVER.replace("Ana Ruiz (Acme): the", "Bo Lund (Bolt): the")
    assert ACROSS not in [doubt for _, _, doubt in said(read(text))]


def test_an_unknown_speaker_is_nobody() -> None:
    text = "Ana Ruiz  0:01\nDid you train it?\n\nUnknown Speaker  0:05\nWe tuned Llama 3.\n\nAna Ruiz  0:09\nGood.\n"
    assert said(read(text))[1] == (None, "We tuned Llama 3.", UNNAMED)


def test_what_a_recorder_writes_below_the_turns_is_nobodys() -> None:
    text = OVER + "\nMeeting ended after 00:31:00\n\nTranscribed by https://otter.ai\n"
    assert said(read(text))[-2:] == [
        (None, "Meeting ended after 00:31:00", UNNAMED),
        (None, "Transcribed by https://otter.ai", UNNAMED),
    ]


def test_the_report_says_in_a_sentence_why_nobody_is_named() -> None:
    report = report_of(read(OVER), provider("offline"))
    (finding,) = report.findings
    quote = finding.quotes[0]
    assert quote.text == "We fine-tuned"
    assert (quote.speaker, quote.side, quote.doubt) == (None, "unknown", ACROSS)
    assert finding.speaker is None
    for form in ("terminal", "markdown"):
        assert ACROSS.split(",")[0] in " ".join(render(report, form).split())


def test_a_denial_over_two_turns_supports_nothing() -> None:
    text = OVER.replace("We fine-tuned\n", "We never ever\n").replace(
        "the Llama 3 weights on", "trained our model from scratch on"
    )
    report = report_of(read(text), provider("offline"))
    assert report.findings == ()
    affirmed = report_of(read(text.replace("We never ever\n", "And we really\n")), provider("offline"))
    assert [each.asserted for each in affirmed.findings] == ["pre_training"]


def test_places_are_named_where_only_some_words_are_nobodys() -> None:
    text = OVER.replace("it's included.", "it's included. We fine-tuned Llama 3 with LoRA.")
    shown = render(report_of(read(text), provider("offline")), "markdown")
    assert f"line 3; line 5: {ACROSS}" in shown.replace("\\", "")  # line 5: the number of tickets


def test_a_transcript_without_speakers_says_so_at_each_finding() -> None:
    text = "".join(
        f"[00:0{at}] {words}\n"
        for at, words in enumerate(
            ["So.", "We fine-tuned Llama 3 with LoRA.", "Right.", "On tickets.", "Good.", "Fine."]
        )
    )
    report = report_of(read(text), provider("offline"))
    assert report.findings[0].quotes[0].doubt == UNNAMED
    assert UNNAMED in render(report, "markdown")


def test_marketing_copy_has_no_speaker_to_doubt() -> None:
    document = read("We fine-tuned Llama 3.\n\non forty thousand tickets.\n")
    assert {doubt for _, _, doubt in said(document)} == {None}
