"""AssemblyAI: utterances in milliseconds, with voices as letters.

Shape: ``GET /v2/transcript/{id}`` (utterances with speaker "A", start, end, text, confidence, words; without
speaker labels ``utterances`` is null and ``text`` and ``words`` hold the transcript).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.documents.calls import Call, in_seconds
from auditor.documents.doubts import voiced
from auditor.documents.fields import Record, number, record, records, words
from auditor.documents.utterances import Utterance
from auditor.documents.voices import label_of

_OWN = {"audio_url", "audio_duration", "acoustic_model", "speech_model", "speaker_labels", "language_code", "status"}


def read(data: Any) -> Call | None:
    """Return the call, or None where the data are not of this shape."""
    whole = record(data)
    utterances = records(whole.get("utterances"))
    if (
        utterances
        and any(words(each, "text") for each in utterances)
        and (_OWN & set(whole) or "words" in utterances[0])
    ):
        said = [_utterance(count, each) for count, each in enumerate(utterances, 1)]
    elif len(_OWN & set(whole)) >= 2 and (spoken := records(whole.get("words"))):
        said = list(_sentences(spoken))
    else:
        return None
    times, notices = in_seconds(said, unit=0.001)
    return Call(times, notices=notices)


def _utterance(count: int, of: Record) -> Utterance:
    label, place = label_of(of.get("speaker")), f"segment {count}"
    said = Utterance(words(of, "text"), label, number(of, "start"), number(of, "end"), place)
    return voiced(said, records(of.get("words")))


def _sentences(spoken: list[Record]) -> Iterator[Utterance]:
    """Yield the words sentence by sentence, as nobody's."""
    held: list[Record] = []
    count = 0
    for word in spoken:
        held.append(word)
        if word is spoken[-1] or words(word, "text").endswith((".", "?", "!")):
            count += 1
            text = " ".join(words(each, "text") for each in held)
            yield Utterance(text, None, number(held[0], "start"), number(held[-1], "end"), f"segment {count}")
            held = []
