"""Gong: the transcript of a call, with the parties where the export holds them.

Shapes: Gong's public API, ``POST /v2/calls/transcript`` (callTranscripts → transcript → speakerId, topic,
sentences with start, end in milliseconds and text) and ``POST /v2/calls/extensive`` (calls → metaData with
started, parties with speakerId, name, title, emailAddress and affiliation Internal, External or Unknown).
Copies that other tools pass on give the times in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.documents.calls import Call, company_of, day_of, in_seconds
from auditor.documents.fields import Record, number, record, records, words
from auditor.documents.reading import Party
from auditor.documents.utterances import Utterance


def read(data: Any) -> Call | None:
    """Return the call, or None where the data are not of this shape."""
    whole = record(data)
    transcript = next(iter(records(whole.get("callTranscripts"))), whole)
    monologues = records(data) or records(transcript.get("transcript")) or records(whole.get("monologues"))
    if not any("sentences" in each and "speakerId" in each for each in monologues):
        return None
    labels: dict[str, str] = {}
    parties: dict[str, Party] = {}
    call = _call(whole, transcript)
    for party in (
        *records(call.get("parties")),
        *records(transcript.get("parties")),
        *records(whole.get("parties")),
    ):
        address = words(party, "emailAddress")
        label = words(party, "name") or address
        if label in parties:
            label = f"{label} ({address or len(parties) + 1})"  # two people of one name
        if (speaker := _id(party.get("speakerId"))) and label:
            labels[speaker] = label
            parties[label] = _party(party)
    said, notices = in_seconds(list(_utterances(monologues, labels)), unit=0.001)
    started = words(record(call.get("metaData")), "started", "scheduled") or words(whole, "started")
    return Call(said, parties, day_of(started), notices)


def _call(whole: Record, transcript: Record) -> Record:
    """The description of the call, which the transcript names by its id."""
    calls = records(whole.get("calls"))
    wanted = _id(transcript.get("callId"))
    same = [each for each in calls if _id(record(each.get("metaData")).get("id")) == wanted != ""]
    only = calls if len(calls) == 1 else [record(whole.get("call"))]
    return (same or only)[0]


def _id(value: Any) -> str:
    return str(value) if isinstance(value, str | int) else ""


def _party(party: Record) -> Party:
    affiliation = words(party, "affiliation").capitalize()
    return Party(
        company=company_of(words(party, "emailAddress")),
        role=words(party, "title") or None,
        # Internal means of the company that records: seller or buyer, so it only says who belongs together.
        group=affiliation if affiliation in ("Internal", "External") else None,
    )


def _utterances(monologues: list[Record], labels: dict[str, str]) -> Iterator[Utterance]:
    count = 0
    for monologue in monologues:
        speaker = _id(monologue.get("speakerId"))
        if speaker and speaker not in labels:
            labels[speaker] = f"Speaker {len(labels) + 1}"
        for sentence in records(monologue.get("sentences")):
            count += 1
            place = f"segment {count}"
            start, end = number(sentence, "start"), number(sentence, "end")
            yield Utterance(words(sentence, "text"), labels.get(speaker), start, end, place)
