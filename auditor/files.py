"""Files that appear whole or not at all, and are read up to a limit."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part"
"""Suffix of a file that is still being written; what a killed run leaves behind has it, too."""


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Yield an empty file to write to, which takes the target's place, and its permissions, when the block is done.

    A reader, or a run killed half-way, sees the old content or all of the new. What is being written has a name of
    its own in the same folder.
    """
    part = target.with_name(f".auditor-{os.urandom(6).hex()}{PART}")
    try:
        part.touch(exist_ok=False)
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777 | 0o200)
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file whole, or not at all.

    The system decides when it reaches the disk, unless ``durable`` waits for it: whoever does not wait and must know
    after a power failure compares sizes.
    """
    with whole(target) as part, part.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def read_whole(path: Path, most: int) -> bytes:
    """Return a file's bytes; OSError also where there are more than ``most``, as of a device that never ends."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most:,} bytes")
    return data
