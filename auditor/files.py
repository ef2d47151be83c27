"""Files that appear whole or not at all, and are read up to a limit."""

from __future__ import annotations

import errno
from pathlib import Path

PART = ".part"
"""Suffix of a file that is still being written; what a killed run leaves behind has it, too."""


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that a reader, or a run killed half-way, sees the old content or all of the new.

    What is being written has a name of its own in the same folder. The system decides when it reaches the disk:
    whoever must know after a power failure compares sizes.
    """
    part = part_of(target)
    try:
        part.write_bytes(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def read_whole(path: Path, most: int) -> bytes:
    """Return a file's bytes; OSError also where there are more than ``most``, as of a device that never ends."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most:,} bytes")
    return data


def part_of(target: Path) -> Path:
    """Return where a file stands while it is being written."""
    return target.with_name(f".{target.name}{PART}")
