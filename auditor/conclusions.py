"""From checked claims to the report: verdicts, questions, flags, bottom line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from auditor import __version__
from auditor.arithmetic import claim_numbers, shown
from auditor.checklist import open_questions, posterior
from auditor.claims import Claim, best_answers, implied
from auditor.evidence import Witness
from auditor.flags import View, document_flags, finding_flags
from auditor.heard import Heard, attend
from auditor.reading import Reading
from auditor.rubric import BaseKind, Evidence, judge, readable
from auditor.schema import (
    Answer,
    Directness,
    Document,
    DocumentInfo,
    FactKind,
    Finding,
    Mechanism,
    Numbers,
    OpenQuestion,
    Provenance,
    Report,
    Scope,
    Status,
    Technique,
    Verdict,
)
from auditor.setup import Setup
from auditor.standing import with_standing
from auditor.summary import NAMES, bottom_line, ownership


def conclude(
    witness: Witness, setup: Setup, reading: Reading, found: Sequence[Claim], heard: Sequence[Heard] = ()
) -> Report:
    """Return the report of a document's grounded claims, its readers' other drafts and the answers given."""
    document, drafts, errors = witness.document, reading.drafts, reading.errors
    claims = [replace(claim, facts=list(claim.facts), answers=list(claim.answers)) for claim in found]
    facts = [fact for draft in drafts for each in draft.facts if (fact := witness.fact(each))]
    answers = best_answers(answer for draft in drafts for each in draft.answers if (answer := witness.answer(each)))
    vendor = document.vendor or next((draft.vendor for draft in drafts if draft.vendor), None)
    if len(claims) == 1:
        claims[0].facts += [fact for fact in facts if fact not in claims[0].facts]
        facts = []
    arithmetic = [_numbers(claim, document, setup, f"c{n}") for n, claim in enumerate(claims, 1)]
    if heard:
        firm = [
            _finding("", claim, answers, vendor, setup, numbers).verdict.status is Status.SUPPORTED
            for claim, numbers in zip(claims, arithmetic, strict=True)
        ]
        attend(claims, firm, heard, vendor)
        arithmetic = [_numbers(claim, document, setup, f"c{n}") for n, claim in enumerate(claims, 1)]
    findings = tuple(
        _finding(f"c{n}", claim, answers, vendor, setup, numbers)
        for n, (claim, numbers) in enumerate(zip(claims, arithmetic, strict=True), 1)
    )
    given = [answer for each in heard for answer in each.answers]
    everything = best_answers([*given, *answers.values(), *(each for claim in claims for each in claim.answers)])
    questions = _document_questions(setup, findings, everything)
    status = "complete" if not errors else "partial" if drafts else "failed"
    return Report(
        status=status,
        errors=tuple(errors),
        notices=(*document.notices, *_notices(document, setup)),
        document=_info(document, vendor),
        findings=findings,
        facts=tuple(facts),
        answers=(*answers.values(), *given),
        open_questions=questions,
        flags=document_flags(setup.flag_rules, findings, everything.values(), witness),
        numbers=tuple(entry for entry in arithmetic if entry and shown(entry)),
        ownership=with_standing(
            ownership(findings, facts, everything, setup.reference), findings, facts, setup.reference, setup.as_of
        ),
        bottom_line=bottom_line(findings, questions),
        ungrounded=(*witness.ungrounded, *(each for one in heard for each in one.ungrounded)),
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
        passages=document.passages if spoken else (),
    )


def _notices(document: Document, setup: Setup) -> Iterable[str]:
    if setup.model == "offline":
        yield (
            "No language model read this text: the offline rules did, which miss more than a careful reader."
            " To have a model read it, give -m anthropic:MODEL or -m openai:MODEL with its key set (auditor doctor)."
        )
        if document.language is None:
            yield "The offline rules read English only; this text may hold claims they do not see."


def _numbers(claim: Claim, document: Document, setup: Setup, identifier: str) -> Numbers | None:
    return claim_numbers(claim, document.text, setup.reference, setup.as_of, identifier)


def _finding(
    identifier: str,
    claim: Claim,
    document_answers: Mapping[str, Answer],
    vendor: str | None,
    setup: Setup,
    numbers: Numbers | None,
) -> Finding:
    written = [fact for fact in claim.facts if fact.source == "document"]
    left_open = {each.question for each in claim.answers if each.directness in (Directness.EVASIVE, Directness.REFUSED)}
    claim.answers += [answer for answer in implied(written, left_open) if answer not in claim.answers]
    answers = best_answers([*claim.answers, *document_answers.values()])
    verdict = judge(setup.rubric, _evidence(claim, answers, vendor, setup, numbers))
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
        answers=tuple(best_answers(claim.answers).values()),
        open_questions=questions,
    )
    view = View(finding, answers, numbers, setup.reference, setup.as_of)
    flags = finding_flags(setup.flag_rules, view) if claim.draft.scope is Scope.FOUNDATION else ()
    return finding.model_copy(update={"flags": flags})


def _evidence(
    claim: Claim, answers: Mapping[str, Answer], vendor: str | None, setup: Setup, numbers: Numbers | None
) -> Evidence:
    names = {str(fact.value) for fact in claim.facts if fact.kind is FactKind.BASE_MODEL}
    return Evidence(
        asserted=claim.draft.asserted,
        facts=tuple(claim.facts),
        quotes=tuple(claim.quotes),
        answers=tuple(answers.values()),
        reader=claim.draft.technique,
        known_pretrainer=(vendor or "").casefold() in setup.reference.pretrainers,
        base_kinds={name: _base_kind(name, setup) for name in names},
        numbers=numbers,
    )


def _base_kind(name: str, setup: Setup) -> BaseKind:
    if name == "none":
        return "none"
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


_CHANGES = 3
"""Kinds of answer a finding names as what would change its verdict."""


def _would_change(setup: Setup, verdict: Verdict, questions: Sequence[OpenQuestion]) -> Iterable[str]:
    """Say which kinds of answer would make another class the likelier one."""
    said = 0
    for question in questions:
        row = setup.checklist.by_id(question.question)
        for category in row.categories:
            after = posterior(row, category.id, verdict.probabilities)
            likeliest = max(after, key=lambda technique: after[technique])
            if likeliest is not verdict.technique:
                if said == _CHANGES:
                    return
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
