"""`auditor batch --submit` and `--collect`: the work of a batch as jobs of a provider."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli.batch_parts import confirm, reader_of
from auditor.cli.output import say
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.batch.folder import Folder
    from auditor.batch.plan import Plan
    from auditor.batch.submit import Progress, Submission
    from auditor.batch.task import Settings
    from auditor.steps import Provider
    from auditor.store.store import Store

_KEPT = ("model", "base_url", "context", "timeout", "kind", "as_of", "max_bytes")
"""Options that a collection needs and only the submission was given."""


def submit(options: argparse.Namespace, store: Store, reader: Provider, settings: Settings, plan: Plan) -> str | None:
    """Hand in what the documents ask first; return why documents are left."""
    from auditor.providers.jobs import PRICE

    if options.max_cost or options.max_total_tokens:
        raise UsageError("--max-cost and --max-total-tokens are for requests asked one by one, not for --submit.")
    if options.base_url and "@" in options.base_url:
        raise UsageError(
            "--base-url names a user, which --collect would have to find on disk; give an address without one,"
            " and the key in the environment."
        )
    submission = _submission(store, reader, settings, plan)
    confirm(options, store, reader, settings, plan, PRICE)
    kept = {name: getattr(options, name) for name in _KEPT}
    store.keep_settings({"submitted": json.dumps({**kept, "folder": str(Path.cwd()), "run": plan.run})})
    return _said(store, reader.model, submission.advance(plan.run))


def collect(folder: Folder, store: Store) -> tuple[Plan, str | None]:
    """Collect what ended and hand in what follows; return the plan, and why documents are left."""
    from dataclasses import replace

    from auditor.batch.plan import resume

    kept = json.loads(store.settings().get("submitted", "null"))
    if kept is None:
        raise UsageError(f"Nothing was submitted from {folder.root}; give auditor batch … --submit first.")
    base, run = Path(kept.pop("folder")), kept.pop("run")
    given = {"concurrency": None, "max_cost": None, "max_total_tokens": None, **kept}
    reader, settings, _ = reader_of(argparse.Namespace(**given), folder)
    plan = resume(store, run)
    submission = _submission(store, reader, replace(settings, base=base), plan)
    return plan, _said(store, reader.model, submission.collect(plan.run))


def _submission(store: Store, reader: Provider, settings: Settings, plan: Plan) -> Submission:
    from auditor.batch.run import Tally, keeper, replies_of
    from auditor.batch.submit import Submission
    from auditor.providers.base import Remote
    from auditor.providers.jobs import jobs_of

    jobs = jobs_of(reader)
    assert isinstance(reader, Remote)
    keep = keeper(store, Tally(plan.pending))
    return Submission(store, reader, replies_of(store, reader), settings, jobs, keep)


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
