"""An audit under way: the document as it was read, and the answers given so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from auditor.answers import Given, latest
from auditor.checklist import Checklist
from auditor.claims import Claim
from auditor.conclusions import conclude
from auditor.drafts import HeardDraft
from auditor.evidence import Witness
from auditor.heard import Heard, answer_document, understood, unread
from auditor.reading import Reading, invalid
from auditor.schema import Report, Scope, Status
from auditor.setup import Setup
from auditor.steps import AnswerVariables, Audit, Failed, Outcome, RepairVariables, Request, Step
from auditor.turns import document_turns


@dataclass
class Hearing:
    """What was read of a document, and the answers that were given and read."""

    witness: Witness
    setup: Setup
    reading: Reading
    claims: list[Claim]
    document_only: Report
    """The report of the document without any answer: what decides which claims a question is about."""
    heard: dict[str, Heard] = field(default_factory=dict)
    """By question, in the order of the checklist."""

    def report(self) -> Report:
        """Return the report of the document with the answers."""
        if not self.heard:
            return self.document_only
        return conclude(self.witness, self.setup, self.reading, self.claims, tuple(self.heard.values()))

    def forget(self, question: str) -> None:
        """Take an answer back."""
        self.heard.pop(question, None)

    def hear(self, answers: Iterable[Given]) -> Audit[None]:
        """Have answers read, one request each, and keep them."""
        given = [each for each in latest(answers).values() if each.question in self.setup.checklist.ids]
        requests = [self._request(each) for each in given]
        read: dict[str, Heard] = {}
        while requests:
            outcomes = yield Step(tuple(requests))
            again: list[Request] = []
            for request, outcome in zip(requests, outcomes, strict=True):
                self.reading.count(outcome)
                repaired = isinstance(request.variables, RepairVariables)
                asked = request.variables.request if isinstance(request.variables, RepairVariables) else request
                assert isinstance(asked.variables, AnswerVariables)
                one = next(each for each in given if asked.variables.question == each.question)
                taken = self._taken(one, asked, outcome, repaired)
                if isinstance(taken, Request):
                    again.append(taken)
                else:
                    read[one.question] = taken
            requests = again
        both = {**self.heard, **read}
        self.heard = {name: both[name] for name in self.setup.checklist.ids if name in both}

    def _taken(self, given: Given, request: Request, outcome: Outcome, repaired: bool) -> Heard | Request:
        """Return what an outcome makes of an answer, or the request to repair it."""
        if isinstance(outcome, Failed):
            self.reading.failed(request, outcome.reason, once=outcome.kind == "stopped")
            return unread(given)
        try:
            return understood(given, HeardDraft.model_validate_json(outcome.text))
        except ValidationError as error:
            message = invalid(error)
            if not repaired:
                return Request("repair", RepairVariables(request, outcome.text, message), request.where)
            self.reading.failed(request, message)
            return unread(given)

    def _request(self, given: Given) -> Request:
        checklist: Checklist = self.setup.checklist
        document = answer_document(given)
        (turn,) = document_turns(document, Witness(document).instructions)
        report = self.document_only
        about = [
            each.statement
            for each in report.findings
            if each.scope is Scope.FOUNDATION and each.verdict.status is not Status.SUPPORTED
        ]
        variables = AnswerVariables(
            question=given.question,
            asked=checklist.by_id(given.question).text,
            vendor=report.document.vendor,
            about=tuple(about or [each.statement for each in report.findings]),
            turn=turn,
            questions=checklist.ids,
        )
        return Request("answer", variables, f"answer to {given.question}")
