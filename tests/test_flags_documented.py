"""Every flag is documented, in the design's order, in words that can be shown to the vendor."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from auditor.schema import Severity

ROOT = Path(__file__).parent.parent
FLAGS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "auditor" / "reference" / "flags.toml").read_text(encoding="utf-8")
)["flag"]
RULES = (
    "base-undisclosed",
    "api-presented-as-own-model",
    "retrieval-called-training",
    "attribution",
    "not-frontier-scale",
    "implausible-compute",
    "numbers-disagree",
    "data-unit-confusion",
    "base-fingerprint",
    "stale-base",
    "no-upgrade-path",
    "upgrade-cost-on-customer",
    "no-ownership-case",
    "weak-fine-tuning-case",
    "unsubstantiated",
    "evasive-answer",
    "contradiction",
    "context-changes-meaning",
    "embedded-instructions",
    "component-scope",
)
PROSE = ("title", "looks_for", "why", "example", "would_clear", "source")
ACCUSING = re.compile(
    r"\b(l(?:ie|ies|ied|ying|iar)|fraud\w*|decei\w*|decept\w*|dishonest\w*|mislead\w*|misled|fak(?:e|es|ed|ing)"
    r"|cheat\w*|bogus|pretend\w*|fals(?:e|ely|ehood)|scam\w*|trick\w*|conceal\w*|exaggerat\w*|inflat\w*"
    r"|hand-?wav\w*|suspicious\w*|guilty|caught|admit\w*|stupid\w*|lazy)\b",
    re.IGNORECASE,
)


def test_every_rule_of_the_design_is_documented_once_and_in_order() -> None:
    assert tuple(flag["id"] for flag in FLAGS) == RULES


@pytest.mark.parametrize("flag", FLAGS, ids=RULES)
def test_a_flag_is_complete(flag: dict[str, Any]) -> None:
    assert set(flag) == {"id", "severity", *PROSE}
    assert Severity(flag["severity"]) in Severity
    assert re.match(r"(?:document|extension): \S", flag["source"])
    for field in PROSE:
        assert flag[field] == flag[field].strip() != "", field
    for field in ("looks_for", "why", "would_clear", "source"):
        assert flag[field].endswith("."), field
    assert not flag["title"].endswith(".")


@pytest.mark.parametrize("path", ["auditor/reference/flags.toml", "prompts/checklist.toml"])
def test_no_word_of_accusation(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    # The keys and values of TOML are no prose.
    prose = re.sub(r"^settles = (?:true|false)$|^#.*$", "", text, flags=re.MULTILINE)
    assert ACCUSING.search(prose) is None
