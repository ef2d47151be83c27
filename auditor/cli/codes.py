"""Exit codes; where several apply: 130, 2, 3, 4, 1. Told to end by a signal: 128 and its number (143 for SIGTERM)."""

from __future__ import annotations

DONE, FLAGGED, USAGE, NOTHING, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
