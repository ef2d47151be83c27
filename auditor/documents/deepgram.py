"""Deepgram: utterances, else paragraphs, else words, with voices as numbers.

Shape: the answer of ``POST /v1/listen`` (results → utterances with start, end in seconds, transcript, speaker,
channel, words; results → channels → alternatives → paragraphs → paragraphs → sentences). Words of recorded
audio carry ``speaker`` and ``speaker_confidence`` (developers.deepgram.com/docs/diarization).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from auditor.documents.calls import Call
from auditor.documents.doubts import voiced
from auditor.documents.fields import Record, number, record, records, words
from auditor.documents.utterances import Utterance
from auditor.documents.voices import label_of


def read(data: Any) -> Call | None:
    """Return the call, or None where the data are not of this shape."""
    results = record(record(data).get("results"))
    channels = records(results.get("channels"))
    utterances = records(results.get("utterances"))
    if not utterances and not any("alternatives" in each for each in channels):
        return None
    if utterances:
        several = len({each.get("channel") for each in utterances if isinstance(each.get("channel"), int)}) > 1
        said = [_utterance(each, "channel" if several else "") for each in utterances]
    else:
        said = []
        for index, channel in enumerate(channels):
            best = next(iter(records(channel.get("alternatives"))), {})
            label = f"Channel {index}" if len(channels) > 1 else None
            said += _alternative(best, label)
        said.sort(key=lambda each: each.start or 0.0)
    return Call([each._replace(place=f"segment {count}") for count, each in enumerate(said, 1)])


def _utterance(of: Record, channel: str) -> Utterance:
    label = label_of(of.get("speaker"))
    if channel and isinstance(of.get(channel), int):
        label = f"Channel {of[channel]}" + (f", {label}" if label else "")
    said = Utterance(words(of, "transcript"), label, number(of, "start"), number(of, "end"))
    return voiced(said, records(of.get("words")))


def _alternative(best: Record, channel: str | None) -> Iterator[Utterance]:
    spoken = records(best.get("words"))
    paragraphs = records(record(best.get("paragraphs")).get("paragraphs"))
    if paragraphs:
        at = 0
        for paragraph in paragraphs:
            for sentence in records(paragraph.get("sentences")):
                end = number(sentence, "end")
                inside = []
                while at < len(spoken) and end is not None and (number(spoken[at], "start") or 0.0) < end:
                    inside.append(spoken[at])
                    at += 1
                label = channel or label_of(paragraph.get("speaker"))
                yield voiced(Utterance(words(sentence, "text"), label, number(sentence, "start"), end), inside)
    elif any(word.get("speaker") is not None for word in spoken):
        for speaker, run in groupby(spoken, key=lambda word: label_of(word.get("speaker"))):
            held = list(run)
            text = " ".join(words(word, "punctuated_word", "word") for word in held)
            said = Utterance(text, channel or speaker, number(held[0], "start"), number(held[-1], "end"))
            yield voiced(said, held)
    elif text := words(best, "transcript"):
        first, last = (spoken[0], spoken[-1]) if spoken else ({}, {})
        yield Utterance(text, channel, number(first, "start"), number(last, "end"))
