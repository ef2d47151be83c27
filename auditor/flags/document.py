"""Rules about the document as a whole: statements against each other, and text that is not what it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.evidence import Witness
from auditor.flags.opposed import opposed
from auditor.flags.rules import Hit, subject_key
from auditor.grounding import Block
from auditor.instructions import hidden_instruction
from auditor.rubric import readable, was_asked
from auditor.schema import Answer, Directness, Fact, Finding, Quote, Technique


def evasive_answers(answers: Iterable[Answer]) -> Iterator[Hit]:
    """Yield the questions that were put and got no answer."""
    for answer in answers:
        if was_asked(answer) and answer.directness in (Directness.EVASIVE, Directness.REFUSED):
            how = "declined" if answer.directness is Directness.REFUSED else "left open"
            yield f"A question ({answer.question.replace('-', ' ')}) was put and {how}.", answer.quotes


def contradictions(findings: Iterable[Finding]) -> Iterator[Hit]:
    """Yield pairs of statements about one product that cannot both be so."""
    by_subject: dict[str, list[Fact]] = {}
    for finding in findings:
        facts = by_subject.setdefault(subject_key(finding.subject), [])
        facts += [fact for fact in finding.facts if readable(fact)]
    for facts in by_subject.values():
        yield from opposed(facts)


def component_scope(findings: tuple[Finding, ...]) -> Iterator[Hit]:
    """Yield pairs of findings about one product of which only one has weights trained."""
    first: dict[str, Finding] = {}
    for finding in findings:
        other = first.setdefault(subject_key(finding.subject), finding)
        techniques = {finding.verdict.technique, other.verdict.technique}
        if len(techniques) == 2 and Technique.PROMPT_ENGINEERING in techniques:
            yield (
                "Part of the product is described as trained, part as built on an existing model;"
                " ask which part answers what.",
                (*other.quotes[:1], *finding.quotes[:1]),
            )


_CHANGED: dict[Block, str] = {
    "negated": "A passage reads like a training claim; the words beside it in its sentence negate it.",
    "reported": "A passage reads like the vendor's claim; its sentence attributes it to somebody else.",
}


def context_changes(out_of_context: Iterable[tuple[Quote, Block]]) -> Iterator[Hit]:
    """Yield passages that read like claims and are none in their sentence."""
    for quote, block in out_of_context:
        yield _CHANGED.get(block, _CHANGED["negated"]), (quote,)


def instructions(witness: Witness) -> Iterator[Hit]:
    """Yield text that addresses automated readers, seen or hidden."""
    for low, high in witness.instructions:
        yield (
            "Text that addresses an automated reader was set aside; it moved no verdict.",
            (witness.at(low, high),),
        )
    for number, hidden in enumerate(witness.document.hidden):
        if hidden_instruction(hidden.text):
            yield (
                f"Text that a reader does not see ({hidden.origin}) addresses an automated reader; it was set aside.",
                (witness.hidden_quote(number, hidden),),
            )
