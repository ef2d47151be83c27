"""The messages of a mail: its own words, and the history that it quotes, each with its sender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST_HEAD = 500
_MOST_LINES = 4
"""Lines that an attribution ("On … wrote:") may be wrapped over."""
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_WROTE = re.compile(r"\s(?:wrote|a écrit|escribió|ha scritto)\s?:$")
_WROTE_BEFORE = re.compile(r"\s(?:schrieb|schreef)\s+(\S.{0,200}?)\s?:$")
_OPENS = ("On ", "Am ", "Le ", "El ", "Il ", "Op ")
_DATED = re.compile(r"\d{1,2}[:.]\d{2}|(?:19|20)\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_ADDRESS = re.compile(r"<\s?(?:mailto:)?([^<>\s@]{1,64}@[^<>\s@]{1,253})\s?>")
_AFTER_DATE = re.compile(r".*(?:\d|\b[AaPp]\.?[Mm]\.?|\)),?\s+")
_ZONE = re.compile(r"[A-Z]{2,5},\s+")
_FROM = re.compile(r"\W{0,3}(?:From|Von|De|Da|Van)\s?:\W{0,3}\s(?P<who>\S.{0,300})")
_HEADERS = re.compile(
    r"\W{0,3}(?:Sent|Date|To|Cc|Subject|Importance|Reply-To|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto"
    r"|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp)\s?:\W{0,3}(?:\s|$)"
)
_RULE = re.compile(
    r"-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht"
    r"|message d'origine)\s*-{2,}|begin forwarded message:|_{10,}",
    re.IGNORECASE,
)
_SIGNATURE = "--"
_MOST_HEADERS = 12
_MOST_MESSAGES = 300
"""In one mail; whoever writes more than these is not named."""


class Line(NamedTuple):
    """A line of a mail, and how deep it is quoted."""

    depth: int
    text: str


class Part(NamedTuple):
    """Lines that follow each other and are one sender's."""

    number: int
    """Of the message in the thread, the newest first: 1, 2 …"""
    sender: str | None
    """As it stands in the mail: "Ana Ruiz <ana@acme.example>"; None where nobody is named."""
    text: str
    role: str
    """"words", "signature", or "frame" for lines that only say who wrote."""


def quoted_lines(text: str) -> list[Line]:
    """Return the lines of a plain-text body without their quotation marks."""
    found = []
    for line in text.split("\n"):
        mark = _QUOTED.match(line)
        found.append(Line(mark[0].count(">"), line[mark.end() :]) if mark else Line(0, line))
    return found


def parts(lines: Sequence[Line], sender: str | None) -> list[Part]:
    """Tell the messages of a mail apart; ``sender`` wrote what is not quoted."""
    thread = _Thread(sender)
    at = 0
    while at < len(lines):
        line = lines[at]
        taken, who = _attribution(lines, at) or _headers(lines, at) or (0, None)
        if taken:
            thread.frame(lines[at : at + taken])
            # What follows is quoted deeper, or, where the mail program marks nothing, everything below is.
            thread.name(max(line.depth, _next_depth(lines, at + taken)), who)
        elif _RULE.fullmatch(line.text.strip()):
            thread.frame([line])
        else:
            thread.say(line)
        at += max(taken, 1)
    return thread.parts()


def _next_depth(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    return lines[at].depth if at < len(lines) else 0


class _Thread:
    """Who writes at each depth of quotation, and what has been read."""

    def __init__(self, sender: str | None) -> None:
        self._senders: dict[int, tuple[int, str | None]] = {0: (1, sender)}
        self._count = 1
        self._signed: set[int] = set()
        self._held: list[tuple[int, str | None, str, list[str]]] = []

    def name(self, depth: int, sender: str | None) -> None:
        """From here on, ``sender`` writes at this depth."""
        self._count += 1
        self._senders = {deep: held for deep, held in self._senders.items() if deep < depth}
        self._senders[depth] = (self._count, sender if self._count <= _MOST_MESSAGES else None)

    def say(self, line: Line) -> None:
        """Add a line of whoever writes at its depth."""
        if not line.text.strip():
            if self._held:
                self._held[-1][3].append("")
            return
        if line.depth not in self._senders:
            self.name(line.depth, None)
        number, sender = self._senders[line.depth]
        if line.text.strip() == _SIGNATURE:
            self._signed.add(number)
        self._add(number, sender, "signature" if number in self._signed else "words", [line])

    def frame(self, lines: Sequence[Line]) -> None:
        """Add lines that only say who wrote."""
        self._add(self._count, None, "frame", lines)

    def parts(self) -> list[Part]:
        """Return what was added."""
        found = (Part(number, sender, "\n".join(held).strip("\n"), role) for number, sender, role, held in self._held)
        return [part for part in found if part.text.strip()]

    def _add(self, number: int, sender: str | None, role: str, lines: Sequence[Line]) -> None:
        if not self._held or (self._held[-1][0], self._held[-1][2]) != (number, role):
            self._held.append((number, sender, role, []))
        self._held[-1][3].extend(line.text.rstrip() for line in lines)


def _attribution(lines: Sequence[Line], at: int) -> tuple[int, str | None] | None:
    """Lines taken by "On 12 Nov 2026, Ana Ruiz <ana@acme.example> wrote:", and who that is."""
    if not lines[at].text.lstrip().startswith(_OPENS):
        return None
    joined = ""
    for taken, line in enumerate(lines[at : at + _MOST_LINES], start=1):
        joined = f"{joined} {line.text.strip()}".strip()
        if line.depth != lines[at].depth or len(joined) > _LONGEST_HEAD:
            return None
        if joined.endswith(":") and (_ADDRESS.search(joined) or _DATED.search(joined)):
            named = _WROTE_BEFORE.search(joined)
            wrote = _WROTE.search(joined)
            if named or wrote:
                return taken, named[1] if named else _who(joined[: wrote.start()] if wrote else "")
    return None


def _who(told: str) -> str | None:
    """The name and address at the end of "On Thu, 12 Nov 2026 at 10:03 AM Ana Ruiz <ana@acme.example>"."""
    address = _ADDRESS.search(told)
    name = _ZONE.sub("", _AFTER_DATE.sub("", _ADDRESS.sub("", told).strip() + " ").lstrip()).strip(" ,*\"'")
    return f"{name} <{address[1]}>".strip() if address else name or None


def _headers(lines: Sequence[Line], at: int) -> tuple[int, str | None] | None:
    """Lines taken by "From: …, Sent: …, To: …, Subject: …", and who that is."""
    found = _FROM.match(lines[at].text[:_LONGEST_HEAD])
    if not found:
        return None
    taken = 1
    named = 0
    for line in lines[at + 1 : at + _MOST_HEADERS]:
        if line.depth != lines[at].depth or not line.text.strip():
            break
        if _HEADERS.match(line.text[:_LONGEST_HEAD]):
            named += 1
        elif not line.text.startswith((" ", "\t")):
            break
        taken += 1
    return (taken, found["who"].strip(" *")) if named else None
