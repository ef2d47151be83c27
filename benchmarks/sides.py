"""Count how many speakers of the labelled calls are given to a side: python benchmarks/sides.py [--list].

Whoever makes a labelled claim speaks for the vendor. Found: given to the vendor's side; wrong: given to the
customer's. `--list` prints the side of every speaker, to see who else was given to the vendor's.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from auditor.documents.people import meant
from auditor.evaluating import document_of, load_cases
from auditor.schema import Side

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
FILES = ("transcripts", "documents", "own-calls")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    for name in FILES:
        count: Counter[str] = Counter()
        for case in load_cases(CASES / f"{name}.jsonl"):
            if case.kind != "transcript":
                continue
            document = document_of(case, CASES)
            claiming = {claim.speaker for claim in case.claims if claim.speaker}
            for speaker in document.speakers:
                claims = any(meant(each.split(" (")[0].split(",")[0], [(speaker.name, None)]) for each in claiming)
                if claims:
                    count["found" if speaker.side is Side.VENDOR else "unknown"] += 1
                    count["wrong"] += speaker.side is Side.CUSTOMER
                else:
                    count[f"others as {speaker.side.value}"] += 1
                if options.list:
                    print(f"{case.id:16} {'claims' if claims else '':7} {speaker.side.value:9} {speaker.name}")
        named = count["found"] + count["unknown"]
        others = ", ".join(f"{key} {value}" for key, value in sorted(count.items()) if key.startswith("others"))
        print(f"{name}: {count['found']} of {named} found, {count['wrong']} wrong; {others}")


if __name__ == "__main__":
    main()
