"""The folder a batch writes: what stands where, and that one run at a time works in it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import UsageError
from auditor.files import PART
from auditor.store.store import NAME
from auditor.store.trouble import sentence


@dataclass(frozen=True)
class Folder:
    """The paths of a batch."""

    root: Path

    @property
    def database(self) -> Path:
        """Everything that was found."""
        return self.root / NAME

    @property
    def reports(self) -> Path:
        """One report a document."""
        return self.root / "reports"

    @property
    def texts(self) -> Path:
        """Documents whose text stood in a manifest."""
        return self.root / "texts"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and keep other runs out of it while the block runs.

        The lock is one of SQLite's: the system lets go of it however the run ends.
        """
        try:
            self.reports.mkdir(parents=True, exist_ok=True)
            lock = sqlite3.connect(self.root / ".lock", timeout=0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"--output {self.root} cannot be written ({reason}); name another folder.") from error
        try:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise UsageError(
                        f"Another run is at work in {self.root}; wait for it, or name another folder."
                    ) from error
                raise UsageError(sentence(self.root / ".lock", error)) from error
            self._sweep()
            yield
        finally:
            lock.close()

    def _sweep(self) -> None:
        """Remove what a killed run was writing."""
        for folder in (self.root, self.reports, self.texts):
            for left in folder.glob(f".*{PART}"):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)
