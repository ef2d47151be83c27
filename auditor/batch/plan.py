"""What a run has to do: every document in the database, those done before marked as done."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from auditor.batch.manifest import Item
from auditor.batch.names import on_disk, report_name, text_name
from auditor.batch.task import fingerprint
from auditor.documents import DEFAULT_MAX_BYTES, load_file
from auditor.errors import DocumentError
from auditor.files import write_whole
from auditor.store.replies import forget, forget_failed
from auditor.store.store import Store, transaction

_CHUNK = 500
"""Documents planned in one transaction."""
Again = Literal["missing", "failed", "all"]
"""Which documents that were done before are done again: none, those that failed in whole or in part, all."""


@dataclass(frozen=True)
class Plan:
    """A run: its number, and how many documents it is about."""

    run: int
    documents: int
    pending: int
    twice: int
    """Arguments that stood for a document named before."""


def plan(
    store: Store,
    items: Iterable[Item],
    texts: Path,
    made_with: str,
    again: Again = "missing",
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Plan:
    """Enter documents into the database; ``made_with`` is a digest of the settings that reports depend on.

    A document is pending unless an earlier run audited the same bytes with the same settings. What has no path that
    the database can hold (a manifest's row, a file in a ZIP, a name that is not UTF-8) is kept as a file in ``texts``.
    """
    run = store.begin()
    twice = 0
    waiting, entered = iter(items), _CHUNK
    while entered == _CHUNK:
        entered = 0
        with transaction(store.db):
            for item in islice(waiting, _CHUNK):
                twice += not _enter(store, _kept(item, max_bytes), run, texts, made_with, again, max_bytes)
                entered += 1
    return Plan(run, sum(store.totals(run).values()), store.pending(run), twice)


def _kept(item: Item, max_bytes: int) -> Item:
    """Return the document as the database can hold it: a path that is not UTF-8 is replaced by what stands there."""
    if item.source.isprintable():
        return item
    source, title = (
        text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for text in (item.source, item.title)
    )
    if item.path is None or str(item.path) == source:
        return replace(item, source=source, title=title)
    return replace(item, source=source, title=title, path=None, content=_content(item, max_bytes))


def _enter(store: Store, item: Item, run: int, texts: Path, made_with: str, again: Again, max_bytes: int) -> bool:
    """Enter one document; False where this run has it already."""
    source = item.source
    row = store.known(source)
    if row is not None and row["run"] == run:
        return False
    name = row["name"] if row is not None else report_name(item.call or item.title, source, store.taken)
    content = b"" if item.problem else _content(item, max_bytes)
    path = item.path or texts / on_disk(text_name(name, item.title))
    given = {
        "run": run,
        "path": os.fsencode(path).decode("utf-8", "replace"),
        "call": item.call,
        "given_vendor": item.vendor,
        "given_date": item.date,
        "given_speakers": json.dumps(item.speakers),
    }
    mark = fingerprint(content, str(item.problem), item.vendor, item.date, made_with, *item.speakers)
    if row is not None and row["fingerprint"] == mark and _stands(store, row, again):
        store.change(row["id"], given)
        return True
    if item.content is not None and not item.problem:
        texts.mkdir(exist_ok=True)
        write_whole(path, content)
    values = {**given, "fingerprint": mark, "state": "failed" if item.problem else "pending", "reason": item.problem}
    if row is None:
        store.plan({"source": source, "name": name, "title": item.title, **values})
    else:
        _forget(store, row, again)
        store.change(row["id"], values)
    return True


def _content(item: Item, max_bytes: int) -> bytes:
    """Return the bytes of a document; none where they cannot be read, which the audit will say."""
    if item.content is not None:
        return item.content
    assert item.path is not None
    try:
        return load_file(item.path, max_bytes)
    except DocumentError:
        return b""


def _stands(store: Store, row: sqlite3.Row, again: Again) -> bool:
    """Whether what an earlier run came to is kept."""
    if row["state"] == "failed":
        return again == "missing"
    if again == "all" or (again == "failed" and row["state"] == "partial"):
        return False
    report = store.path.parent / "reports" / on_disk(f"{row['name']}.json")
    try:
        return bool(row["state"] == "pending" or report.stat().st_size == row["report_bytes"])
    except OSError:
        return False


def _forget(store: Store, row: sqlite3.Row, again: Again) -> None:
    if again == "all":
        forget(store.db, row["id"])
    elif again == "failed" and row["state"] in ("failed", "partial"):
        forget_failed(store.db, row["id"])


def resume(store: Store, run: int) -> Plan:
    """Return an earlier run again, as it was planned."""
    return Plan(run, sum(store.totals(run).values()), store.pending(run), 0)
