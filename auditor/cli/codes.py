"""Exit codes; where several apply: 130, 2, 3, 4, 1. Told to end by a signal: 128 and its number (143 for SIGTERM)."""

from __future__ import annotations

DONE, FLAGGED, USAGE, NOTHING, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130

_ALWAYS = {
    DONE: "done",
    USAGE: "the command or an option is off",
    INTERRUPTED: "interrupted (143, 129: told to end by SIGTERM, SIGHUP)",
}


def exit_codes(others: dict[int, str] | None = None) -> str:
    """Return the part of a command's help that tells its exit codes; ``others`` are those not every command has."""
    meanings = _ALWAYS | (others or {})
    return "\nexit codes:\n" + "".join(f"  {code:<5}{meanings[code]}\n" for code in sorted(meanings))
