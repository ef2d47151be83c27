"""What must hold whatever comes in: a sound value or one sentence, and quotes that stand where they say."""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from auditor.errors import AuditorError
from auditor.saved import quotes_of
from auditor.schema import Document, Report

ResultT = TypeVar("ResultT")
_NEGATION = re.compile(r"\b(?:not|never|no|without|neither|nor|none|cannot|nobody|\w+n['’]t)\b", re.IGNORECASE)


def told(call: Callable[[], ResultT]) -> ResultT | None:
    """Return what a call returns, or None where it says in one sentence why there is nothing."""
    try:
        return call()
    except AuditorError as error:
        sentence(str(error))
        return None


def sentence(message: str) -> None:
    """Assert that a message can be shown: it says something, on one line, in characters that can be written."""
    assert message.strip(), "an error without a word"
    assert "\n" not in message, "an error of several lines"
    message.encode("utf-8")


@cache
def folder() -> Path:
    """Return a folder for the files that readers of files are given."""
    return Path(tempfile.mkdtemp(prefix="auditor-fuzz-"))


def file_of(data: bytes, name: str) -> Path:
    """Return a file of this name that holds the bytes; the next of the same name takes its place."""
    path = folder() / name
    path.write_bytes(data)
    return path


def sound_document(document: Document) -> None:
    """Assert that a document's passages, places and texts fit each other and can be written and shown."""
    passages = document.passages
    assert passages
    assert [passage.number for passage in passages] == list(range(1, len(passages) + 1))
    assert all(0 <= passage.start < passage.end <= len(document.text) for passage in passages)
    assert all(one.end <= two.start for one, two in pairwise(passages))
    starts = [place.start for place in document.places]
    assert starts == sorted(starts)
    assert not starts or (starts[0] == 0 and starts[-1] <= len(document.text))
    assert all(bisect_right(starts, passage.start) > 0 for passage in passages) or not starts
    for text in (document.text, *(each.text for each in document.hidden)):
        text.encode("utf-8")
        assert all(char in "\n\t" or ord(char) >= 32 for char in text)
        assert not any(0x7F <= ord(char) <= 0x9F for char in text)
    for notice in document.notices:
        sentence(notice)
    assert document.where(0)
    document.model_dump_json()


def same_words(quote: str, found: str) -> None:
    """Assert that a quote and what was found for it have the same words, figures and negations, in their order."""
    assert _letters(quote) == _letters(found), "other letters or digits"
    assert _words(quote) == _words(found), "other words"
    assert re.findall(r"\d+", _unmarked(quote)) == re.findall(r"\d+", _unmarked(found)), "other figures"
    assert _negations(quote) == _negations(found), "other negations"


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _words(text: str) -> list[str]:
    """The words of a text, parted by white space or an underscore inside a word; Markdown's marks are none."""
    plain = re.sub(r"[*#]+", "", text)
    return [word for part in re.split(r"\s+|(?<=[^\W_])_+(?=[^\W_])", plain) if (word := _letters(part))]


def _unmarked(text: str) -> str:
    """The text without Markdown's marks, but for those that stand between two digits."""
    return re.sub(r"(?<=\d)([*_#]+)(?=\d)|[*_#]+", lambda marks: marks[1] or "", text)


def _negations(text: str) -> list[str]:
    return [match.lower().replace("’", "'") for match in _NEGATION.findall(_unmarked(text))]


def sound_report(report: Report) -> None:
    """Assert that every quote of a report is what stands at its place, and that verdicts rest on quotes."""
    texts = {"document": [report.document.text]}
    for number, hidden in enumerate(report.hidden):
        texts[f"hidden:{number}"] = [hidden.text]
    answers = (*report.answers, *(each for finding in report.findings for each in finding.answers))
    for answer in answers:
        texts.setdefault(f"answer:{answer.question}", []).append(answer.text)
    for quote in quotes_of(report):
        assert quote.origin in texts, f"a quote in {quote.origin}, which is not there"
        assert quote.text, "an empty quote"
        held = [text for text in texts[quote.origin] if text[quote.start : quote.end] == quote.text]
        assert held, "a quote that is not at its place"
        assert 0 <= quote.context_start <= quote.start < quote.end <= quote.context_end <= max(map(len, held))
    for finding in report.findings:
        assert finding.quotes, "a finding without a quote"
        verdict = finding.verdict
        assert (verdict.technique is None) == (verdict.status == "error")
        assert verdict.technique is None or abs(sum(verdict.probabilities.values()) - 1) < 0.01
        if verdict.status == "supported":
            assert any(reason.quotes for reason in verdict.rationale), "supported without a sentence that carries it"
    assert report.status == "complete" or report.errors
    for message in (*report.notices, *(error.message for error in report.errors)):
        sentence(message)
