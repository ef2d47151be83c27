"""Whisper, WhisperX and whisper.cpp: segments with times, in WhisperX with voices.

Shapes: openai/whisper ``transcribe.py`` (``segments`` with start, end in seconds, text, avg_logprob,
no_speech_prob); m-bain/whisperX ``schema.py`` and ``diarize.py`` (``speaker`` on segments and their words);
ggml-org/whisper.cpp ``--output-json`` (``transcription`` with offsets in milliseconds).
"""

from __future__ import annotations

from typing import Any

from auditor.documents.calls import Call
from auditor.documents.doubts import UNHEARD, voiced
from auditor.documents.fields import Record, number, record, records, words
from auditor.documents.utterances import Utterance
from auditor.documents.voices import label_of

_TEXT_ONLY = {"text", "language", "task", "duration", "usage", "logprobs"}
_NO_SPEECH, _LOGPROB = 0.6, -1.0
"""Beyond both Whisper itself takes a segment for silence (``no_speech_threshold``, ``logprob_threshold``)."""


def read(data: Any) -> Call | None:
    """Return the call, or None where the data are not of this shape."""
    whole = record(data)
    if segments := records(whole.get("segments")):
        said = [_segment(number, each) for number, each in enumerate(segments, 1)]
    elif pieces := records(whole.get("transcription")):
        said = [_piece(number, each) for number, each in enumerate(pieces, 1)]
    elif words(whole, "text") and set(whole) <= _TEXT_ONLY:
        said = [Utterance(words(whole, "text"), place="segment 1")]
    else:
        return None
    return Call(said) if any(each.text for each in said) else None


def _segment(count: int, segment: Record) -> Utterance:
    said = Utterance(
        words(segment, "text"),
        label_of(segment.get("speaker")),
        number(segment, "start"),
        number(segment, "end"),
        f"segment {count}",
    )
    silent, logprob = segment.get("no_speech_prob"), segment.get("avg_logprob")
    if isinstance(silent, float) and isinstance(logprob, float) and silent > _NO_SPEECH and logprob < _LOGPROB:
        return said._replace(label=None, doubt=UNHEARD)
    return voiced(said, records(segment.get("words")))


def _piece(count: int, piece: Record) -> Utterance:
    start, end = (number(record(piece.get("offsets")), key) for key in ("from", "to"))
    return Utterance(
        words(piece, "text"),
        label_of(piece.get("speaker")),
        None if start is None else start / 1000,
        None if end is None else end / 1000,
        f"segment {count}",
    )
