"""Score flags against labels made of the texts alone: python benchmarks/high_flags.py.

fixtures/flags/high.jsonl says for each case which of four rules should be raised, and where a careful reader could
go either way (neither a hit nor a false alarm). A rule below 0.95 precision does not stay at severity high.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from auditor.api import audit
from auditor.evaluating import AS_OF, document_of, load_cases
from auditor.schema import Report
from auditor.setup import load_flag_rules

FIXTURES = Path(__file__).parent.parent / "fixtures"
FILES = ("marketing", "transcripts", "injection", "own-pages", "own-calls")
RULES = ("embedded-instructions", "api-presented-as-own-model", "contradiction", "implausible-compute")
BAR = 0.95


def raised(report: Report) -> set[str]:
    """The labelled rules that a report raises, anywhere."""
    flags = [*report.flags, *(flag for finding in report.findings for flag in finding.flags)]
    return {flag.rule for flag in flags} & set(RULES)


def main() -> int:
    lines = (FIXTURES / "flags" / "high.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {label["id"]: label for label in map(json.loads, lines)}
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for name in FILES:
        path = FIXTURES / "cases" / f"{name}.jsonl"
        for case in load_cases(path):
            label = labels[case.id]
            wanted = {flag["rule"] for flag in label["flags"]}
            given = raised(audit(document_of(case, path.parent), as_of=AS_OF))
            right.update(given & wanted)
            wrong.update(given - wanted - {flag["rule"] for flag in label["maybe"]})
            missed.update(wanted - given)
    severities = {rule.id: rule.severity.value for rule in load_flag_rules().values()}
    print(f"{len(labels)} cases\n\n| rule | severity | right | false alarms | missed |\n|---|---|---:|---:|---:|")
    for rule in RULES:
        print(f"| {rule} | {severities.get(rule, '-')} | {right[rule]} | {wrong[rule]} | {missed[rule]} |")
    high = [rule for rule in RULES if severities.get(rule) == "high"]
    hits, alarms = sum(right[rule] for rule in high), sum(wrong[rule] for rule in high)
    precision = hits / (hits + alarms) if hits + alarms else 1.0
    print(f"\nprecision at severity high: {precision:.3f} ({hits}/{hits + alarms}; bar {BAR})")
    return 0 if precision >= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
