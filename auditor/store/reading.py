"""The database of a batch, looked at while or after it is written: nothing is changed, whatever is wrong is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from auditor.errors import UsageError
from auditor.store.store import connect
from auditor.store.trouble import in_words, sentence


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to read while the block runs; UsageError says what is wrong with it or with what it holds."""
    with in_words(path), closing(connect(path, readonly=True)) as db:
        try:
            yield db
        except (ValueError, TypeError) as error:  # a word, or a kind of value, that no auditor writes
            raise UsageError(sentence(path, error)) from error
