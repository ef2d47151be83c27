"""Office files, PDFs, mails and archives that are cut off, misnamed, protected or built to hurt: one sentence each."""

from __future__ import annotations

import re

import pytest
from office import FORMATS, docx, part, repacked, zipped

from auditor.documents import read_all, read_bytes
from auditor.errors import DocumentError
from auditor.schema import Document

OFFICE = {".docx", ".pptx", ".pdf", ".eml", ".zip"}
FILES = sorted(path.name for path in FORMATS.iterdir() if path.suffix in OFFICE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("tenths", range(10))
@pytest.mark.parametrize("name", FILES)
def test_cut_off_at_every_tenth(name: str, tenths: int) -> None:
    data = (FORMATS / name).read_bytes()
    cut = data[: len(data) * tenths // 10]
    if name.endswith(".eml") and b"\nSubject:" in cut:
        (document,) = read_all(cut, name=name)
        assert isinstance(document, Document)
        assert document.passages
    else:
        with pytest.raises(DocumentError, match=re.escape(name)) as caught:
            read_all(cut, name=name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["a.txt", "a.html", "a.doc", "a.pdf", "a.docx", "pasted text"])
@pytest.mark.parametrize(("name", "form"), [("call.pdf", "pdf"), ("call.docx", "docx"), ("product-page.pptx", "pptx")])
def test_a_wrong_name_is_no_obstacle(name: str, form: str, wrong: str) -> None:
    assert read_bytes((FORMATS / name).read_bytes(), name=wrong).format == form


def test_text_under_an_office_name_is_text() -> None:
    for name in ("a.pdf", "a.docx", "a.pptx"):
        assert read_bytes(b"We trained it.", name=name).format == "text"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), r"old binary kind \(\.doc\); save it as DOCX"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), r"old binary kind \(\.ppt\); save it as PPTX"),
        (OLE + "Workbook".encode("utf-16-le"), r"old binary kind \(\.xls\); export the sheet as CSV"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password; save it without one"),
        (OLE + "__substg1.0_0037001F".encode("utf-16-le"), r"an Outlook message \(\.msg\); save it as \.eml"),
        (OLE, "protected by a password or of the old binary kind"),
        (rb"{\rtf1\ansi We trained it.}", "is an RTF file; save it as DOCX or text"),
        (zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), r"is a spreadsheet \(XLSX\)"),
        (zipped({"mimetype": b"x", "content.xml": b"<a/>"}), "is an OpenDocument file; save it as DOCX"),
        (zipped({"META-INF/container.xml": b"<a/>"}), r"is an e-book \(EPUB\)"),
        (zipped({"Index/Document.iwa": b"x"}), "is a Pages, Keynote or Numbers file"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        read_all(data, name="file.docx")
    assert "\n" not in str(caught.value)


ENTITIES = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    ("name", "path"), [("call.docx", "word/document.xml"), ("product-page.pptx", "ppt/slides/slide1.xml")]
)
def test_xml_with_entities_is_refused(name: str, path: str, encoding: str) -> None:
    xml = part(name, path).partition(b"?>")[2].decode()
    bomb = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE x [{ENTITIES.decode()}]>{xml}".encode(encoding)
    with pytest.raises(DocumentError, match="holds XML with a document type"):
        read_bytes(repacked(name, {path: bomb}), name=name)


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(DocumentError, match="would unpack to 31,000,000 bytes"):
        read_bytes(repacked("call.docx", {"word/document.xml": bytes(31_000_000)}), name="call.docx")
    padded = {f"word/media/{n}.bin": bytes(40_000_000) for n in range(8)}
    with pytest.raises(DocumentError, match="would unpack to more than 300,000,000 bytes"):
        read_bytes(repacked("call.docx", added=padded), name="call.docx")


def test_xml_under_another_name_is_bounded_and_looked_at_as_well() -> None:
    with pytest.raises(DocumentError, match="would unpack to 31,000,006 bytes"):
        read_bytes(repacked("call.docx", added={"word/body.dat": b"<?xml " + bytes(31_000_000)}), name="call.docx")
    with pytest.raises(DocumentError, match="holds XML with a document type"):
        read_bytes(
            repacked("call.docx", added={"word/body.dat": b"\xef\xbb\xbf <!DOCTYPE a []><a/>"}), name="call.docx"
        )


@pytest.mark.parametrize("levels", [100, 3_000])
def test_a_hundred_levels_of_nesting_are_refused(levels: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * levels + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * levels
    with pytest.raises(DocumentError, match="damaged, or nested or built as Word builds none"):
        read_bytes(docx(body), name="memo.docx")
    group = "<p:grpSp><p:nvGrpSpPr><p:cNvPr id='1' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>" * (
        3 * levels
    )
    slide = part("product-page.pptx", "ppt/slides/slide1.xml").replace(
        b"</p:spTree>", group.encode() + b"</p:grpSp>" * (3 * levels) + b"</p:spTree>"
    )
    with pytest.raises(DocumentError, match="damaged, or nested or built as PowerPoint builds none"):
        read_bytes(repacked("product-page.pptx", {"ppt/slides/slide1.xml": slide}), name="deck.pptx")
