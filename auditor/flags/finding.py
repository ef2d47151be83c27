"""Rules about one finding: what its wording asserts beside what the document supports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from auditor.flags.rules import Hit, View, listed
from auditor.patterns import Lazy
from auditor.schema import Asserted, By, Directness, FactKind, Mechanism, Modality, Status, Technique

EXAMPLES_FLOOR = 1_000
"""The source document's lower end of the examples a sensible fine-tune has."""


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
        yield f"The document supports fine-tuning; it does not state {listed(missing)}.", ()


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


WORDING_RULES: dict[str, Callable[[View], Iterator[Hit]]] = {
    "base-undisclosed": _base_undisclosed,
    "api-presented-as-own-model": _api_presented_as_own_model,
    "retrieval-called-training": _retrieval_called_training,
    "attribution": _attribution,
    "no-upgrade-path": _no_upgrade_path,
    "upgrade-cost-on-customer": _upgrade_cost_on_customer,
    "no-ownership-case": _no_ownership_case,
    "weak-fine-tuning-case": _weak_fine_tuning_case,
    "unsubstantiated": _unsubstantiated,
}
