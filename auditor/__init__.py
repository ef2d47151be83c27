"""auditor: what does a vendor say about how its AI was trained, and what does the evidence support?

The public names load on first use, so that `import auditor` and `auditor --help` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.api import audit as audit
    from auditor.schema import Document as Document
    from auditor.schema import Dossier as Dossier
    from auditor.schema import Report as Report

__version__ = "0.1.0"

_HOMES = {
    "audit": "auditor.api",
    "Document": "auditor.schema",
    "Dossier": "auditor.schema",
    "Report": "auditor.schema",
}
__all__ = ["Document", "Dossier", "Report", "__version__", "audit"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'auditor' has no attribute {name!r}")
