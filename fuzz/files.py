"""Files that people and programs hand back: manifests, answers, interviews, reports, scripted replies, cases."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from auditor.answerfile import Sheet, read_answers
from auditor.batch.manifest import items
from auditor.batch.plan import plan
from auditor.documents import load, read_bytes
from auditor.evaluating import document_of
from auditor.evaluation.cases import parse_cases
from auditor.forms import written
from auditor.providers.scripted import ScriptedProvider
from auditor.questionnaire import Item, Questionnaire
from auditor.render import render
from auditor.saved import saved
from auditor.setup import load_checklist
from auditor.steps import ExtractVariables, Failed, Reply, Request
from auditor.store.store import Store
from fuzz.expect import file_of, folder, sentence, sound_document, told

_REQUEST = Request("extract", ExtractVariables("marketing", None, (), ()), "document")
_ENDINGS = {"csv": ".csv", "json": ".json"}


def listed(ending: str) -> Callable[[bytes], None]:
    """Return the check of manifests with this ending: each line is one document, or says what is off."""

    def check(data: bytes) -> None:
        path = file_of(data, f"list{ending}")
        for item in told(lambda: list(items([str(path)]))) or ():
            assert item.source
            assert item.title
            assert (item.path is not None) + (item.content is not None) + (item.problem is not None) == 1
            if item.problem is not None:
                sentence(item.problem)
            for text in (item.source, item.title, item.vendor or "", item.call or ""):
                text.encode("utf-8", "surrogateescape")

    return check


def planned(ending: str) -> Callable[[bytes], None]:
    """Return the check of a batch's plan of a manifest or archive: each document is entered and can be opened."""

    def check(data: bytes) -> None:
        path = file_of(data, f"batch{ending}")
        with tempfile.TemporaryDirectory(dir=folder()) as place:
            store = Store(Path(place) / "audits.db")
            try:
                made = told(lambda: plan(store, items([str(path)]), Path(place) / "texts", "fuzz"))
                for task in store.tasks(made.run) if made else ():
                    assert told(lambda task=task: read_bytes(load(Path(task.path)), name=Path(task.path).name)) or task  # type: ignore[misc]
            finally:
                store.close()

    return check


def answered(ending: str) -> Callable[[bytes], None]:
    """Return the check of files of answers with this ending."""

    def check(data: bytes) -> None:
        sheet = told(lambda: read_answers(file_of(data, f"answers{ending}"), load_checklist().ids))
        if sheet is not None:
            _sound_sheet(sheet)

    return check


def _sound_sheet(sheet: Sheet) -> None:
    for answer in sheet.answers:
        assert answer.text.strip(), "an empty answer"
        answer.model_dump_json()
    for notice in sheet.notices:
        sentence(notice)


def questioned(data: bytes) -> None:
    """Write a questionnaire with its answers and read it back: tables and JSON give every answer as it was."""
    try:
        given = json.loads(data)
        texts = {str(key): " ".join(str(value).split()) for key, value in given.items()}
    except (ValueError, AttributeError, RecursionError):
        return
    ids = load_checklist().ids
    told_of = texts.get("question", "Which base?").encode("utf-8", "replace").decode()
    asked = [
        Item(number=number, question=name, text=told_of, about=(), example=told_of, answer=_safe(texts.get(name, "")))
        for number, name in enumerate(ids, 1)
    ]
    sheet = Questionnaire(
        subject=_safe(texts.get("subject", "Tallow")), vendor=None, document="a", document_id="b", items=tuple(asked)
    )
    expected = {each.question: each.answer for each in asked if each.answer}
    for form, ending in _ENDINGS.items():
        (folder() / f"sheet{ending}").write_bytes(written(sheet, form))
        read = read_answers(folder() / f"sheet{ending}", ids)
        assert {each.question: each.text for each in read.answers} == expected, f"{form} gives back other answers"


def _safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode().strip().lstrip("'")[:1_000].strip()


def kept(data: bytes) -> None:
    """Read a saved report; one that is read is printed in every form of text and comes back equal."""
    report = told(lambda: saved(data, "x.json"))
    if report is None:
        return
    for form in ("terminal", "markdown", "csv", "jsonl", "html"):
        assert render(report, form)
    again = saved(str(render(report, "json")).encode(), "x.json")
    assert str(again) == str(report), "a saved report comes back changed"


def scripted(data: bytes) -> None:
    """Read a file of scripted replies and ask it."""
    reader = told(lambda: ScriptedProvider.from_file(file_of(data, "replies.json")))
    if reader is not None:
        assert isinstance(reader.reply(_REQUEST), Reply | Failed)


def labelled(data: bytes) -> None:
    """Read labelled cases and their documents."""
    for case in told(lambda: parse_cases(data.decode("utf-8", "replace"), "cases.jsonl")) or ():
        document = told(lambda case=case: document_of(case, folder()))  # type: ignore[misc]
        if document is not None:
            sound_document(document)


def interviewed(data: bytes) -> None:
    """Read a saved interview as `auditor audit --ask --resume` does."""
    from auditor.cli.ask import _saved

    document = read_bytes(b"We trained it.", name="page.txt")
    told(lambda: _saved(file_of(data, "interview.json"), document))


def reviewed(data: bytes) -> None:
    """Read a report as `auditor review` does, and list it."""
    from auditor.cli.review import _listed, _report

    report = told(lambda: _report(file_of(data, "report.json")))
    if report is not None:
        assert _listed(report)
