"""Transcripts in Word files as Teams has written them over the years."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from office import docx, part, repacked

from auditor.documents import read_bytes

TURNS = (
    ("0:0:3.140 --> 0:0:9.870", "0:03", "Ana Ruiz", "Did you train your own model?"),
    ("0:0:10.0 --> 0:0:21.5", "0:10", "Bo Ode (Acme)", "No. We fine-tuned Llama 3 on tickets."),
    ("0:1:2.0 --> 0:1:4.0", "1:02", "Ana Ruiz", "And who pays for the next one?"),
    ("1:0:2.0 --> 1:0:4.0", "1:00:02", "Bo Ode (Acme)", "We do."),
)


def line(*texts: str) -> str:
    return "<w:p>" + "<w:r><w:br/></w:r>".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def old(span: str, time: str, name: str, said: str) -> str:
    return line(span.replace(">", "&gt;"), name, said)


def new(span: str, time: str, name: str, said: str) -> str:
    return line(f"{name}   {time}", said)


def old_apart(span: str, time: str, name: str, said: str) -> str:
    return line(span.replace(">", "&gt;")) + line(name) + line(said)


@pytest.mark.parametrize("layout", [old, old_apart, new])
def test_turns_have_speakers_and_times(layout: Callable[..., str]) -> None:
    xml = part("call.docx", "word/document.xml")
    head, _, rest = xml.partition(b"<w:body>")
    section = rest[rest.rindex(b"<w:sectPr") :] if b"<w:sectPr" in rest else b"</w:body></w:document>"
    body = "".join(layout(*turn) for turn in TURNS).encode()
    data = repacked("call.docx", {"word/document.xml": head + b"<w:body>" + body + section})
    document = read_bytes(data, name="Meeting transcript.docx")
    assert document.kind == "transcript"
    assert [(each.speaker, each.time, document.text[each.start : each.end]) for each in document.passages] == [
        ("Ana Ruiz", "00:00:03", TURNS[0][3]),
        ("Bo Ode", "00:00:10", TURNS[1][3]),
        ("Ana Ruiz", "00:01:02", TURNS[2][3]),
        ("Bo Ode", "01:00:02", TURNS[3][3]),
    ]


def test_a_page_that_names_times_is_no_transcript() -> None:
    document = read_bytes(
        docx(line("0:0:3 --&gt; 0:0:9", "is a range of times", "as Teams wrote them.")), name="a.docx"
    )
    assert document.kind == "marketing"
