"""What a person adds to an audit: answers, which move verdicts, and reviews, which stand beside them."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.answers import Given, Notes
from auditor.errors import UsageError
from auditor.schema import Directness, Finding, Report, Review
from auditor.steps import Provider
from auditor.web.desk import joined, remembered
from auditor.web.order import Answered, Case, Moved

GONE = "The report has changed since this page was opened; load it again."


def answered(case: Case, at: int, given: Given, reader: Provider) -> Case:
    """Return the case with one more answer about a document, read and weighed."""
    return _heard(case, at, case.noted(_known(case, at)).with_answer(given), given.question, reader)


def taken_back(case: Case, at: int, question: str, reader: Provider) -> Case:
    """Return the case as if a question had not been answered."""
    return _heard(case, at, case.noted(_known(case, at)).without(question), question, reader)


def judged(case: Case, at: int, finding: str, review: Review) -> Case:
    """Return the case with one more review of a finding."""
    from auditor.review import reviewed

    return _with(case, at, reviewed(case.reports[_known(case, at)], finding, review))


def _heard(case: Case, at: int, notes: Notes, question: str, reader: Provider) -> Case:
    from auditor.api import audit
    from auditor.interview import moves
    from auditor.providers.remembered import Remembering
    from auditor.setup import load_checklist

    if question not in load_checklist().ids:
        raise UsageError(GONE)
    memory = Remembering(reader, case.replies)
    before = case.reports[at]
    after = _keeping_reviews(before, audit(case.documents[at], memory, as_of=case.as_of, answers=notes.answers))
    directness = _directness(after, question) if any(each.question == question for each in notes.answers) else None
    moved = tuple(Moved(document=at, finding=each.finding.id, before=each.before) for each in moves(before, after))
    every = [case.noted(n) for n in range(len(case.documents))]
    every[at] = notes
    last = Answered(document=at, question=question, directness=directness, moves=moved)
    changed = case.model_copy(update={"notes": tuple(every), "replies": remembered(memory), "last": last})
    return _with(changed, at, after)


def _with(case: Case, at: int, report: Report) -> Case:
    """Return the case with a report in the place of the one before."""
    reports = [report if n == at else each for n, each in enumerate(case.reports)]
    return case.model_copy(update={"result": joined(reports, case.failed, case.vendor)})


def _known(case: Case, at: int) -> int:
    if not 0 <= at < len(case.reports):
        raise UsageError(GONE)
    return at


def _directness(report: Report, question: str) -> Directness | None:
    """How an answer that a person gave was taken."""
    answers = [*report.answers, *(each for finding in report.findings for each in finding.answers)]
    own = (each.directness for each in answers if each.question == question and each.source != "document")
    return next(own, None)


def _keeping_reviews(before: Report, after: Report) -> Report:
    """Return a report with the reviews its findings had: those of the same words about the same product."""
    known = {_same(finding): finding.reviews for finding in before.findings if finding.reviews}
    if not known:
        return after
    findings: Sequence[Finding] = [
        finding.model_copy(update={"reviews": known.get(_same(finding), ())}) for finding in after.findings
    ]
    return after.model_copy(update={"findings": tuple(findings)})


def _same(finding: Finding) -> tuple[str, str, int]:
    return finding.subject, finding.quotes[0].origin, finding.quotes[0].start
