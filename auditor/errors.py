"""The errors auditor raises: each message is one sentence for the person at the terminal."""

from __future__ import annotations


class AuditorError(Exception):
    """Base of all errors that a user can act upon."""


class UsageError(AuditorError):
    """The command or its options are off (exit code 2)."""


class DocumentError(AuditorError):
    """An input cannot be read as a document: empty, binary, too large, broken."""
