"""One call from a document to its report, for programs and the command line.

What goes wrong in reading a text is no exception: the report's ``status`` is "partial" or "failed" and ``errors`` say
why. Exceptions are those of :mod:`auditor.errors`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from os import PathLike

from auditor.agent import audit as audit_steps
from auditor.answers import NOTHING_PUT, Given, Notes
from auditor.day import iso_day
from auditor.interview import Pair, remaining
from auditor.interview import interview as interview_steps
from auditor.providers import OFFLINE, provider
from auditor.schema import Document, Dossier, FailedInput, Report
from auditor.setup import AsOfSource, Setup, load_checklist, load_rubric, load_setup
from auditor.steps import Audit, Person, Provider, Request, converse, run, run_async


def audit(
    document: Document,
    reader: Provider | None = None,
    *,
    as_of: str | None = None,
    answers: Iterable[Given] = (),
) -> Report:
    """Audit a document and return its report.

    ``reader`` is who reads the text, the offline rules by default. ``as_of`` is the ISO date base models and
    prices are judged at: by default the document's own date, else today. ``answers`` are those that somebody
    gave to checklist questions. Where an event loop runs already, requests are sent one after the other.
    """
    reader = reader or provider(OFFLINE)
    started = time.perf_counter()
    report = _driven(audit_steps(document, _setup(document, reader, as_of), answers), reader)
    return timed(report, started)


async def audit_async(
    document: Document,
    reader: Provider | None = None,
    *,
    as_of: str | None = None,
    answers: Iterable[Given] = (),
) -> Report:
    """Audit a document as :func:`audit` does, waiting for replies without blocking the event loop.

    One reader serves many audits side by side; end with :func:`close_async`. The offline rules compute and wait for
    nobody: give ``asyncio.to_thread(audit, document)`` to keep the loop free.
    """
    reader = reader or provider(OFFLINE)
    started = time.perf_counter()
    report = await run_async(audit_steps(document, _setup(document, reader, as_of), answers), reader)
    return timed(report, started)


async def close_async(reader: Provider) -> None:
    """Close the connections that a reader opened from the running event loop; one that has none needs no closing."""
    if close := getattr(reader, "aclose", None):
        await close()


def dossier_of(reports: Sequence[Report], failed: Sequence[FailedInput] = (), *, vendor: str | None = None) -> Dossier:
    """Return several reports about one vendor as one: one bottom line, what all leave open, where they differ.

    ``failed`` are inputs that could not be read, so that none is passed over in silence.
    """
    from auditor.dossier import dossier
    from auditor.setup import load_flag_rules

    return dossier(reports, failed, vendor=vendor, rules=load_flag_rules(), order=load_checklist().ids)


def load_report(path: str | PathLike[str]) -> Report | Dossier:
    """Read a report or dossier from the JSON it was saved as.

    DocumentError says what is wrong with a file that is none, and where a quote is not what stands at its place.
    """
    from pathlib import Path

    from auditor.documents import load
    from auditor.saved import LARGEST, saved

    return saved(load(Path(path), LARGEST), str(path))


def interview(
    document: Document,
    person: Person,
    reader: Provider | None = None,
    *,
    as_of: str | None = None,
    notes: Notes = NOTHING_PUT,
) -> Report:
    """Audit a document, put what it leaves open to a person, and return the report with the answers.

    ``notes`` are what was answered and passed over before; what is answered there is not asked again.
    """
    reader = reader or provider(OFFLINE)
    started = time.perf_counter()
    report = converse(interview_steps(document, _setup(document, reader, as_of), notes), reader, person)
    return timed(report, started)


def open_questions(report: Report) -> list[Pair]:
    """Return the questions a report leaves open, each once with the claims it is about, in the order to put them."""
    return remaining(report, load_checklist(), load_rubric())


def timed(report: Report, started: float) -> Report:
    """Return the report with the seconds since ``started`` on it."""
    seconds = round(time.perf_counter() - started, 3)
    return report.model_copy(update={"usage": report.usage.model_copy(update={"seconds": seconds})})


def _driven(steps: Audit[Report], reader: Provider) -> Report:
    """Drive an audit: side by side where a reader is waited for, unless an event loop runs here already."""
    if reader.window is None:
        return run(steps, reader)
    import asyncio

    async def driven() -> Report:
        try:
            return await run_async(steps, reader)
        finally:
            await close_async(reader)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(driven())
    return run(steps, reader)


def first_requests(document: Document, reader: Provider, *, as_of: str | None = None) -> tuple[Request, ...]:
    """Return what an audit would ask first, without asking it."""
    steps = audit_steps(document, _setup(document, reader, as_of))
    try:
        return next(steps).requests
    except StopIteration:
        return ()
    finally:
        steps.close()


def steps_of(document: Document, reader: Provider, as_of: str | None) -> Audit[Report]:
    """Return the agent's audit of a document, for a driver to run."""
    return audit_steps(document, _setup(document, reader, as_of))


def _setup(document: Document, reader: Provider, as_of: str | None) -> Setup:
    day, source = _as_of(as_of, document)
    return load_setup(
        as_of=day,
        as_of_source=source,
        created_at=now(),
        model=reader.model,
        prompts=reader.digests,
        window=reader.window,
    )


def _as_of(option: str | None, document: Document) -> tuple[str, AsOfSource]:
    if option:
        return iso_day(option), "option"
    if document.date:
        return document.date, "document"
    return datetime.now(UTC).date().isoformat(), "today"


def now() -> str:
    """Return the time as reports and answers carry it: ISO, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
