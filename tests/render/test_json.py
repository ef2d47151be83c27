from __future__ import annotations

import json
import unicodedata

import pytest

from auditor.errors import UsageError
from auditor.render import FORMATS, render
from auditor.schema import Dossier, Report

from .samples import DOSSIER, HOSTILE, RICH, SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_json_reads_back_as_an_equal_record(name: str) -> None:
    sample = SAMPLES[name]
    out = render(sample, "json", quiet=True, width=40)
    kind = Dossier if isinstance(sample, Dossier) else Report
    assert kind.model_validate_json(out) == sample
    assert json.loads(out) == sample.model_dump(mode="json", by_alias=True)


def test_json_is_the_contract() -> None:
    out = render(RICH, "json")
    assert out.startswith('{\n  "schema_version": 1,\n  "status": "complete",\n')
    quote = json.loads(out)["findings"][0]["quotes"][0]
    assert quote["in"] == "document"
    assert RICH.document.text[quote["start"] : quote["end"]] == quote["text"]
    assert "“from scratch”" in out
    assert next(iter(json.loads(render(DOSSIER, "json")))) == "schema_version"


def test_json_on_a_terminal_is_harmless() -> None:
    out = render(HOSTILE, "json")
    assert {c for c in out if unicodedata.category(c) in {"Cc", "Zl", "Zp"}} == {"\n"}
    assert "\u202e" not in out
    assert "\\u009b" in out
    assert "模型" in out


def test_an_unknown_format_is_a_sentence() -> None:
    with pytest.raises(UsageError, match=r"^There is no output format 'yaml'; choose one of terminal, "):
        render(RICH, "yaml")
    assert set(FORMATS) >= {"terminal", "markdown", "json"}
