"""WebVTT and SRT captions: cue payloads, joined into turns.

webvtt-py reads both. Its line-based SRT reader is used rather than the srt package, whose one regular
expression takes half a minute on 2 kB of digits. Voice tags, labels and turns are ours: webvtt-py knows
one voice a cue and no turns.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from auditor.documents.invisible import clean
from auditor.documents.labels import Label, read_label, speakers_of
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Reading, Source
from auditor.documents.utterances import Utterance, join
from auditor.errors import DocumentError
from auditor.schema import Hidden

_TIMES = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})(?!\d)"
)
# Stands in for times that are cut off or impossible, so that the words under them are read all the same.
_NO_TIME = "9999:59:59"
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?[ \t]([^>]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<\d{1,9}[\d:.]{0,20}>|\{\\[^{}]{0,100}\}")
_STYLED = re.compile(r"\s*(?:<font\b|\{\\an?\d)", re.IGNORECASE)
_PREFIX = re.compile(r"([^:\n]{1,60}):[ \t]+")
_SOME = 4
_NEARLY_ALL = 0.9
_MARK = re.compile(r"\s*(?:>>+|-\s|–\s|&gt;&gt;)\s*")


@dataclass
class _Line:
    """One line of payload, and whose it is."""

    text: str
    label: str | None
    fresh: bool
    """A new turn begins here."""
    named: Label | None = None
    """What may be a speaker's name at the start of the text."""


@dataclass
class _Cue:
    number: str
    start: float | None
    end: float | None
    lines: list[_Line]


def read_vtt(source: Source) -> Reading:
    """Read WebVTT."""
    return _read(source, _repaired(source.text.lstrip("\n "), srt=False))


def read_srt(source: Source) -> Reading:
    """Read SRT."""
    return _read(source, _repaired(source.text, srt=True))


def _read(source: Source, text: str) -> Reading:
    import webvtt

    hidden = list(source.hidden)
    try:
        captions = webvtt.from_string(text)
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise DocumentError(_no_cue(source.name)) from error
    hidden += _unshown(captions)
    cues = []
    odd = 0
    for ordinal, caption in enumerate(captions.captions, start=1):
        named = caption.identifier or ""
        number = named if named.isdecimal() else str(ordinal)
        timed = not caption.start.startswith(_NO_TIME)
        odd += not timed
        lines = _lines(caption.lines, hidden)
        if lines:
            start, end = (_seconds(caption.start), _seconds(caption.end)) if timed else (None, None)
            cues.append(_Cue(number[:9], start, end, lines))
    if not cues:
        raise DocumentError(_no_cue(source.name))
    notices = (f"Captions with times that are cut off or impossible: {odd}.",) if odd else ()
    _name_speakers(cues)
    _settle_speakers(cues)
    said = join(_utterances(cues), between="\n")
    return Reading(said.text, said.stretches, True, tuple(hidden), said.places, source.notices + notices)


def _no_cue(name: str) -> str:
    return f"{name} holds no complete caption; export the captions again, or give the text as .txt."


def _repaired(text: str, *, srt: bool) -> str:
    """The captions as WebVTT with times for every cue: webvtt-py drops the words of those without."""
    done = [] if text.startswith("WEBVTT") else ["WEBVTT", ""]
    held: list[str] = []
    begun = False

    def release() -> None:
        # Blank lines inside an SRT cue are part of it; in WebVTT they would end it.
        if not srt:
            done.extend(held)
        elif begun:
            done.extend(line for line in held if line.strip())
        held.clear()

    for line in text.split("\n"):
        if "-->" not in line:
            held.append(line)
            continue
        named = bool(held) and bool(held[-1].strip()) and not held[-1].startswith(("NOTE", "WEBVTT"))
        # A name stands after a blank line; the line right under the times of a cue is what is said.
        apart = not held[-2].strip() if len(held) > 1 else not begun
        named = named and (apart or held[-1].strip().isdecimal())
        name = held.pop() if named else ""
        release()
        begun = True
        done.extend(["", *([name] if name else []), _times(line)])
    release()
    return "\n".join(done)


def _times(line: str) -> str:
    found = _TIMES.match(line)
    if not found:
        return f"{_NO_TIME}.000 --> {_NO_TIME}.000"
    parts = [int(part or 0) for part in found.groups()]
    if any(part > 59 for part in (*parts[1:3], *parts[5:7])):
        return f"{_NO_TIME}.000 --> {_NO_TIME}.000"
    begin, end = (f"{p[0]:02}:{p[1]:02}:{p[2]:02}.{p[3]:03}" for p in (parts[:4], parts[4:]))
    return f"{begin} --> {end}"


def _unshown(captions: object) -> list[Hidden]:
    found: list[tuple[str, str]] = []
    header = [getattr(captions, "header_text", ""), *getattr(captions, "metadata", [])]
    found.append(("caption header", " ".join(header)))
    notes = list(getattr(captions, "header_comments", []))
    for caption in getattr(captions, "captions", []):
        notes += caption.comments
    notes += getattr(captions, "footer_comments", [])
    found += [("NOTE block", note) for note in notes]
    found += [("STYLE block", str(getattr(style, "text", ""))) for style in getattr(captions, "styles", [])]
    return [Hidden(text=text.strip(), origin=origin) for origin, text in found if has_words(text)]


def _seconds(time: str) -> float:
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _lines(payload: Iterable[str], hidden: list[Hidden]) -> list[_Line]:
    lines: list[_Line] = []
    for raw in payload:
        # A cue may hold several voices; each starts a turn of its own.
        for voice, part in _voices(raw):
            cleaned = clean(html.unescape(_TAG.sub("", part)))
            hidden.extend(cleaned.hidden)
            text = " ".join(cleaned.text.split())
            if not has_words(text):
                continue
            fresh = voice is not None
            label = " ".join(html.unescape(voice).split()) if voice else None
            mark = _MARK.match(text)
            if mark and not label:
                text, fresh = text[mark.end() :], True
            if not lines and not label and _STYLED.match(raw):
                # A cue in its own colour or place is not the last speaker going on.
                fresh = True
            if has_words(text):
                named = read_label(text) if not label else None
                lines.append(_Line(text, label, fresh, named if named and named.text_at < len(text) else None))
    return lines


def _voices(raw: str) -> list[tuple[str | None, str]]:
    parts: list[tuple[str | None, str]] = []
    at = 0
    voice: str | None = None
    for tag in _VOICE.finditer(raw):
        parts.append((voice, raw[at : tag.start()]))
        voice, at = tag[1], tag.end()
    parts.append((voice, raw[at:]))
    return parts


def _name_speakers(cues: list[_Cue]) -> None:
    """Take "ANA: " off the text where it names a speaker."""
    if _all_named(cues):
        for cue in cues:
            line = cue.lines[0]
            if not line.named and (found := _PREFIX.match(line.text)) and found.end() < len(line.text):
                raw = " ".join(found[1].split())
                line.named = Label(raw, raw, None, None, found.end(), marked=True)
    named = [line.named for cue in cues for line in cue.lines if line.named]
    speakers = speakers_of(named) | {label.name for label in named if label.name.isupper()}
    for cue in cues:
        for index, line in enumerate(cue.lines):
            if line.named and line.named.name in speakers:
                line.label, line.text, line.fresh = line.named.raw, line.text[line.named.text_at :], True
            elif line.named and index == 0:
                line.fresh = True  # a name or a word such as "Look: ", so nobody's


def _all_named(cues: list[_Cue]) -> bool:
    """Whether every cue opens with a name, as Zoom writes them: then "iPad (2): " is one too."""
    opened = [found[1] for cue in cues if (found := _PREFIX.match(cue.lines[0].text))]
    return len(opened) >= _SOME and len(opened) >= _NEARLY_ALL * len(cues) and len(set(opened)) <= len(opened) / 2


def _settle_speakers(cues: list[_Cue]) -> None:
    """Carry a speaker on to the cues below, unless the file names the speaker in every cue."""
    starts = [cue.lines[0] for cue in cues]
    labelled = [line.label for line in starts if line.label]
    if not labelled:
        return
    repeated = any(one == two for one, two in pairwise(labelled))
    every = repeated and len(labelled) >= 0.8 * len(starts)
    speaker: str | None = None
    for cue in cues:
        if every and not cue.lines[0].label:
            speaker, cue.lines[0].fresh = None, True
        for line in cue.lines:
            if line.fresh or cue.start is None:
                # Where a caption is damaged, words may be missing: nobody is taken to go on.
                speaker, line.fresh = line.label, True
            line.label = speaker


def _utterances(cues: list[_Cue]) -> Iterator[Utterance]:
    for cue in cues:
        for index, line in enumerate(cue.lines):
            place = f"cue {cue.number}" if index == 0 else None
            yield Utterance(line.text, line.label, cue.start, cue.end, place, line.fresh)
