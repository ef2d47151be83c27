"""JSON: the exports of call recorders and recognisers, told apart by their fields."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from auditor.documents import assemblyai, deepgram, fireflies, gong, listed, plain, whisper
from auditor.documents.calls import reading_of
from auditor.documents.fields import record, records
from auditor.documents.reading import Reading, Source
from auditor.errors import DocumentError
from auditor.jsontext import writable

_EXPORTS = (
    ("gong", gong.read),
    ("deepgram", deepgram.read),
    ("assemblyai", assemblyai.read),
    ("whisper", whisper.read),
    ("fireflies", fireflies.read),
    ("turns", listed.read),
)
_READ = (
    "exports of Whisper, WhisperX, Gong, Deepgram, AssemblyAI and Fireflies, and lists of turns with a speaker and"
    " a text, are read"
)
_EXTENSIONS = (".json", ".jsonl", ".ndjson")
_MOST = 1_000_000
"""Objects and lists; the longest call with a record for every word has a few hundred thousand."""


class _TwiceError(ValueError):
    """A field stands twice in one object: which of the two holds cannot be known."""


def read(source: Source) -> Reading:
    """Read a call export, JSON or JSON lines."""
    data = _data(source)
    whole = record(data)
    if "schema_version" in whole and {"findings", "reports"} & set(whole):
        raise DocumentError(
            f"{source.name} is a saved report of auditor, not a text to audit; print it with auditor render."
        )
    calls = len(records(whole.get("callTranscripts")))
    if calls > 1:
        raise DocumentError(f"{source.name} holds {calls} calls; export each call to a file of its own.")
    for name, shape in _EXPORTS:
        call = shape(data)
        if call and (reading := reading_of(call, source, name)):
            return reading
    if not source.name.lower().endswith(_EXTENSIONS):
        return replace(plain.read(source), format="text")  # somebody's text that happens to be JSON
    raise DocumentError(f"{source.name} is JSON, but not of a call: {_READ}; give other texts as .txt.")


def _data(source: Source) -> Any:
    text = source.text
    if text.count("{") + text.count("[") > _MOST:
        raise DocumentError(f"{source.name} holds more than {_MOST:,} objects; export the call without its words.")
    try:
        return _parsed(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and lines[0].strip().endswith("}") and error.lineno > 1:
            return _lines(lines, source.name)
        raise DocumentError(
            f"{source.name} is not whole JSON (line {error.lineno}); it may be cut off: export it again."
        ) from error
    except (_TwiceError, RecursionError, ValueError) as error:
        raise _refused(source.name, error) from error


def _lines(lines: list[str], name: str) -> list[Any]:
    """The objects of JSON lines."""
    found = []
    for count, line in enumerate(lines, 1):
        try:
            found.append(_parsed(line))
        except json.JSONDecodeError as error:
            raise DocumentError(
                f"{name} is not whole JSON (entry {count}); it may be cut off: export it again."
            ) from error
        except (_TwiceError, RecursionError, ValueError) as error:
            raise _refused(name, error) from error
    return found


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_constant=lambda _: None)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError(Counter(key for key, _ in pairs).most_common(1)[0][0])
    return found


def _refused(name: str, error: Exception) -> DocumentError:
    if isinstance(error, _TwiceError):
        field = " ".join(writable(str(error)).split())[:60]
        return DocumentError(f"{name} gives the field “{field}” twice in one object; export it again.")
    if isinstance(error, RecursionError):
        return DocumentError(f"{name} is nested too deeply to be the export of a call; export it again.")
    return DocumentError(f"{name} holds a number too long to be one; export it again.")
