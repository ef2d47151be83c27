"""Lists of turns as many tools write them: records with who speaks, what is said and when."""

from __future__ import annotations

from typing import Any

from auditor.documents.calls import Call, company_of, in_seconds
from auditor.documents.fields import Record, field, moment, record, records, words
from auditor.documents.reading import Party
from auditor.documents.utterances import Utterance
from auditor.documents.voices import label_of
from auditor.schema import Side

SPEAKER = ("speaker", "speaker_name", "speakerName", "speaker_label", "name", "participant", "author", "from", "who")
TEXT = ("text", "utterance", "sentence", "transcript", "content", "message", "words", "said", "body")
START = ("start", "start_time", "startTime", "start_seconds", "begin", "offset", "timestamp", "time")
END = ("end", "end_time", "endTime", "end_seconds", "stop")
COMPANY = ("company", "organization", "organisation", "account", "employer", "affiliation")
ROLE = ("role", "title", "job_title", "position")
SIDE = ("side", "party")
EMAIL = ("email", "emailAddress", "email_address", "e-mail", "mail")

_HOLDERS = ("turns", "utterances", "segments", "transcript", "sentences", "entries", "messages", "monologues", "items")
_SIDES = {
    **dict.fromkeys(("vendor", "seller", "supplier", "bidder"), Side.VENDOR),
    **dict.fromkeys(("customer", "buyer", "client", "prospect"), Side.CUSTOMER),
}


def read(data: Any) -> Call | None:
    """Return the call, or None where the data are not a list of turns, bare or under one of the usual names."""
    whole = record(data)
    turns = records(data) or next((held for each in _HOLDERS if (held := records(whole.get(each)))), [])
    return call_of(turns, "segment")


def call_of(turns: list[Record], place: str, first: int = 1) -> Call | None:
    """Return the call of a list of turns; None where not even half of them hold text."""
    if not turns or sum(1 for each in turns if words(each, *TEXT)) * 2 < len(turns):
        return None
    said: list[Utterance] = []
    parties: dict[str, Party] = {}
    for count, turn in enumerate(turns, first):
        label = _label(turn)
        said.append(Utterance(words(turn, *TEXT), label, moment(turn, *START), moment(turn, *END), f"{place} {count}"))
        if label:
            parties.setdefault(label, _party(turn))
    times, notices = in_seconds(said, unit=1.0)
    return Call(times, parties, notices=notices)


def _label(turn: Record) -> str | None:
    speaker = field(turn, SPEAKER)
    if isinstance(speaker, dict):
        speaker = field(speaker, ("name", "label", "id"))
    return label_of(speaker) or label_of(field(turn, ("speaker_id", "speakerId", "channel")))


def _party(turn: Record) -> Party:
    role, side = words(turn, *ROLE), words(turn, *SIDE).lower()
    return Party(
        company=words(turn, *COMPANY) or company_of(words(turn, *EMAIL)),
        role=role or None,
        side=_SIDES.get(side) or _SIDES.get(role.lower()),
    )
