"""`auditor audit`: documents in, one report or dossier out."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, FLAGGED, NOTHING, SOME_FAILED
from auditor.cli.options import add_interview, add_model, add_report, amount, date, named, positive, whole
from auditor.cli.output import STDIN, say, shown, standard_input, target_file, unexpected, utf8, write
from auditor.cli.reporting import check_form, form_of, show
from auditor.errors import AuditorError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from auditor.answers import Notes
    from auditor.schema import Document, Dossier, FailedInput, Flag, Report
    from auditor.steps import Provider

_HEARD = 20
"""Speakers listed in one sentence."""
_PASTED = "pasted text"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://|www\.", re.IGNORECASE)
_EXAMPLES = """\
examples:
  auditor audit acme.html
  auditor audit - < mail.txt
  auditor audit call.srt --as-of 2025-03-01 --output memo.md
  auditor audit acme.html --output acme.docx
  auditor audit acme.html --ask --resume acme.interview.json
  auditor audit acme.html --answers filled-in.docx
  auditor audit calls/*.vtt --vendor Acme --fail-on high --format json

exit codes:
  0 done · 1 a flag at or above --fail-on · 2 usage · 3 nothing could be audited ·
  4 some documents failed · 130 interrupted, 143 and 129 told to end (SIGTERM, SIGHUP);
  of several, the first in the order 130, 2, 3, 4, 1
"""


def add(commands: Any) -> None:
    """Add the command."""
    audit: argparse.ArgumentParser = commands.add_parser(
        "audit",
        help="audit documents, or what is piped in",
        description="Audits text, Markdown, HTML, PDF, Word, PowerPoint, e-mail, captions, call exports (JSON, CSV) and"
        " ZIPs of these.\nSeveral documents become one dossier with one bottom line.",
        epilog=_EXAMPLES,
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
        type=date,
        help="judge base models and prices as of YYYY-MM-DD (default: the document's date, else today)",
    )
    audit.add_argument("--vendor", metavar="NAME", type=named, help="whose claims these are")
    audit.add_argument(
        "--vendor-speaker",
        metavar="NAME",
        type=named,
        action="append",
        default=[],
        help="who speaks for the vendor: a speaker's name or label, a company or a domain; may be repeated",
    )
    add_report(audit)
    add_model(audit, os.environ.get("AUDITOR_MODEL") or "offline")
    add_interview(audit)
    audit.add_argument("--max-cost", metavar="USD", type=amount, help="stop asking before this is spent")
    audit.add_argument("--max-total-tokens", metavar="N", type=whole, help="stop asking before these are used")
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
        type=positive,
        help="refuse larger inputs (default: 20000000)",
    )
    audit.set_defaults(run=_audit)


def _audit(options: argparse.Namespace) -> int:
    sources: list[str] = list(dict.fromkeys(options.paths)) or [_standard_input()]
    for source in sources:
        if _ADDRESS.match(source):
            raise UsageError(f"{source} is a web address, and nothing is fetched: save the page and give the file.")
    target = target_file(options.output, sources)
    form = form_of(options, target)
    if not options.dry_run:
        check_form(form, target)
    reader = _reader(options)
    documents, failed = _read(sources, options)
    _known(options.vendor_speaker, documents)
    if options.dry_run:
        return _dry_run(documents, reader, options.as_of, target)
    notes = _notes(options, sources)
    try:
        reports, failures = _reports(documents, reader, options, notes)
    finally:
        if close := getattr(reader, "close", None):
            close()
    failed += failures
    if not reports:
        return NOTHING
    result: Report | Dossier = reports[0]
    if len(sources) > 1 or len(reports) + len(failed) > 1:
        from auditor.dossier import dossier
        from auditor.setup import load_checklist, load_flag_rules

        result = dossier(
            reports,
            failed,
            vendor=options.vendor,
            rules=load_flag_rules(),
            order=load_checklist().ids,
        )
    show(result, options, form, target)
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
        say=say if options.verbose else None,
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
        write(f"{reader.model} asks nobody over the network: nothing would be sent, and it costs nothing.\n", target)
        return DONE
    asked = [(document.name, first_requests(document, reader, as_of=as_of)) for document in documents]
    text = preview(reader, asked)
    # A file gets what would be sent as it is; on a terminal nothing of the document's may act.
    write(text if target else "".join(visible(line) + "\n" for line in text.splitlines()), target)
    return DONE


def _standard_input() -> str:
    """Return the name of standard input as a source, where there is something to read from it."""
    if sys.stdin is None:
        raise UsageError("There is nothing to audit; give a file, or pipe text in.")
    if sys.stdin.isatty():
        say("Paste the text, then press Ctrl-D.", prefix="")
    return STDIN


def _read(sources: Sequence[str], options: argparse.Namespace) -> tuple[list[Document], list[FailedInput]]:
    """Return the documents that can be read; say which cannot, and why."""
    from auditor.schema import FailedInput

    documents: dict[str, Document] = {}
    failed: list[FailedInput] = []
    for source in sources:
        for each in _held(source, _name(source), options):
            if isinstance(each, FailedInput):
                told = each.name in each.message or source in each.message
                say(each.message if told else f"{each.name}: {each.message}")
                failed.append(FailedInput(name=each.name, message=shown(each.message)))
                continue
            same = documents.setdefault(each.id, each)
            if same is not each:
                say(f"{each.name} holds the same text as {same.name}; it was audited once.")
    return list(documents.values()), failed


def _known(names: Sequence[str], documents: Sequence[Document]) -> None:
    """Raise UsageError where somebody named as the vendor's speaker speaks in none of the documents."""
    from auditor.documents.people import strangers

    if not names or not documents:
        return
    speakers = [speaker for document in documents for speaker in document.speakers]
    for name in strangers(names, speakers)[:1]:
        heard = list(dict.fromkeys(speaker.name for speaker in speakers))
        more = f" and {len(heard) - _HEARD} more" if len(heard) > _HEARD else ""
        there = f"the speakers are {', '.join(heard[:_HEARD])}{more}" if heard else "no speaker is named there"
        raise UsageError(f"{name} is not the name of one speaker in what was read; {there}.")


def _held(source: str, name: str, options: argparse.Namespace) -> tuple[Document | FailedInput, ...]:
    """Return the documents that a source holds: several in a ZIP, else one."""
    from pathlib import Path

    from auditor.documents import DEFAULT_MAX_BYTES, load, read_all
    from auditor.schema import FailedInput

    limit: int = options.max_bytes or DEFAULT_MAX_BYTES
    try:
        data = standard_input(limit + 1) if source == STDIN else load(Path(source), limit)
        return read_all(
            data,
            name=name,
            kind=options.kind,
            vendor=options.vendor,
            vendor_speakers=options.vendor_speaker,
            max_bytes=limit,
        )
    except AuditorError as error:
        message = str(error)
    except Exception as error:
        message = f"{name} could not be read: {unexpected(error)}; please report it."
    return (FailedInput(name=name, message=message),)


def _name(source: str) -> str:
    from pathlib import Path

    return _PASTED if source == STDIN else utf8(Path(source).name or source)


def _notes(options: argparse.Namespace, sources: Sequence[str]) -> Notes:
    """Return the answers given in a file; say what in it was not understood."""
    from auditor.answers import Notes

    if options.resume and not options.ask:
        raise UsageError("--resume goes on with an interview; give it together with --ask.")
    if options.ask and (len(sources) > 1 or sources[0] == STDIN):
        raise UsageError("--ask is about one document in a file; give one path.")
    if not options.answers:
        return Notes()
    from pathlib import Path

    from auditor.answerfile import read_answers
    from auditor.setup import load_checklist

    sheet = read_answers(Path(options.answers), load_checklist().ids)
    for notice in sheet.notices:
        say(notice)
    return Notes(answers=sheet.answers)


def _report(document: Document, reader: Provider, options: argparse.Namespace, notes: Notes) -> Report:
    if options.ask:
        from auditor.cli.ask import interviewed

        return interviewed(
            document, reader, as_of=options.as_of, notes=notes, resume=options.resume, who=options.answered_by
        )
    from auditor.api import audit

    return audit(document, reader, as_of=options.as_of, answers=notes.answers)


def _reports(
    documents: Sequence[Document], reader: Provider, options: argparse.Namespace, notes: Notes
) -> tuple[list[Report], list[FailedInput]]:
    """Return the documents' reports; say which audits did not succeed, and why."""
    from auditor.schema import FailedInput

    reports: list[Report] = []
    failed: list[FailedInput] = []
    for document in documents:
        try:
            report = _report(document, reader, options, notes)
        except UsageError:
            raise
        except Exception as error:
            message = f"{document.name} could not be audited: {unexpected(error)}; please report it."
            say(message)
            failed.append(FailedInput(name=document.name, message=shown(message)))
            continue
        reports.append(report)
        if report.errors:
            how = "could not be audited" if report.status == "failed" else "was audited only in part"
            say(f"{document.name} {how}: {report.errors[0].message}")
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
    say(f"{len(raised)} {'flag' if len(raised) == 1 else 'flags'} at or above {fail_on}: {rules}.")
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
