"""Markdown: the decoded file is the text; what rendering drops is blanked out, offsets stay."""

from __future__ import annotations

import re

from auditor.documents.paragraphs import lines_of, paragraphs
from auditor.documents.reading import Reading, Source
from auditor.documents.style import concealed, declarations
from auditor.schema import Hidden

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
# [//]: # (a comment), [note]: <> "a comment": link definitions are never rendered.
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*(\S{1,500})[ \t]+(?=[(\"'])")
_COMMENT_TARGETS = {"#", "<>", "<#>"}
_CLOSING = {"(": ")", '"': '"', "'": "'"}
_IMAGE = re.compile(r"!\[([^\]\n]{1,2000})\]")
_TITLE = re.compile(r"\]\([^\s()]{0,500}[ \t]{1,8}(?:\"([^\"\n]{1,1000})\"|'([^'\n]{1,1000})')[ \t]{0,8}\)")
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})((?:\s[^<>]{0,2000})?)>")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z-]{1,40})\s{0,8}(?:=\s{0,8}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000})))?"
)
_TOLD = {"alt": "alt text", "title": "title text", "aria-label": "label text"}
_UNSHOWN = {"script", "style", "template", "noscript"}


def read(source: Source) -> Reading:
    """Read Markdown."""
    text, hidden = _without_hidden(source.text)
    return Reading(text, paragraphs(text), hidden=source.hidden + hidden, notices=source.notices)


class _Blanker:
    """Collects the ranges to blank out and what they said."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ranges: list[tuple[int, int]] = []
        self.hidden: list[Hidden] = []

    def hide(self, start: int, end: int, origin: str, said: str) -> None:
        self.ranges.append((start, end))
        words = said.strip()
        if words:
            self.hidden.append(Hidden(text=words, origin=origin))

    def blanked(self) -> str:
        pieces = []
        done = 0
        for start, end in sorted(self.ranges):
            if end <= done:
                continue
            start = max(start, done)
            pieces.append(self.text[done:start])
            pieces.append(re.sub(r"[^\n]", " ", self.text[start:end]))
            done = end
        return "".join(pieces) + self.text[done:]


def _without_hidden(text: str) -> tuple[str, tuple[Hidden, ...]]:
    blanker = _Blanker(text)
    for start, end in _outside_fences(text):
        _comments(blanker, start, end)
    # Each pass sees the text as the one before left it, so nothing is hidden twice.
    for step in (_definitions, _tags, _alternatives):
        later = _Blanker(blanker.blanked())
        for start, end in _outside_fences(later.text):
            step(later, start, end)
        later.hidden = blanker.hidden + later.hidden
        blanker = later
    return blanker.blanked(), tuple(blanker.hidden)


def _outside_fences(text: str) -> list[tuple[int, int]]:
    """The ranges outside fenced code: in a fence everything is shown."""
    ranges = []
    fence = ""
    begun = 0
    for at, line in lines_of(text):
        mark = _FENCE.match(line)
        if not mark:
            continue
        if not fence:
            fence = mark[1]
            ranges.append((begun, at))
        elif mark[1].startswith(fence) and not line[mark.end() :].strip():
            fence = ""
            begun = at + len(line)
    if not fence:
        ranges.append((begun, len(text)))
    return ranges


def _comments(blanker: _Blanker, start: int, end: int) -> None:
    text = blanker.text
    at = text.find("<!--", start, end)
    while at >= 0:
        close = text.find("-->", at + 4, end)
        if close < 0:
            # Without an end it hides the rest, but only as a block of its own.
            if not text[text.rfind("\n", 0, at) + 1 : at].strip():
                blanker.hide(at, end, "HTML comment", text[at + 4 : end])
            return
        blanker.hide(at, close + 3, "HTML comment", text[at + 4 : close])
        at = text.find("<!--", close + 3, end)


def _definitions(blanker: _Blanker, start: int, end: int) -> None:
    text = blanker.text
    done = start
    for at, line in lines_of(text[start:end]):
        at += start
        found = _DEFINITION.match(line)
        if not found or at < done:
            continue
        opened = at + found.end()
        paragraph_end = text.find("\n\n", opened, end)
        paragraph_end = end if paragraph_end < 0 else paragraph_end
        close = text.find(_CLOSING[text[opened]], opened + 1, paragraph_end)
        if close < 0:
            continue
        comment = found[1] in _COMMENT_TARGETS
        blanker.hide(
            at if comment else opened,
            close + 1,
            "Markdown comment" if comment else "title text",
            text[opened + 1 : close],
        )
        done = close + 1


def _tags(blanker: _Blanker, start: int, end: int) -> None:
    text = blanker.text
    done = start
    unclosed: set[str] = set()
    for tag in _TAG.finditer(text, start, end):
        if tag.start() < done:
            continue
        name = tag[1].lower()
        values = {
            attribute[1].lower(): attribute[2] or attribute[3] or attribute[4] or ""
            for attribute in _ATTRIBUTE.finditer(tag[2])
        }
        origin = f"<{name}> element" if name in _UNSHOWN else concealed(values, declarations(values.get("style", "")))
        close = text.find(f"</{tag[1]}", tag.end(), end) if origin and tag[1] not in unclosed else -1
        if origin and close < 0:
            unclosed.add(tag[1])
        elif origin:
            blanker.hide(tag.end(), close, origin, text[tag.end() : close])
            done = close
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            told = _TOLD.get(attribute[1].lower())
            value = attribute[2] or attribute[3] or attribute[4]
            if told and value:
                blanker.hide(tag.start(2) + attribute.start(), tag.start(2) + attribute.end(), told, value)


def _alternatives(blanker: _Blanker, start: int, end: int) -> None:
    for image in _IMAGE.finditer(blanker.text, start, end):
        blanker.hide(image.start(1), image.end(1), "alt text", image[1])
    for title in _TITLE.finditer(blanker.text, start, end):
        group = 1 if title[1] is not None else 2
        blanker.hide(title.start(group), title.end(group), "title text", title[group])
