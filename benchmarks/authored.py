"""Score the replies a language model wrote to the rendered prompts (fixtures/replies): benchmarks/authored.py."""

from __future__ import annotations

from pathlib import Path

from auditor.evaluating import evaluate, load_cases
from auditor.evaluation import score_audits, summary_markdown
from auditor.providers.scripted import ScriptedProvider

FIXTURES = Path(__file__).parent.parent / "fixtures"


def main() -> None:
    groups = {}
    for name in ("marketing", "transcripts", "injection"):
        path = FIXTURES / "cases" / f"{name}.jsonl"
        replies = [(case, FIXTURES / "replies" / f"{case.id}.extract.json") for case in load_cases(path)]
        groups[name] = score_audits(
            [
                evaluate(case, path.parent, ScriptedProvider.from_file(reply))
                for case, reply in replies
                if reply.exists()
            ]
        )
    print(summary_markdown(groups))


if __name__ == "__main__":
    main()
