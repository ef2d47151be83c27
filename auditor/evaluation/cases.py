"""Labelled cases: a document, and what a careful reader finds in it (the fields: ``fixtures/cases/README.md``)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from auditor.errors import DocumentError
from auditor.jsontext import parsed
from auditor.schema import Asserted, DocumentKind, Scope, Technique

Basis = Literal["stated", "inferred"]
BASES: tuple[Basis, ...] = ("stated", "inferred")
CellLabel = Literal["answered", "partial", "evasive", "refused", "absent"]
CaseFormat = Literal["text", "markdown", "html", "vtt", "srt"]


class Label(BaseModel):
    """Base of the labelled records: frozen, keys it does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, defer_build=True)


class ClaimLabel(Label):
    """A claim as the annotator saw it."""

    quote: str
    """The shortest exact substring of the case's text that carries the claim."""
    also: tuple[str, ...] = ()
    """Repeats of the same claim about the same model and step."""
    label: Technique
    basis: Basis
    scope: Scope = Scope.FOUNDATION
    claimed_as: Asserted = Asserted.UNSPECIFIED
    speaker: str | None = None

    @property
    def spans(self) -> tuple[str, ...]:
        """The quote and its repeats."""
        return (self.quote, *self.also)


class Case(Label):
    """A document with its labels."""

    id: str
    kind: DocumentKind
    format: CaseFormat
    vendor: str | None = None
    text: str = ""
    """Empty where the case names a file instead; scores read the text the report carries."""
    path: str | None = None
    """The file that holds the text, from the folder of the cases or the one above."""
    claims: tuple[ClaimLabel, ...] = ()
    facts: dict[str, str] = {}
    """Kind of fact to the substring of the text that states it."""
    checklist: dict[str, CellLabel] = {}
    variant: str = "base"
    variant_of: str | None = None
    expect_undetermined: bool = False
    passages: tuple[str, ...] = ()
    """Injection cases: the text aimed at an automated reader."""

    @property
    def name(self) -> str:
        """The id on one line."""
        return " ".join(self.id.split())


def parse_cases(text: str, name: str) -> tuple[Case, ...]:
    """Return the cases of a file, one JSON object a line.

    Raises DocumentError, which names the line and the field, where one is off.
    """
    cases: dict[str, Case] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate(parsed(line))
        except ValidationError as error:
            raise DocumentError(f"{name}, line {number}: {_what(error)}.") from error
        except ValueError as error:
            raise DocumentError(f"{name}, line {number} is not one JSON object; write a case a line.") from error
        if case.id in cases:
            raise DocumentError(f"{name}, line {number}: the id {case.id!r} was used before; give each case its own.")
        if not (case.text or case.path):
            raise DocumentError(f"{name}, line {number}: text is missing; give the document, or its path.")
        cases[case.id] = case
    if not cases:
        raise DocumentError(f"{name} holds no cases; write one JSON object a line.")
    return tuple(cases.values())


def _what(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the line"
    message = first["msg"][:1].lower() + first["msg"][1:]
    return f"{field}: {message}"
