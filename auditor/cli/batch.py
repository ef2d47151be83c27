"""`auditor batch`: a night's worth of documents, resumable."""

from __future__ import annotations

import os
import signal
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from auditor.cli.batch_parts import IN_FLIGHT, documents
from auditor.cli.codes import DONE, INTERRUPTED, NOTHING, SOME_FAILED, exit_codes
from auditor.cli.options import add_model, amount, date, named, positive, whole
from auditor.cli.output import say
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from auditor.batch.folder import Folder
    from auditor.batch.plan import Plan
    from auditor.store.store import Store

_EXAMPLES = """\
examples:
  auditor batch calls/ --output night
  auditor batch 'calls/**/*.vtt' pages.csv --output night
  auditor batch calls/ --output night -m openai:gpt-5.1 --max-cost 40
  find . -name '*.srt' | auditor batch - --output night --retry-failed
  auditor batch calls/ --output night -m openai:gpt-5.1 --submit
                                         as a job, at half the price
  auditor batch --collect night          later, as often as it says
  auditor batch --collect night --wait   or until all is answered

A manifest is a .csv or .jsonl file of rows with path or text and, if you like,
vendor, vendor_speaker, date, call_id and name. The same command again does
only what is missing.
"""
_CODES = {NOTHING: "nothing could be audited", SOME_FAILED: "some documents failed or are left"}


def add(commands: Any) -> None:
    """Add the command."""
    batch: argparse.ArgumentParser = commands.add_parser(
        "batch",
        help="audit many documents into a folder",
        description="Audits the documents of files, folders, globs and manifests into a folder: reports, summaries, a"
        " database.",
        epilog=_EXAMPLES + exit_codes(_CODES),
    )
    batch.add_argument("paths", metavar="PATH", nargs="*", help="a file, folder, glob or manifest; - reads a list")
    batch.add_argument("--output", metavar="DIR", help="the folder of the batch")
    batch.add_argument(
        "--kind", choices=("auto", "marketing", "transcript"), default="auto", help="what the texts are (default: auto)"
    )
    batch.add_argument("--as-of", metavar="DATE", type=date, help="judge base models and prices as of YYYY-MM-DD")
    batch.add_argument("--vendor", metavar="NAME", type=named, help="whose claims these are, where no manifest says")
    batch.add_argument(
        "--vendor-speaker",
        metavar="NAME",
        type=named,
        action="append",
        default=[],
        help="who speaks for the vendor, where no manifest says: a speaker, a company or a domain; may be repeated",
    )
    add_model(batch, os.environ.get("AUDITOR_MODEL") or "offline")
    batch.add_argument("--max-cost", metavar="USD", type=amount, help="stop asking before this run spends it")
    batch.add_argument("--max-total-tokens", metavar="N", type=whole, help="stop asking before this run uses them")
    batch.add_argument(
        "--concurrency",
        metavar="N",
        type=whole,
        help=f"requests under way at once (default: {IN_FLIGHT}), or processes offline (default: the cores)",
    )
    batch.add_argument(
        "--executor", choices=("processes", "ray"), default="processes", help="offline: over what (default: processes)"
    )
    batch.add_argument("--address", metavar="HOST:PORT", help="the Ray cluster (default: one of this machine)")
    batch.add_argument("--max-bytes", metavar="N", type=positive, help="refuse larger inputs (default: 20000000)")
    batch.add_argument("-y", "--yes", action="store_true", help="do not ask before documents are sent")
    batch.add_argument("--submit", action="store_true", help="hand requests in as a batch job of the provider")
    batch.add_argument("--collect", metavar="DIR", help="collect the jobs of a batch, and hand in what follows")
    batch.add_argument("--wait", action="store_true", help="with --collect: until no job is under way")
    again = batch.add_mutually_exclusive_group()
    again.add_argument("--retry-failed", action="store_true", help="do what failed, in whole or in part, once more")
    again.add_argument("--force", action="store_true", help="do every document anew, and ask everything again")
    batch.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    batch.set_defaults(run=_batch)


def _batch(options: argparse.Namespace) -> int:
    from pathlib import Path

    from auditor.batch.folder import Folder
    from auditor.store.store import Store
    from auditor.store.trouble import in_words

    if bool(options.collect) == bool(options.output) or bool(options.collect) == bool(options.paths):
        raise UsageError("Give paths with --output DIR, or --collect DIR alone; see auditor batch --help.")
    if options.wait and not options.collect:
        raise UsageError("--wait is for --collect DIR.")
    folder = Folder(Path(options.output or options.collect))
    if folder.root.exists() and not folder.root.is_dir():
        raise UsageError(f"{folder.root} is a file; name a folder.")
    if options.collect and not folder.database.is_file():
        raise UsageError(f"{options.collect} is no folder that auditor batch wrote.")
    with folder.held(), in_words(folder.database), closing(Store(folder.database)) as store:
        return _run(options, folder, store)


def _run(options: argparse.Namespace, folder: Folder, store: Store) -> int:
    from auditor.batch.run import conduct
    from auditor.batch.task import UNWRITABLE
    from auditor.cli.batch_jobs import collect, collect_all, submit
    from auditor.cli.batch_parts import cluster_of, confirm, plan_of, settled_on
    from auditor.cli.progress import progress

    if options.wait:
        with _interruptible() as interrupted, progress(options.quiet) as tell:
            plan, stopped = collect_all(folder, store, interrupted, tell)
        return _finish(folder, store, plan, stopped, interrupted())
    if options.collect:
        return _finish(folder, store, *collect(folder, store))
    reader, settings, width = settled_on(options, folder)
    cluster = cluster_of(options)
    plan = plan_of(options, folder, store, reader, settings)
    if not plan.documents:
        raise UsageError("There are no documents in what was given; check the paths.")
    if options.submit:
        return _finish(folder, store, plan, submit(options, store, reader, settings, plan))
    confirm(options, store, reader, settings, plan)
    with _interruptible() as interrupted, progress(options.quiet) as tell:
        tally = conduct(plan, store, reader, settings, width=width, cluster=cluster, stopping=interrupted, tell=tell)
    if tally.unwritable:
        raise UsageError(f"{tally.stopped} {UNWRITABLE}")
    stopped = f"{tally.stopped} The same command goes on:" if tally.stopped else None
    return _finish(folder, store, plan, stopped, interrupted())


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


def _finish(folder: Folder, store: Store, plan: Plan, stopped: str | None, interrupted: bool = False) -> int:
    """Write the summaries, say how it went, and return the exit code; ``stopped`` says why documents are left."""
    from auditor.batch.outputs import write_outputs

    for sentence in write_outputs(store.db, folder):
        say(sentence)
    totals = store.totals(plan.run)
    left = totals.get("pending", 0)
    missed = totals.get("failed", 0) + totals.get("partial", 0)
    kept = plan.documents - plan.pending
    say(
        f"{documents(plan.documents)}: {totals.get('complete', 0):,} complete, {totals.get('partial', 0):,} in part,"
        f" {totals.get('failed', 0):,} failed, {left:,} left{f'; {kept:,} stood from earlier runs' if kept else ''}."
        f" See {folder.root / 'index.html'}."
    )
    if stopped:
        say(f"{stopped} {documents(left)} left.")
    if interrupted:
        say("Interrupted; the same command goes on with what is left.")
        return INTERRUPTED
    if missed:
        say(f"{documents(missed)} failed in whole or in part, summary.csv says why; --retry-failed does them again.")
    if missed == plan.documents and not totals.get("partial"):
        return NOTHING
    return SOME_FAILED if missed or left else DONE
