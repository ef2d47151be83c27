"""`auditor review`: accept, reject or re-class a finding of a saved report, with a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, exit_codes
from auditor.cli.options import named
from auditor.cli.output import say, target_file, width, write
from auditor.errors import DocumentError, UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from auditor.schema import Report, Review

_LARGEST = 400_000_000
_CLASSES = ("pre_training", "fine_tuning", "prompt_engineering")
_EXAMPLES = """\
examples:
  auditor review report.json
  auditor review report.json c1 --accept --by Ada
  auditor review report.json c1 --class fine_tuning --note "see page 4"
  auditor review report.json --export case.jsonl
"""


def add(commands: Any) -> None:
    """Add the command."""
    review: argparse.ArgumentParser = commands.add_parser(
        "review",
        help="accept, reject or re-class a finding, with a note",
        description="Keeps an analyst's judgement of a finding beside the verdict, in the report's JSON; the verdict"
        " stays as it is. Without a finding: lists them with their reviews.",
        epilog=_EXAMPLES + exit_codes(),
    )
    review.add_argument("report", metavar="REPORT.json", help="a report written with --format json")
    review.add_argument("finding", metavar="ID", nargs="?", help="the finding, such as c1")
    decision = review.add_mutually_exclusive_group()
    decision.add_argument("--accept", action="store_true", help="the verdict is right")
    decision.add_argument("--reject", action="store_true", help="it is no claim about training")
    decision.add_argument(
        "--class",
        metavar="CLASS",
        dest="technique",
        choices=_CLASSES,
        help=f"the right class is another: {', '.join(_CLASSES)}",
    )
    review.add_argument("--note", metavar="TEXT", type=named, help="why")
    review.add_argument("--by", metavar="NAME", type=named, help="who reviews")
    review.add_argument("--output", metavar="FILE", help="write the reviewed report there instead of over the old one")
    review.add_argument("--export", metavar="FILE", help="write the reviewed report as a labelled case")
    review.set_defaults(run=_review)


def _review(options: argparse.Namespace) -> int:
    from pathlib import Path

    from auditor.render.json import harmless

    source = Path(options.report)
    report = _report(source)
    decided = options.accept or options.reject or options.technique
    if decided and not options.finding:
        raise UsageError("Name the finding that is reviewed, such as c1.")
    if options.finding:
        if not decided:
            raise UsageError("Say what the review comes to: --accept, --reject or --class CLASS.")
        from auditor.review import reviewed

        report = reviewed(report, options.finding, _decision(options))
        target = target_file(options.output, ()) or target_file(options.report, ())
        write(harmless(report.model_dump_json(by_alias=True, indent=2)) + "\n", target)
        say(f"{options.finding}: the review is kept in {target.name if target else source.name}.")
    if options.export:
        from auditor.review import exported

        write(harmless(exported(report)), target_file(options.export, [options.report]))
    if not options.finding and not options.export:
        write(_listed(report), None)
    return DONE


def _decision(options: argparse.Namespace) -> Review:
    from auditor.api import now
    from auditor.schema import Review, Technique

    decision = "accepted" if options.accept else "rejected" if options.reject else "reclassed"
    technique = Technique(options.technique) if options.technique else None
    return Review.model_validate(
        {"decision": decision, "technique": technique, "note": options.note, "who": options.by, "when": now()}
    )


def _report(path: Path) -> Report:
    from auditor.files import read_whole
    from auditor.saved import saved
    from auditor.schema import Report

    try:
        report = saved(read_whole(path, _LARGEST), path.name)
    except DocumentError as error:
        raise UsageError(str(error)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"The report {path.name} cannot be read ({reason}).") from error
    if not isinstance(report, Report):
        raise UsageError(f"{path.name} is about several documents; give the report of one.")
    return report


def _listed(report: Report) -> str:
    """The findings with what was decided on them."""
    import textwrap

    from auditor.render import words
    from auditor.render.plain import one_line

    lines: list[str] = []
    for finding in report.findings:
        head = f"{finding.id}  {one_line(finding.subject)}: {words.technique(finding)}, {words.status(finding)}"
        reviews = [words.review(each) for each in finding.reviews] or ["not reviewed"]
        for at, text in enumerate((head, *(one_line(each) for each in reviews))):
            lines += textwrap.wrap(text, width(), initial_indent="    " if at else "", subsequent_indent="    ")
    return "\n".join(lines or ["The report has no finding."]) + "\n"
