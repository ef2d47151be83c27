"""What Word and PowerPoint files have in common: bounds, damage and properties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from auditor.documents.blocks import Blocks
from auditor.documents.packages import check_office
from auditor.documents.reading import Source
from auditor.documents.telling import require
from auditor.errors import DocumentError

_ODD = (KeyError, ValueError, AttributeError, TypeError, IndexError, NotImplementedError, RecursionError)
"""What python-docx and python-pptx raise on packages that no Office program writes."""


@contextmanager
def opening(source: Source, *, package: str, program: str, form: str) -> Iterator[None]:
    """Read an Office file inside this: DocumentError says where it is too large, damaged, or cannot be read here."""
    require(package, extra="office", name=source.name, what=f"a {program} file")
    check_office(source.data, source.name)
    try:
        yield
    except _errors(package) as error:
        raise DocumentError(
            f"{source.name} is a {program} file that is damaged, or nested or built as {program} builds none;"
            f" save it again as {form} and give that file."
        ) from error


def hide_properties(properties: Any, blocks: Blocks) -> None:
    """Keep title, subject, keywords, comments and category of a file as hidden text."""
    for name in ("title", "subject", "keywords", "comments", "category"):
        blocks.hide(getattr(properties, name) or "", "document properties")


def _errors(package: str) -> tuple[type[Exception], ...]:
    from lxml.etree import LxmlError

    if package == "docx":
        from docx.opc.exceptions import OpcError

        return (*_ODD, LxmlError, OpcError)
    from pptx.exc import PythonPptxError

    return (*_ODD, LxmlError, PythonPptxError)
