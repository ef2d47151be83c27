"""The open questions as a questionnaire to send to a vendor: numbered, polite, each with the sentences it is about.

Pure: the forms a questionnaire is written in and read from are in ``forms`` and ``answerfile``.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.heard import THE_AI
from auditor.schema import Finding, OpenQuestion, Record, Report

YOUR_AI = "your AI"
"""What a vendor is told of a product that its text does not name."""
GREETING = "Questions about how {subject} was made"
INTRODUCTION = (
    "We are reading what is published and said about {subject} and would be glad of your help with what it leaves"
    " open. Short answers serve. Where a question does not apply, or you cannot or would rather not answer it,"
    " please say so in a word; that helps as well. One answer may cover several questions."
)
HOW_TO = (
    "Please write below each “Answer:”, and leave the names in square brackets as they are, so that the answers find"
    " their way back to their questions."
)
_SENTENCES = 3
"""Sentences of the vendor's a question quotes at most."""


class About(Record):
    """A sentence of the vendor's own that a question is about."""

    subject: str
    text: str
    where: str


class Item(Record):
    """One question of the questionnaire; one answer to it serves all the claims it is about."""

    number: int
    question: str
    """Id, by which the answer is read back."""
    text: str
    about: tuple[About, ...]
    example: str
    """An answer of the kind that would serve."""
    answer: str = ""


class Questionnaire(Record):
    """Questions to a vendor, in the order in which their answers tell most."""

    questionnaire_version: int = 1
    subject: str
    vendor: str | None
    document: str
    """Name of the document the questions are about."""
    document_id: str
    items: tuple[Item, ...]
    who: str = ""
    """Who answered, to be filled in."""
    when: str = ""
    """Date of the answers, to be filled in."""

    @property
    def title(self) -> str:
        """The heading."""
        return GREETING.format(subject=self.subject)

    @property
    def introduction(self) -> tuple[str, str]:
        """Two paragraphs: what it is for, and how to fill it in."""
        return INTRODUCTION.format(subject=self.subject), HOW_TO


def questionnaire(
    report: Report, questions: Sequence[tuple[OpenQuestion, tuple[Finding, ...]]], examples: dict[str, str]
) -> Questionnaire:
    """Return the questionnaire of a report's open questions; ``examples`` are good answers by question id."""
    subjects = list(dict.fromkeys(finding.subject for _, about in questions for finding in about))
    return Questionnaire(
        subject=_listed([each for each in subjects if each != THE_AI]) or YOUR_AI,
        vendor=report.document.vendor,
        document=report.document.name,
        document_id=report.document.id,
        items=tuple(
            Item(
                number=number,
                question=question.question,
                text=question.text,
                about=_about(about, report) if question.purpose == "settles" else (),
                example=examples[question.question],
            )
            for number, (question, about) in enumerate(questions, 1)
        ),
    )


def _about(findings: Sequence[Finding], report: Report) -> tuple[About, ...]:
    """The sentence each claim rests on first, the vendor's own words in full."""
    found = []
    for finding in findings:
        quote = finding.quotes[0]
        if quote.origin == "document":
            sentence = report.document.text[quote.context_start : quote.context_end]
            found.append(
                About(
                    subject=YOUR_AI if finding.subject == THE_AI else finding.subject,
                    text=" ".join(sentence.split()),
                    where=quote.where,
                )
            )
    return tuple(dict.fromkeys(found))[:_SENTENCES]


def _listed(names: Sequence[str]) -> str:
    """One or two names; of more, the first with what stands for the rest."""
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} further products"
    return " and ".join(names)
