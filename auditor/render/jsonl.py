"""One JSON object a line, for programs that read many reports: nothing of the report is lost.

Every line has ``record`` and ``schema_version``. ``dossier`` comes first where there is one, then ``failed_input``
for each input that could not be read; each document has a line ``document`` (its report without the findings)
and after it a line ``finding`` for each finding, which names its document in ``document``. All other fields are
those of the JSON contract.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from auditor.render.json import harmless
from auditor.schema import Dossier, Report

_IDENTITY = {"id", "name", "kind", "vendor", "date"}


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,  # noqa: ARG001
    verbose: bool = False,  # noqa: ARG001
) -> str:
    """Return the lines, each an object in UTF-8 text, whatever the other options say."""
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False) for record in _records(result))
    return "".join(harmless(line) + "\n" for line in lines)


def _records(result: Report | Dossier) -> Iterator[dict[str, Any]]:
    if isinstance(result, Report):
        yield from _document(result)
        return
    yield {"record": "dossier"} | result.model_dump(mode="json", by_alias=True, exclude={"reports", "failed"})
    version = result.schema_version
    for failed in result.failed:
        yield {"record": "failed_input", "schema_version": version} | failed.model_dump(mode="json")
    for report in result.reports:
        yield from _document(report)


def _document(report: Report) -> Iterator[dict[str, Any]]:
    yield {"record": "document"} | report.model_dump(mode="json", by_alias=True, exclude={"findings"})
    line = {
        "record": "finding",
        "schema_version": report.schema_version,
        "document": report.document.model_dump(mode="json", include=_IDENTITY),
    }
    for finding in report.findings:
        yield line | finding.model_dump(mode="json", by_alias=True)
