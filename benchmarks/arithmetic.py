"""The arithmetic against its reference data: python benchmarks/arithmetic.py [--all].

First the worked examples, each with its verdict and key figures; then the documented runs, of which only the
outliers that say why may be called implausible. Exit code 1 where anything comes out otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from worked import checked, differences, examples

from auditor.plausibility import numbers
from auditor.plausibility.documented import OUTLIERS, statement_of
from auditor.reference import load_reference
from auditor.schema import NumbersVerdict

QUIET = (NumbersVerdict.CONSISTENT, NumbersVerdict.CANNOT_TELL)
SERIOUS = (NumbersVerdict.IMPLAUSIBLE, NumbersVerdict.IMPOSSIBLE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="list the consistent runs too")
    options = parser.parse_args()
    wrong = worked()
    print()
    wrong += runs(options.all)
    print(f"\n{'All as the data say.' if not wrong else f'{wrong} come out otherwise.'}")
    return int(wrong > 0)


def worked() -> int:
    """Print the table of worked examples; return how many come out otherwise."""
    wrong = 0
    print("| example | stated | at | verdict | as described |")
    print("|---:|---|---|---|---|")
    for example in examples():
        found = checked(example)
        different = differences(example, found)
        wrong += bool(different)
        outcome = "; ".join(different) or f"yes, with {len(example['figures'])} figures"
        print(f"| {example['number']} | {example['text']} | {example['as_of']} | {found.verdict.value} | {outcome} |")
    return wrong


def runs(everything: bool) -> int:
    """Print the documented runs that are not simply consistent; return how many are implausible without a reason."""
    reference = load_reference()
    counts: Counter[tuple[str, str]] = Counter()
    wrong = 0
    print("| documented run | verdict | utilisation | share of a run from scratch | why |")
    print("|---|---|---:|---:|---|")
    for run in reference.runs:
        found = numbers(statement_of(run), reference, f"{run.year_month}-15", subject=run.model)
        if found is None:
            counts[run.kind, "no numbers"] += 1
            continue
        counts[run.kind, found.verdict.value] += 1
        wrong += found.verdict in SERIOUS and run.model not in OUTLIERS
        if everything or found.verdict not in QUIET:
            used = next((f"{line.value:.2f}" for line in found.lines if line.what == "utilisation" and line.value), "")
            share = found.scratch_share
            said = OUTLIERS.get(run.model) or (found.text if found.verdict not in QUIET else "")
            scratch = f"{share.low:.2g} to {share.high:.2g}" if share else ""
            print(f"| {run.model} | {found.verdict.value} | {used} | {scratch} | {said} |")
    print()
    for (kind, verdict), count in sorted(counts.items()):
        print(f"{kind}: {count} {verdict}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
