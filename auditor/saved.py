"""Read a saved report or dossier back, from the JSON that `--format json` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditor.errors import DocumentError
from auditor.schema import SCHEMA_VERSION, Dossier, Quote, Record, Report

if TYPE_CHECKING:
    from pydantic import ValidationError

LARGEST = 400_000_000
"""Bytes of a saved report: far beyond what a document of the largest size allowed comes to."""
_CUT = "{} ends in the middle of a report; save it again."
_ASTRAY = "{} was changed since it was written: the quote “{}” is not where it says; audit the document again."
_OTHER = "{} is JSON, but not a report; give what auditor audit --format json wrote."


def saved(data: bytes, name: str) -> Report | Dossier:
    """Return the record; ``name`` is what to call the input in the one sentence that says what is wrong with it."""
    if len(data) > LARGEST:
        raise DocumentError(f"{name} is larger than {LARGEST:,} bytes, which no saved report is.")
    body = _object(data, name)
    version = body.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or not {"document", "reports"} & set(body):
        raise DocumentError(_OTHER.format(name))
    if version > SCHEMA_VERSION:
        raise DocumentError(
            f"{name} has schema version {version}, and this auditor reads up to {SCHEMA_VERSION}; use a newer one."
        )
    from pydantic import ValidationError

    kind = Report if "document" in body else Dossier
    try:
        result = kind.model_validate_json(data.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise DocumentError(_reason(error, name)) from error
    _check_quotes(result, name)
    return result


def _object(data: bytes, name: str) -> dict[str, Any]:
    if not data.strip():
        raise DocumentError(f"{name} is empty; give what auditor audit --format json wrote.")
    try:
        text = data.decode("utf-8-sig")
        body = json.loads(text)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise DocumentError(_CUT.format(name)) from error
        raise DocumentError(f"{name} is not a saved report: it is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        written = text.strip()
        if written.startswith("{") and (error.pos >= len(text.rstrip()) or not written.endswith("}")):
            raise DocumentError(_CUT.format(name)) from error
        raise DocumentError(
            f"{name} is not a saved report: it is not JSON (line {error.lineno}, column {error.colno})."
        ) from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number of too many digits
        raise DocumentError(f"{name} is not a saved report: its JSON cannot be read.") from error
    if not isinstance(body, dict):
        raise DocumentError(_OTHER.format(name))
    return body


def _reason(error: ValidationError, name: str) -> str:
    """Return the first thing that is off, and where it stands."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = " ".join(".".join(map(str, first["loc"])).split()) or "the whole"
    if first["type"] == "extra_forbidden":
        return f"{name} holds {place}, which this auditor does not know; use the version that wrote it, or a newer one."
    return f"{name} is not a report this auditor can read; at {place}: {first['msg']}."


def _check_quotes(result: Report | Dossier, name: str) -> None:
    """Raise where a quote is not what stands at its place: nobody's words are printed from a file that was changed."""
    reports = (result,) if isinstance(result, Report) else result.reports
    for report in reports:
        reach = max(map(len, _texts(report)))
        for quote in quotes_of(report):
            in_document = quote.origin == "document"
            whole = not in_document or report.document.text[quote.start : quote.end] == quote.text
            if not (whole and _in_order(quote, len(report.document.text) if in_document else reach)):
                raise _astray(quote, name)
    if isinstance(result, Dossier):
        reach = max((len(text) for report in reports for text in _texts(report)), default=0)
        for quote in quotes_of(result.flags):
            if not _in_order(quote, reach):
                raise _astray(quote, name)


def _astray(quote: Quote, name: str) -> DocumentError:
    return DocumentError(_ASTRAY.format(name, " ".join(quote.text.split())[:80]))


def _in_order(quote: Quote, length: int) -> bool:
    return 0 <= quote.context_start <= quote.start <= quote.end <= quote.context_end <= length


def _texts(report: Report) -> Iterator[str]:
    """Return all texts that quotes are slices of."""
    yield report.document.text
    yield from (hidden.text for hidden in report.hidden)
    yield from (answer.text for answer in report.answers)
    yield from (answer.text for finding in report.findings for answer in finding.answers)


def quotes_of(value: object) -> Iterator[Quote]:
    """Yield every quote in a record, however deep."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from quotes_of(each)
    elif isinstance(value, Record):
        for field in type(value).model_fields:
            yield from quotes_of(getattr(value, field))
