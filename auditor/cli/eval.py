"""`auditor eval`: labelled cases in, figures about a reader out."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, NOTHING, SOME_FAILED, exit_codes
from auditor.cli.options import add_format, add_model, amount, reader_of
from auditor.cli.output import say, target_file, width, write
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from auditor.evaluation import Audited

_SEED = 2026
_EXAMPLES = """\
examples:
  auditor eval cases.jsonl
  auditor eval cases.jsonl --misses --format markdown --output figures.md
  auditor eval cases.jsonl -m anthropic:claude-sonnet-4-5 --max-cost 5

A case is one line, a JSON object: id, kind, format, text (or path) and claims,
each with quote, label, basis and claimed_as; facts, checklist, variant,
variant_of and passages may be added. fixtures/cases/README.md says what they
mean and how matches are counted. Behind figures stand 95 % intervals over
documents.
"""

_UNREAD = "the cases cannot be read"
_PART = "some documents were audited only in part or not at all"


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "eval",
        help="score a reader on labelled cases",
        description="Audits labelled documents and says how often the reports agree with the labels.",
        epilog=_EXAMPLES + exit_codes({NOTHING: _UNREAD, SOME_FAILED: _PART}),
    )
    parser.add_argument("paths", metavar="CASES", nargs="+", help="a file of cases, one JSON object a line")
    add_model(parser, os.environ.get("AUDITOR_MODEL") or "offline")
    parser.add_argument("--max-cost", metavar="USD", type=amount, help="stop asking before this is spent")
    parser.add_argument("--only", metavar="REGEX", help="only the cases whose id it is found in")
    parser.add_argument("--misses", action="store_true", help="also list what was missed, with its sentence")
    add_format(parser)
    parser.add_argument("--output", metavar="FILE", help="write the figures to a file")
    parser.set_defaults(run=_eval)


def _eval(options: argparse.Namespace) -> int:
    from pathlib import Path

    from auditor.evaluating import load_cases
    from auditor.evaluation.results import Result, result

    target = target_file(options.output, options.paths)
    chosen = _pattern(options.only)
    paths = [Path(path) for path in dict.fromkeys(options.paths)]
    cases = {path: [case for case in load_cases(path) if chosen.search(case.id)] for path in paths}
    if not any(cases.values()):
        raise UsageError("No case has an id that --only is found in.")
    groups = {_name(path, paths): _audited(options, path, members) for path, members in cases.items() if members}
    if len(groups) > 1:
        groups["all"] = [audit for members in groups.values() for audit in members]
    results: dict[str, Result] = {name: result(members, _draw()) for name, members in groups.items()}
    write(_rendered(results, options, target), target)
    incomplete = {each for found in results.values() for each in found.scores.incomplete}
    for each in sorted(incomplete):
        say(f"{each} was audited only in part or not at all.")
    return SOME_FAILED if incomplete else DONE


def _pattern(only: str | None) -> re.Pattern[str]:
    try:
        return re.compile(only or "")
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"--only {only!r} is not a regular expression ({error}).") from error


def _name(path: Path, paths: Sequence[Path]) -> str:
    return path.stem if [each.stem for each in paths].count(path.stem) == 1 else str(path)


def _audited(options: argparse.Namespace, path: Path, cases: Sequence[Any]) -> list[Audited]:
    from auditor.evaluating import evaluate

    reader = reader_of(options)
    try:
        return [evaluate(case, path.parent, reader) for case in cases]
    finally:
        if close := getattr(reader, "close", None):
            close()


def _draw() -> Any:
    from random import Random

    return Random(_SEED).randrange  # noqa: S311 - resampling, not secrets


def _rendered(results: Any, options: argparse.Namespace, target: Path | None) -> str:
    from auditor.evaluation.results import as_json, as_markdown, as_text
    from auditor.render.json import harmless
    from auditor.render.plain import visible

    if options.format == "json":
        return harmless(as_json(results))
    if options.format == "markdown":
        text = as_markdown(results, misses=options.misses)
    else:
        text = as_text(results, misses=options.misses, width=width())
    return text if target else "".join(visible(line) + "\n" for line in text.splitlines())
