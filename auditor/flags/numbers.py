"""Rules about a finding's numbers and its base's age: what they come to beside each other, as a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.figures import rough, span
from auditor.flags.rules import Hit, View
from auditor.plausibility.bases import stale
from auditor.plausibility.frontier import DOCUMENT_FLOOR_USD, frontier
from auditor.schema import FactKind, NumbersVerdict, Quote, Status, Technique

_SERIOUS = (NumbersVerdict.IMPLAUSIBLE, NumbersVerdict.IMPOSSIBLE)
_CONTRADICTING = ("compute", "below-scratch", "memory")


def _not_frontier_scale(view: View) -> Iterator[Hit]:
    if view.finding.verdict.technique is not Technique.PRE_TRAINING:
        return
    for fact in view.facts(FactKind.COMPUTE_BUDGET):
        top = fact.interval.high if fact.interval else fact.value
        if fact.unit == "USD" and isinstance(top, float) and top < DOCUMENT_FLOOR_USD:
            yield (
                "The stated budget is below $10M: by the source document's rule this is not frontier-scale"
                " pre-training. It says nothing against pre-training a smaller model.",
                fact.quotes,
            )
            return
    numbers, reference = view.numbers, view.reference
    floor = frontier(reference.frontier, view.as_of) if reference and view.as_of else None
    if numbers and numbers.flop and floor and "below-frontier" in numbers.marks:
        yield (
            f"The stated numbers come to {span(numbers.flop)} FLOP; frontier scale begins near {rough(floor)} at"
            " the date, a tenth of the largest run known (the source document's line is a budget of $10M)."
            " It says nothing against pre-training a smaller model.",
            _quotes(view),
        )


def _implausible_compute(view: View) -> Iterator[Hit]:
    numbers, verdict = view.numbers, view.finding.verdict
    if numbers is None or numbers.verdict not in _SERIOUS:
        return
    fine_tuned = verdict.technique is Technique.FINE_TUNING and verdict.status is Status.SUPPORTED
    contradicting = [mark for mark in _CONTRADICTING if mark in numbers.marks]
    if contradicting and not (fine_tuned and contradicting == ["below-scratch"]):
        yield numbers.text, _quotes(view)


def _numbers_disagree(view: View) -> Iterator[Hit]:
    if view.numbers and "disagree" in view.numbers.marks:
        line = next((each for each in view.numbers.lines if each.step == "check" and "disagree" in each.marks), None)
        yield (line.meaning if line else view.numbers.text), _quotes(view)


def _data_unit_confusion(view: View) -> Iterator[Hit]:
    if view.numbers and "unit" in view.numbers.marks:
        lines = [each for each in view.numbers.lines if "unit" in each.marks]
        text = (
            lines[0].meaning
            if lines
            else "A figure can be read in two units; the reading that fits the rest was taken."
        )
        yield text, _quotes(view)


def _base_fingerprint(view: View) -> Iterator[Hit]:
    names = [mark.partition(":")[2] for mark in (view.numbers.marks if view.numbers else ()) if ":" in mark]
    if names and not view.facts(FactKind.BASE_MODEL):
        yield (
            f"The stated size, or size and tokens, are those of {names[0]}, which the document does not name. They are"
            " copied freely by models trained from scratch: a reason to ask what the weights were before training,"
            " no more.",
            _quotes(view),
        )


def _stale_base(view: View) -> Iterator[Hit]:
    if view.finding.verdict.technique is not Technique.FINE_TUNING or view.reference is None or not view.as_of:
        return
    for fact in view.facts(FactKind.BASE_MODEL):
        base = view.reference.base(str(fact.value)) if _names_a_version(str(fact.value)) else None
        if base and base.superseded_date and stale(base, view.as_of):
            yield (
                f"{base.name} was superseded by {base.superseded_by} in {base.superseded_date},"
                f" before the date of this audit ({view.as_of[:7]}).",
                fact.quotes[:1],
            )
            return


def _names_a_version(name: str) -> bool:
    """Whether a name says which member of a family it is: "Llama" alone may be any."""
    return any(character.isdigit() for character in name)


def _quotes(view: View) -> tuple[Quote, ...]:
    lines = view.numbers.lines if view.numbers else ()
    return tuple(dict.fromkeys(quote for line in lines for quote in line.quotes))


NUMBER_RULES: dict[str, Callable[[View], Iterator[Hit]]] = {
    "not-frontier-scale": _not_frontier_scale,
    "implausible-compute": _implausible_compute,
    "numbers-disagree": _numbers_disagree,
    "data-unit-confusion": _data_unit_confusion,
    "base-fingerprint": _base_fingerprint,
    "stale-base": _stale_base,
}
