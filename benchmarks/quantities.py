"""Score the reader of numbers on labelled sentences: python benchmarks/quantities.py [--misses].

A label counts as read where a quantity overlaps its quote, has its kind and unit, and its value to within 1 %
(or in its interval, where the wording is vague). Quantities read from numbers that the labels list as no
training quantity are counted apart: telling those needs the sentence's sense, not its units alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter

from scoring import SENTENCES, overlaps, right

from auditor.quantities import quantities


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
