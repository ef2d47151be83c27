"""Which readers of text can be used from here: is a key set, does the server answer, does it keep to a schema.

No key is ever part of what is returned. Nothing is asked of a model unless it is named: answers cost money.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from auditor.prompts import Message, Prompt
from auditor.providers import ADAPTERS, OLLAMA, key_of, remote
from auditor.steps import Failed

_PROBE = Prompt(
    system="You check that a program can talk to you.",
    messages=(Message("user", "Is water wet? Answer in the given form."),),
    schema={
        "type": "object",
        "properties": {"wet": {"type": "boolean"}},
        "required": ["wet"],
        "additionalProperties": False,
    },
    name="probe",
)
_MODES = {
    "native": "structured output is honoured",
    "tool": "structured output only as a forced tool",
    "plain": "structured output is ignored; JSON is asked for in the prompt",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One reader of text, whether it can be used, and why."""

    name: str
    usable: bool
    notes: tuple[str, ...]


def checks(timeout: float = 5.0) -> tuple[Check, ...]:
    """Return what can be known of each provider without naming a model."""
    offline = Check("offline", True, ("rules, no key, no network",))
    hosted = (_hosted(name, timeout) for name in ADAPTERS if name != "ollama")
    return (offline, *hosted, _ollama(timeout))


def check_model(model: str, **options: Any) -> Check:
    """Ask a model one small question, and return whether it can be used and keeps to a schema."""
    name, _, rest = model.partition(":")
    if name not in ADAPTERS or not rest:
        from auditor.providers import provider

        provider(model, **options)
        return Check(model, True, ("asks nobody over the network",))
    reader = remote(name, rest, None, options)
    try:
        outcome = reader.ask(_PROBE)
    finally:
        reader.close()
    notes = (f"context {reader.capacity.context:,} tokens", f"up to {reader.window:,} characters of text per request")
    if isinstance(outcome, Failed):
        return Check(model, False, (outcome.reason,))
    from auditor.providers.replies import json_text

    if json_text(outcome.text) is None:
        return Check(model, False, ("the model answers, but never in JSON", *notes))
    return Check(model, True, ("the server answers", _MODES[reader.mode], *notes))


def _hosted(name: str, timeout: float) -> Check:
    variable = f"{name.upper()}_API_KEY"
    if not os.environ.get(variable, "").strip():
        return Check(f"{name}:MODEL", False, (f"no key: {variable} is not set",))
    key_of(variable)
    return _listed(name, "any", f"{variable} is set", timeout)


def _ollama(timeout: float) -> Check:
    return _listed("ollama", "any", OLLAMA, timeout)


def _listed(name: str, model: str, note: str, timeout: float) -> Check:
    """Ask for the list of models, which is free of charge and proves address and key."""
    reader = remote(name, model, None, {"timeout": timeout})
    problem = reader.reach()
    reader.close()
    if isinstance(problem, Failed):
        return Check(f"{name}:MODEL", False, (note, problem.reason))
    return Check(f"{name}:MODEL", True, (note, "the server answers"))


def lines(found: tuple[Check, ...] | list[Check]) -> str:
    """Return the checks as text, one reader a line."""
    width = max(len(check.name) for check in found)
    return "".join(
        f"{check.name:<{width}}  {'usable' if check.usable else 'not usable':<10}  {'; '.join(check.notes)}\n"
        for check in found
    )
