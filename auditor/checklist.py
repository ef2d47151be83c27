"""The checklist: what each question can tell about the technique, and which are still worth asking.

Pure: the caller reads `prompts/checklist.toml` and hands in its data.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, ValidationError

from auditor.errors import AuditorError
from auditor.schema import Directness, OpenQuestion, Outcome, Record, Technique

MINIMUM_GAIN = 0.02
"""Bits; a question that promises less is not asked for the sake of the technique."""
EVASION_FACTOR = 2.0
"""An evasive or refused answer counts this many times its question's gain when the next is chosen."""
COLUMN_TOLERANCE = 0.005


class Category(Record):
    """One kind of answer to a question."""

    id: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    meaning: str = Field(min_length=1)
    likelihood: dict[Technique, float]
    """P(an answer of this kind | technique), the question having been put; never 0 or 1."""


class Question(Record):
    """A question for the vendor, with what each kind of answer would mean."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    why: str = Field(min_length=1)
    applies_to: tuple[Technique, ...] = Field(min_length=1)
    """The techniques for which the question, still open once the technique is known, is worth asking."""
    source: Literal["document", "extension"]
    settles: bool
    """Whether the answer can move the technique."""
    categories: tuple[Category, ...] = Field(min_length=2, alias="category")
    good: str = Field(min_length=1)
    """An example of an answer that serves."""
    evasive: str = Field(min_length=1)
    """An example of an answer that leaves the question open."""

    @cached_property
    def rows(self) -> dict[str, dict[Technique, float]]:
        """P(category | technique) by category, every column summing to exactly 1 but for float error."""
        totals = {
            technique: sum(category.likelihood[technique] for category in self.categories) for technique in Technique
        }
        return {
            category.id: {technique: category.likelihood[technique] / totals[technique] for technique in Technique}
            for category in self.categories
        }


class Checklist(Record):
    """The questions, in their order."""

    questions: tuple[Question, ...] = Field(min_length=1, alias="question")

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions' ids, in order."""
        return tuple(question.id for question in self.questions)

    def by_id(self, question_id: str) -> Question:
        """Return the question of that id; KeyError where there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def parse_checklist(data: Mapping[str, object]) -> Checklist:
    """Return the checklist that parsed TOML describes; AuditorError names the first thing that is off."""
    try:
        checklist = Checklist.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "top level"
        raise AuditorError(f"The checklist is not valid at {place}: {first['msg']}.") from error
    twice = _repeated(checklist.ids)
    if twice is not None:
        raise AuditorError(f"The checklist has two questions with the id {twice!r}.")
    for question in checklist.questions:
        _check(question)
    return checklist


def expected_gain(question: Question, probabilities: Mapping[Technique, float]) -> float:
    """Return how many bits the answer is expected to tell about the technique.

    The mutual information of technique T and category C (Cover and Thomas, Elements of Information Theory,
    2nd ed., section 2.3; as the worth of an experiment: Lindley 1956)::

        I(T; C) = sum over t, c of P(t) P(c | t) log2( P(c | t) / P(c) ),  P(c) = sum over t of P(t) P(c | t)

    It is the entropy of T less its expected entropy after the answer: never negative, at most H(T), and 0
    when the technique is certain or all columns are equal. ``probabilities`` need not be normalised.
    """
    prior = _normalised(probabilities)
    gain = 0.0
    for row in question.rows.values():
        marginal = sum(prior[technique] * row[technique] for technique in Technique)
        gain += sum(
            prior[technique] * row[technique] * math.log2(row[technique] / marginal)
            for technique in Technique
            if prior[technique] > 0
        )
    return max(gain, 0.0)


def posterior(question: Question, category_id: str, probabilities: Mapping[Technique, float]) -> dict[Technique, float]:
    """Return the probabilities of the techniques after an answer of that category (Bayes' rule)."""
    rows = question.rows
    if category_id not in rows:
        raise ValueError(f"The question {question.id!r} has no category {category_id!r}.")
    prior, row = _normalised(probabilities), rows[category_id]
    return _normalised({technique: prior[technique] * row[technique] for technique in Technique})


def open_questions(
    checklist: Checklist,
    probabilities: Mapping[Technique, float],
    answered: Mapping[str, Directness],
    *,
    settled: bool,
    technique: Technique | None,
) -> tuple[OpenQuestion, ...]:
    """Return the questions still worth asking, the next one first; none twice, none answered directly.

    First those that can settle the technique, unless it is settled: those of at least ``MINIMUM_GAIN`` bits,
    by expected gain, ties in checklist order. A question that was evaded or refused is ranked as if it
    promised ``EVASION_FACTOR`` times its gain; the gain reported stays as it is.

    Then the remaining questions of the document, and ours that settle nothing, in their order, whatever their gain;
    where the technique is known (not None) only those that apply to it. Evasion does not reorder these.

    A question missing from ``answered`` counts as absent; ids that are not in the checklist are ignored.
    """
    unanswered = [question for question in checklist.questions if answered.get(question.id) is not Directness.DIRECT]
    settling: list[tuple[Question, float]] = []
    if not settled:
        gains = [(question, expected_gain(question, probabilities)) for question in unanswered if question.settles]
        # Rounded before ranking, so that the printed figures explain the order and float noise breaks no tie.
        settling = [(question, round(gain, 4)) for question, gain in gains if gain >= MINIMUM_GAIN]
        settling.sort(key=lambda pair: -pair[1] * _urgency(answered.get(pair[0].id)))
    listed = {question.id for question, _ in settling}
    diligence = [
        question
        for question in unanswered
        if (question.source == "document" or not question.settles)
        and question.id not in listed
        and (technique is None or technique in question.applies_to)
    ]
    return (
        *(_opened(question, "settles", gain) for question, gain in settling),
        *(_opened(question, "diligence", None) for question in diligence),
    )


def digest(checklist: Checklist) -> str:
    """Return a short SHA-256 of the checklist's content: same questions, same order, same digest."""
    canonical = json.dumps(checklist.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _opened(question: Question, purpose: Literal["settles", "diligence"], gain: float | None) -> OpenQuestion:
    return OpenQuestion(
        question=question.id,
        purpose=purpose,
        text=question.text,
        why=question.why,
        expected_gain_bits=gain,
        outcomes=tuple(Outcome(answer=category.answer, meaning=category.meaning) for category in question.categories),
    )


def _urgency(directness: Directness | None) -> float:
    return EVASION_FACTOR if directness in (Directness.EVASIVE, Directness.REFUSED) else 1.0


def _normalised(weights: Mapping[Technique, float]) -> dict[Technique, float]:
    values = {technique: weights.get(technique, 0.0) for technique in Technique}
    total = sum(values.values())
    if not (math.isfinite(total) and total > 0 and min(values.values()) >= 0):
        raise ValueError("The probabilities of the techniques must be finite, not negative and not all zero.")
    return {technique: value / total for technique, value in values.items()}


def _check(question: Question) -> None:
    twice = _repeated(tuple(category.id for category in question.categories))
    if twice is not None:
        raise AuditorError(f"The question {question.id!r} has two categories with the id {twice!r}.")
    for category in question.categories:
        if set(category.likelihood) != set(Technique):
            raise AuditorError(
                f"The category {category.id!r} of the question {question.id!r} needs one likelihood "
                "for each of the three techniques."
            )
        if not all(0 < value < 1 for value in category.likelihood.values()):
            raise AuditorError(
                f"The likelihoods of the category {category.id!r} of the question {question.id!r} "
                "must lie between 0 and 1, both excluded."
            )
    for technique in Technique:
        total = sum(category.likelihood[technique] for category in question.categories)
        if abs(total - 1) > COLUMN_TOLERANCE:
            raise AuditorError(
                f"The likelihoods of the question {question.id!r} for {technique} sum to {total:.3f}, not 1."
            )
    differ = any(len(set(category.likelihood.values())) > 1 for category in question.categories)
    if differ is not question.settles:
        raise AuditorError(
            f"The question {question.id!r} has settles = {str(question.settles).lower()}, but its columns "
            f"{'differ' if differ else 'are all the same'}."
        )


def _repeated(ids: tuple[str, ...]) -> str | None:
    return next((each for at, each in enumerate(ids) if each in ids[:at]), None)
