"""One call from a document to its report, for programs and the command line."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from auditor.agent import audit as audit_steps
from auditor.answers import NOTHING_PUT, Given, Notes
from auditor.interview import Pair, remaining
from auditor.interview import interview as interview_steps
from auditor.providers import OFFLINE, provider
from auditor.schema import Document, Report
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
    gave to checklist questions.
    """
    reader = reader or provider(OFFLINE)
    started = time.perf_counter()
    report = _driven(audit_steps(document, _setup(document, reader, as_of), answers), reader)
    return timed(report, started)


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
            if close := getattr(reader, "aclose", None):
                await close()

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
        return option, "option"
    if document.date:
        return document.date, "document"
    return datetime.now(UTC).date().isoformat(), "today"


def now() -> str:
    """Return the time as reports and answers carry it: ISO, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
