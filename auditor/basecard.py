"""What the reference table knows of a base model, as text: `auditor bases NAME`."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from difflib import get_close_matches

from auditor.figures import number
from auditor.reference import Base, Reference, Run

_KINDS = {"open_weights": "open weights", "api_only": "reached through an API only"}
_LABEL = 16


def card(name: str, reference: Reference, *, width: int) -> str:
    """Return all that is known of the base a name stands for; an unknown name is unknown, no more."""
    base = reference.base(name)
    if base is None:
        return "\n".join([*textwrap.wrap(_unknown(name, reference), max(width, 30)), ""])
    lines = [base.name, ""]
    for label, text in _entries(base, reference):
        wrapped = textwrap.wrap(text, max(width - _LABEL, 30)) or [""]
        lines += [f"{label:<{_LABEL}}{wrapped[0]}", *(" " * _LABEL + line for line in wrapped[1:])]
    return "\n".join([*lines, ""])


def card_json(name: str, reference: Reference) -> str:
    """Return the same as one JSON object: ``known`` tells whether the table has the name."""
    base = reference.base(name)
    body = {
        "name": name,
        "known": base is not None,
        "base": asdict(base) if base else None,
        "runs": [asdict(run) for run in _runs(base, reference)] if base else [],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _entries(base: Base, reference: Reference) -> list[tuple[str, str]]:
    size = f"{number(base.parameters)} parameters" if base.parameters else "not published"
    if base.active_parameters:
        size += f", {number(base.active_parameters)} of them active"
    successor = f"{base.superseded_by}, {base.superseded_date}" if base.superseded_by else "none known"
    entries = [
        ("From", f"{base.organisation}, {base.first_release}"),
        ("Weights", _KINDS[base.kind]),
        ("Size", f"{size} (largest of the family)" if base.parameters else size),
        ("Superseded by", successor),
        ("Pre-trained by", base.pretrained_by),
        ("Also called", ", ".join(base.aliases)),
    ]
    entries += [("Run", _run(run)) for run in _runs(base, reference)]
    entries += [("Note", base.note), ("Source", f"{base.source} ({base.verified})")]
    return [(label, text) for label, text in entries if text]


def _runs(base: Base, reference: Reference) -> list[Run]:
    """The documented runs of a base's family: those whose name begins with its name."""
    return [run for run in reference.runs if run.model == base.name or run.model.startswith(f"{base.name} ")]


def _run(run: Run) -> str:
    parts = [
        f"{number(run.tokens)} tokens" if run.tokens else "",
        f"{number(run.gpu_hours)} GPU-hours on {run.hardware}" if run.gpu_hours and run.hardware else "",
        f"{number(run.compute)} FLOP" if run.compute else "",
        f"${number(run.cost_usd)}" if run.cost_usd else "",
    ]
    return f"{run.model}: " + (", ".join(part for part in parts if part) or "no figures published")


def _unknown(name: str, reference: Reference) -> str:
    newest = max(base.first_release for base in reference.bases.values())
    near = get_close_matches(name.lower(), list(reference.bases), n=3, cutoff=0.6)
    found = list(dict.fromkeys(reference.bases[each].name for each in near))
    hint = f" Names near it: {', '.join(found)}." if found else ""
    return (
        f"{name} is not in the table, whose newest row is of {newest}. An unknown name is unknown:"
        f" it says nothing for or against a claim.{hint}"
    )
