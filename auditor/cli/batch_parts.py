"""What a batch needs before it begins: who reads, the plan, and somebody's agreement."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from auditor.cli.options import reader_of
from auditor.cli.output import STDIN, is_terminal, say
from auditor.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from auditor.batch.cluster import Cluster
    from auditor.batch.folder import Folder
    from auditor.batch.plan import Again, Plan
    from auditor.batch.task import Settings
    from auditor.steps import Provider
    from auditor.store.store import Store

IN_FLIGHT = 16
"""Requests under way at once, unless asked otherwise."""


def settled_on(options: argparse.Namespace, folder: Folder) -> tuple[Provider, Settings, int]:
    """Return who reads, what holds for every document, and how many run side by side."""
    from auditor.batch.limits import Pace
    from auditor.batch.run import cores
    from auditor.batch.task import Settings
    from auditor.documents import DEFAULT_MAX_BYTES
    from auditor.providers import OFFLINE

    width = options.concurrency or (cores() if options.model == OFFLINE else IN_FLIGHT)
    reader = reader_of(options, gate=Pace(width))
    settings = Settings(
        reports=folder.reports,
        kind=options.kind,
        as_of=options.as_of,
        max_bytes=options.max_bytes or DEFAULT_MAX_BYTES,
        vendor_speakers=tuple(options.vendor_speaker),
    )
    return reader, settings, width


def cluster_of(options: argparse.Namespace) -> Cluster | None:
    """Return the Ray cluster to work on; None where none is asked for."""
    from auditor.batch.cluster import cluster_at
    from auditor.providers import OFFLINE

    if options.executor != "ray":
        if options.address:
            raise UsageError("--address is for --executor ray.")
        return None
    if options.model != OFFLINE:
        raise UsageError("--executor ray is for -m offline: with a model, the model's server is what is waited for.")
    return cluster_at(options.address, options.concurrency)


def plan_of(options: argparse.Namespace, folder: Folder, store: Store, reader: Provider, settings: Settings) -> Plan:
    """Enter the documents that were given into the database, and return what is to be done."""
    from dataclasses import replace

    from auditor.batch.manifest import items
    from auditor.batch.plan import plan
    from auditor.batch.run import made_with

    found = items(options.paths, _listed(options.paths), without=folder.root.resolve(), max_bytes=settings.max_bytes)
    if options.vendor:
        found = (item if item.vendor else replace(item, vendor=options.vendor) for item in found)
    again: Again = "all" if options.force else "failed" if options.retry_failed else "missing"
    made = plan(store, found, folder.texts, made_with(settings, reader), again, settings.max_bytes)
    if made.twice:
        say(f"{documents(made.twice)} {'was' if made.twice == 1 else 'were'} named more than once.")
    return made


def _listed(paths: list[str]) -> Iterator[str]:
    """Return the lines of standard input, where it is asked for."""
    if STDIN not in paths:
        return iter(())
    if sys.stdin is None:
        raise UsageError("Standard input is closed; give the paths as arguments.")
    return iter(sys.stdin)


def confirm(
    options: argparse.Namespace, store: Store, reader: Provider, settings: Settings, plan: Plan, share: float = 1.0
) -> None:
    """Say what is about to leave this machine, to whom and what it costs about, and ask once.

    ``share`` is the share of the list price that is paid.
    """
    from auditor.batch.estimate import SAMPLE, elsewhere, estimate
    from auditor.providers.base import Remote

    if not isinstance(reader, Remote) or not plan.pending or not elsewhere(reader):
        return
    if options.yes:
        return
    about = estimate(reader, store.sample(plan.run, SAMPLE), settings, plan.pending, share)
    price = "at a price that is not known here"
    if about.usd is not None:
        price = f"about {about.usd[0]:.2f} USD for the input and at most {about.usd[1]:.2f} USD in all"
    say(
        f"{documents(about.documents)} would be sent to {about.to}: {about.requests:,} requests or more,"
        f" {about.input_tokens:,} input tokens, {price} (estimated from a sample)."
    )
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise UsageError("Nothing was sent: nobody is here to agree; add --yes.")
    sys.stderr.write("Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise UsageError("Nothing was sent.")


def documents(count: int) -> str:
    """Return a number of documents in words."""
    return f"{count:,} {'document' if count == 1 else 'documents'}"
