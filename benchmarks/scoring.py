"""When a labelled number counts as read: kind and unit of its label, and its value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor.quantities import Quantity

SENTENCES = Path(__file__).parent.parent / "fixtures" / "numbers" / "sentences.jsonl"
KINDS = {
    "parameters": "parameters",
    "active_parameters": "active_parameters",
    "training_tokens": "training_tokens",
    "gpu_hours": "gpu_hours",
    "gpu_hours_per_trillion_tokens": "gpu_hours",
    "gpu_count": "gpu_count",
    "duration": "duration",
    "examples": "examples",
    "cost": "compute_budget",
    "gpu_price": "price",
    "node_price": "price",
    "epochs": "epochs",
    "tokens_per_example": "tokens_per_example",
}
"""The kind that a label's quantity has; all others are a size of the data, told apart by their unit."""
BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15}
NOUNS = {"words": "word", "pages": "page", "calls": "call", "rows": "row", "documents": ""}


def right(found: Quantity, label: dict[str, Any]) -> bool:
    """Whether a quantity read has the label's kind, unit and value."""
    wanted = label["quantity"]
    if found.kind != KINDS.get(wanted, "dataset_size"):
        return False
    value = found.value
    if wanted in ("cost", "gpu_price", "node_price") and found.unit != label["unit"]:
        return False
    if wanted == "gpu_hours_per_trillion_tokens":
        if not found.per_tokens:
            return False
        value *= 1e12 / found.per_tokens
    elif found.kind == "gpu_hours" and getattr(found, "per_tokens", None):
        return False
    if wanted == "dataset_size":
        if found.unit.lower() not in BYTES:
            return False
        value *= BYTES[found.unit.lower()]
    elif wanted in NOUNS and NOUNS[wanted] not in found.unit:
        return False
    if label["vague"] or label["value"] is None:
        high = float("inf") if label["high"] is None else label["high"]
        return bool(label["low"] * 0.999 <= value <= high * 1.001)
    return any(abs(value - each) <= 0.01 * each for each in (label["value"], *label.get("also", ())))


def overlaps(found: Quantity, text: str, quote: str) -> bool:
    """Whether a quantity is read from a quote's words."""
    start = text.index(quote)
    return found.start < start + len(quote) and start < found.end
