"""The command `auditor`: from arguments to objects to an exit code. Nothing else prints or exits.

Everything beyond argparse is imported where it is needed, so that `--help` and `--version` stay quick.
"""

from __future__ import annotations

import argparse
import gc
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
    _hurry()
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        _say("Interrupted; nothing more was done.")
        return INTERRUPTED
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


def _run(argv: Sequence[str]) -> int:
    try:
        options = _parser().parse_args(argv)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


# --- arguments --------------------------------------------------------------------------------------


class _Help(argparse.RawDescriptionHelpFormatter):
    """Leaves the examples as they stand, and room for the names of commands and options."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)


class _Parser(argparse.ArgumentParser):
    """Says what is off in one sentence instead of repeating the usage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **options)

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise UsageError(f"{sentence}; see {self.prog} --help.")

    def _print_message(self, message: str, file: Any = None) -> None:  # noqa: ARG002
        _print(message)  # argparse would swallow what goes wrong with it


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
    doctor = commands.add_parser(
        "doctor",
        help="say which models can be used from here",
        description="Which readers of text can be used: is a key set, does the server answer, and, of a model that"
        " is named,\ndoes it keep to a schema (that asks it one small question). No key is printed.",
    )
    _add_model(doctor, None)
    doctor.set_defaults(run=_doctor)
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
    _add_model(audit, os.environ.get("AUDITOR_MODEL") or "offline")
    audit.add_argument("--max-cost", metavar="USD", type=_amount, help="stop asking before this is spent")
    audit.add_argument("--max-total-tokens", metavar="N", type=_whole, help="stop asking before these are used")
    audit.add_argument(
        "--dry-run", action="store_true", help="print what would be sent first and its price; send nothing"
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
    audit.add_argument("--no-color", action="store_true", help="no colour; the same as NO_COLOR in the environment")
    audit.set_defaults(run=_audit)


def _add_model(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "-m",
        "--model",
        default=default,
        help="who reads the text: offline (rules, no key, the default), anthropic:MODEL, openai:MODEL,"
        " ollama:MODEL, or scripted:FILE (replies from a file); AUDITOR_MODEL sets another default"
        if default
        else "ask this model one small question",
    )
    parser.add_argument("--base-url", metavar="URL", help="a compatible server, in place of Anthropic's or OpenAI's")
    parser.add_argument("--context", metavar="N", type=_whole, help="tokens the model takes (default: what is known)")
    parser.add_argument("--timeout", metavar="SECONDS", type=_amount, help="wait for a reply (default: 120)")


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
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it like 2026-11-22") from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:15]) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text[:15])


def _amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of bytes above 0")
    return number


def _text(text: str) -> str:
    cleaned = _utf8(text).strip()
    if not cleaned:
        raise argparse.ArgumentTypeError("it is empty")
    return cleaned


# --- audit ------------------------------------------------------------------------------------------


def _audit(options: argparse.Namespace) -> int:
    sources: list[str] = list(dict.fromkeys(options.paths)) or [_standard_input()]
    for source in sources:
        if _ADDRESS.match(source):
            raise UsageError(f"{source} is a web address, and nothing is fetched: save the page and give the file.")
    target = _target(options.output, sources)
    reader = _reader(options)
    documents, failed = _read(sources, options)
    if options.dry_run:
        return _dry_run(documents, reader, options.as_of, target)
    try:
        reports, failures = _reports(documents, reader, options.as_of)
    finally:
        if close := getattr(reader, "close", None):
            close()
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


def _reader(options: argparse.Namespace) -> Provider:
    """Return who reads the text; with -v each wait for a server is said."""
    from auditor.providers import provider

    return provider(
        options.model,
        base_url=options.base_url,
        context=options.context,
        timeout=options.timeout,
        max_cost=options.max_cost,
        max_total_tokens=options.max_total_tokens,
        say=_say if options.verbose else None,
    )


def _dry_run(documents: Sequence[Document], reader: Provider, as_of: str | None, target: Path | None) -> int:
    """Print what would be sent first, and what that would cost."""
    from auditor.api import first_requests
    from auditor.providers.base import Remote
    from auditor.providers.preview import preview
    from auditor.render.plain import visible

    if not documents:
        return NOTHING
    if not isinstance(reader, Remote):
        _write(f"{reader.model} asks nobody over the network: nothing would be sent, and it costs nothing.\n", target)
        return DONE
    asked = [(document.name, first_requests(document, reader, as_of=as_of)) for document in documents]
    text = preview(reader, asked)
    # A file gets what would be sent as it is; on a terminal nothing of the document's may act.
    _write(text if target else "".join(visible(line) + "\n" for line in text.splitlines()), target)
    return DONE


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
            message = f"{name} could not be read: {_unexpected(error)}; please report it."
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

    from auditor.documents import DEFAULT_MAX_BYTES, read_bytes, read_path

    limit: int = options.max_bytes or DEFAULT_MAX_BYTES
    if source == _STDIN:
        data = _standard_input_bytes(limit + 1)
        return read_bytes(data, name=name, kind=options.kind, vendor=options.vendor, max_bytes=limit)
    document = read_path(Path(source), kind=options.kind, vendor=options.vendor, max_bytes=limit)
    return document if document.name == name else document.model_copy(update={"name": name})


def _standard_input_bytes(limit: int) -> bytes:
    if sys.stdin is None:
        raise DocumentError("Standard input is closed; give a file, or pipe text in.")
    try:
        return sys.stdin.buffer.read(limit)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"Standard input cannot be read ({reason}); give a file instead.") from error


def _name(source: str) -> str:
    from pathlib import Path

    return _PASTED if source == _STDIN else _utf8(Path(source).name or source)


def _reports(
    documents: Sequence[Document], reader: Provider, as_of: str | None
) -> tuple[list[Report], list[FailedInput]]:
    """Return the documents' reports; say which audits did not succeed, and why."""
    from auditor.api import audit
    from auditor.schema import FailedInput

    reports: list[Report] = []
    failed: list[FailedInput] = []
    for document in documents:
        try:
            report = audit(document, reader, as_of=as_of)
        except Exception as error:
            message = f"{document.name} could not be audited: {_unexpected(error)}; please report it."
            _say(message)
            failed.append(FailedInput(name=document.name, message=_shown(message)))
            continue
        reports.append(report)
        if report.errors:
            how = "could not be audited" if report.status == "failed" else "was audited only in part"
            _say(f"{document.name} {how}: {report.errors[0].message}")
    return reports, failed


def _code(result: Report | Dossier, fail_on: str | None) -> int:
    if result.status == "failed":
        return NOTHING
    if result.status == "partial":
        return SOME_FAILED
    if fail_on is None:
        return DONE
    from auditor.schema import Severity

    floor = Severity(fail_on).rank
    raised = [flag.rule for flag in _flags(result) if flag.severity.rank >= floor]
    if not raised:
        return DONE
    rules = ", ".join(dict.fromkeys(raised))
    _say(f"{len(raised)} {'flag' if len(raised) == 1 else 'flags'} at or above {fail_on}: {rules}.")
    return FLAGGED


def _flags(result: Report | Dossier) -> Iterator[Flag]:
    from auditor.schema import Report

    yield from result.flags
    if isinstance(result, Report):
        for finding in result.findings:
            yield from finding.flags
    else:
        for report in result.reports:
            yield from _flags(report)


# --- explain, rules, questions ----------------------------------------------------------------------


def _explain(options: argparse.Namespace) -> int:
    from auditor.explain import explain
    from auditor.setup import load_checklist, load_flag_rules, load_rubric

    text = explain(options.id, load_flag_rules(), load_rubric(), load_checklist(), width=_width())
    _write(text, None)
    return DONE


def _rules(_options: argparse.Namespace) -> int:
    from auditor.explain import rules
    from auditor.setup import load_flag_rules, load_rubric

    _write(rules(load_flag_rules(), load_rubric(), width=_width()), None)
    return DONE


def _questions(options: argparse.Namespace) -> int:
    from auditor.explain import questions
    from auditor.setup import load_checklist

    _write(questions(load_checklist(), options.format, width=_width()), None)
    return DONE


def _doctor(options: argparse.Namespace) -> int:
    from auditor.doctor import check_model, checks, lines

    if options.model is None:
        given = [f"--{name}" for name in ("base-url", "context") if getattr(options, name.replace("-", "_"))]
        if given:
            raise UsageError(f"{given[0]} wants a model beside it: -m openai:NAME or -m anthropic:NAME.")
        found = checks(options.timeout or 5.0)
    else:
        found = (
            check_model(
                options.model, base_url=options.base_url, context=options.context, timeout=options.timeout, say=_say
            ),
        )
    _write(lines(found), None)
    return DONE if any(check.usable for check in found) else NOTHING


# --- output -----------------------------------------------------------------------------------------


def _rendered(result: Report | Dossier, options: argparse.Namespace, target: Path | None) -> str:
    from auditor.render import render

    return render(
        result,
        options.format,
        width=_width() if target is None else _columns() or PIPED_WIDTH,
        color=target is None and _color(options.no_color),
        quiet=options.quiet,
        verbose=options.verbose,
    )


def _color(refused: bool) -> bool:
    if refused or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return _is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def _width() -> int:
    """Return the columns to use: COLUMNS, else the terminal's, else 80."""
    columns = _columns()
    if columns is None and _is_terminal(sys.stdout):
        try:
            columns = min(os.get_terminal_size(sys.stdout.fileno()).columns, WIDEST)
        except OSError:
            columns = None
    return columns or PIPED_WIDTH


def _columns() -> int | None:
    stated = os.environ.get("COLUMNS", "")
    return min(int(stated), 1000) if stated.isascii() and stated.isdigit() and int(stated) else None


def _target(output: str | None, sources: Sequence[str]) -> Path | None:
    """Return the file to write, once it is sure that it can be written; None for standard output."""
    if output is None or output == _STDIN:
        return None
    from pathlib import Path

    try:
        path = Path(output).resolve()
        if path.is_dir():
            raise UsageError(f"--output {output} is a folder; name a file in it.")
        if not path.parent.is_dir():
            raise UsageError(f"The folder of --output {output} does not exist; make it first.")
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise UsageError(f"--output {output} cannot be written; check its permissions.")
        if any(source != _STDIN and path == Path(source).resolve() for source in sources):
            raise UsageError(f"--output {output} would overwrite an input; name another file.")
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"--output {output} cannot be written ({reason}); name another file.") from error
    return path


def _write(text: str, target: Path | None) -> None:
    """Write the output whole: a file appears complete or not at all."""
    if target is None:
        _print(text)
        return
    data = text.encode("utf-8", "backslashreplace")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or pipe, which must not be replaced by a file
        else:
            _replace(target, data)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"--output {target} cannot be written ({reason}); name another file.") from error


def _replace(target: Path, data: bytes) -> None:
    import tempfile
    from pathlib import Path

    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=".auditor-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _print(text: str) -> None:
    """Write to standard output; whoever stopped reading it has seen enough."""
    if sys.stdout is None:
        raise UsageError("Standard output is closed; give --output FILE.")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)


def _hurry() -> None:
    """Start quicker: pydantic need not look for plugins, nor the collector through what imports allocate."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(100_000)


def _prepare_streams() -> None:
    """Write UTF-8 to files and pipes whatever the locale; let no character stop the output to a terminal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = None if _is_terminal(stream) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _silence(stream: TextIO | None) -> None:
    """Send what is still buffered nowhere, so that Python's own flush at exit does not complain."""
    try:
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except (OSError, ValueError):
        pass  # a stream without a descriptor has no such flush


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _say(message: str, prefix: str = "auditor: ") -> None:
    """Say one sentence on standard error; where there is none, say nothing."""
    try:
        if sys.stderr is not None:
            print(prefix + _shown(message), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _silence(sys.stderr)


def _shown(message: str) -> str:
    from auditor.render.plain import one_line

    return one_line(_utf8(message))


def _utf8(text: str) -> str:
    """Return text for a report: bytes of an argument that are not UTF-8 become replacement characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unexpected(error: Exception) -> str:
    """Describe an error nobody foresaw, with the place, for a report to the developers."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}" if place else ""
    return f"internal error {type(error).__name__}{where}"
