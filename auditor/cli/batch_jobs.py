"""`auditor batch --submit` and `--collect`: the work of a batch as jobs of a provider."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli.batch_parts import confirm, settled_on
from auditor.cli.output import say
from auditor.errors import ProviderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.batch.folder import Folder
    from auditor.batch.plan import Plan
    from auditor.batch.run import Tally
    from auditor.batch.submit import Progress, Submission
    from auditor.batch.task import Settings
    from auditor.cli.progress import Tell
    from auditor.steps import Provider
    from auditor.store.store import Store

_KEPT = ("model", "base_url", "context", "timeout", "kind", "as_of", "max_bytes", "vendor_speaker")
"""Options that a collection needs and only the submission was given."""
_FIRST_PAUSE, _GROWTH, _LONGEST_PAUSE = 10.0, 1.5, 300.0
"""Seconds between two looks at jobs under way, what they grow by, and the most they grow to."""
_TRIES = 5
"""Times a provider is asked again that does not say how its jobs are."""
_LOOK = 0.2
"""Seconds within which an interrupt ends a pause."""


def submit(options: argparse.Namespace, store: Store, reader: Provider, settings: Settings, plan: Plan) -> str | None:
    """Hand in what the documents ask first; return why documents are left."""
    from auditor.batch.run import Tally
    from auditor.providers.jobs import PRICE

    if options.max_cost or options.max_total_tokens:
        raise UsageError("--max-cost and --max-total-tokens are for requests asked one by one, not for --submit.")
    if options.base_url and "@" in options.base_url:
        raise UsageError(
            "--base-url names a user, which --collect would have to find on disk; give an address without one,"
            " and the key in the environment."
        )
    submission = _submission(store, reader, settings, Tally(plan.pending))
    confirm(options, store, reader, settings, plan, PRICE)
    kept = {name: getattr(options, name) for name in _KEPT}
    store.keep_settings({"submitted": json.dumps({**kept, "folder": str(Path.cwd()), "run": plan.run})})
    return _said(store, reader.model, submission.advance(plan.run))


def collect(folder: Folder, store: Store) -> tuple[Plan, str | None]:
    """Collect what ended and hand in what follows; return the plan, and why documents are left."""
    plan, submission, _ = _resumed(folder, store)
    return plan, _said(store, submission.reader.model, submission.collect(plan.run))


def collect_all(folder: Folder, store: Store, stopping: Callable[[], bool], tell: Tell) -> tuple[Plan, str | None]:
    """Collect and hand in until no job is under way, or somebody stops it; ``tell`` is told how far it is."""
    from auditor.store.jobs import unanswered

    plan, submission, tally = _resumed(folder, store)
    left = _said(store, submission.reader.model, submission.collect(plan.run))
    pause = _FIRST_PAUSE
    while left and not stopping():
        tally.waiting = unanswered(store.db, submission.reader.model)
        tell(tally)
        _rest(pause, stopping)
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)
        if not stopping() and _ended(submission, stopping):
            left = _said(store, submission.reader.model, submission.collect(plan.run))
            pause = _FIRST_PAUSE
    return plan, left


def _ended(submission: Submission, stopping: Callable[[], bool]) -> bool:
    """Whether there is something to collect; a provider that does not answer for a while ends no long wait."""
    pause = _FIRST_PAUSE
    for _ in range(_TRIES):
        try:
            return submission.ended()
        except ProviderError as error:
            say(f"{error} It is asked again.")
        _rest(pause, stopping)
        if stopping():
            return False
        pause *= 2
    return submission.ended()


def _rest(seconds: float, stopping: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not stopping():
        time.sleep(min(left, _LOOK))


def _resumed(folder: Folder, store: Store) -> tuple[Plan, Submission, Tally]:
    """Return the submission of a folder as any process goes on with it."""
    from dataclasses import replace

    from auditor.batch.plan import resume
    from auditor.batch.run import Tally

    kept = json.loads(store.settings().get("submitted", "null"))
    if kept is None:
        raise UsageError(f"Nothing was submitted from {folder.root}; give auditor batch … --submit first.")
    base, run = Path(kept.pop("folder")), kept.pop("run")
    given = {"concurrency": None, "max_cost": None, "max_total_tokens": None, "vendor_speaker": [], **kept}
    reader, settings, _ = settled_on(argparse.Namespace(**given), folder)
    plan = resume(store, run)
    tally = Tally(plan.pending)
    return plan, _submission(store, reader, replace(settings, base=base), tally), tally


def _submission(store: Store, reader: Provider, settings: Settings, tally: Tally) -> Submission:
    from auditor.batch.run import keeper, replies_of
    from auditor.batch.submit import Submission
    from auditor.providers.base import Remote
    from auditor.providers.jobs import jobs_of

    jobs = jobs_of(reader)
    assert isinstance(reader, Remote)
    return Submission(store, reader, replies_of(store, reader), settings, jobs, keeper(store, tally))


def _said(store: Store, model: str, progress: Progress) -> str | None:
    """Say what was handed in; return why documents are left, where any are."""
    from auditor.render.words import plural
    from auditor.store.jobs import waiting

    if progress.lost:
        say(
            f"{progress.lost} earlier hand-in was never confirmed: what it asked was handed in anew, and the provider"
            " may show a job of which nothing will be collected."
        )
    if progress.answered:
        say(f"Answered: {progress.answered:,} of the requests handed in before.")
    if progress.jobs:
        say(f"Handed in: {plural(progress.requests, 'request')} in {plural(progress.jobs, 'job')}.")
    running = waiting(store.db, model)
    if not running:
        return None
    jobs = ", ".join(job for _, job in running[:3]) + (" …" if len(running) > 3 else "")
    return f"Waiting for {jobs}; auditor batch --collect {store.path.parent} looks again."
