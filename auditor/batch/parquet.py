"""findings.parquet: the rows of summary.csv, typed, for data frames; written some thousand rows at a time."""

from __future__ import annotations

import sqlite3
from itertools import islice
from pathlib import Path

from auditor.batch.tables import FINDINGS
from auditor.files import whole

_NUMBERS = {"pre_training", "fine_tuning", "prompt_engineering"}
_GROUP = 2_000
"""Rows held at once."""


def write_parquet(db: sqlite3.Connection, target: Path) -> None:
    """Write the findings of a database; pyarrow must be installed."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    names = [name for name, _ in FINDINGS.columns]
    types = [pyarrow.float64() if name in _NUMBERS else pyarrow.string() for name in names]
    schema = pyarrow.schema(list(zip(names, types, strict=True)))
    # pyarrow takes names for UTF-8, whatever the locale: it is given an open file.
    with (
        whole(target) as part,
        part.open("wb") as file,
        ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        rows = FINDINGS.rows(db)
        while group := list(islice(rows, _GROUP)):
            columns = zip(*group, strict=True)
            arrays = [pyarrow.array(column, kind) for column, kind in zip(columns, types, strict=True)]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
