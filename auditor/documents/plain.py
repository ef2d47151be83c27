"""Plain text: the decoded file is the text."""

from __future__ import annotations

from auditor.documents.paragraphs import paragraphs
from auditor.documents.reading import Reading, Source


def read(source: Source) -> Reading:
    """Read plain text."""
    text = source.text
    return Reading(text, paragraphs(text), hidden=source.hidden, notices=source.notices)
