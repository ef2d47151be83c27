"""The JSON contract, version 1: one object, whatever the other options say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.render.plain import UNSAFE

if TYPE_CHECKING:
    from auditor.schema import Dossier, Report

_UNSAFE = re.compile(f"[{UNSAFE}]")


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,  # noqa: ARG001
    verbose: bool = False,  # noqa: ARG001
) -> str:
    """Return the object, indented, in UTF-8 text; it validates back to an equal record.

    Characters that could steer a terminal or reorder a line are written as JSON escapes: they can stand
    only inside strings, so the value stays the same.
    """
    return harmless(result.model_dump_json(by_alias=True, indent=2)) + "\n"


def harmless(text: str) -> str:
    """Return JSON of the same value in which unsafe characters are written as escapes; line ends stay."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x0A:
        return match[0]
    if code > 0xFFFF:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"
