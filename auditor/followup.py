"""The second look: which passages and points are worth asking again, and what the answer adds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from pydantic import ValidationError

from auditor.claims import Claim
from auditor.drafts import ClaimDraft, ExtractDraft, FollowUp, FollowUpDraft
from auditor.evidence import CLAIM_FELL, NOT_FOUND, Witness
from auditor.reading import Reading, invalid
from auditor.schema import (
    Document,
    Report,
)
from auditor.steps import (
    Audit,
    Failed,
    FollowUpVariables,
    Open,
    Request,
    Step,
    Turn,
)
from auditor.turns import document_turns


def followup_request(
    witness: Witness, report: Report, unplaced: Sequence[ClaimDraft], *, windows: int
) -> Request | None:
    """Return a request for the passages around open points, where a second look could still change something.

    One look at a whole page leaves nothing for a second, unless quotes were lost; where the document went in
    several windows, a claim may be explained in another one.
    """
    lost = tuple((each.text, each.reason) for each in witness.ungrounded if each.reason == NOT_FOUND)
    unsettled = [each for each in report.findings if windows > 1 and each.open_questions]
    if not lost and not unsettled:
        return None
    settle = {
        each.id: tuple(question.question for question in each.open_questions[:_ASKED_AGAIN]) for each in unsettled
    }
    claims = [Open(each.id, each.statement, settle.get(each.id, ())) for each in report.findings]
    claims += [Open(f"x{number}", draft.statement, ()) for number, draft in enumerate(unplaced, 1)]
    document = witness.document
    near = [quote.start for each in unsettled for quote in each.quotes]
    turns = _passages(document, near, unplaced, everything=not unsettled)
    variables = FollowUpVariables(document.kind, document.vendor, turns, tuple(claims), lost[:_LOST_ASKED])
    return Request("followup", variables, "passages")


_ASKED_AGAIN = 3
"""Open questions of a claim that a second look is asked."""
_LOST_ASKED = 20
_PASSAGES_LIMIT = 12_000
"""Characters of passages a second look carries at most."""


def _passages(
    document: Document, near: Sequence[int], unplaced: Sequence[ClaimDraft], *, everything: bool
) -> tuple[Turn, ...]:
    """The turns around the open points, in order, as many as fit."""
    turns = document_turns(document)
    places = {passage.number: at for at, passage in enumerate(document.passages)}
    wanted = [bisect_right(document.passages, start, key=lambda passage: passage.start) - 1 for start in near]
    wanted += [places[quote.passage] for draft in unplaced for quote in draft.quotes if quote.passage in places]
    around = {at + step for at in wanted for step in (-2, -1, 0, 1, 2)} or set(range(len(turns)) if everything else ())
    chosen: list[Turn] = []
    size = 0
    for at in sorted(around):
        if 0 <= at < len(turns) and size + len(turns[at].text) <= _PASSAGES_LIMIT:
            chosen.append(turns[at])
            size += len(turns[at].text)
    return tuple(chosen)


def look_again(
    request: Request, reading: Reading, witness: Witness, claims: list[Claim], unplaced: Sequence[ClaimDraft]
) -> Audit[list[ClaimDraft]]:
    """Ask the second look and add what it finds to the claims; a failure leaves them as they are.

    Returns the claims that still have no quote.
    """
    (outcome,) = yield Step((request,))
    reading.count(outcome)
    if isinstance(outcome, Failed):
        reading.failed(request, outcome.reason)
        return list(unplaced)
    try:
        draft = FollowUpDraft.model_validate_json(outcome.text)
    except ValidationError as error:
        reading.failed(request, invalid(error))
        return list(unplaced)
    known = {f"c{number}": claim for number, claim in enumerate(list(claims), 1)}
    lost = {f"x{number}": each for number, each in enumerate(unplaced, 1)}
    for more in draft.claims:
        claim = known.get(more.claim)
        if claim is None and more.claim in lost:
            quotes = witness.supporting(more.quotes)
            if not quotes:
                _strayed(more, witness, CLAIM_FELL)
                continue
            claim = Claim(lost[more.claim], 0, list(quotes))
            claim.take(witness, lost[more.claim].facts, lost[more.claim].answers)
            claims.append(claim)
            known[more.claim] = claim
        if claim is not None:
            claim.quotes += [quote for quote in witness.supporting(more.quotes) if quote not in claim.quotes]
            claim.take(witness, more.facts, more.answers)
        else:
            _strayed(more, witness, "it was handed in for a claim that was not asked about")
    reading.windows.append((0, ExtractDraft(answers=draft.answers)))
    return [each for name, each in lost.items() if name not in known]


def _strayed(more: FollowUp, witness: Witness, reason: str) -> None:
    """Record what was found about a claim that does not stand."""
    parts = (more.quotes, *(fact.quotes for fact in more.facts), *(answer.quotes for answer in more.answers))
    for quote in chain.from_iterable(parts):
        witness.lost(quote.text, reason)
