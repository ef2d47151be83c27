"""The errors auditor raises: each message is one sentence for the person at the terminal."""

from __future__ import annotations


class AuditorError(Exception):
    """Base of all errors that a user can act upon."""


class UsageError(AuditorError):
    """The command or its options are off (exit code 2)."""


class ProviderError(AuditorError):
    """A provider does not do what is asked of it, whatever the document."""


class DocumentError(AuditorError):
    """An input cannot be read as a document: empty, binary, too large, broken."""
