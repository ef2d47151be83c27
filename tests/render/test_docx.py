from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.render import render
from auditor.render.plain import one_line
from auditor.schema import Dossier, Report

from .libreoffice import pdf_text
from .samples import (
    DOSSIER,
    EMPTY,
    FAILED,
    HOSTILE,
    NASTY,
    PARTIAL,
    RICH,
    SAMPLES,
    STRUCTURAL,
    UPGRADE,
    WEIGHTS_BEFORE,
    hostile,
)


def memo(sample: Report | Dossier, **options: bool) -> Any:
    return Document(BytesIO(render(sample, "docx", **options)))


def styled(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_bottom_line_comes_first_and_the_sources_last() -> None:
    made = memo(RICH)
    assert styled(made, "Title") == ["Training claims: northgate-call.vtt"]
    assert styled(made, "Heading 1") == [
        "Bottom line",
        "c1 · ClaimsGPT",
        "c2 · Letter writer",
        "c3 · Fraud score",
        "The document as a whole",
        "Questions to ask",
        "What it means for you",
        "Sources and provenance",
    ]
    assert [cell.text for cell in made.tables[1].columns[1].cells] == [
        "Own model, trained from scratch for insurance.",
        "Fine-tuning of Llama 3 70B with LoRA.",
        "What happens to ClaimsGPT when Llama 3 is superseded?\n"
        "By how much does it beat the unmodified base on your files?",
    ]


def test_the_quote_stands_bold_in_its_sentence_with_its_place() -> None:
    made = memo(RICH)
    quotes = [paragraph for paragraph in made.paragraphs if paragraph.style.name == "Quote"]
    assert quotes[0].text == "So ClaimsGPT is our own model, trained from scratch for insurance."
    assert [run.text for run in quotes[0].runs if run.bold] == ["our own model, trained from scratch for insurance"]
    assert "— cue 1, 00:03:12 · Dana Reyes (vendor)" in styled(made, "Caption")


def test_each_question_is_asked_once_numbered_and_findings_refer_to_it() -> None:
    made = memo(RICH)
    asked = styled(made, "List Number")
    assert len(asked) == len(set(asked)) == 6
    assert asked[0] == "Which outside model APIs serve the letter writer in production?"
    assert asked[3] == "What happens to ClaimsGPT when Llama 3 is superseded?"
    assert "Open for this claim: questions 1, 4, 5, 6 under “Questions to ask”." in text(made)


def test_numbers_begin_at_one_in_each_document_of_a_dossier() -> None:
    made = memo(DOSSIER)
    lists = [paragraph._p.pPr.numPr.numId.val for paragraph in made.paragraphs if paragraph.style.name == "List Number"]
    assert [lists.count(number) for number in dict.fromkeys(lists)] == [1, 6, 1]
    numbering = made.part.numbering_part.element
    for number in set(lists):
        assert numbering.num_having_numId(number).xpath("w:lvlOverride/w:startOverride/@w:val") == ["1"]


def test_a_question_that_differs_only_in_what_it_tells_is_asked_once() -> None:
    less = WEIGHTS_BEFORE.model_copy(update={"expected_gain_bits": 0.01})
    made = memo(RICH.model_copy(update={"open_questions": (*RICH.open_questions, less)}))
    assert len(styled(made, "List Number")) == 6


def test_what_answers_would_mean_is_said_once_in_a_dossier() -> None:
    made = memo(DOSSIER)
    asked = [each for each in styled(made, "List Number") if each.startswith(UPGRADE.text)]
    assert asked == [UPGRADE.text, f"{UPGRADE.text} (see above)"]
    assert text(made).count(UPGRADE.why) == 1


def test_header_footer_and_properties() -> None:
    made = memo(RICH)
    section = made.sections[0]
    assert section.header.paragraphs[0].text == "Northgate AI · as of 2026-11-22"
    assert section.footer.paragraphs[0].text.startswith("Training claims: northgate-call.vtt\tPage ")
    assert section.footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert made.core_properties.created.isoformat() == "2026-11-22T07:30:00+00:00"
    assert made.core_properties.title == "Training claims: northgate-call.vtt"


@pytest.mark.parametrize(
    ("sample", "says"),
    [
        (EMPTY, "No claim about how the vendor's AI was trained was found."),
        (FAILED, "The audit did not succeed: nothing can be concluded about how the vendor's AI was trained."),
        (FAILED, "extract, window 1: The provider refused the request: overloaded."),
        (PARTIAL, "extract, window 2: The reply stopped in the middle."),
        (DOSSIER, "scan.pdf: The file holds pictures of text only."),
        (DOSSIER, "Part of the audit did not succeed; what follows covers the rest."),
        (RICH, "Outside the counts by class."),
        (RICH, "1 item the reader handed in was not borne out by the document and was left out."),
        (RICH, "Read by offline rules; no language model read the text · as of 2026-11-22"),
    ],
)
def test_what_must_be_said_is_said(sample: Report | Dossier, says: str) -> None:
    assert says in text(memo(sample))


def test_a_dossier_nests_its_documents_and_says_what_they_show_together() -> None:
    made = memo(DOSSIER)
    assert styled(made, "Heading 1") == ["Bottom line", "Across the documents", "northgate-call.vtt", "about.md"]
    assert "c1 · ClaimsGPT" in styled(made, "Heading 2")
    assert "The call and the web page name different starting points" in text(made)


def test_quiet_keeps_the_bottom_line_and_verbose_shows_all() -> None:
    assert styled(memo(RICH, quiet=True), "Heading 1") == ["Bottom line"]
    assert "NOTE auto-captioned" in text(memo(RICH, verbose=True))
    assert "NOTE auto-captioned" not in text(memo(RICH))
    assert one_line(NASTY) in text(memo(HOSTILE, verbose=True))


@pytest.mark.parametrize("nasty", [*STRUCTURAL, "a\x00b\ufffe\uffff", "\ud800", "_x0041_"])
def test_hostile_text_stays_text(nasty: str) -> None:
    assert one_line(nasty) in text(memo(hostile(nasty)))


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=30))
def test_any_text_makes_a_memo_that_opens(nasty: str) -> None:
    assert one_line(nasty) in text(memo(hostile(nasty)))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_in_the_file_leads_outside(name: str) -> None:
    with zipfile.ZipFile(BytesIO(render(SAMPLES[name], "docx"))) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    assert not [name for name, data in parts.items() if name.endswith(".rels") and b'TargetMode="External"' in data]
    assert b"w:hyperlink" not in parts["word/document.xml"]


def test_the_same_report_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests')\n"
        "from render.samples import DOSSIER; from auditor.render import render\n"
        "print(*(hashlib.sha256(render(DOSSIER, name)).hexdigest() for name in ('docx', 'xlsx')))"
    )
    root = Path(__file__).parent.parent.parent
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(outs) == 1
    with zipfile.ZipFile(BytesIO(render(RICH, "docx"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.system
@pytest.mark.parametrize("name", ["rich", "dossier", "hostile", "failed"])
def test_libreoffice_opens_it(name: str, tmp_path: Path) -> None:
    pages, shown = pdf_text(render(SAMPLES[name], "docx"), f"{name}.docx", tmp_path)
    assert pages >= 1
    words = " ".join(shown.split())
    assert {
        "rich": "Evidence supports Fine-tuning of Llama 3 70B with LoRA.",
        "dossier": "scan.pdf: The file holds pictures of text only.",
        "failed": "The audit did not succeed: nothing can be concluded",
        "hostile": "Part of the audit did not succeed; what follows covers the rest.",
    }[name] in words
    assert f"Page 1 of {pages}" in words
