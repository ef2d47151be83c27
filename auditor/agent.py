"""The one agent: asks for drafts of a document, checks them, and returns the report.

A generator without I/O: it yields steps of requests and is sent their outcomes. The reader proposes quotes,
facts, answers and a class; what stands in the report was found in the text and judged by the rubric here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from pydantic import ValidationError

from auditor import __version__
from auditor.checklist import open_questions, posterior
from auditor.drafts import AnswerDraft, ClaimDraft, ExtractDraft, FactDraft, FollowUpDraft
from auditor.evidence import NOT_FOUND, Witness
from auditor.flags import View, document_flags, finding_flags, subject_key
from auditor.rubric import BaseKind, Evidence, judge, readable
from auditor.schema import (
    Answer,
    Asserted,
    Directness,
    Document,
    DocumentInfo,
    Fact,
    FactKind,
    Finding,
    Mechanism,
    OpenQuestion,
    Provenance,
    Quote,
    Report,
    Scope,
    Status,
    StepError,
    Technique,
    Usage,
    Verdict,
)
from auditor.setup import Setup
from auditor.steps import (
    Audit,
    ExtractVariables,
    Failed,
    FollowUpVariables,
    Open,
    Outcome,
    RepairVariables,
    Request,
    Step,
    Turn,
)
from auditor.summary import NAMES, bottom_line, ownership

_DIRECTNESS = (
    Directness.DIRECT,
    Directness.PARTIAL,
    Directness.EVASIVE,
    Directness.REFUSED,
    Directness.ABSENT,
)


@dataclass
class Reading:
    """What the readers have handed in so far."""

    windows: list[tuple[int, ExtractDraft]] = field(default_factory=list)
    """Drafts with the number of their window's first turn."""
    errors: list[StepError] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    @property
    def drafts(self) -> list[ExtractDraft]:
        """The drafts in the order of the text."""
        return [draft for _, draft in sorted(self.windows, key=lambda window: window[0])]

    def failed(self, request: Request, message: str) -> None:
        """Record that a request came to nothing."""
        error = StepError(step=request.template, where=request.where, message=message)
        if error not in self.errors:
            self.errors.append(error)


def audit(document: Document, setup: Setup) -> Audit[Report]:
    """Audit one document: yields steps, is sent their outcomes, returns the report."""
    witness = Witness(document)
    reading = Reading()
    requests = extract_requests(document, setup, witness.instructions)
    yield from _extract(requests, reading)
    for draft in reading.drafts:
        witness.set_aside(each.quote for each in draft.instructions)
    claims, unplaced = _claims(witness, reading.drafts)
    report = _report(witness, setup, reading, claims)
    followup = _followup(witness, report, unplaced, windows=len(requests))
    if followup is None:
        return report
    yield from _look_again(followup, reading, witness, claims, unplaced)
    return _report(witness, setup, reading, sorted(claims, key=lambda claim: claim.quotes[0].start))


def extract_requests(document: Document, setup: Setup, aside: Sequence[tuple[int, int]] = ()) -> tuple[Request, ...]:
    """Return the requests that ask for everything in the document, one a window."""
    windows = _windows(document_turns(document, aside), setup.window)
    return tuple(
        Request(
            "extract",
            ExtractVariables(document.kind, document.vendor, turns, setup.checklist.ids),
            "document" if len(windows) == 1 else f"window {number}",
        )
        for number, turns in enumerate(windows, 1)
    )


def document_turns(document: Document, aside: Sequence[tuple[int, int]] = ()) -> tuple[Turn, ...]:
    """Return the turns or paragraphs of a document as a reader is shown them."""
    return tuple(
        Turn(
            passage.number,
            document.text[passage.start : passage.end],
            passage.speaker,
            passage.side,
            _within(aside, passage.start, passage.end),
        )
        for passage in document.passages
    )


def _windows(turns: tuple[Turn, ...], limit: int | None) -> list[tuple[Turn, ...]]:
    """Cut the turns into windows of at most ``limit`` characters, each opening with the last turn of the one before."""
    if limit is None:
        return [turns]
    windows: list[tuple[Turn, ...]] = []
    current: list[Turn] = []
    size = 0
    for turn in turns:
        length = len(turn.text) + _TURN_OVERHEAD
        if current and size + length > limit:
            windows.append(tuple(current))
            last = current[-1]
            shared = len(last.text) + _TURN_OVERHEAD
            current, size = ([last], shared) if shared + length <= limit else ([], 0)
        current.append(turn)
        size += length
    return [*windows, tuple(current)]


_TURN_OVERHEAD = 40
"""Characters a turn's number and speaker add to its text."""


def _extract(requests: Sequence[Request], reading: Reading) -> Audit[None]:
    """Ask until every window is read or has failed: repair an invalid reply once, halve what is too long."""
    while requests:
        outcomes = yield Step(tuple(requests))
        following: list[Request] = []
        for request, outcome in zip(requests, outcomes, strict=True):
            reading.usage = _added(reading.usage, outcome.usage)
            following += _taken(request, outcome, reading)
        requests = following


def _taken(request: Request, outcome: Outcome, reading: Reading) -> list[Request]:
    """Keep what a request brought, and return what has to be asked instead."""
    first, repaired = _first(request)
    if isinstance(outcome, Failed):
        halves = _halves(first) if outcome.kind == "too_long" else []
        if not halves:
            reading.failed(first, outcome.reason)
        return halves
    try:
        draft = ExtractDraft.model_validate_json(outcome.text)
    except ValidationError as error:
        message = _invalid(error)
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


# --- the second look --------------------------------------------------------------------------------


def _followup(witness: Witness, report: Report, unplaced: Sequence[ClaimDraft], *, windows: int) -> Request | None:
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


def _look_again(
    request: Request, reading: Reading, witness: Witness, claims: list[Claim], unplaced: Sequence[ClaimDraft]
) -> Audit[None]:
    """Ask the second look and add what it finds to the claims; a failure leaves them as they are."""
    (outcome,) = yield Step((request,))
    reading.usage = _added(reading.usage, outcome.usage)
    if isinstance(outcome, Failed):
        reading.failed(request, outcome.reason)
        return
    try:
        draft = FollowUpDraft.model_validate_json(outcome.text)
    except ValidationError as error:
        reading.failed(request, _invalid(error))
        return
    known = {f"c{number}": claim for number, claim in enumerate(list(claims), 1)}
    lost = {f"x{number}": each for number, each in enumerate(unplaced, 1)}
    for more in draft.claims:
        claim = known.get(more.claim)
        if claim is None and more.claim in lost:
            quotes = witness.supporting(more.quotes)
            if not quotes:
                continue
            claim = Claim(lost[more.claim], 0, list(quotes))
            claim.take(witness, lost[more.claim].facts, lost[more.claim].answers)
            claims.append(claim)
        if claim is not None:
            claim.quotes += [quote for quote in witness.supporting(more.quotes) if quote not in claim.quotes]
            claim.take(witness, more.facts, more.answers)
    reading.windows.append((0, ExtractDraft(answers=draft.answers)))


def _within(ranges: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The parts of the ranges (in order) inside another, relative to its start."""
    if not ranges:
        return ()
    at = max(0, bisect_right(ranges, (start, end)) - 1)
    inside = takewhile(lambda each: each[0] < end, ranges[at:])
    return tuple((max(low, start) - start, min(high, end) - start) for low, high in inside if high > start)


def _added(total: Usage, more: Usage) -> Usage:
    return total.model_copy(
        update={
            "requests": total.requests + 1,
            "cost_usd": _sum(total, more),
            "input_tokens": total.input_tokens + more.input_tokens,
            "output_tokens": total.output_tokens + more.output_tokens,
            "cached_input_tokens": total.cached_input_tokens + more.cached_input_tokens,
        }
    )


def _sum(total: Usage, more: Usage) -> float | None:
    """The cost so far, unknown as soon as the price of one request is."""
    if not total.requests:
        return more.cost_usd
    return None if total.cost_usd is None or more.cost_usd is None else total.cost_usd + more.cost_usd


def _invalid(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the reply"
    return f"The reader's reply is not valid at {place}: {first['msg']}."


# --- claims -----------------------------------------------------------------------------------------


@dataclass
class Claim:
    """A claim whose quotes are found, while its facts are gathered."""

    draft: ClaimDraft
    window: int
    quotes: list[Quote]
    facts: list[Fact] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def take(self, witness: Witness, facts: Iterable[FactDraft], answers: Iterable[AnswerDraft]) -> None:
        """Add the facts and answers that hold."""
        self.facts += [fact for each in facts if (fact := witness.fact(each)) and fact not in self.facts]
        self.answers += [answer for each in answers if (answer := witness.answer(each))]

    def joins(self, draft: ClaimDraft, quotes: Sequence[Quote], window: int) -> bool:
        """Whether a draft says this again: the same of the same product, in another window or in the same words."""
        mine, other = _key(self.draft), _key(draft)
        if mine != other:
            return False
        spans = {(quote.start, quote.end) for quote in self.quotes}
        return window != self.window or any((quote.start, quote.end) in spans for quote in quotes)


def _key(draft: ClaimDraft) -> tuple[str, Asserted, Mechanism | None, Technique | None]:
    return subject_key(draft.subject), draft.asserted, draft.mechanism, draft.technique


def _claims(witness: Witness, drafts: Sequence[ExtractDraft]) -> tuple[list[Claim], list[ClaimDraft]]:
    """Ground the drafts and join those that say the same; the second list holds those none of whose quotes is there."""
    claims: list[Claim] = []
    unplaced: list[ClaimDraft] = []
    for window, extract in enumerate(drafts):
        for draft in extract.claims:
            quotes = witness.supporting(draft.quotes)
            if not quotes:
                unplaced.append(draft)
                continue
            claim = next((each for each in claims if each.joins(draft, quotes, window)), None)
            if claim is None:
                claim = Claim(draft, window, [])
                claims.append(claim)
            claim.quotes += [quote for quote in quotes if quote not in claim.quotes]
            claim.take(witness, draft.facts, draft.answers)
    return sorted(claims, key=lambda claim: claim.quotes[0].start), unplaced


_ANSWERED_BY: dict[FactKind, str] = {
    FactKind.MECHANISM: "method",
    FactKind.WEIGHTS_BEFORE_TRAINING: "weights-before",
    FactKind.BASE_MODEL: "base-model",
    FactKind.API_PROVIDER: "providers-in-path",
    FactKind.PROVIDERS_IN_PATH: "providers-in-path",
    FactKind.GPU_HOURS: "compute",
    FactKind.COMPUTE_BUDGET: "compute",
    FactKind.EXAMPLES: "dataset",
    FactKind.DATASET_SIZE: "dataset",
    FactKind.TRAINING_TOKENS: "dataset",
    FactKind.UPGRADE_PATH: "upgrade-path",
    FactKind.UPGRADE_PAYER: "upgrade-payer",
    FactKind.OWNERSHIP_CASE: "ownership-case",
    FactKind.TASK: "task-narrow",
    FactKind.WHY_NOT_PROMPTING: "why-not-prompting",
    FactKind.GAIN_OVER_BASE: "gain-over-base",
    FactKind.WEIGHTS_HOLDER: "weights-holder",
}
"""The checklist question that a fact of a kind answers."""


def _implied(facts: Iterable[Fact]) -> Iterable[Answer]:
    """The answers that facts give to the checklist, whether or not a reader handed them in as answers."""
    for fact in filter(readable, facts):
        questions = {_ANSWERED_BY[fact.kind]} if fact.kind in _ANSWERED_BY else set()
        if fact.kind is FactKind.WEIGHTS_BEFORE_TRAINING:
            questions |= {"method"} | ({"base-model"} if fact.value == "random" else set())
        named = not isinstance(fact.value, str) or fact.kind is not FactKind.BASE_MODEL or not fact.value.islower()
        for question in sorted(questions):
            yield Answer(
                question=question,
                directness=Directness.DIRECT if named else Directness.PARTIAL,
                text=fact.quotes[0].text,
                quotes=fact.quotes,
                source=fact.source,
            )


def _best_answers(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Return the most direct answer to each question, the first among equals."""
    best: dict[str, Answer] = {}
    for answer in answers:
        known = best.get(answer.question)
        if known is None or _DIRECTNESS.index(answer.directness) < _DIRECTNESS.index(known.directness):
            best[answer.question] = answer
    return best


# --- the report -------------------------------------------------------------------------------------


def _report(witness: Witness, setup: Setup, reading: Reading, found: Sequence[Claim]) -> Report:
    document, drafts, errors = witness.document, reading.drafts, reading.errors
    claims = [replace(claim, facts=list(claim.facts), answers=list(claim.answers)) for claim in found]
    facts = [fact for draft in drafts for each in draft.facts if (fact := witness.fact(each))]
    answers = _best_answers(answer for draft in drafts for each in draft.answers if (answer := witness.answer(each)))
    vendor = document.vendor or next((draft.vendor for draft in drafts if draft.vendor), None)
    if len(claims) == 1:
        claims[0].facts += [fact for fact in facts if fact not in claims[0].facts]
        facts = []
    findings = tuple(_finding(f"c{n}", claim, answers, vendor, setup) for n, claim in enumerate(claims, 1))
    everything = _best_answers([*answers.values(), *(each for claim in claims for each in claim.answers)])
    questions = _document_questions(setup, findings, everything)
    status = "complete" if not errors else "partial" if drafts else "failed"
    return Report(
        status=status,
        errors=tuple(errors),
        notices=(*document.notices, *_notices(document, setup)),
        document=_info(document, vendor),
        findings=findings,
        facts=tuple(facts),
        answers=tuple(answers.values()),
        open_questions=questions,
        flags=document_flags(setup.flag_rules, findings, everything.values(), witness),
        ownership=ownership(findings, facts, everything, setup.reference),
        bottom_line=bottom_line(findings, questions),
        ungrounded=tuple(witness.ungrounded),
        hidden=document.hidden,
        provenance=Provenance(
            model=setup.model,
            prompts=setup.prompts,
            checklist=setup.digests["checklist"],
            rubric=setup.digests["rubric"],
            auditor=__version__,
            as_of=setup.as_of,
            as_of_source=setup.as_of_source,
            created_at=setup.created_at,
        ),
        usage=reading.usage,
    )


def _info(document: Document, vendor: str | None) -> DocumentInfo:
    spoken = document.kind == "transcript"
    return DocumentInfo(
        id=document.id,
        name=document.name,
        kind=document.kind,
        format=document.format,
        vendor=vendor,
        date=document.date,
        language=document.language,
        characters=len(document.text),
        turns=sum(1 for each in document.passages if each.speaker or each.side) if spoken else 0,
        text=document.text,
    )


def _notices(document: Document, setup: Setup) -> Iterable[str]:
    if setup.model == "offline":
        yield (
            "No language model read this text: the offline rules did, which miss more than a careful reader."
            " This version holds no model provider yet; a model's replies can be replayed with -m scripted:FILE."
        )
        if document.language is None:
            yield "The offline rules read English only; this text may hold claims they do not see."


def _finding(
    identifier: str, claim: Claim, document_answers: Mapping[str, Answer], vendor: str | None, setup: Setup
) -> Finding:
    claim.answers += [answer for answer in _implied(claim.facts) if answer not in claim.answers]
    answers = _best_answers([*claim.answers, *document_answers.values()])
    verdict = judge(setup.rubric, _evidence(claim, answers, vendor, setup))
    questions = _settling(setup, verdict, answers)
    verdict = verdict.model_copy(update={"would_change": tuple(_would_change(setup, verdict, questions))})
    finding = Finding(
        id=identifier,
        statement=claim.draft.statement,
        asserted=claim.draft.asserted,
        scope=claim.draft.scope,
        mechanism=_mechanism(claim, verdict),
        subject=claim.draft.subject,
        speaker=claim.quotes[0].speaker,
        quotes=tuple(claim.quotes),
        verdict=verdict,
        facts=tuple(claim.facts),
        answers=tuple(_best_answers(claim.answers).values()),
        open_questions=questions,
    )
    flags = finding_flags(setup.flag_rules, View(finding, answers)) if claim.draft.scope is Scope.FOUNDATION else ()
    return finding.model_copy(update={"flags": flags})


def _evidence(claim: Claim, answers: Mapping[str, Answer], vendor: str | None, setup: Setup) -> Evidence:
    names = {str(fact.value) for fact in claim.facts if fact.kind is FactKind.BASE_MODEL}
    return Evidence(
        asserted=claim.draft.asserted,
        facts=tuple(claim.facts),
        quotes=tuple(claim.quotes),
        answers=tuple(answers.values()),
        reader=claim.draft.technique,
        known_pretrainer=(vendor or "").casefold() in setup.reference.pretrainers,
        base_kinds={name: _base_kind(name, setup) for name in names},
    )


def _base_kind(name: str, setup: Setup) -> BaseKind:
    if kind := setup.reference.kind(name):
        return kind
    return "own" if "own" in name.lower().split() else "unknown"


def _mechanism(claim: Claim, verdict: Verdict) -> Mechanism | None:
    """The mechanism of the finding: one that was read and agrees with the verdict, before the reader's label."""
    stated = [
        Mechanism(str(fact.value))
        for fact in claim.facts
        if fact.kind is FactKind.MECHANISM and readable(fact) and fact.value in set(Mechanism)
    ]
    agreeing = [
        each for each in stated if verdict.technique is not None and TECHNIQUE_OF[each] in (None, verdict.technique)
    ]
    if agreeing:
        # An adapter is trained on supervised examples as a rule: the narrower word says more.
        return Mechanism.ADAPTER if Mechanism.ADAPTER in agreeing else agreeing[0]
    return claim.draft.mechanism if not stated else None


TECHNIQUE_OF: dict[Mechanism, Technique | None] = {
    Mechanism.FROM_SCRATCH: Technique.PRE_TRAINING,
    Mechanism.SFT: Technique.FINE_TUNING,
    Mechanism.PREFERENCE: Technique.FINE_TUNING,
    Mechanism.RL: Technique.FINE_TUNING,
    Mechanism.ADAPTER: Technique.FINE_TUNING,
    Mechanism.SOFT_PROMPT: Technique.FINE_TUNING,
    Mechanism.CONTINUED_PRETRAINING: Technique.FINE_TUNING,
    Mechanism.DISTILLATION: None,
    Mechanism.DERIVATIVE: Technique.FINE_TUNING,
    Mechanism.RETRIEVAL: Technique.PROMPT_ENGINEERING,
    Mechanism.PROMPTING: Technique.PROMPT_ENGINEERING,
    Mechanism.ORCHESTRATION: Technique.PROMPT_ENGINEERING,
    Mechanism.REBRAND: Technique.PROMPT_ENGINEERING,
}
"""The class a mechanism belongs to; distillation goes by the student's first weights."""


def _settling(setup: Setup, verdict: Verdict, answers: Mapping[str, Answer]) -> tuple[OpenQuestion, ...]:
    if verdict.status is Status.SUPPORTED:
        return ()
    directness = {name: answer.directness for name, answer in answers.items()}
    questions = open_questions(
        setup.checklist, verdict.probabilities, directness, settled=False, technique=verdict.technique
    )
    return tuple(question for question in questions if question.purpose == "settles")


def _would_change(setup: Setup, verdict: Verdict, questions: Sequence[OpenQuestion]) -> Iterable[str]:
    """Say which kinds of answer would make another class the likelier one."""
    said = 0
    for question in questions:
        row = setup.checklist.by_id(question.question)
        for category in row.categories:
            after = posterior(row, category.id, verdict.probabilities)
            likeliest = max(after, key=lambda technique: after[technique])
            if likeliest is not verdict.technique and said < 3:
                said += 1
                yield (
                    f"Asked “{row.text}”, an answer of the kind “{category.answer}” would make"
                    f" {NAMES[likeliest]} the likelier reading ({after[likeliest]:.0%})."
                )
    if not said:
        yield "No single answer on the checklist would move it; a statement that contradicts the quoted one would."


def _document_questions(
    setup: Setup, findings: Sequence[Finding], answers: Mapping[str, Answer]
) -> tuple[OpenQuestion, ...]:
    """The questions about the vendor as a whole; those that settle a class stand with their finding."""
    directness = {name: answer.directness for name, answer in answers.items()}
    classes = {None if each.verdict.status is Status.UNDETERMINED else each.verdict.technique for each in findings}
    technique = classes.pop() if len(classes) == 1 else None
    questions = open_questions(
        setup.checklist, setup.rubric.prior, directness, settled=bool(findings), technique=technique
    )
    asked = {question.question for finding in findings for question in finding.open_questions}
    return tuple(question for question in questions if question.question not in asked)
