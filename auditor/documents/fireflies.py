"""Fireflies: sentences with names and times in seconds.

Shape: the GraphQL API's Transcript (docs.fireflies.ai/schema/transcript and /schema/sentence: sentences with
speaker_name, speaker_id, text, raw_text, start_time, end_time; meeting_attendees with displayName, name, email;
dateString), bare or under ``data.transcript``.
"""

from __future__ import annotations

from typing import Any

from auditor.documents.calls import Call, company_of, day_of, in_seconds
from auditor.documents.fields import Record, moment, record, records, words
from auditor.documents.reading import Party
from auditor.documents.utterances import Utterance
from auditor.documents.voices import label_of


def read(data: Any) -> Call | None:
    """Return the call, or None where the data are not of this shape."""
    whole = record(data)
    found = record(record(whole.get("data")).get("transcript")) or record(whole.get("transcript")) or whole
    sentences = records(found.get("sentences"))
    if not any("speaker_name" in each or "raw_text" in each for each in sentences):
        return None
    parties = {
        name: Party(company=company_of(words(each, "email")))
        for each in records(found.get("meeting_attendees"))
        if (name := words(each, "displayName", "name"))
    }
    said, notices = in_seconds([_sentence(count, each) for count, each in enumerate(sentences, 1)], unit=1.0)
    return Call(said, parties, day_of(words(found, "dateString", "date")), notices)


def _sentence(count: int, of: Record) -> Utterance:
    label = label_of(of.get("speaker_name"))
    if label is None:
        label = label_of(of.get("speaker_id"))
    start, end = moment(of, "start_time"), moment(of, "end_time")
    return Utterance(words(of, "text", "raw_text"), label, start, end, f"segment {count}")
