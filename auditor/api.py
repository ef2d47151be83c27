"""One call from a document to its report, for programs and the command line."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from auditor.agent import audit as agent
from auditor.providers import OFFLINE, provider
from auditor.schema import Document, Report
from auditor.setup import AsOfSource, load_setup
from auditor.steps import Audit, Provider, Request, run, run_async


def audit(document: Document, reader: Provider | None = None, *, as_of: str | None = None) -> Report:
    """Audit a document and return its report.

    ``reader`` is who reads the text, the offline rules by default. ``as_of`` is the ISO date base models and
    prices are judged at: by default the document's own date, else today.
    """
    reader = reader or provider(OFFLINE)
    started = time.perf_counter()
    report = _driven(steps(document, reader, as_of), reader)
    seconds = round(time.perf_counter() - started, 3)
    return report.model_copy(update={"usage": report.usage.model_copy(update={"seconds": seconds})})


def _driven(asking: Audit[Report], reader: Provider) -> Report:
    """Drive an audit: side by side where a reader is waited for, unless an event loop runs here already."""
    if reader.window is None:
        return run(asking, reader)
    import asyncio

    async def driven() -> Report:
        try:
            return await run_async(asking, reader)
        finally:
            if close := getattr(reader, "aclose", None):
                await close()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(driven())
    return run(asking, reader)


def first_requests(document: Document, reader: Provider, *, as_of: str | None = None) -> tuple[Request, ...]:
    """Return what an audit would ask first, without asking it."""
    asking = steps(document, reader, as_of)
    try:
        return next(asking).requests
    except StopIteration:
        return ()
    finally:
        asking.close()


def steps(document: Document, reader: Provider, as_of: str | None) -> Audit[Report]:
    """Return the agent's audit of a document, for a driver to run."""
    day, source = _as_of(as_of, document)
    setup = load_setup(
        as_of=day,
        as_of_source=source,
        created_at=_now(),
        model=reader.model,
        prompts=reader.digests,
        window=reader.window,
    )
    return agent(document, setup)


def _as_of(option: str | None, document: Document) -> tuple[str, AsOfSource]:
    if option:
        return option, "option"
    if document.date:
        return document.date, "document"
    return datetime.now(UTC).date().isoformat(), "today"


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
