"""The one agent: asks for drafts of a document, checks them, and returns the report.

A generator without I/O: it yields steps of requests and is sent their outcomes. The reader proposes quotes,
facts, answers and a class; what stands in the report was found in the text and judged by the rubric here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import ValidationError

from auditor.answers import Given
from auditor.claims import gather
from auditor.conclusions import conclude
from auditor.drafts import ExtractDraft
from auditor.evidence import Witness
from auditor.followup import followup_request, look_again
from auditor.hearing import Hearing
from auditor.reading import Reading, invalid
from auditor.schema import (
    Document,
    Report,
)
from auditor.setup import Setup
from auditor.steps import (
    Audit,
    ExtractVariables,
    Failed,
    Outcome,
    RepairVariables,
    Request,
    Step,
)
from auditor.turns import document_turns, windows


def audit(document: Document, setup: Setup, answers: Iterable[Given] = ()) -> Audit[Report]:
    """Audit one document, with answers given to its questions: yields steps, is sent their outcomes."""
    hearing = yield from read(document, setup)
    yield from hearing.hear(answers)
    return hearing.report()


def read(document: Document, setup: Setup) -> Audit[Hearing]:
    """Read one document: what is found in it, and the report of it alone."""
    witness = Witness(document)
    reading = Reading()
    requests = extract_requests(document, setup, witness.instructions)
    yield from _extract(requests, reading)
    for extract in reading.drafts:
        witness.set_aside(each.quote for each in extract.instructions)
    claims, unplaced = gather(witness, reading.drafts)
    report = conclude(witness, setup, reading, claims)
    followup = followup_request(witness, report, unplaced, windows=len(requests))
    if followup is not None:
        unplaced = yield from look_again(followup, reading, witness, claims, unplaced)
        claims.sort(key=lambda claim: claim.quotes[0].start)
    for draft in unplaced:
        witness.fallen(draft)
    if followup is not None or unplaced:
        report = conclude(witness, setup, reading, claims)
    return Hearing(witness, setup, reading, claims, report)


def extract_requests(document: Document, setup: Setup, aside: Sequence[tuple[int, int]] = ()) -> tuple[Request, ...]:
    """Return the requests that ask for everything in the document, one a window."""
    cut = windows(document_turns(document, aside), setup.window)
    return tuple(
        Request(
            "extract",
            ExtractVariables(document.kind, document.vendor, turns, setup.checklist.ids),
            "document" if len(cut) == 1 else f"window {number}",
        )
        for number, turns in enumerate(cut, 1)
    )


def _extract(requests: Sequence[Request], reading: Reading) -> Audit[None]:
    """Ask until every window is read or has failed: repair an invalid reply once, halve what is too long."""
    while requests:
        outcomes = yield Step(tuple(requests))
        following: list[Request] = []
        for request, outcome in zip(requests, outcomes, strict=True):
            reading.count(outcome)
            following += _taken(request, outcome, reading)
        requests = following


def _taken(request: Request, outcome: Outcome, reading: Reading) -> list[Request]:
    """Keep what a request brought, and return what has to be asked instead."""
    first, repaired = _first(request)
    if isinstance(outcome, Failed):
        halves = _halves(first) if outcome.kind == "too_long" else []
        if not halves:
            reading.failed(first, outcome.reason, once=outcome.kind == "stopped")
        return halves
    try:
        draft = ExtractDraft.model_validate_json(outcome.text)
    except ValidationError as error:
        message = invalid(error)
        if not repaired:
            return [Request("repair", RepairVariables(first, outcome.text, message), first.where)]
        reading.failed(first, message)
        return []
    assert isinstance(first.variables, ExtractVariables)
    turns = first.variables.turns
    reading.windows.append((turns[0].number if turns else 0, draft))
    return []


def _first(request: Request) -> tuple[Request, bool]:
    """Return the request that was asked first, and whether this one repairs it."""
    if isinstance(request.variables, RepairVariables):
        return request.variables.request, True
    return request, False


def _halves(request: Request) -> list[Request]:
    """Return the request's turns as two smaller windows; none where there is but one turn."""
    variables = request.variables
    if not isinstance(variables, ExtractVariables) or len(variables.turns) < 2:
        return []
    middle = len(variables.turns) // 2
    return [
        replace(request, variables=replace(variables, turns=turns), where=f"{request.where}, {half} half")
        for half, turns in (("first", variables.turns[:middle]), ("second", variables.turns[middle:]))
    ]
