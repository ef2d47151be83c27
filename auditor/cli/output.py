"""What is printed and written: whole or not at all, whatever the terminal or the locale."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from auditor.cli.ending import end_where_told
from auditor.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STDIN = "-"
"""The name of standard input as a source, and of standard output as a target."""
WIDEST = 120
"""Columns used of a wide terminal; COLUMNS overrules it."""
PIPED_WIDTH = 80


def color(refused: bool) -> bool:
    """Return whether to colour what is printed: NO_COLOR and FORCE_COLOR overrule what the terminal is."""
    if refused or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns to use: COLUMNS, else the terminal's, else 80."""
    stated = columns()
    if stated is None and is_terminal(sys.stdout):
        try:
            stated = min(os.get_terminal_size(sys.stdout.fileno()).columns, WIDEST)
        except OSError:
            stated = None
    return stated or PIPED_WIDTH


def columns() -> int | None:
    """Return the columns that COLUMNS states, if it does."""
    stated = os.environ.get("COLUMNS", "")
    return min(int(stated), 1000) if stated.isascii() and stated.isdigit() and int(stated) else None


def target_file(output: str | None, sources: Sequence[str]) -> Path | None:
    """Return the file to write, once it is sure that it can be written; None for standard output."""
    if output is None or output == STDIN:
        return None
    from pathlib import Path

    try:
        path = Path(output).resolve()
        if path.is_dir():
            raise UsageError(f"--output {output} is a folder; name a file in it.")
        if not path.parent.is_dir():
            raise UsageError(f"The folder of --output {output} does not exist; make it first.")
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise UsageError(f"--output {output} cannot be written; check its permissions.")
        if any(source != STDIN and path == Path(source).resolve() for source in sources):
            raise UsageError(f"--output {output} would overwrite an input; name another file.")
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"--output {output} cannot be written ({reason}); name another file.") from error
    return path


def standard_input(limit: int) -> bytes:
    """Return what is piped in, up to so many bytes."""
    if sys.stdin is None:
        raise DocumentError("Standard input is closed; give a file, or pipe text in.")
    try:
        return sys.stdin.buffer.read(limit)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"Standard input cannot be read ({reason}); give a file instead.") from error


def write(content: str | bytes, target: Path | None) -> None:
    """Write the output whole: a file appears complete or not at all."""
    if target is None:
        print_content(content)
        return
    write_bytes(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content, target)


def write_bytes(data: bytes, target: Path) -> None:
    """Write a file whole, or not at all."""
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or pipe, which must not be replaced by a file
        else:
            from auditor.files import write_whole

            write_whole(target, data, durable=True)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"--output {target} cannot be written ({reason}); name another file.") from error


def print_content(content: str | bytes) -> None:
    """Write to standard output; whoever stopped reading it has seen enough."""
    if sys.stdout is None:
        raise UsageError("Standard output is closed; give --output FILE.")
    try:
        if isinstance(content, str):
            sys.stdout.write(content)
        else:
            sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)


def prepare_streams() -> None:
    """Write UTF-8 to files and pipes whatever the locale; let no character stop the output to a terminal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = None if is_terminal(stream) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def silence(stream: TextIO | None) -> None:
    """Send what is still buffered nowhere, so that Python's own flush at exit does not complain."""
    try:
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except (OSError, ValueError):
        pass  # a stream without a descriptor has no such flush


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether somebody sits at the other end of a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def say(message: str, prefix: str = "auditor: ") -> None:
    """Say one sentence on standard error; where there is none, say nothing."""
    try:
        if sys.stderr is not None:
            print(prefix + shown(message), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        silence(sys.stderr)


def shown(message: str) -> str:
    """Return a message as one line in which nothing steers a terminal."""
    from auditor.render.plain import one_line

    return one_line(utf8(message))


def utf8(text: str) -> str:
    """Return text for a report: bytes of an argument that are not UTF-8 become replacement characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def unexpected(error: Exception) -> str:
    """Describe an error nobody foresaw, with the place, for a report to the developers."""
    end_where_told(error)
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}" if place else ""
    return f"internal error {type(error).__name__}{where}"
