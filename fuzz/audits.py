"""Whole audits, and everything they are printed as."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from functools import cache
from typing import Any
from zlib import crc32

from lxml import etree

from auditor.agent import audit
from auditor.answers import Given
from auditor.documents import read_bytes
from auditor.providers import OFFLINE, provider
from auditor.providers.scripted import ScriptedProvider
from auditor.render import render
from auditor.render.plain import UNSAFE
from auditor.saved import saved
from auditor.schema import Document, Report
from auditor.setup import load_checklist, load_setup
from auditor.steps import Provider, run
from fuzz.expect import sound_report, told

_WIDTH = 80
_STEERING = re.compile(f"[{UNSAFE}]")


def read_offline(data: bytes) -> None:
    """Audit a pasted text with the offline rules and print the report."""
    document = told(lambda: read_bytes(data, name="pasted text"))
    if document is not None:
        _printed(_audited(document, provider(OFFLINE)), data)


def drafted(data: bytes) -> None:
    """Audit a text with drafts that a model might hand in, and print the report."""
    report = _scripted(data)
    if report is not None:
        _printed(report, data)


def drafted_office(data: bytes) -> None:
    """Audit a text with drafts that a model might hand in, and print the report as a memo and a workbook."""
    report = _scripted(data)
    if report is None:
        return
    for form in ("docx", "xlsx"):
        content = render(report, form)
        assert isinstance(content, bytes)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(packed.read(name))


def _scripted(data: bytes) -> Report | None:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    words = str(body.get("text") or "We trained it.").encode("utf-8", "replace")
    document = told(lambda: read_bytes(words, name="page.md"))
    if document is None:
        return None
    replies = {name: body[name] for name in ("extract", "followup", "answer", "repair") if name in body}
    return _audited(document, ScriptedProvider(replies), _given(body.get("answers")))


def _given(answers: Any) -> list[Given]:
    if not isinstance(answers, dict):
        return []
    ids = load_checklist().ids
    return [
        Given(question=name, text=text[:2_000], source="file")
        for name, text in answers.items()
        if name in ids and isinstance(text, str) and text.strip() and text.isprintable()
    ]


def _audited(document: Document, reader: Provider, answers: Iterable[Given] = ()) -> Report:
    setup = load_setup(
        as_of="2026-11-22", as_of_source="option", created_at="2026-11-22T09:00:00+00:00", model=reader.model
    )
    report = run(audit(document, setup, answers), reader)
    sound_report(report)
    return report


def _printed(report: Report, data: bytes) -> None:
    """Assert that a report comes back from its JSON, and that one other form of text, chosen by the input, is sound."""
    whole = str(render(report, "json"))
    assert saved(whole.encode("utf-8"), "x.json") == report, "a report comes back changed"
    _FORMS[crc32(data) % len(_FORMS)](report)


def _lines(report: Report) -> None:
    for line in str(render(report, "jsonl")).splitlines():
        json.loads(line)


def _page(report: Report) -> None:
    for quiet, verbose in ((False, False), (True, False), (False, True)):
        _still(str(render(report, "terminal", width=_WIDTH, quiet=quiet, verbose=verbose)))


def _memo(report: Report) -> None:
    _still(str(render(report, "markdown")))


def _still(text: str) -> None:
    steering = _STEERING.search(text.replace("\n", ""))
    assert steering is None, f"a terminal is sent {steering[0]!r}"


def _table(report: Report) -> None:
    rows = list(csv.reader(io.StringIO(str(render(report, "csv")).removeprefix("\ufeff"))))
    assert len({len(row) for row in rows if row}) <= 1, "rows of several lengths"


def _web_page(report: Report) -> None:
    page = str(render(report, "html"))
    tree = etree.fromstring(page, etree.HTMLParser(huge_tree=True))
    elements = list(tree.iter(etree.Element))
    acting = [each for each in elements if each.tag in _ACTING]
    assert len(acting) == _acting(), "the page holds an element that acts"
    for each in elements:
        assert not [name for name in each.attrib if str(name).lower().startswith("on")], "the page acts on its own"
        for name in ("href", "src", "action", "formaction"):
            place = each.get(name) or ""
            assert not re.match(r"\s*(?:javascript|vbscript|data:text)", place, re.IGNORECASE), (
                "the page links a script"
            )


_ACTING = {"script", "style", "iframe", "object", "embed", "link", "meta", "base", "math"}


_FORMS = (_lines, _page, _memo, _table, _web_page)


@cache
def _acting() -> int:
    """The elements that act in a page about a plain text."""
    report = _audited(read_bytes(b"Nothing is said here.", name="pasted text"), provider(OFFLINE))
    tree = etree.fromstring(str(render(report, "html")), etree.HTMLParser())
    return sum(1 for each in tree.iter(etree.Element) if each.tag in _ACTING)
