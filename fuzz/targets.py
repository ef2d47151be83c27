"""The table of targets: what is called, where mutation starts and how it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fuzz import audits, files, reading, replies, seeds, words
from fuzz.bodies import BODIES, RESULTS
from fuzz.mutate import Mutate, archive, archives, json_lines, json_values, text, texts
from fuzz.pieces import ANSWERS, CALLS, CAPTIONS, CLAIMS, MAIL, MARKUP, NUMBERS, ORDERS, PDF, TABLE, YAML


@dataclass(frozen=True)
class Target:
    """One way in for what somebody else wrote."""

    name: str
    check: Callable[[bytes], None]
    """Raises where something breaks that must hold."""
    seeds: seeds.Seeds
    mutate: Mutate = text
    longest: int = 12_000
    """Bytes of an input."""
    seconds: float = 2.0
    """Processor time that an input may take under the fuzzer, where code runs several times slower."""
    share: float = 1.0
    """Its part of a run's minutes, beside the others'."""


def _reader(name: str, file: str, start: seeds.Seeds, mutate: Mutate, **more: float) -> Target:
    return Target(f"read-{name}", partial(reading.read, name=file), start, mutate, **more)  # type: ignore[arg-type]


def _lines(*rows: object) -> seeds.Seeds:
    return lambda: [b"\n".join(each for row in rows for each in seeds.values(row)())]


_CALLS = ("formats/call*.json", "formats/call*.jsonl")
_FILLED = seeds.values(
    {"who": "Ada", "when": "2026-11-20", "answers": {"method": "Fine-tuned.", "base-model": None, "compute": 60}},
    {"items": [{"question": "method", "answer": "We fine-tuned it."}, {"question": "compute", "answer": ["60", 7]}]},
    {"interview_version": 1, "document": "sha256:0", "name": "a", "model": "offline", "notes": {"answers": []}},
)
_MEMO = """# Questions

Answered by: Ada

Date: 2026-11-20

## 1. Which base? [base-model]

> “We trained it.” (Tallow, line 1)

Answer:

Llama 3.1 8B

## 2. How? [method]

Answer: We fine-tuned it.
"""
_MAPPING = "who: Ada\nanswers:\n  method: |\n    We tuned it.\n    Twice.\n  compute: 60\n  base-model: [a, b]\n"
_SHEET = 'number,id,question,about,answer\r\n1,method,How?,,We tuned it.\r\n2,compute,How much?,"“a”\nb",\'=60\r\n'
_LIST = "path,vendor,date,call_id\na.vtt,Acme,2026-11-22,7\n,,,\nb.vtt,,,8\n"
_LINES = '{"path": "a.vtt", "vendor": "Acme", "date": "2026-11-22"}\n{"text": "We trained it.", "call_id": 7}\n[]\n'
_NAMED = '{"text": "We trained it.", "name": "a.long-name.txt", "call_id": "7"}\n{"text": "b", "name": "a/b.c.md"}\n'
_CASE = (
    '{"id": "a", "kind": "marketing", "format": "html", "text": "<p>We trained it.</p>", "facts": {}, "claims":'
    ' [{"quote": "We trained it.", "label": "fine_tuning", "basis": "stated"}]}\n'
    '{"id": "b", "kind": "transcript", "format": "vtt", "path": "documents/call.vtt", "passages": ["x"]}\n'
)
_DRAFTS = seeds.values(
    {"text": seeds.PAGE, "extract": seeds.EXTRACT, "followup": {"claims": []}, "answers": {"method": "We tuned it."}},
    {
        "text": "| a | b |\n|---|---|\n| We trained it | $2-3M |",
        "extract": seeds.EXTRACT,
        "answer": {"directness": "direct"},
    },
)
TARGETS = {
    each.name: each
    for each in (
        # documents
        _reader(
            "text", "a.txt", seeds.small("documents/*.txt", "formats/*.txt", "broken/*.txt"), texts(*CALLS), share=2
        ),
        _reader("pasted", "pasted text", seeds.small("documents/*"), texts(*CALLS, *MARKUP, *CAPTIONS), share=2),
        _reader("markdown", "a.md", seeds.small("documents/*.md"), texts(*MARKUP)),
        _reader("html", "a.html", seeds.small("documents/*.html", "broken/*.html"), texts(*MARKUP), share=2),
        _reader("vtt", "a.vtt", seeds.small("documents/*.vtt", "formats/*.vtt", "broken/*.vtt"), texts(*CAPTIONS)),
        _reader("srt", "a.srt", seeds.small("documents/*.srt", "broken/*.srt"), texts(*CAPTIONS)),
        _reader("json", "a.json", seeds.json_files(_CALLS[0]), json_values, share=2),
        _reader("jsonl", "a.jsonl", seeds.files(_CALLS[1]), json_lines),
        _reader("csv", "a.csv", seeds.small("formats/*.csv", "formats/*.tsv"), texts(*TABLE, *CALLS)),
        _reader("eml", "a.eml", seeds.small("formats/*.eml"), texts(*MAIL, *MARKUP), share=2),
        _reader("docx", "a.docx", seeds.office("formats/*.docx"), archive, longest=150_000, seconds=5, share=2),
        _reader("pptx", "a.pptx", seeds.office("formats/*.pptx"), archive, longest=300_000, seconds=5, share=2),
        Target(
            "read-zip",
            reading.read_members,
            seeds.zips,
            archives(txt=texts(*CALLS), vtt=texts(*CAPTIONS), srt=texts(*CAPTIONS), json=json_values),
            longest=60_000,
        ),
        _reader("pdf", "a.pdf", seeds.pdfs, texts(*PDF), seconds=5),
        Target("read-pdf-inside", reading.read_pdf_inside, seeds.pdfs, texts(*PDF), seconds=5, share=2),
        Target("decode", reading.decoded, seeds.small("broken/*.txt"), texts(*MARKUP)),
        # texts
        Target("grounding", words.grounded, seeds.quoted, words.beside, share=2),
        Target("quantities", words.counted, seeds.case_texts("numbers/sentences.jsonl"), texts(*NUMBERS), share=2),
        Target("check", words.checked, seeds.case_texts("numbers/sentences.jsonl"), texts(*NUMBERS)),
        Target("instructions", words.instructed, seeds.case_texts("cases/injection.jsonl"), texts(*ORDERS)),
        # replies
        Target(
            "reply-text", replies.picked, seeds.small("replies/c*.extract.*"), texts('{"', "<think>", "</think>", "}")
        ),
        Target("messages", replies.sent("messages"), seeds.values(*BODIES["messages"]), json_values),
        Target("responses", replies.sent("responses"), seeds.values(*BODIES["responses"]), json_values),
        Target("chat", replies.sent("chat"), seeds.values(*BODIES["chat"]), json_values),
        Target("job-results", replies.collected, _lines(*RESULTS), json_lines),
        # files
        Target("manifest-csv", files.listed(".csv"), seeds.written(_LIST), texts(*TABLE)),
        Target("manifest-jsonl", files.listed(".jsonl"), seeds.written(_LINES), json_lines),
        Target("plan-jsonl", files.planned(".jsonl"), seeds.written(_LINES, _NAMED), json_lines),
        Target("plan-zip", files.planned(".zip"), seeds.zips, archive, longest=60_000),
        Target("answers-markdown", files.answered(".md"), seeds.written(_MEMO), texts(*ANSWERS)),
        Target("answers-csv", files.answered(".csv"), seeds.written(_SHEET), texts(*TABLE)),
        Target("answers-json", files.answered(".json"), _FILLED, json_values),
        Target("answers-yaml", files.answered(".yaml"), seeds.written(_MAPPING), texts(*YAML)),
        Target("answers-docx", files.answered(".docx"), seeds.office("formats/call.docx"), archive, 60_000, 5),
        Target(
            "questionnaire", files.questioned, seeds.values({"method": "=60", "compute": "no; “a, b”"}), json_values
        ),
        Target("interview", files.interviewed, _FILLED, json_values),
        Target("saved", files.kept, seeds.json_files("reports/custom-model-*.json"), json_values, 60_000, 5, 2),
        Target("review", files.reviewed, seeds.json_files("reports/custom-model-alone.json"), json_values, 60_000, 5),
        Target("scripted", files.scripted, seeds.values(seeds.EXTRACT, {"extract": seeds.EXTRACT}), json_values),
        Target("cases", files.labelled, seeds.written(_CASE), json_lines),
        # whole audits
        Target(
            "audit",
            audits.read_offline,
            seeds.joined(seeds.small("documents/*.txt"), seeds.case_texts("cases/phrasings.jsonl")),
            texts(*CLAIMS, *CALLS, *NUMBERS),
            longest=4_000,
            seconds=10,
            share=4,
        ),
        Target("drafts", audits.drafted, _DRAFTS, json_values, longest=8_000, seconds=10, share=4),
        Target("drafts-office", audits.drafted_office, _DRAFTS, json_values, longest=8_000, seconds=10, share=2),
    )
}
