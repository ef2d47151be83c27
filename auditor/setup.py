"""Everything an audit depends on besides the document, loaded once at the edge."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from auditor.checklist import Checklist, digest, parse_checklist
from auditor.flags import FlagRule, parse_flag_rules
from auditor.reference import Reference, load_reference
from auditor.rubric import Rubric, parse_rubric

if TYPE_CHECKING:
    from auditor.prompts import Prompts

AsOfSource = Literal["option", "document", "today"]


@dataclass(frozen=True)
class Setup:
    """The checklist, rubric, flag rules and reference data an audit is made with, and its date."""

    checklist: Checklist
    rubric: Rubric
    flag_rules: dict[str, FlagRule]
    reference: Reference
    digests: dict[str, str]
    """"checklist" and "rubric": short digests for provenance."""
    as_of: str
    """ISO date facts about base models and prices are judged at."""
    as_of_source: AsOfSource
    created_at: str
    """ISO time stamp of the audit, given by the edge because the agent has no clock."""
    model: str
    """The reader of text, for provenance."""
    prompts: dict[str, str]
    """Digest of each prompt the reader is given; empty for readers that use none."""
    window: int | None
    """Characters of document a request may carry; None where there is no limit."""


def load_setup(
    *,
    as_of: str,
    as_of_source: AsOfSource,
    created_at: str,
    model: str,
    prompts: Mapping[str, str] | None = None,
    window: int | None = None,
) -> Setup:
    """Read the package's data and return a setup."""
    return Setup(
        checklist=load_checklist(),
        rubric=load_rubric(),
        flag_rules=load_flag_rules(),
        reference=load_reference(),
        digests={
            "checklist": digest(load_checklist()),
            "rubric": _digest(_data() / "signals.toml", _data() / "calibration.toml"),
        },
        as_of=as_of,
        as_of_source=as_of_source,
        created_at=created_at,
        model=model,
        prompts=dict(prompts or {}),
        window=window,
    )


@cache
def load_checklist() -> Checklist:
    """Return the checklist of the package."""
    return parse_checklist(_toml(_prompts() / "checklist.toml"))


@cache
def load_prompts() -> Prompts:
    """Return the prompts of the package."""
    from auditor.prompts import Prompts

    names = (
        "extract.system",
        "extract.user",
        "followup.system",
        "followup.user",
        "answer.system",
        "answer.user",
        "repair.user",
        "examples",
    )
    templates = {name: (_prompts() / f"{name}.md").read_text(encoding="utf-8") for name in names}
    return Prompts(templates, load_checklist())


@cache
def load_rubric() -> Rubric:
    """Return the rubric of the package."""
    return parse_rubric(_toml(_data() / "signals.toml"), _toml(_data() / "calibration.toml"))


@cache
def load_flag_rules() -> dict[str, FlagRule]:
    """Return the documented flag rules by id."""
    return parse_flag_rules(_toml(_data() / "flags.toml"))


def _data() -> Path:
    return Path(__file__).parent / "reference"


def _prompts() -> Path:
    """The prompts: inside the installed package, or beside it in a checkout."""
    packaged = Path(__file__).parent / "_prompts"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "prompts"


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
