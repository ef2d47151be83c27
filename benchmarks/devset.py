"""Score a reader on the labelled cases: python benchmarks/devset.py [--model offline] [--only REGEX] [--misses].

`--model authored` replays the replies that a language model wrote to the rendered prompts (fixtures/replies), for
the cases that have one; any other name is what `auditor audit -m` takes.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from auditor.api import audit
from auditor.documents import read_bytes, read_path
from auditor.evaluation import Case, score, summary_markdown
from auditor.providers import provider
from auditor.providers.scripted import ScriptedProvider
from auditor.schema import Document
from auditor.setup import load_prompts
from auditor.steps import Provider

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
EXTENSIONS = {"text": "txt", "markdown": "md", "html": "html", "vtt": "vtt", "srt": "srt"}


def document_of(case: Case, path: str | None = None) -> Document:
    """Read a case's text as a file of its format would be read."""
    if path:
        return read_path(CASES.parent / path, kind=case.kind)
    name = f"{case.id}.{EXTENSIONS[case.format]}"
    return read_bytes(case.text.encode("utf-8"), name=name, kind=case.kind)


def reader_of(model: str, case: Case) -> Provider | None:
    """Return who reads a case; None where the case has no authored reply."""
    if model != "authored":
        return provider(model, prompts=load_prompts())
    reply = CASES.parent / "replies" / f"{case.id}.extract.json"
    # The replies to the other fixtures were written with the labels in view: they show the path, and prove nothing.
    return ScriptedProvider.from_file(reply) if case.id.startswith("dev-") and reply.exists() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="offline")
    parser.add_argument("--only", default="")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    groups = {}
    for name in ("marketing", "transcripts", "injection", "documents", "own-pages", "own-calls"):
        pairs = []
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            case = Case.model_validate(row)
            reader = reader_of(options.model, case) if re.search(options.only, case.id) else None
            if reader is not None:
                pairs.append((case, audit(document_of(case, row.get("path")), reader, as_of="2026-11-22")))
        if pairs:
            groups[name] = score(pairs)
    print(summary_markdown(groups))
    if options.misses:
        for name, scores in groups.items():
            print(f"\n## {name}: misses\n")
            for miss in scores.misses:
                print(f"- {miss}")


if __name__ == "__main__":
    main()
