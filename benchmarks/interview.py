"""Interview simulated vendors: python benchmarks/interview.py [--fresh] [--misses] [--only REGEX].

For each vendor of fixtures/vendors the offline interview runs on its opening and answers three ways: the question
expected to tell most first, the document's own order, and random order (several seeds). Counted are the questions
until the class of the hidden truth is reached as a firm verdict (supported or inferred) and stays to the end of
the fourteen. All orders end with the same answers, so a class is reached in all of them or in none: the means are
over the vendors whose class is reached.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from auditor.agent import read
from auditor.answers import Given
from auditor.documents import read_bytes
from auditor.hearing import Hearing
from auditor.interview import remaining
from auditor.providers import OFFLINE, provider
from auditor.schema import Finding, Report, Scope, Status, Technique
from auditor.setup import Setup, load_checklist, load_rubric, load_setup
from auditor.steps import run

VENDORS = Path(__file__).parent.parent / "fixtures" / "vendors"
SEEDS = range(5)
NEVER = len(load_checklist().questions) + 1
Order = Callable[[Report, Sequence[str]], str]


@dataclass(frozen=True)
class Course:
    """One vendor interviewed in one order."""

    needed: int
    """Questions until the right class is reached and stays; 0 where the opening suffices, NEVER where it is not."""
    verdicts: tuple[Finding | None, ...]
    """After 0, 1, 2 … questions."""


def setup() -> Setup:
    return load_setup(as_of="2026-11-22", as_of_source="option", created_at="", model=OFFLINE)


def hearing_of(vendor: dict[str, Any]) -> Hearing:
    document = read_bytes(vendor["opening"].encode(), name=f"{vendor['id']}.txt", vendor=vendor["vendor"])
    return run(read(document, setup()), provider(OFFLINE))


def interviewed(vendor: dict[str, Any], order: Order) -> Course:
    hearing = hearing_of(vendor)
    put: list[str] = []
    verdicts = [main(hearing.report())]
    for _ in range(len(vendor["answers"])):
        question = order(hearing.report(), put)
        put.append(question)
        given = Given(question=question, text=vendor["answers"][question], source="file")
        run(hearing.hear([given]), provider(OFFLINE))
        verdicts.append(main(hearing.report()))
    right = [reaches(each, vendor["truth"]["technique"]) for each in verdicts]
    needed = next((at for at in range(len(right)) if all(right[at:])), NEVER)
    return Course(needed, tuple(verdicts))


def main_of(findings: Iterable[Finding]) -> Finding | None:
    """The claim a report turns on: the first about a language model, the firmest of several."""
    claims = [each for each in findings if each.scope is Scope.FOUNDATION] or list(findings)
    firmness = [Status.SUPPORTED, Status.INFERRED, Status.UNDETERMINED, Status.ERROR]
    return min(claims, key=lambda each: firmness.index(each.verdict.status), default=None)


def main(report: Report) -> Finding | None:
    return main_of(report.findings)


def reaches(finding: Finding | None, truth: str) -> bool:
    if finding is None or finding.verdict.status not in (Status.SUPPORTED, Status.INFERRED):
        return False
    return finding.verdict.technique == truth


# --- orders -----------------------------------------------------------------------------------------


def by_gain(report: Report, put: Sequence[str]) -> str:
    """What the interview would ask next; when it would stop asking, the checklist's order."""
    waiting = [
        each.question for each, _ in remaining(report, load_checklist(), load_rubric(), put) if each.question not in put
    ]
    return waiting[0] if waiting else in_document_order(report, put)


def in_document_order(report: Report, put: Sequence[str]) -> str:  # noqa: ARG001
    """The document's questions in its order, then ours."""
    questions = sorted(load_checklist().questions, key=lambda each: each.source != "document")
    return next(each.id for each in questions if each.id not in put)


def at_random(seed: str) -> Order:
    ids = list(load_checklist().ids)
    random.Random(seed).shuffle(ids)
    return lambda report, put: next(each for each in ids if each not in put)  # noqa: ARG005


# --- the table --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    vendor: dict[str, Any]
    gain: Course
    document: Course
    chance: tuple[Course, ...]

    @property
    def wrongly_supported(self) -> bool:
        """Whether any order ever supports a class that is not the truth."""
        truth = self.vendor["truth"]["technique"]
        return any(
            each is not None and each.verdict.status is Status.SUPPORTED and each.verdict.technique != Technique(truth)
            for course in (self.gain, self.document, *self.chance)
            for each in course.verdicts
        )


def row_of(vendor: dict[str, Any]) -> Row:
    chance = tuple(interviewed(vendor, at_random(f"{vendor['id']} {seed}")) for seed in SEEDS)
    return Row(vendor, interviewed(vendor, by_gain), interviewed(vendor, in_document_order), chance)


def figures(name: str, rows: Sequence[Row], least: int = 2) -> str:
    """A line of the table; means over those that need at least so many questions in the document's order."""
    asked = [each for each in rows if least <= each.document.needed < NEVER]
    gain = mean([each.gain.needed for each in asked] or [0])
    document = mean([each.document.needed for each in asked] or [0])
    chance = mean([course.needed for each in asked for course in each.chance] or [0])
    reached = sum(each.gain.needed < NEVER for each in rows)
    wrong = sum(each.wrongly_supported for each in rows)
    share = f"{gain / document:.0%}" if document else "-"
    cells = [len(rows), reached, len(asked), f"{gain:.1f}", f"{document:.1f}", f"{chance:.1f}", share, wrong]
    return f"| {name} | {' | '.join(map(str, cells))} |"


def table(rows: Sequence[Row]) -> str:
    kinds = list(dict.fromkeys(each.vendor["kind"] for each in rows))
    heads = ("vendors", "class reached", "need two or more", "by gain", "document's order", "random")
    lines = [f"| kind | {' | '.join(heads)} | gain / document | wrong supported |", "| --- |" + " ---: |" * 8]
    lines += [figures(kind, [each for each in rows if each.vendor["kind"] == kind]) for kind in kinds]
    return "\n".join([*lines, figures("all", rows), figures("all that need one or more", rows, least=1)])


def misses(rows: Sequence[Row]) -> Iterable[str]:
    for row in rows:
        last = row.gain.verdicts[-1]
        said = f"{last.verdict.technique} {last.verdict.status}" if last else "no claim"
        if row.gain.needed == NEVER or row.wrongly_supported or row.gain.needed > row.document.needed:
            yield (
                f"{row.vendor['id']} {row.vendor['kind']} truth {row.vendor['truth']['technique']}: {said};"
                f" by gain {row.gain.needed}, document {row.document.needed}{' WRONG' if row.wrongly_supported else ''}"
            )


def run_benchmark() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="the vendors no rule was written with")
    options = parser.parse_args()
    lines = (VENDORS / ("fresh.jsonl" if options.fresh else "vendors.jsonl")).read_text(encoding="utf-8").splitlines()
    vendors = [json.loads(line) for line in lines]
    rows = [row_of(each) for each in vendors if re.search(options.only, each["id"])]
    print(table(rows))
    if options.misses:
        print("\n".join(misses(rows)))


if __name__ == "__main__":
    run_benchmark()
