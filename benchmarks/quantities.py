"""Score the reader of numbers on labelled sentences: python benchmarks/quantities.py [--misses].

A label counts as read where a quantity overlaps its quote, has its kind and unit, and its value to within 1 %
(or in its interval, where the wording is vague). Quantities read from numbers that the labels list as no
training quantity are counted apart: telling those needs the sentence's sense, not its units alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from auditor.quantities import Quantity, quantities

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    read, total, alarms, listed = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    misses: list[str] = []
    extra = 0
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, manner = row["text"], row["manner"]
        found = list(quantities(text))
        for label in row["values"]:
            total[manner] += 1
            if any(overlaps(each, text, label["quote"]) and right(each, label) for each in found):
                read[manner] += 1
                continue
            got = [(each.kind, each.value, each.unit) for each in found if overlaps(each, text, label["quote"])]
            misses.append(
                f"{row['id']} “{label['quote']}” is {label['quantity']} {label['value']}: {got or 'not read'}"
            )
        quotes = [label["quote"] for label in row["values"]]
        nots = [each["quote"] for each in row["not"]]
        listed[manner] += len(nots)
        for quote in nots:
            hits = [each for each in found if overlaps(each, text, quote)]
            alarms[manner] += bool(hits)
            misses += [f"{row['id']} “{quote}” is none of ours: {(each.kind, each.value)}" for each in hits]
        for each in found:
            if not any(overlaps(each, text, quote) for quote in (*quotes, *nots)):
                extra += 1
                misses.append(f"{row['id']} not labelled: “{text[each.start : each.end]}” {each.kind} {each.value:g}")
    print("| sentences | values and units right | share | read though no training quantity |")
    print("|---|---:|---:|---:|")
    for manner in (*total, "all"):
        done, of = (read.total(), total.total()) if manner == "all" else (read[manner], total[manner])
        wrong, numbers = (alarms.total(), listed.total()) if manner == "all" else (alarms[manner], listed[manner])
        print(f"| {manner} | {done} of {of} | {done / of:.3f} | {wrong} of {numbers} |")
    print(f"\nRead beside any label: {extra}.")
    for miss in misses if options.misses else ():
        print(f"- {miss}")


if __name__ == "__main__":
    main()
