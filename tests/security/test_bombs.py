"""Files made to exhaust a machine: each is read or refused in a sentence, within memory and time.

They are read one after the other by a process whose memory and processor time the system limits.
"""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "documents"))
from office import docx, part, pdf, repacked, zipped

MEMORY = 1_500_000_000
"""Bytes of address space: a fifth of them is the interpreter and its libraries."""
SECONDS = 20
SAID = b"We fine-tuned Llama 3 on tickets. "
READER = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
from pathlib import Path
from auditor.documents import read_all
from auditor.errors import AuditorError
for path in sorted(Path(sys.argv[2]).iterdir()):
    started = time.process_time()
    try:
        found = read_all(path.read_bytes(), name=path.name)
        said = " | ".join(getattr(each, "message", None) or f"{len(each.text)} characters" for each in found)
        text = " ".join(getattr(each, "text", "") for each in found)
    except AuditorError as error:
        said, text = f"refused: {error}", ""
    except BaseException as error:
        said, text = f"fault: {type(error).__name__}: {error}", ""
    line = {"name": path.name, "said": said, "seconds": time.process_time() - started}
    print(json.dumps({**line, "passwd": "root:" in text}), flush=True)
"""


def read(files: dict[str, bytes], folder: Path) -> dict[str, dict[str, Any]]:
    """What came of each file."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(MEMORY), str(folder)],
        capture_output=True,
        text=True,
        timeout=SECONDS * len(files),
        env=os.environ | {"MALLOC_ARENA_MAX": "1"},
        check=False,
    )
    found = {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert set(found) == set(files), done.stderr[-2000:]
    return found


# --- what is packed -----------------------------------------------------------------------------------


def nested(levels: int) -> bytes:
    """A ZIP of ZIPs of ZIPs, as 42.zip is built."""
    data = zipped({f"{n}.txt": b"word " * 1_000_000 for n in range(4)})
    for _ in range(levels):
        data = zipped({f"{n}.zip": data for n in range(8)})
    return data


def directory_lies(size: int) -> bytes:
    """A ZIP whose directory says that a member is small."""
    whole = bytearray(zipped({"a.txt": b"word " * 4_000_000}))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", size)
    local = whole.index(b"PK\x03\x04")
    whole[local + 22 : local + 26] = struct.pack("<I", size)
    return bytes(whole)


def overlapping(times: int) -> bytes:
    """A ZIP whose directory names one stretch of bytes many times."""
    whole = zipped({"a.txt": b"word " * 1_500_000})
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entries = whole[start:end] * times
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, times, times, len(entries), start, 0)
    return whole[:start] + entries + tail


ARCHIVES = {
    "nested.zip": nested(3),
    "lies.zip": directory_lies(1_000),
    "lies-more.zip": directory_lies(4_000_000_000),
    "overlapping.zip": overlapping(150),
    "spaces.zip": zipped({"a.txt": b" " * 19_000_000, "b.txt": SAID}),
    "itself.zip": zipped({"a.zip": zipped({"a.zip": zipped({})}), "b.txt": SAID}),
}

# --- office files ---------------------------------------------------------------------------------------

WORDS = part("call.docx", "word/document.xml")
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 50}">' for n in range(12))
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
BOMB = f"<!DOCTYPE x [{ENTITIES}]>"


def moved(content: bytes, name: str = "document.dat") -> bytes:
    """A Word file whose body stands in a part whose name does not say that it is XML."""
    packed = io.BytesIO(repacked("call.docx"))
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                target.writestr(f"word/{name}", content)
            elif info.filename in ("[Content_Types].xml", "_rels/.rels"):
                target.writestr(info, data.replace(b"word/document.xml", f"word/{name}".encode()))
            elif info.filename == "word/_rels/document.xml.rels":
                target.writestr(f"word/_rels/{name}.rels", data)
            else:
                target.writestr(info, data)
    return out.getvalue()


def declared(declaration: str, inside: str, encoding: str = "utf-8") -> bytes:
    """The body of a Word file with a document type, and with text from it."""
    xml = WORDS.partition(b"?>")[2].decode().replace("</w:body>", f"<w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:body>")
    return f"<?xml version='1.0' encoding='{encoding}'?>{declaration}{xml}".encode(encoding)


def many(bit: bytes, times: int) -> bytes:
    return WORDS.replace(b"</w:body>", bit * times + b"</w:body>")


def circular_styles() -> bytes:
    """Styles that are based on each other."""
    styles = part("product-page.docx", "word/styles.xml")
    loop = b"".join(
        b'<w:style w:type="paragraph" w:styleId="L%d"><w:name w:val="L%d"/><w:basedOn w:val="L%d"/></w:style>'
        % (n, n, (n + 1) % 3)
        for n in range(3)
    )
    body = part("product-page.docx", "word/document.xml").replace(
        b"</w:body>", b'<w:p><w:pPr><w:pStyle w:val="L0"/></w:pPr><w:r><w:t>Looped.</w:t></w:r></w:p></w:body>'
    )
    return repacked(
        "product-page.docx",
        {"word/document.xml": body, "word/styles.xml": styles.replace(b"</w:styles>", loop + b"</w:styles>")},
    )


PARAGRAPH = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
OFFICE = {
    "moved.docx": moved(WORDS),
    "moved-huge.docx": moved(many(PARAGRAPH, 7_000_000)),
    "moved-bomb.docx": moved(declared(BOMB, "&a11;")),
    "moved-outside.docx": moved(declared(OUTSIDE, "&f;")),
    "bomb-utf-32.docx": repacked("call.docx", {"word/document.xml": declared(BOMB, "&a11;", "utf-32")}),
    "outside-utf-7.docx": repacked("call.docx", {"word/document.xml": declared(OUTSIDE, "&f;", "utf-7")}),
    "huge.docx": repacked("call.docx", {"word/document.xml": many(PARAGRAPH, 800_000)}),
    "runs.docx": repacked("call.docx", {"word/document.xml": many(b"<w:r><w:t>a</w:t></w:r>", 120_000)}),
    "include.docx": docx(f"<w:p><w:r><w:t>x</w:t></w:r>{INCLUDE}</w:p>"),
    "include.pptx": repacked(
        "product-page.pptx",
        {
            "ppt/slides/slide1.xml": part("product-page.pptx", "ppt/slides/slide1.xml").replace(
                b"</p:spTree>", INCLUDE.encode() + b"</p:spTree>"
            )
        },
    ),
    "circular.docx": circular_styles(),
    "padding.pptx": repacked("product-page.pptx", added={f"ppt/media/{n}.png": bytes(35_000_000) for n in range(8)}),
    "shapes.pptx": repacked("product-page.pptx", added={f"ppt/slides/x{n}.xml": b"<a/>" for n in range(9_000)}),
}

# --- text -----------------------------------------------------------------------------------------------

MARKUP = {
    "entities.html": f"<!DOCTYPE html [{ENTITIES}]><html><p>We trained it. &a11;</p>".encode(),
    "outside.xhtml": f"<?xml version='1.0'?>{OUTSIDE}<html><p>We trained it. &f;</p></html>".encode(),
    "include.html": f"<html><body><p>We trained it.</p>{INCLUDE}</body></html>".encode(),
    "deep.html": b"<div>" * 200_000 + SAID,
    "attributes.html": b"<p " + b"".join(b"a%d=1 " % n for n in range(300_000)) + b">" + SAID,
    "attribute.html": b'<p title="' + b"a" * 9_000_000 + b'">' + SAID,
    "rules.html": b"<style>"
    + b"".join(b".a%d .b%d{display:none}" % (n, n) for n in range(20_000))
    + b"</style>"
    + b"".join(b"<p class='a%d'><b class='b%d'>word</b> said</p>" % (n, n) for n in range(20_000)),
    "tables.html": b"<table><tr><td>" * 20_000 + SAID,
    "entity.md": b"&amp;" * 1_000_000 + SAID,
    "bomb.eml": b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    + f"<!DOCTYPE html [{ENTITIES}]><p>We trained it. &a11;</p>".encode(),
    "mails.eml": b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
    + b"Content-Type: message/rfc822\n\n" * 5_000
    + SAID,
}
CALLS = {
    "deep.json": b"[" * 5_000_000,
    "deep-object.json": b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000,
    "digits.json": b'{"segments": [{"text": "We trained it.", "start": ' + b"9" * 3_000_000 + b"}]}",
    "exponent.json": b'{"segments": [{"text": "We trained it.", "start": 1e999999999, "end": -1e999}]}',
    "strings.json": b'{"segments": [' + b",".join(b'{"text": "a"}' for _ in range(300_000)) + b"]}",
    "keys.json": b"{" + b",".join(b'"%d": 1' % n for n in range(500_000)) + b"}",
    "cells.csv": b"speaker,text\n" + b'"' + b'""' * 4_000_000 + b'"\n',
    "columns.csv": b"speaker,text" + b"," * 2_000_000 + b"\nAna,We trained it.\n",
    "cues.vtt": b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nword\n\n" * 200_000,
    "times.srt": b"1\n" + b"9" * 2_000_000 + b":00:00,000 --> 00:00:01,000\nword\n",
}
LINES = {
    f"line-{number}.{ending}": bit * (3_000_000 // len(bit))
    for ending in ("txt", "md", "vtt")
    for number, bit in enumerate((b"a", b"word ", b"We trained it. ", b"a: ", b"> ", b"*", b"\xe2\x80\x8b", b"\n"))
}


def inflating(size: int) -> bytes:
    """A PDF whose page content unpacks to many bytes."""
    content = zlib.compress(b"0 0 m 1 1 l S\n" * (size // 14), 9)
    plain = pdf("BT ET")
    head, _, tail = plain.partition(b"<< /Length 5 >>\nstream\nBT ET\nendstream")
    return head + b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream" + tail


def outcome(files: dict[str, bytes], folder: Path) -> dict[str, str]:
    found = read(files, folder)
    for name, row in found.items():
        assert not row["said"].startswith("fault"), (name, row["said"][:300])
        assert row["seconds"] < SECONDS, (name, row)
        assert not row["passwd"], name
    return {name: row["said"] for name, row in found.items()}


@pytest.mark.slow
def test_archives(tmp_path: Path) -> None:
    said = outcome(ARCHIVES, tmp_path)
    assert said["nested.zip"].count("is an archive inside an archive") == 8
    assert "is damaged inside its archive" in said["lies.zip"]
    assert "would unpack to 4,000,000,000 bytes" in said["lies-more.zip"]
    assert "characters" not in said["overlapping.zip"]
    assert said["spaces.zip"].endswith(f"{len(SAID)} characters")
    assert said["itself.zip"].endswith(f"{len(SAID)} characters")


@pytest.mark.slow
def test_office_files(tmp_path: Path) -> None:
    said = outcome(OFFICE, tmp_path)
    for name in ("moved-bomb.docx", "moved-outside.docx", "bomb-utf-32.docx", "outside-utf-7.docx"):
        assert said[name].startswith("refused"), name
    assert "would unpack" in said["moved-huge.docx"]
    for name in ("moved.docx", "include.docx", "include.pptx", "circular.docx", "shapes.pptx"):
        assert said[name].endswith("characters"), (name, said[name])


@pytest.mark.slow
def test_markup(tmp_path: Path) -> None:
    said = outcome(MARKUP, tmp_path)
    assert len([each for each in said.values() if each.endswith("characters")]) >= 8, said


@pytest.mark.slow
def test_exports_of_calls(tmp_path: Path) -> None:
    said = outcome(CALLS, tmp_path)
    assert said["strings.json"].endswith("characters")
    assert said["cues.vtt"].endswith("characters")


@pytest.mark.slow
def test_lines_without_end(tmp_path: Path) -> None:
    outcome(LINES, tmp_path)


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_a_gigabyte(tmp_path: Path) -> None:
    said = outcome({"inflating.pdf": inflating(1_000_000_000)}, tmp_path)
    assert said["inflating.pdf"].startswith("refused: inflating.pdf")
