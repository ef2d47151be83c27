"""What several tests need: records in one line each, documents from a string, the fixtures by case id."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from auditor.agent import audit
from auditor.documents import read_bytes, read_path
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import (
    Agreement,
    Answer,
    Asserted,
    Document,
    Fact,
    FactKind,
    Finding,
    Mechanism,
    Quote,
    Report,
    Status,
    Technique,
    Verdict,
)
from auditor.setup import Setup, load_setup
from auditor.steps import Provider, run

FIXTURES = Path(__file__).parent.parent / "fixtures"
PRE, FINE, PROMPT = Technique
EXTENSIONS = {"text": "txt", "markdown": "md", "html": "html", "vtt": "vtt", "srt": "srt"}


# --- documents ------------------------------------------------------------------------------------


def text_of(words: str, name: str = "page.txt") -> Document:
    """A document of marketing copy."""
    return read_bytes(words.encode(), name=name, kind="marketing")


def call_of(*turns: str) -> Document:
    """A transcript of turns written "Name: words"."""
    return read_bytes("\n".join(turns).encode(), name="call.txt", kind="transcript")


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The labelled cases of a file in fixtures/cases."""
    lines = (FIXTURES / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def case_document(row: dict[str, Any]) -> Document:
    """The document of a labelled case, as a file of its format would be read."""
    if "path" in row:
        return read_path(FIXTURES / row["path"], kind=row["kind"])
    return read_bytes(row["text"].encode(), name=f"{row['id']}.{EXTENSIONS[row['format']]}", kind=row["kind"])


def fixture(case: str) -> Document:
    """A document of fixtures/documents by its case id."""
    return case_document(next(row for row in rows("documents") if row["id"] == case))


# --- audits ---------------------------------------------------------------------------------------


def setup(model: str = "scripted:test") -> Setup:
    """A setup whose dates are pinned."""
    return load_setup(as_of="2026-11-22", as_of_source="option", created_at="2026-11-22T09:00:00+00:00", model=model)


def report_of(document: Document, reader: Provider) -> Report:
    """What a reader's audit of a document comes to, dates pinned."""
    return run(audit(document, setup(reader.model)), reader)


def drafted(document: Document, draft: Any) -> Report:
    """What an extract draft (data or text) comes to."""
    return report_of(document, ScriptedProvider({"extract": draft}, "test"))


def reply(name: str) -> ScriptedProvider:
    """A reply of fixtures/replies."""
    return ScriptedProvider.from_file(FIXTURES / "replies" / f"{name}.extract.json")


def draft(name: str) -> dict[str, Any]:
    """A reply of fixtures/replies, to change before it is handed in."""
    data: dict[str, Any] = json.loads((FIXTURES / "replies" / f"{name}.extract.json").read_text(encoding="utf-8"))
    return data


def claim(*quotes: str, **more: Any) -> dict[str, Any]:
    """A claim draft about "Thing"; quotes without passage numbers."""
    base = {"statement": "[Vendor] trained Thing.", "subject": "Thing", "asserted": "unspecified"}
    return {**base, "quotes": [{"text": text} for text in quotes], **more}


def stated(kind: str, value: str | float, *quotes: str, **more: Any) -> dict[str, Any]:
    """A fact draft."""
    return {"kind": kind, "value": value, "quotes": [{"text": text} for text in quotes], **more}


# --- records --------------------------------------------------------------------------------------


def quote(text: str = "words", start: int = 0, **more: Any) -> Quote:
    """A quote that stands alone in its sentence."""
    end = start + len(text)
    given = {"alignment": "exact", "where": "line 1", "context_start": start, "context_end": end}
    return Quote.model_validate({"text": text, "start": start, "end": end, **given, **more})


def fact(kind: str, value: str | float, *quotes: Quote, **more: Any) -> Fact:
    """A fact with a quote."""
    return Fact(kind=FactKind(kind), value=value, quotes=quotes or (quote(f"{kind} {value}"),), **more)


def answer(question: str, directness: str, *quotes: Quote, **more: Any) -> Answer:
    """An answer to a checklist question."""
    return Answer.model_validate(
        {"question": question, "directness": directness, "text": "", "quotes": quotes or (quote(),), **more}
    )


def verdict(technique: Technique | None, status: str = "supported") -> Verdict:
    """A verdict with nine tenths on its technique."""
    return Verdict(
        technique=technique,
        status=Status(status),
        probabilities={each: 0.9 if each is technique else 0.05 for each in Technique},
        agreement=Agreement.CONSISTENT,
        rationale=(),
    )


def finding(
    technique: Technique | None = FINE,
    *facts: Fact,
    status: str = "supported",
    words: str = "We trained Thing.",
    asserted: str = "unspecified",
    subject: str = "Thing",
    mechanism: str | None = None,
) -> Finding:
    """A finding about a product."""
    return Finding(
        id="c1",
        statement=words,
        asserted=Asserted(asserted),
        subject=subject,
        quotes=(quote(words),),
        verdict=verdict(technique, status),
        facts=facts,
        mechanism=Mechanism(mechanism) if mechanism else None,
    )


def quotes_of(value: Any) -> list[Quote]:
    """Every quote inside a record, however deep."""
    found: list[Quote] = []
    _walk(value, found.append)
    return found


def _walk(value: Any, visit: Callable[[Quote], object]) -> None:
    if isinstance(value, Quote):
        visit(value)
    elif isinstance(value, tuple | list):
        for each in value:
            _walk(each, visit)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            _walk(getattr(value, name), visit)
