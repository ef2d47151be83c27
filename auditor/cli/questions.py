"""`auditor questions`: the checklist, or what a document leaves open as a questionnaire to send."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, NOTHING, exit_codes
from auditor.cli.options import add_format, add_model, date, named, reader_of
from auditor.cli.output import say, target_file, width, write, write_bytes
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from auditor.questionnaire import Questionnaire

_EXAMPLES = """\
examples:
  auditor questions
  auditor questions acme.html --for vendor --output questions.docx
  auditor audit acme.html --answers questions.docx
"""


def add(commands: Any) -> None:
    """Add the command."""
    questions: argparse.ArgumentParser = commands.add_parser(
        "questions",
        help="print the checklist, or a questionnaire for a vendor",
        description="Prints the questions that settle how an AI was trained, with what each answer would mean; of a"
        " text, those that it leaves open, as a questionnaire to send.",
        epilog=_EXAMPLES + exit_codes({NOTHING: "the text could not be audited"}),
    )
    questions.add_argument("path", metavar="PATH", nargs="?", help="the text whose open questions are asked")
    questions.add_argument("--for", dest="reader", choices=("vendor",), help="whom the questionnaire is for")
    forms = ("terminal", "json", "markdown", "docx", "csv")
    add_format(questions, forms, "the ending of --output, else terminal for the checklist, markdown for a text")
    questions.add_argument("--output", metavar="FILE", help="write to a file")
    questions.add_argument(
        "--kind", choices=("auto", "marketing", "transcript"), default="auto", help="what the text is"
    )
    questions.add_argument("--vendor", metavar="NAME", type=named, help="whose claims these are")
    questions.add_argument("--as-of", metavar="DATE", type=date, help="judge base models as of YYYY-MM-DD")
    add_model(questions, os.environ.get("AUDITOR_MODEL") or "offline")
    questions.set_defaults(run=_questions)


def _questions(options: argparse.Namespace) -> int:
    target = target_file(options.output, [options.path] if options.path else [])
    form = options.format or _form(target)
    if options.path is None:
        if options.reader:
            raise UsageError("A questionnaire for a vendor is about a text; give its path.")
        return _checklist(form or "terminal", target)
    from auditor.forms import FORMS, written

    if form is not None and form not in FORMS:
        raise UsageError(f"A questionnaire is written as {', '.join(FORMS)}; choose one with --format.")
    form = form or "markdown"
    if form == "docx" and target is None:
        raise UsageError("A Word file goes into a file; give --output FILE.")
    sheet = _sheet(options)
    if sheet is None:
        return NOTHING
    data = written(sheet, form)
    if target is None:
        write(data.decode("utf-8").removeprefix("\ufeff"), None)
    else:
        write_bytes(data, target)
    return DONE


def _form(target: Path | None) -> str | None:
    from auditor.forms import ENDINGS

    return ENDINGS.get(target.suffix.lower()) if target else None


def _checklist(form: str, target: Path | None) -> int:
    from auditor.explain import questions
    from auditor.setup import load_checklist

    if form not in ("terminal", "json", "markdown"):
        raise UsageError("The checklist is printed as terminal, json or markdown.")
    write(questions(load_checklist(), form, width=width()), target)
    return DONE


def _sheet(options: argparse.Namespace) -> Questionnaire | None:
    """Return the questionnaire of a text; None where it could not be audited."""
    from pathlib import Path

    from auditor.api import audit, open_questions
    from auditor.documents import read_path
    from auditor.questionnaire import questionnaire
    from auditor.setup import load_checklist

    document = read_path(Path(options.path), kind=options.kind, vendor=options.vendor)
    report = audit(document, reader_of(options), as_of=options.as_of)
    if report.errors:
        say(f"{document.name}: {report.errors[0].message}")
    if report.status == "failed":
        return None
    examples = {each.id: each.good for each in load_checklist().questions}
    return questionnaire(report, open_questions(report), examples)
