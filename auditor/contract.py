"""The JSON contract, version 1, as JSON schemas: pure."""

from __future__ import annotations

import json

from auditor.questionnaire import Questionnaire
from auditor.schema import Dossier, Numbers, Record, Report

RECORDS: dict[str, type[Record]] = {
    "report": Report,
    "dossier": Dossier,
    "numbers": Numbers,
    "questionnaire": Questionnaire,
}
"""What is written as JSON, by the name its schema is asked for."""


def schema(name: str) -> str:
    """Return the JSON schema (draft 2020-12) of one of :data:`RECORDS`, as text that ends in a newline.

    The same records give the same bytes: keys are sorted.
    """
    made = RECORDS[name].model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
