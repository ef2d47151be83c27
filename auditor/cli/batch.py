"""`auditor batch`: a night's worth of documents, resumable."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from auditor.cli.codes import DONE, INTERRUPTED, NOTHING, SOME_FAILED
from auditor.cli.options import add_model, amount, date, named, positive, whole
from auditor.cli.output import STDIN, is_terminal, say
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from auditor.batch.folder import Folder
    from auditor.batch.plan import Again, Plan
    from auditor.batch.run import Tally
    from auditor.batch.task import Settings
    from auditor.steps import Provider
    from auditor.store.store import Store

IN_FLIGHT = 16
"""Requests under way at once, unless asked otherwise."""
_EXAMPLES = """\
examples:
  auditor batch calls/ --output night
  auditor batch 'calls/**/*.vtt' pages.csv --output night -m anthropic:claude-sonnet-4-5 --max-cost 40
  find . -name '*.srt' | auditor batch - --output night --retry-failed

A manifest is a .csv or .jsonl file of rows with path or text and, if you like, vendor, date, call_id and name.
The same command again does only what is missing. exit codes: 0 done · 2 usage · 3 nothing could be audited ·
4 some documents failed or are left · 130 interrupted
"""


def add(commands: Any) -> None:
    """Add the command."""
    batch: argparse.ArgumentParser = commands.add_parser(
        "batch",
        help="audit many documents into a folder",
        description="Audits files, folders, globs and manifests into a folder: reports, summaries, a database.",
        epilog=_EXAMPLES,
    )
    batch.add_argument("paths", metavar="PATH", nargs="+", help="a file, folder, glob or manifest; - reads a list")
    batch.add_argument("--output", metavar="DIR", required=True, help="the folder of the batch")
    batch.add_argument(
        "--kind", choices=("auto", "marketing", "transcript"), default="auto", help="what the texts are (default: auto)"
    )
    batch.add_argument("--as-of", metavar="DATE", type=date, help="judge base models and prices as of YYYY-MM-DD")
    batch.add_argument("--vendor", metavar="NAME", type=named, help="whose claims these are, where no manifest says")
    add_model(batch, os.environ.get("AUDITOR_MODEL") or "offline")
    batch.add_argument("--max-cost", metavar="USD", type=amount, help="stop asking before this run spends it")
    batch.add_argument("--max-total-tokens", metavar="N", type=whole, help="stop asking before this run uses them")
    batch.add_argument(
        "--concurrency",
        metavar="N",
        type=whole,
        help=f"requests under way at once (default: {IN_FLIGHT}), or processes offline (default: the cores)",
    )
    batch.add_argument("--max-bytes", metavar="N", type=positive, help="refuse larger inputs (default: 20000000)")
    batch.add_argument("-y", "--yes", action="store_true", help="do not ask before documents are sent")
    again = batch.add_mutually_exclusive_group()
    again.add_argument("--retry-failed", action="store_true", help="do what failed, in whole or in part, once more")
    again.add_argument("--force", action="store_true", help="do every document anew, and ask everything again")
    batch.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    batch.set_defaults(run=_batch)


def _batch(options: argparse.Namespace) -> int:
    from pathlib import Path

    from auditor.batch.folder import Folder
    from auditor.store.store import Store

    folder = Folder(Path(options.output))
    if folder.root.exists() and not folder.root.is_dir():
        raise UsageError(f"--output {options.output} is a file; name a folder.")
    with folder.held():
        store = Store(folder.database)
        try:
            return _run(options, folder, store)
        finally:
            store.close()


def _run(options: argparse.Namespace, folder: Folder, store: Store) -> int:
    from auditor.batch.run import conduct
    from auditor.cli.progress import progress

    reader, settings, width = _reader(options, folder)
    plan = _plan(options, folder, store, reader, settings)
    if not plan.documents:
        raise UsageError("There are no documents in what was given; check the paths.")
    _confirm(options, store, reader, settings, plan)
    with _interruptible() as interrupted, progress(options.quiet) as tell:
        tally = conduct(plan, store, reader, settings, width=width, stopping=interrupted, tell=tell)
    return _finish(folder, store, plan, tally, interrupted())


def _reader(options: argparse.Namespace, folder: Folder) -> tuple[Provider, Settings, int]:
    """Return who reads, what holds for every document, and how many run side by side."""
    from auditor.batch.limits import Pace
    from auditor.batch.run import cores
    from auditor.batch.task import Settings
    from auditor.documents import DEFAULT_MAX_BYTES
    from auditor.providers import OFFLINE, provider

    width = options.concurrency or (cores() if options.model == OFFLINE else IN_FLIGHT)
    reader = provider(
        options.model,
        base_url=options.base_url,
        context=options.context,
        timeout=options.timeout,
        max_cost=options.max_cost,
        max_total_tokens=options.max_total_tokens,
        gate=Pace(width),
    )
    settings = Settings(
        reports=folder.reports,
        kind=options.kind,
        as_of=options.as_of,
        max_bytes=options.max_bytes or DEFAULT_MAX_BYTES,
    )
    return reader, settings, width


def _plan(options: argparse.Namespace, folder: Folder, store: Store, reader: Provider, settings: Settings) -> Plan:
    from dataclasses import replace

    from auditor.batch.manifest import items
    from auditor.batch.plan import plan
    from auditor.batch.run import made_with

    found = items(options.paths, _listed(options.paths), without=folder.root.resolve())
    if options.vendor:
        found = (item if item.vendor else replace(item, vendor=options.vendor) for item in found)
    again: Again = "all" if options.force else "failed" if options.retry_failed else "missing"
    made = plan(store, found, folder.texts, made_with(settings, reader), again)
    if made.twice:
        say(f"{_documents(made.twice)} {'was' if made.twice == 1 else 'were'} named more than once.")
    return made


def _listed(paths: list[str]) -> Iterator[str]:
    """Return the lines of standard input, where it is asked for."""
    if STDIN not in paths:
        return iter(())
    if sys.stdin is None:
        raise UsageError("Standard input is closed; give the paths as arguments.")
    return iter(sys.stdin)


def _confirm(options: argparse.Namespace, store: Store, reader: Provider, settings: Settings, plan: Plan) -> None:
    """Say what is about to be sent, to whom and what it costs about, and ask once; nothing is asked of a machine."""
    from auditor.batch.estimate import SAMPLE, elsewhere, estimate
    from auditor.providers.base import Remote

    if not isinstance(reader, Remote) or not plan.pending or not elsewhere(reader):
        return
    if options.yes:
        return
    about = estimate(reader, store.sample(plan.run, SAMPLE), settings, plan.pending, share=1.0)
    price = "at a price that is not known here"
    if about.usd is not None:
        price = f"about {about.usd[0]:.2f} USD for the input and at most {about.usd[1]:.2f} USD in all"
    say(
        f"{_documents(about.documents)} would be sent to {about.to}: {about.requests:,} requests or more,"
        f" {about.input_tokens:,} input tokens, {price} (estimated from a sample)."
    )
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise UsageError("Nothing was sent: nobody is here to agree; add --yes.")
    sys.stderr.write("Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise UsageError("Nothing was sent.")


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C finish what is under way; the second one ends the run."""
    pressed = False

    def press(*_: object) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True
        say("Finishing what is under way; press Ctrl-C again to stop at once.")

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _finish(folder: Folder, store: Store, plan: Plan, tally: Tally, interrupted: bool) -> int:
    """Write the summaries, say how it went, and return the exit code."""
    from auditor.batch.outputs import write_outputs

    for sentence in write_outputs(store.db, folder):
        say(sentence)
    totals = store.totals(plan.run)
    left = totals.get("pending", 0)
    missed = totals.get("failed", 0) + totals.get("partial", 0)
    kept = plan.documents - plan.pending
    say(
        f"{_documents(plan.documents)}: {totals.get('complete', 0):,} complete, {totals.get('partial', 0):,} in part,"
        f" {totals.get('failed', 0):,} failed, {left:,} left{f'; {kept:,} stood from earlier runs' if kept else ''}."
        f" See {folder.root / 'index.html'}."
    )
    if tally.stopped:
        say(f"{tally.stopped} {_documents(left)} left; the same command goes on with them.")
    if interrupted:
        say("Interrupted; the same command goes on with what is left.")
        return INTERRUPTED
    if missed:
        say(f"{_documents(missed)} failed in whole or in part, summary.csv says why; --retry-failed does them again.")
    if missed == plan.documents and not totals.get("partial"):
        return NOTHING
    return SOME_FAILED if missed or left else DONE


def _documents(count: int) -> str:
    return f"{count:,} {'document' if count == 1 else 'documents'}"
