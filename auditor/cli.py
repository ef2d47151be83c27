"""The command `auditor`: from arguments to objects to an exit code. Nothing else prints or exits.

Everything beyond argparse is imported where it is needed, so that `--help` and `--version` stay quick.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from auditor import __version__
from auditor.errors import AuditorError, DocumentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from auditor.schema import Document, Dossier, FailedInput, Flag, Report
    from auditor.steps import Provider

DONE, FLAGGED, USAGE, NOTHING, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes; where several apply: 130, 2, 3, 4, 1."""
WIDEST = 120
"""Columns used of a wide terminal; COLUMNS overrules it."""
PIPED_WIDTH = 80
_PASTED = "pasted text"
_STDIN = "-"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://|www\.", re.IGNORECASE)

_EXAMPLES = """\
examples:
  auditor audit acme.html                     audit a saved page
  auditor audit call.vtt --kind transcript    audit a call
  pbpaste | auditor audit                     audit what was copied
  auditor audit page.html call.vtt deck.md --vendor Acme
                                              several documents, one bottom line
  auditor explain base-undisclosed            what a flag, signal or question is about
"""
_AUDIT_EXAMPLES = """\
examples:
  auditor audit acme.html
  auditor audit - < mail.txt
  auditor audit call.srt --as-of 2025-03-01 --format markdown --output memo.md
  auditor audit calls/*.vtt --vendor Acme --fail-on high --format json

exit codes:
  0 done · 1 a flag at or above --fail-on · 2 usage · 3 nothing could be audited ·
  4 some documents failed · 130 interrupted; of several, the first in the order 130, 2, 3, 4, 1
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    _prepare_streams()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        _flush()
    except KeyboardInterrupt:
        _say("Interrupted; nothing more was done.")
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)  # whoever read the output has seen enough
        return DONE
    except UsageError as error:
        _say(str(error))
        return USAGE
    except AuditorError as error:
        _say(str(error))
        return NOTHING
    except OSError as error:
        _silence(sys.stdout)
        _say(f"The output cannot be written: {error.strerror or error}.")
        return USAGE
    except Exception as error:
        _say(f"{_unexpected(error)}; please report it.")
        return NOTHING
    return code


def _run(argv: Sequence[str]) -> int:
    try:
        options = _parser().parse_args(argv)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


# --- arguments --------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Says what is off in one sentence instead of repeating the usage."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise UsageError(f"{sentence}; see {self.prog} --help.")

    def _print_message(self, message: str, file: Any = None) -> None:
        (file or sys.stdout).write(message)  # argparse would swallow the errors of this


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="auditor",
        description="Reads what an AI vendor says about how its AI was trained, quotes it, classifies it as "
        "pre-training,\nfine-tuning or prompt engineering, and lists what to ask next.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("--version", action="version", version=f"auditor {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, dest="command", parser_class=_Parser
    )
    _add_audit(commands)
    explain = commands.add_parser(
        "explain",
        help="explain a flag, a signal or a checklist question",
        description="What a flag, signal or question looks for, why it matters, an example, what clears it.",
    )
    explain.add_argument("id", metavar="ID", help="see `auditor rules` and `auditor questions`")
    explain.set_defaults(run=_explain)
    rules = commands.add_parser(
        "rules",
        help="list the flags and signals",
        description="The flags a report can raise, and the signals a verdict is made of.",
    )
    rules.set_defaults(run=_rules)
    questions = commands.add_parser(
        "questions",
        help="print the checklist",
        description="The questions that settle how an AI was trained, with what each answer would mean.",
    )
    _add_format(questions)
    questions.set_defaults(run=_questions)
    return parser


def _add_audit(commands: Any) -> None:
    audit: argparse.ArgumentParser = commands.add_parser(
        "audit",
        help="audit documents, or what is piped in",
        description="Audits text, Markdown, HTML, WebVTT and SRT files. Several files become one dossier with"
        " one bottom line.",
        epilog=_AUDIT_EXAMPLES,
    )
    audit.add_argument("paths", metavar="PATH", nargs="*", help="a file, or - for standard input")
    audit.add_argument(
        "--kind",
        choices=("auto", "marketing", "transcript"),
        default="auto",
        help="what the text is (default: auto)",
    )
    audit.add_argument(
        "--as-of",
        metavar="DATE",
        type=_date,
        help="judge base models and prices as of YYYY-MM-DD (default: the document's date, else today)",
    )
    audit.add_argument("--vendor", metavar="NAME", type=_text, help="whose claims these are")
    _add_format(audit)
    audit.add_argument("--output", metavar="FILE", help="write the report to a file")
    audit.add_argument(
        "-m",
        "--model",
        default=os.environ.get("AUDITOR_MODEL") or "offline",
        help="who reads the text: offline (rules, no key, the default), or scripted:FILE (replies from a"
        " file); AUDITOR_MODEL sets another default",
    )
    audit.add_argument(
        "--fail-on",
        choices=("info", "warning", "high"),
        help="exit with 1 if a flag is at least this severe",
    )
    audit.add_argument(
        "--max-bytes",
        metavar="N",
        type=_positive,
        help="refuse larger inputs (default: 20000000)",
    )
    loudness = audit.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="only the bottom line")
    loudness.add_argument("-v", "--verbose", action="store_true", help="everything, at length")
    audit.add_argument(
        "--no-color", action="store_true", help="no colour; the same as NO_COLOR in the environment"
    )
    audit.set_defaults(run=_audit)


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("terminal", "json", "markdown"),
        default="terminal",
        help="how to print (default: terminal)",
    )


def _date(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write it like 2026-11-22"
        ) from None


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of bytes above 0")
    return number


def _text(text: str) -> str:
    """Bytes of an argument that are not UTF-8 are no text for a report."""
    cleaned = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not cleaned:
        raise argparse.ArgumentTypeError("it is empty")
    return cleaned


# --- audit ------------------------------------------------------------------------------------------


def _audit(options: argparse.Namespace) -> int:
    sources: list[str] = list(dict.fromkeys(options.paths)) or [_standard_input()]
    for source in sources:
        if _ADDRESS.match(source):
            raise UsageError(
                f"{source} is a web address, and nothing is fetched: save the page and give the file."
            )
    target = _target(options.output, sources)
    from auditor.providers import provider

    reader = provider(options.model)
    documents, failed = _read(sources, options)
    reports, failures = _reports(documents, reader, options.as_of)
    failed += failures
    if not reports:
        return NOTHING
    result: Report | Dossier = reports[0]
    if len(sources) > 1:
        from auditor.dossier import dossier
        from auditor.setup import load_checklist, load_flag_rules

        result = dossier(
            reports,
            failed,
            vendor=options.vendor,
            rules=load_flag_rules(),
            order=load_checklist().ids,
        )
    _write(_rendered(result, options, target), target)
    return _code(result, options.fail_on)


def _standard_input() -> str:
    """Return the name of standard input as a source, where there is something to read from it."""
    if sys.stdin is None:
        raise UsageError("There is nothing to audit; give a file, or pipe text in.")
    if sys.stdin.isatty():
        _say("Paste the text, then press Ctrl-D.", prefix="")
    return _STDIN


def _read(sources: Sequence[str], options: argparse.Namespace) -> tuple[list[Document], list[FailedInput]]:
    """Return the documents that can be read; say which cannot, and why."""
    from auditor.schema import FailedInput

    documents: dict[str, Document] = {}
    failed: list[FailedInput] = []
    for source in sources:
        name = _name(source)
        try:
            document = _document(source, name, options)
        except AuditorError as error:
            message = str(error)
        except Exception as error:
            message = f"{name} could not be read because of an {_unexpected(error).lower()}."
        else:
            same = documents.setdefault(document.id, document)
            if same is not document:
                _say(f"{name} holds the same text as {same.name}; it was audited once.")
            continue
        _say(message if name in message or source in message else f"{name}: {message}")
        failed.append(FailedInput(name=name, message=_shown(message)))
    return list(documents.values()), failed


def _document(source: str, name: str, options: argparse.Namespace) -> Document:
    from pathlib import Path

    from auditor import documents

    limit: int = options.max_bytes or documents.DEFAULT_MAX_BYTES
    if source == _STDIN:
        data = _piped(limit + 1)
    elif "\0" in source:
        raise DocumentError(f"{name} is not the name of a file; check the path.")
    elif name != Path(source).name:
        data = documents.DEFAULT_MAX_BYTES  # placeholder
    else:
        return documents.read_path(
            Path(source), kind=options.kind, vendor=options.vendor, max_bytes=limit
        )
    return documents.read_bytes(
        data, name=name, kind=options.kind, vendor=options.vendor, max_bytes=limit
    )
