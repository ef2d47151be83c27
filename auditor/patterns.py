"""Regular expressions that are compiled when first used: a text needs a few of them, and compiling all is slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Lazy:
    """A pattern with the methods of a compiled one that the package uses."""

    def __init__(self, expression: str, flags: int = 0) -> None:
        self.expression = expression
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.expression, self.flags)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return self.compiled.search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return self.compiled.match(text, start, len(text) if end is None else end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """As of a compiled pattern."""
        return self.compiled.finditer(text, start, len(text) if end is None else end)

    def findall(self, text: str) -> list[str]:
        """As of a compiled pattern."""
        return self.compiled.findall(text)

    def sub(self, replacement: str, text: str) -> str:
        """As of a compiled pattern."""
        return self.compiled.sub(replacement, text)
