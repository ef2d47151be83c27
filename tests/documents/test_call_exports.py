"""Call exports: what each tool's file says about words, voices, times and parties."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kit import FIXTURES, report_of

from auditor.documents import read_bytes, read_path
from auditor.errors import DocumentError
from auditor.providers import provider
from auditor.schema import Document

FORMATS = FIXTURES / "formats"
CALLS = sorted(path.name for path in FORMATS.glob("call*.*") if path.suffix not in {".md", ".docx", ".pdf"})
CALL = FIXTURES / "documents" / "call.vtt"
LABELLED = [name for name in CALLS if name != "call.whisper.json"]


def read(data: Any, name: str = "a.json", **options: Any) -> Document:
    return read_bytes(json.dumps(data).encode(), name=name, **options)


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [(passage.speaker, document.text[passage.start : passage.end]) for passage in document.passages]


def places(document: Document) -> list[str]:
    return [document.where(passage.start) for passage in document.passages]


def refusal(data: bytes, name: str = "a.json") -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, name=name)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


def outcome(data: bytes, name: str) -> str:
    """The sentence of a refusal; of what is read all the same, that it may be cut off."""
    try:
        document = read_bytes(data, name=name)
    except DocumentError as error:
        return str(error)
    assert document.passages
    return "read, and it may be cut off"


def folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def found(document: Document) -> list[tuple[Any, ...]]:
    report = report_of(document, provider("offline"))
    return [
        (each.verdict.technique, each.verdict.status, each.asserted, [folded(quote.text) for quote in each.quotes])
        for each in report.findings
    ]


# --- the same call from every tool ------------------------------------------------------------------


@pytest.mark.parametrize("name", CALLS)
def test_the_same_call_gives_the_same_findings(name: str) -> None:
    assert found(read_path(FORMATS / name)) == found(read_path(CALL))


@pytest.mark.parametrize("name", LABELLED)
def test_the_same_call_has_the_same_turns(name: str) -> None:
    spoken = [folded(text) for speaker, text in turns(read_path(FORMATS / name)) if speaker]
    assert spoken == [folded(text) for _, text in turns(read_path(CALL))]


@pytest.mark.parametrize(
    ("name", "format", "place"),
    [
        ("call.whisper.json", "whisper", "segment 7, 00:03:03"),
        ("call.whisperx.json", "whisper", "segment 7, 00:03:03"),
        ("call.gong.json", "gong", "segment 9, 00:03:03"),
        ("call.deepgram.json", "deepgram", "segment 7, 00:03:03"),
        ("call.assemblyai.json", "assemblyai", "segment 7, 00:03:03"),
        ("call.fireflies.json", "fireflies", "segment 7, 00:03:03"),
        ("call.turns.json", "turns", "segment 7, 00:03:03"),
        ("call.turns.jsonl", "turns", "segment 7, 00:03:03"),
        ("call.csv", "table", "row 8, 00:03:03"),
        ("call.tsv", "table", "row 8, 00:03:03"),
        ("call-semicolon.csv", "table", "row 8, 00:03:03"),
        ("call.zoom.vtt", "vtt", "cue 7, 00:03:03"),
        ("call.teams.vtt", "vtt", "cue 7, 00:03:03"),
    ],
)
def test_a_quote_says_where_in_the_file_it_stands(name: str, format: str, place: str) -> None:
    document = read_path(FORMATS / name)
    assert document.format == format
    assert document.kind == "transcript"
    assert document.where(document.text.index("OpenAI")) == place


@pytest.mark.parametrize("name", CALLS)
def test_a_call_under_a_wrong_name_is_read_all_the_same(name: str) -> None:
    data = (FORMATS / name).read_bytes()
    assert read_bytes(data, name="call.txt").text == read_path(FORMATS / name).text


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("name", CALLS)
def test_a_call_cut_off_at_any_tenth_is_read_or_refused_in_a_sentence(name: str, tenth: int) -> None:
    data = (FORMATS / name).read_bytes()
    part = data[: len(data) * tenth // 10]
    for given in (name, "call.txt"):
        if name.endswith(".json"):
            assert "cut off" in refusal(part, given)
        else:
            assert "cut off" in outcome(part, given)


# --- voices and times -------------------------------------------------------------------------------


def test_whisper_segments_without_speakers_are_nobodys() -> None:
    document = read({"text": "One. Two.", "segments": [{"start": 0, "end": 2, "text": " One."}], "language": "en"})
    (passage,) = document.passages
    assert (passage.speaker, passage.side, passage.doubt) == (
        None,
        "unknown",
        "The transcript does not say who speaks here.",
    )


def test_unlabelled_segments_are_cut_where_a_sentence_ends() -> None:
    said = ["We took", "the model", "and", "went", "on", "to", "tune it.", "Then", "we", "stopped."]
    segments = [{"start": at, "end": at + 1, "text": text} for at, text in enumerate(said)]
    assert [text for _, text in turns(read({"segments": segments}))] == [
        "We took the model and went on to tune it.",
        "Then we stopped.",
    ]


def test_whisper_cpp_offsets_are_milliseconds() -> None:
    piece = {"timestamps": {"from": "00:01:05,000"}, "offsets": {"from": 65000, "to": 66000}, "text": " We tuned it."}
    assert places(read({"transcription": [piece]})) == ["segment 1, 00:01:05"]


def test_what_whisper_takes_for_silence_is_in_doubt() -> None:
    segments = [
        {"start": 0, "end": 1, "text": "We tuned it.", "avg_logprob": -0.2, "no_speech_prob": 0.1},
        {"start": 1, "end": 2, "text": "Thanks for watching.", "avg_logprob": -1.4, "no_speech_prob": 0.9},
    ]
    assert [passage.doubt for passage in read({"segments": segments}).passages] == [
        "The transcript does not say who speaks here.",
        "The recogniser itself takes this stretch for silence, so the words may not have been said.",
    ]


def word(text: str, speaker: Any, **more: Any) -> dict[str, Any]:
    return {"word": text, "speaker": speaker, **more}


def test_a_segment_whose_words_two_voices_share_is_nobodys() -> None:
    shared = [word("We", "SPEAKER_00"), word("tuned", "SPEAKER_01"), word("it.", "SPEAKER_01")]
    segments = [
        {"text": "So?", "speaker": "SPEAKER_00", "words": [word("So?", "SPEAKER_00")]},
        {"text": "We tuned it.", "speaker": "SPEAKER_01", "words": shared},
        {"text": "Good.", "speaker": "SPEAKER_00", "words": [word("Good.", "SPEAKER_00")]},
    ]
    document = read({"segments": segments})
    assert turns(document) == [("SPEAKER_00", "So?"), (None, "We tuned it."), ("SPEAKER_00", "Good.")]
    assert document.passages[1].doubt == (
        "The recogniser gives the words of this stretch to two voices, so they are taken for nobody's."
    )
    assert [passage.side for passage in document.passages] == ["unknown"] * 3


@pytest.mark.parametrize(("confidence", "speaker"), [(0.51, "Speaker 0"), (0.49, None)])
def test_deepgram_words_without_confidence_are_nobodys(confidence: float, speaker: str | None) -> None:
    words = [word("we", 0, speaker_confidence=confidence)] * 3
    utterance = {"start": 0, "end": 2, "transcript": "We tuned it.", "speaker": 0, "words": words}
    (passage,) = read({"results": {"utterances": [utterance]}}).passages
    assert passage.speaker == speaker
    if speaker is None:
        assert passage.doubt is not None
        assert "confidence 0.49 of 1" in passage.doubt


def test_deepgram_paragraphs_and_words_serve_where_there_are_no_utterances() -> None:
    sentences = [{"text": "We tuned it.", "start": 61.5, "end": 63.0}]
    paragraphs = {"paragraphs": [{"sentences": sentences, "speaker": 1, "num_words": 3}]}
    document = read({"results": {"channels": [{"alternatives": [{"paragraphs": paragraphs}]}]}})
    assert turns(document) == [("Speaker 1", "We tuned it.")]
    assert places(document) == ["segment 1, 00:01:01"]
    words = [
        word("so", 0, punctuated_word="So?", start=0.0, end=0.4),
        word("we", 1, punctuated_word="We", start=1.0, end=1.2),
        word("did", 1, punctuated_word="did.", start=1.2, end=1.6),
    ]
    document = read({"results": {"channels": [{"alternatives": [{"words": words, "transcript": "So? We did."}]}]}})
    assert turns(document) == [("Speaker 0", "So?"), ("Speaker 1", "We did.")]


def test_deepgram_channels_are_speakers_in_the_order_of_time() -> None:
    def said(channel: int, start: float, text: str) -> dict[str, Any]:
        return {"start": start, "end": start + 1, "channel": channel, "transcript": text, "words": []}

    document = read({"results": {"utterances": [said(0, 0, "So?"), said(1, 2, "We did.")]}})
    assert turns(document) == [("Channel 0", "So?"), ("Channel 1", "We did.")]


def test_assemblyai_without_speaker_labels_is_cut_into_sentences() -> None:
    words = [
        {"text": text, "start": at * 500, "end": at * 500 + 400, "confidence": 0.9, "speaker": None}
        for at, text in enumerate(["We", "tuned", "it.", "Twice."])
    ]
    data = {"status": "completed", "audio_url": "x", "text": "We tuned it. Twice.", "words": words, "utterances": None}
    document = read(data)
    assert turns(document) == [(None, "We tuned it. Twice.")]
    assert document.where(document.text.index("Twice")) == "segment 2, 00:00:01"


def test_voices_that_talk_at_once_are_nobodys_and_named_people_are_not() -> None:
    def said(one: str, other: str) -> list[str | None]:
        spoken = [(one, 0, 4, "We tuned it."), (other, 1, 4, "Did you now."), (one, 5, 6, "Yes.")]
        rows = [{"speaker": who, "start": start, "end": end, "text": text} for who, start, end, text in spoken]
        return [passage.speaker for passage in read(rows).passages]

    assert said("SPEAKER_00", "SPEAKER_01") == [None, "SPEAKER_00"]
    assert said("Ana Ruiz", "Bo Lund") == ["Ana Ruiz", "Bo Lund", "Ana Ruiz"]


def test_labels_of_voices_are_said_to_be_no_names() -> None:
    said = "Labels such as Speaker 0 tell voices apart; whose voices they are, the transcript does not say."
    assert read_path(FORMATS / "call.deepgram.json").notices == (said,)
    assert read_path(FORMATS / "call.fireflies.json").notices == ()


def test_a_word_thrown_in_leaves_the_long_turn_to_its_speaker() -> None:
    spoken = [("A", 0, 20, "We tuned it for a long time."), ("B", 8, 9, "Yeah."), ("A", 20, 22, "And so on.")]
    rows = [{"speaker": who, "start": start, "end": end, "text": text} for who, start, end, text in spoken]
    assert turns(read(rows)) == [
        ("Speaker A", "We tuned it for a long time."),
        (None, "Yeah."),
        ("Speaker A", "And so on."),
    ]


@pytest.mark.parametrize("label", ["UNKNOWN", "Unknown Speaker", "", None, "?", True, 1.5, ["A"]])
def test_an_unknown_speaker_is_nobody(label: Any) -> None:
    assert turns(read([{"speaker": label, "text": "We tuned it."}])) == [(None, "We tuned it.")]


@pytest.mark.parametrize(
    ("start", "time"),
    [
        (192.5, "00:03:12"),
        ("192.5", "00:03:12"),
        ("3:12", "00:03:12"),
        ("00:03:12,500", "00:03:12"),
        ("1:00:00", "01:00:00"),
        (-5, None),
        (1e300, None),
        ("soon", None),
        (None, None),
        (True, None),
        ({}, None),
    ],
)
def test_times_are_hours_minutes_seconds_or_left_out(start: Any, time: str | None) -> None:
    document = read([{"speaker": "Ana", "text": "We tuned it.", "start": start}])
    assert document.passages[0].time == time
    assert places(document) == [f"segment 1, {time}" if time else "segment 1"]


# --- Gong and Fireflies: parties ----------------------------------------------------------------------

GONG_SAID = (("1", "Did you train your own model?"), ("2", "We tuned Llama 3 on forty thousand tickets."))


def gong(*parties: dict[str, Any], unit: int = 1000) -> dict[str, Any]:
    spoken = [
        {"speakerId": who, "sentences": [{"start": at * 3 * unit, "end": (at * 3 + 3) * unit, "text": text}]}
        for at, (who, text) in enumerate(GONG_SAID * 2)
    ]
    return {
        "callTranscripts": [{"callId": "7", "transcript": spoken}],
        "calls": [{"metaData": {"id": "7", "started": "2026-10-14T09:01:12Z"}, "parties": list(parties)}],
    }


def party(speaker: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"p{speaker}", "speakerId": speaker, "name": name, **more}


def speakers(document: Document) -> list[tuple[str, str | None, str]]:
    return [(each.name, each.company, each.side.value) for each in document.speakers]


def test_domains_group_the_parties_and_what_is_said_tells_who_sells() -> None:
    document = read(
        gong(
            party("1", "Ana Ruiz", emailAddress="ana@acme.example", affiliation="Internal"),
            party("2", "Bo Lund", emailAddress="bo@bolt.example", affiliation="External", title="CTO"),
        )
    )
    assert speakers(document) == [("Ana Ruiz", "acme.example", "customer"), ("Bo Lund", "bolt.example", "vendor")]
    assert document.speakers[1].role == "CTO"
    assert document.vendor == "bolt.example"
    assert document.date == "2026-10-14"


def test_two_people_of_one_name_are_two() -> None:
    document = read(
        gong(
            party("1", "Ana Ruiz", emailAddress="ana@acme.example"),
            party("2", "Ana Ruiz", emailAddress="ana@bolt.example"),
        )
    )
    assert speakers(document) == [("Ana Ruiz", "acme.example", "customer"), ("Ana Ruiz", "bolt.example", "vendor")]
    assert [passage.side for passage in document.passages] == ["customer", "vendor", "customer", "vendor"]


def test_affiliation_only_says_who_belongs_together() -> None:
    document = read(
        gong(
            party("1", "Ana Ruiz", affiliation="Internal"),
            party("2", "Bo Lund", affiliation="External"),
        )
    )
    assert speakers(document) == [("Ana Ruiz", None, "customer"), ("Bo Lund", None, "vendor")]
    assert document.vendor is None


def test_a_private_address_is_no_company() -> None:
    document = read(gong(party("1", "Ana Ruiz", emailAddress="ana@gmail.com")))
    assert [speaker.company for speaker in document.speakers] == [None, None]
    assert [speaker.name for speaker in document.speakers] == ["Ana Ruiz", "Speaker 2"]


@pytest.mark.parametrize(("unit", "notices"), [(1000, 0), (1, 1)])
def test_gong_times_in_seconds_are_noticed(unit: int, notices: int) -> None:
    document = read(gong(party("1", "Ana Ruiz"), party("2", "Bo Lund"), unit=unit))
    assert places(document)[1] == "segment 2, 00:00:03"
    assert len(document.notices) == notices
    assert all(notice.startswith("The times were read as seconds") for notice in document.notices)


def test_several_calls_in_one_file_are_refused_in_a_sentence() -> None:
    data = {"callTranscripts": [{"transcript": []}, {"transcript": []}]}
    assert refusal(json.dumps(data).encode()) == ("a.json holds 2 calls; export each call to a file of its own.")


def test_fireflies_attendees_carry_their_domains() -> None:
    document = read_path(FORMATS / "call.fireflies.json")
    assert document.date == "2026-10-14"
    assert {name: side for name, _, side in speakers(document)} == {
        "Rupert Hollins": "customer",
        "Anneliese Mbeki": "vendor",
        "Nkechi Sorrell": "customer",
        "Tobias Wren": "vendor",
    }


# --- what is not a call -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{}", "not of a call"),
        (b"[]", "not of a call"),
        (b"null", "not of a call"),
        (b'"words"', "not of a call"),
        (b'{"title": "We trained it.", "body": ["x"]}', "not of a call"),
        (b"[" * 100 + b"]" * 100, "not of a call"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "not of a call"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b'{"segments": [{"text": "One.", "text": "Two."}]}', "“text” twice"),
        (b'{"segments": [{"text": "One.", "start": ' + b"9" * 6000 + b"}]}", "number too long"),
        (b'{"segments": [{"text": "One."', "not whole JSON (line 1)"),
        (b'{"speaker": "A", "text": "One."}\n{"speaker": "B", "te', "not whole JSON (entry 2)"),
        (b"[" + b"{}," * 1_000_001 + b"{}]", "more than 1,000,000 objects"),
        (b'{"segments": [{"text": ""}, {"text": 3}]}', "not of a call"),
    ],
)
def test_json_that_is_no_call_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_other_json_given_as_text_is_text() -> None:
    document = read_bytes(b'{"headline": "We trained our own model."}', name="pasted text")
    assert (document.format, document.text) == ("text", '{"headline": "We trained our own model."}')


def test_not_a_number_is_no_time() -> None:
    data = b'{"segments": [{"text": "We tuned it.", "start": NaN, "end": Infinity, "avg_logprob": -Infinity}]}'
    assert places(read_bytes(data, name="a.json")) == ["segment 1"]


def test_a_saved_report_is_named_as_one() -> None:
    saved = (FIXTURES / "reports" / "call-names.json").read_bytes()
    assert refusal(saved, "call-names.json") == (
        "call-names.json is a saved report of auditor, not a text to audit; print it with auditor render."
    )


def test_characters_nobody_sees_are_taken_out_of_the_words() -> None:
    data = '[{"speaker": "A\\u200bna", "text": "We\\ud83d tuned\\u001b[31m\\n it\\u0000.\\u202e"}]'
    document = read_bytes(data.encode(), name="a.json")
    assert turns(document) == [("Ana", "We tuned it.")]
