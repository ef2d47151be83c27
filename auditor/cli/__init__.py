"""The command `auditor`: from arguments to objects to an exit code. Nothing else prints or exits.

Everything beyond argparse is imported where it is needed, so that `--help` and `--version` stay quick.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING

from auditor.cli.codes import DONE, INTERRUPTED, NOTHING, USAGE
from auditor.cli.ending import EndedError, ending
from auditor.cli.output import is_terminal, prepare_streams, say, silence, unexpected
from auditor.errors import AuditorError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    prepare_streams()
    _hurry()
    try:
        with ending():
            return _answered(sys.argv[1:] if argv is None else argv)
    except EndedError as error:
        say(error.sentence)
        return error.code
    except KeyboardInterrupt:  # called from another thread than the main one, or by a program with handlers of its own
        say("Interrupted; nothing more was done.")
        return INTERRUPTED


def _answered(argv: Sequence[str]) -> int:
    """Run the command; whatever goes wrong is a sentence and an exit code."""
    try:
        return _run(argv)
    except UsageError as error:
        say(str(error))
        return USAGE
    except AuditorError as error:
        say(str(error))
        return NOTHING
    except OSError as error:
        silence(sys.stdout)
        say(f"The output cannot be written: {error.strerror or error}.")
        return USAGE
    except Exception as error:
        say(f"{unexpected(error)}; please report it.")
        return NOTHING


def _run(argv: Sequence[str]) -> int:
    from auditor.cli.parser import parser

    if not argv and is_terminal(sys.stdout):
        parser().print_help()
        return DONE
    try:
        options = parser(argv).parse_args(argv)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


def _hurry() -> None:
    """Start and end quicker: pydantic need not look for plugins, nor the collector through all that is in memory."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)
