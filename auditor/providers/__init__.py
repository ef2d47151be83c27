"""Readers of text: one adapter each, found by the name given with --model."""

from __future__ import annotations

from auditor.errors import UsageError
from auditor.steps import Provider

OFFLINE = "offline"


def provider(model: str) -> Provider:
    """Return the reader a model name stands for; UsageError says what names there are."""
    name, _, rest = model.partition(":")
    if model == OFFLINE:
        from auditor.providers.offline import OfflineProvider

        return OfflineProvider()
    if name == "scripted" and rest:
        from auditor.providers.scripted import ScriptedProvider

        return ScriptedProvider.from_file(rest)
    raise UsageError(f"There is no model {model!r}; use offline, or scripted:FILE to replay replies from a file.")
