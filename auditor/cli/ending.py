"""Signals that ask a command to end: whatever is being done is left in order, as after Ctrl-C."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditor.cli.codes import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKED = ("SIGINT", "SIGTERM", "SIGHUP")
_USUAL = (signal.SIG_DFL, signal.default_int_handler)
"""What is done at a signal where nobody said otherwise; nohup, for one, says that a closed terminal is ignored."""
_SIGNALLED = 128
"""What shells add to the number of the signal that ended a command."""
_heard: list[int] = []
"""Signals that came while a command ran."""


class EndedError(KeyboardInterrupt):
    """Somebody pressed Ctrl-C; or another program, the system or a closed terminal asked the command to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = _SIGNALLED + number
        how = "Interrupted" if self.code == INTERRUPTED else f"Ended by {signal.Signals(number).name}"
        self.sentence = f"{how}; nothing more was done."


@contextmanager
def ending() -> Iterator[None]:
    """Raise EndedError where a signal asks the command to end while the block runs, unless it is ignored."""
    before = {}
    for name in _ASKED:
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) not in _USUAL:
            continue
        try:
            before[number] = signal.signal(number, _end)
        except ValueError:  # not the main thread
            break
    try:
        yield
    finally:
        _heard.clear()
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: object) -> None:
    _heard.append(number)
    raise EndedError(number)


def end_where_told(error: Exception) -> None:
    """Raise EndedError where a signal came before an error: an import that it broke off fails in ways of its own."""
    if _heard:
        raise EndedError(_heard[0]) from error
