"""The documented rules that point at something to ask about: one small function a rule.

What each rule looks for, why, and what clears it stands in reference/flags.toml; the wording of a message
says what is asserted and what the document supports, and accuses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from auditor.contradictions import opposed
from auditor.evidence import Witness
from auditor.grounding import Block
from auditor.instructions import hidden_instruction
from auditor.patterns import Lazy
from auditor.rubric import readable, was_asked
from auditor.schema import (
    Answer,
    Asserted,
    BaseAge,
    By,
    Directness,
    Fact,
    FactKind,
    Finding,
    Flag,
    Mechanism,
    Modality,
    Quote,
    Record,
    Severity,
    Status,
    Technique,
)

FRONTIER_FLOOR_USD = 1e7
"""The source document's line: a pre-training budget under this is not frontier scale."""
EXAMPLES_FLOOR = 1_000
"""The source document's lower end of the examples a sensible fine-tune has."""


class FlagRule(Record):
    """Documentation of a rule, from flags.toml."""

    id: str
    severity: Severity
    title: str
    looks_for: str
    why: str
    example: str
    would_clear: str
    source: str
    active: bool = True


def parse_flag_rules(data: Mapping[str, object]) -> dict[str, FlagRule]:
    """Return the rules by id from the parsed flags.toml."""
    rows = data["flag"]
    if not isinstance(rows, list):
        raise ValueError("flags.toml needs a list of [[flag]] tables.")
    return {rule.id: rule for rule in map(FlagRule.model_validate, rows)}


@dataclass(frozen=True)
class View:
    """What the rules look at: one finding with what the document says besides."""

    finding: Finding
    answers: Mapping[str, Answer]
    """The best answer to each checklist question."""
    superseded: Mapping[str, BaseAge] = field(default_factory=dict)
    """The named bases that had a successor at the report's date."""

    def facts(self, kind: FactKind) -> list[Fact]:
        """The finding's facts of a kind that the rubric may read too: none of a plan or of somebody else's work."""
        return [fact for fact in self.finding.facts if fact.kind is kind and readable(fact)]

    def directness(self, question: str) -> Directness:
        """How directly the document answers a question."""
        answer = self.answers.get(question)
        return answer.directness if answer else Directness.ABSENT

    @property
    def trained(self) -> bool:
        """Whether the verdict is that weights were changed."""
        return self.finding.verdict.technique in (Technique.PRE_TRAINING, Technique.FINE_TUNING)


Hit = tuple[str, tuple[Quote, ...]]
"""A message and the quotes it is about."""


def finding_flags(rules: Mapping[str, FlagRule], view: View) -> tuple[Flag, ...]:
    """Return the flags that one finding raises, in the order of the rules."""
    hits = ((name, hit) for name, rule in _FINDING_RULES.items() for hit in rule(view))
    return tuple(_flag(rules[name], hit) for name, hit in hits)


def document_flags(
    rules: Mapping[str, FlagRule],
    findings: Iterable[Finding],
    answers: Iterable[Answer],
    witness: Witness,
) -> tuple[Flag, ...]:
    """Return the flags that the document as a whole raises."""
    findings = tuple(findings)
    hits: list[tuple[str, Hit]] = []
    hits += [("evasive-answer", hit) for hit in _evasive_answers(answers)]
    hits += [("contradiction", hit) for hit in contradictions(findings)]
    hits += [("component-scope", hit) for hit in _component_scope(findings)]
    hits += [("context-changes-meaning", hit) for hit in _context_changes(witness.out_of_context)]
    hits += [("embedded-instructions", hit) for hit in _instructions(witness)]
    return tuple(_flag(rules[name], hit) for name, hit in hits)


def _flag(rule: FlagRule, hit: Hit) -> Flag:
    message, quotes = hit
    return Flag(rule=rule.id, severity=rule.severity, message=message, quotes=quotes, would_clear=rule.would_clear)


# --- rules about one finding ----------------------------------------------------------------------


def _base_undisclosed(view: View) -> Iterator[Hit]:
    if view.finding.verdict.technique is not Technique.FINE_TUNING:
        return
    if not view.facts(FactKind.BASE_MODEL) and view.directness("base-model") is not Directness.DIRECT:
        yield (
            "The wording points to fine-tuning; the document does not name the base model.",
            view.finding.quotes[:1],
        )


_OWN = Lazy(
    r"\b(?:our|their|its|my|your) (?:very )?(?:own|proprietary|in-house)\b|\b(?:proprietary|in-house|home-?grown)\b",
    re.I,
)
_TRAINED = Lazy(r"\b(?:re-?|pre-?)?train(?:s|ed|ing)?\b|\b(?:taught|teach(?:es|ing)?|learns?|learned|learnt)\b", re.I)


def _api_presented_as_own_model(view: View) -> Iterator[Hit]:
    if view.finding.verdict.technique is not Technique.PROMPT_ENGINEERING:
        return
    own = [quote for quote in view.finding.quotes if _OWN.search(quote.text)]
    providers = view.facts(FactKind.API_PROVIDER)
    if own and providers:
        yield (
            f"The wording speaks of an own model; the document also says that {providers[0].value} serves it.",
            (own[0], *providers[0].quotes[:1]),
        )


def _retrieval_called_training(view: View) -> Iterator[Hit]:
    retrieval = [fact for fact in view.facts(FactKind.MECHANISM) if fact.value == Mechanism.RETRIEVAL]
    trained = [quote for quote in view.finding.quotes if _TRAINED.search(quote.text)]
    if retrieval and trained and view.finding.verdict.technique is Technique.PROMPT_ENGINEERING:
        yield (
            "The wording says trained; the document describes looking documents up when a question is asked.",
            (trained[0], *retrieval[0].quotes[:1]),
        )


def _attribution(view: View) -> Iterator[Hit]:
    for fact in view.finding.facts:
        if (
            fact.by is By.THIRD_PARTY
            and fact.modality is Modality.DONE
            and fact.kind in (FactKind.MECHANISM, FactKind.TRAINING_TOKENS)
        ):
            yield "This training is said to be the base model's vendor's own, not this vendor's.", fact.quotes
            return


def _not_frontier_scale(view: View) -> Iterator[Hit]:
    if view.finding.verdict.technique is not Technique.PRE_TRAINING:
        return
    for fact in view.facts(FactKind.COMPUTE_BUDGET):
        top = fact.interval.high if fact.interval else fact.value
        if fact.unit == "USD" and isinstance(top, float) and top < FRONTIER_FLOOR_USD:
            yield (
                "The stated budget is below $10M: by the source document's rule this is not frontier-scale"
                " pre-training. It says nothing against pre-training a smaller model.",
                fact.quotes,
            )
            return


def _stale_base(view: View) -> Iterator[Hit]:
    if view.finding.verdict.technique is not Technique.FINE_TUNING:
        return
    for fact in view.facts(FactKind.BASE_MODEL):
        if age := view.superseded.get(str(fact.value)):
            yield (
                f"The product is built on {fact.value}, released {age.released};"
                f" {age.successor} followed it in {age.superseded}.",
                fact.quotes[:1],
            )
            return


def _no_upgrade_path(view: View) -> Iterator[Hit]:
    bases = [fact for fact in view.facts(FactKind.BASE_MODEL) if fact.value != "none"]
    if view.finding.verdict.technique is not Technique.FINE_TUNING or not bases:
        return
    answer = view.answers.get("upgrade-path")
    if answer is None or answer.directness in (Directness.ABSENT, Directness.EVASIVE, Directness.REFUSED):
        yield (
            f"The product is built on {bases[0].value}; what happens when that base is superseded is not said.",
            answer.quotes if answer else bases[0].quotes[:1],
        )


def _upgrade_cost_on_customer(view: View) -> Iterator[Hit]:
    for fact in view.finding.facts:
        if fact.kind is FactKind.UPGRADE_PAYER and fact.value == "customer":
            yield "The document says that the customer pays for moving to a newer base model.", fact.quotes
            return


def _no_ownership_case(view: View) -> Iterator[Hit]:
    if not view.trained or view.finding.verdict.status is Status.UNDETERMINED:
        return
    answer = view.answers.get("ownership-case")
    if answer is None:
        yield (
            "The document gives none of the four reasons for owning a model"
            " (cost at scale, data sensitivity, latency, offline).",
            (),
        )
    elif {str(fact.value) for fact in view.facts(FactKind.OWNERSHIP_CASE)} == {"none"}:
        yield (
            "The reason given for owning a model is none of the four"
            " (cost at scale, data sensitivity, latency, offline).",
            answer.quotes,
        )
    elif answer.directness in (Directness.EVASIVE, Directness.REFUSED):
        yield (
            "Asked why a model of one's own is needed, the document names none of the four reasons.",
            answer.quotes,
        )


def _weak_fine_tuning_case(view: View) -> Iterator[Hit]:
    verdict = view.finding.verdict
    if verdict.technique is not Technique.FINE_TUNING or verdict.status is Status.UNDETERMINED:
        return
    missing = []
    if _open(view, "task-narrow") and not _named(view, FactKind.TASK, "broad"):
        missing.append("a well-defined, repeatable task")
    examples = view.facts(FactKind.EXAMPLES)
    if not examples and not view.facts(FactKind.DATASET_SIZE) and not view.facts(FactKind.TRAINING_TOKENS):
        missing.append("the number of training examples")
    elif examples and all(isinstance(fact.value, float) and fact.value < EXAMPLES_FLOOR for fact in examples):
        missing.append("at least 1,000 examples")
    if _open(view, "why-not-prompting") and not _named(view, FactKind.WHY_NOT_PROMPTING, "not_compared"):
        missing.append("why prompting a stronger model would not do")
    if len(missing) >= 2:
        yield f"The document supports fine-tuning; it does not state {_listed(missing)}.", ()


def _open(view: View, question: str) -> bool:
    """Whether a question is not answered: nothing said, evaded, declined, or answered by what does not count."""
    partly = question == "task-narrow" and view.directness(question) is Directness.PARTIAL
    return partly or view.directness(question) in (Directness.ABSENT, Directness.EVASIVE, Directness.REFUSED)


def _named(view: View, kind: FactKind, void: str) -> bool:
    """Whether a fact of a kind is stated with another value than the one that names nothing."""
    return any(fact.value != void for fact in view.facts(kind))


def _unsubstantiated(view: View) -> Iterator[Hit]:
    if view.finding.verdict.status is Status.UNDETERMINED:
        yield (
            "The wording asserts training; the document does not say what was done to which weights."
            if view.finding.asserted is Asserted.UNSPECIFIED
            else "The wording names a technique; the document does not carry it further.",
            view.finding.quotes[:1],
        )


_FINDING_RULES: dict[str, Callable[[View], Iterator[Hit]]] = {
    "api-presented-as-own-model": _api_presented_as_own_model,
    "retrieval-called-training": _retrieval_called_training,
    "attribution": _attribution,
    "not-frontier-scale": _not_frontier_scale,
    "base-undisclosed": _base_undisclosed,
    "stale-base": _stale_base,
    "no-upgrade-path": _no_upgrade_path,
    "upgrade-cost-on-customer": _upgrade_cost_on_customer,
    "no-ownership-case": _no_ownership_case,
    "weak-fine-tuning-case": _weak_fine_tuning_case,
    "unsubstantiated": _unsubstantiated,
}


# --- rules about the document ---------------------------------------------------------------------


def _evasive_answers(answers: Iterable[Answer]) -> Iterator[Hit]:
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


def subject_key(subject: str) -> str:
    """Return a product's name without case and punctuation, for joining findings."""
    return re.sub(r"[^\w]+", " ", subject.casefold()).strip()


def _component_scope(findings: tuple[Finding, ...]) -> Iterator[Hit]:
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


def _context_changes(out_of_context: Iterable[tuple[Quote, Block]]) -> Iterator[Hit]:
    for quote, block in out_of_context:
        yield _CHANGED.get(block, _CHANGED["negated"]), (quote,)


def _instructions(witness: Witness) -> Iterator[Hit]:
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


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
