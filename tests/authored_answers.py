"""Answers read by a language model: the authored replies of fixtures/answers, recorded over both SDKs.

`python tests/authored_answers.py record` records the cassettes; `make record-authored` runs it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from authored import CASSETTES, FIXTURES, MODELS, reader, setup_for
from kit import claim, text_of
from reference_server import Asked, serving
from tape import recorded

from auditor.agent import audit
from auditor.answers import Given
from auditor.schema import Report
from auditor.steps import Provider, run

ANSWERS: dict[str, dict[str, Any]] = {
    row["id"]: row
    for row in map(json.loads, (FIXTURES / "answers" / "answers.jsonl").read_text(encoding="utf-8").splitlines())
}


def extracted(row: dict[str, Any]) -> dict[str, Any]:
    """What the page says: one bare claim."""
    return {"claims": [claim(row["page"], subject="the model")]}


def audited(row: dict[str, Any], by: Provider) -> Report:
    """Audit a row's page with its answer."""
    given = Given(
        question=row["question"], text=row["answer"], source="file", who="Ada", when="2026-11-22T00:00:00+00:00"
    )
    return run(audit(text_of(row["page"]), setup_for(by), (given,)), by)


def record() -> None:
    """Record both SDKs against the reference server, one cassette an answer."""
    for kind in MODELS:
        for name, row in ANSWERS.items():

            def answer(asked: Asked, row: dict[str, Any] = row) -> Any:
                return row["reply"] if f"Question ({row['question']})" in asked.text else extracted(row)

            with serving(answer) as server, recorded(CASSETTES / kind / f"{name}.yaml"):
                report = audited(row, reader(kind, server.url))
            print(name, kind, report.status, *(error.message for error in report.errors))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["record"]:
            record()
        case _:
            sys.exit(__doc__)
