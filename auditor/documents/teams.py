"""Transcripts as Teams wrote them into Word files until 2023: a range of times, a name, what was said."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.documents.paragraphs import add_trimmed
from auditor.documents.reading import Reading, Stretch

_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})(?:\.\d{1,6})?"
_TURN = re.compile(rf"^{_TIME} --> {_TIME}[ \t]*\n{{1,2}}(?P<name>[^\W\d][^\n.?!:]{{0,60}})\n{{1,2}}", re.MULTILINE)
_ENOUGH = 3


def as_transcript(reading: Reading) -> Reading:
    """Return the reading with its turns where it is such a transcript, else as it is."""
    heads = list(_TURN.finditer(reading.text))
    if len(heads) < _ENOUGH:
        return reading
    stretches = [each for each in reading.stretches if each.end <= heads[0].start()]
    ends = [head.start() for head in heads[1:]] + [len(reading.text)]
    for head, end in zip(heads, ends, strict=True):
        said: list[Stretch] = []
        add_trimmed(said, reading.text, head.end(), end)
        hours, minutes, seconds = (int(head[group]) for group in (1, 2, 3))
        time = f"{hours:02}:{minutes:02}:{seconds:02}"
        stretches += [each._replace(label=" ".join(head["name"].split()), time=time) for each in said]
    return replace(reading, stretches=tuple(stretches), spoken=True)
