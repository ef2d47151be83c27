"""auditor: what does a vendor say about how its AI was trained, and what does the evidence support?

What is public is what ``__all__`` lists; docs/python.md shows it at work. The names load on first use, so that
``import auditor`` and ``auditor --help`` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.answers import Given
    from auditor.api import audit, audit_async, close_async, dossier_of, load_report, open_questions
    from auditor.check import check as check_numbers
    from auditor.documents import read_all, read_bytes, read_path, read_text
    from auditor.errors import AuditorError, DocumentError, ProviderError, UsageError
    from auditor.providers import provider
    from auditor.render import render as render_report
    from auditor.schema import Document, Dossier, Finding, Quote, Report, Status, Technique, Verdict
    from auditor.steps import Failed, Provider, Reply, Request

__version__ = "0.1.0"

_HOMES = {
    "auditor.answers": ("Given",),
    "auditor.api": ("audit", "audit_async", "close_async", "dossier_of", "load_report", "open_questions"),
    "auditor.documents": ("read_all", "read_bytes", "read_path", "read_text"),
    "auditor.errors": ("AuditorError", "DocumentError", "ProviderError", "UsageError"),
    "auditor.providers": ("provider",),
    "auditor.schema": ("Document", "Dossier", "Finding", "Quote", "Report", "Status", "Technique", "Verdict"),
    "auditor.steps": ("Failed", "Provider", "Reply", "Request"),
}
_PLACES = {name: (home, name) for home, names in _HOMES.items() for name in names}
# Their modules have these names already.
_PLACES |= {"check_numbers": ("auditor.check", "check"), "render_report": ("auditor.render", "render")}
__all__ = [
    "AuditorError",
    "Document",
    "DocumentError",
    "Dossier",
    "Failed",
    "Finding",
    "Given",
    "Provider",
    "ProviderError",
    "Quote",
    "Reply",
    "Report",
    "Request",
    "Status",
    "Technique",
    "UsageError",
    "Verdict",
    "__version__",
    "audit",
    "audit_async",
    "check_numbers",
    "close_async",
    "dossier_of",
    "load_report",
    "open_questions",
    "provider",
    "read_all",
    "read_bytes",
    "read_path",
    "read_text",
    "render_report",
]


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        home, own = _PLACES[name]
        return getattr(import_module(home), own)
    raise AttributeError(f"module 'auditor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
