"""Answers that a person or a file gave to the checklist, as they came in: words, who said them and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from auditor.schema import Record


class Given(Record):
    """One answer to a checklist question, before anybody has read it."""

    question: str = Field(min_length=1)
    """Id of the question."""
    text: str = Field(min_length=1)
    """The whole answer, as it was typed or filled in."""
    source: Literal["person", "file"]
    who: str | None = None
    """Who answered."""
    when: str | None = None
    """ISO time stamp, given by the edge because nothing inside has a clock."""


class Notes(Record):
    """Where an interview stands: what was answered, and what was passed over."""

    answers: tuple[Given, ...] = ()
    skipped: tuple[str, ...] = ()
    """Ids of the questions that were put and passed over, in order."""

    @property
    def put(self) -> frozenset[str]:
        """Ids of the questions that were put or answered."""
        return frozenset((*self.skipped, *(each.question for each in self.answers)))

    def with_answer(self, given: Given) -> Notes:
        """Return the notes with one more answer."""
        before = self.without(given.question)
        return Notes(answers=(*before.answers, given), skipped=before.skipped)

    def with_skip(self, question: str) -> Notes:
        """Return the notes with one more question passed over."""
        return Notes(answers=self.answers, skipped=(*self.skipped, question))

    def without(self, question: str) -> Notes:
        """Return the notes as if a question had not been put."""
        return Notes(
            answers=tuple(each for each in self.answers if each.question != question),
            skipped=tuple(each for each in self.skipped if each != question),
        )


NOTHING_PUT = Notes()


class Interview(Record):
    """What an interview has come to so far: enough to go on with it later, and end in the same report."""

    interview_version: Literal[1] = 1
    document: str
    """Id of the document the questions were about."""
    name: str
    """The document's name, for a person."""
    model: str
    """Who read the document and the answers."""
    as_of: str | None = None
    """The date that was asked for, where one was."""
    notes: Notes = NOTHING_PUT
    replies: dict[str, str] = Field(default_factory=dict)
    """Replies of a model by request digest, so that going on asks nothing twice."""


def latest(answers: Iterable[Given]) -> dict[str, Given]:
    """Return the last answer to each question: who answers again has thought again."""
    return {answer.question: answer for answer in answers}
