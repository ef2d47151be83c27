"""The sentences all formats share. Vendors read them too: calm, exact, no word of accusation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from auditor.figures import number as number
from auditor.figures import with_unit
from auditor.render import labels
from auditor.render.plain import shortened
from auditor.schema import (
    Agreement,
    Asserted,
    BaseAge,
    Dossier,
    Fact,
    FactKind,
    Finding,
    Mechanism,
    OpenQuestion,
    Ownership,
    Passage,
    Provenance,
    Quote,
    Reason,
    Report,
    Review,
    Scope,
    Side,
    Status,
    StepError,
    Technique,
    Usage,
)

_AT_HOME = {
    Technique.PRE_TRAINING: {Mechanism.FROM_SCRATCH, Mechanism.DISTILLATION},
    Technique.FINE_TUNING: {
        Mechanism.SFT,
        Mechanism.PREFERENCE,
        Mechanism.RL,
        Mechanism.ADAPTER,
        Mechanism.SOFT_PROMPT,
        Mechanism.CONTINUED_PRETRAINING,
        Mechanism.DISTILLATION,
        Mechanism.DERIVATIVE,
    },
    Technique.PROMPT_ENGINEERING: {
        Mechanism.RETRIEVAL,
        Mechanism.PROMPTING,
        Mechanism.ORCHESTRATION,
        Mechanism.REBRAND,
    },
}
NO_FINDINGS = "No claim about how the vendor's AI was trained was found."
NO_FINDINGS_PARTIAL = (
    "No claim about how the vendor's AI was trained was found in the part that was read; the rest is open."
)
FAILED = "The audit did not succeed: nothing can be concluded about how the vendor's AI was trained."
PARTIAL = "Part of the audit did not succeed; what follows covers the rest."
_OFFLINE = "offline rules; no language model read the text"


def sentence(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 claim", "2 claims"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def where(quote: Quote) -> str:
    """Return where a quote stands, short; the speaker only where it is not the vendor."""
    kind, _, name = quote.origin.partition(":")
    parts = [quote.where]
    if kind == "answer":
        parts.insert(0, f"answer to {name}")
    elif kind == "hidden":
        parts.insert(0, "text a reader does not see")
    if quote.side is Side.CUSTOMER:
        parts.append("customer")
    return ", ".join(part for part in parts if part)


_PLACES = 3
"""Places a sentence about several names; it counts the others."""


def doubts(finding: Finding) -> list[str]:
    """Return a sentence for each reason why some of a finding's words are nobody's, with their places."""
    quotes = [*finding.quotes, *(quote for fact in finding.facts for quote in fact.quotes)]
    places: dict[str, list[str]] = {}
    for quote in quotes:
        if quote.doubt:
            known = places.setdefault(quote.doubt, [])
            known += [] if quote.where in known else [quote.where]
    if len(places) == 1 and all(quote.doubt for quote in quotes):
        return list(places)
    return [f"{_listed(known)}: {doubt}" for doubt, known in places.items()]


def _listed(places: list[str]) -> str:
    more = len(places) - _PLACES
    return "; ".join([*places[:_PLACES], *([f"{more} more"] if more > 0 else [])])


def turn(passage: Passage) -> str:
    """Return whose turn it is and when it began: "Dana Reyes (vendor), 00:03:12"."""
    side = f" ({labels.SIDE[passage.side]})" if passage.speaker and passage.side else ""
    return ", ".join(part for part in (f"{passage.speaker or ''}{side}", passage.time) if part)


def technique(finding: Finding) -> str:
    """Return the class the verdict ends in, in words, with the mechanism where it belongs to that class."""
    found = finding.verdict.technique
    if found is None:
        return "no verdict"
    if finding.scope is Scope.OTHER_ML:
        return f"{labels.OTHER_ML[found]}, {labels.NOT_A_LANGUAGE_MODEL}"
    if finding.mechanism in _AT_HOME[found]:
        return f"{labels.TECHNIQUE[found]} ({labels.MECHANISM[finding.mechanism]})"
    return labels.TECHNIQUE[found]


def status(finding: Finding) -> str:
    """Return how firmly the verdict stands, in words."""
    return labels.STATUS[finding.verdict.status]


def agreement(finding: Finding) -> str:
    """Return how the wording compares with what the document supports, as one sentence."""
    names = labels.OTHER_ML if finding.scope is Scope.OTHER_ML else labels.TECHNIQUE
    verdict = finding.verdict
    if finding.asserted is Asserted.UNSPECIFIED:
        wording = "The wording speaks of training without saying which kind"
    else:
        wording = f"The wording asserts {_quoted(names[Technique(finding.asserted)], finding)}"
    if verdict.technique is None:
        return f"{wording}; no verdict could be formed."
    found = _quoted(names[verdict.technique], finding)
    if verdict.status is Status.UNDETERMINED or verdict.agreement is Agreement.UNVERIFIABLE:
        return f"{wording}; the document does not settle it, and {found} is the best guess."
    supports = labels.SUPPORTS.get(verdict.status, "supports")
    if verdict.agreement is Agreement.CONSISTENT and finding.asserted is not Asserted.UNSPECIFIED:
        return f"{wording}, and the document {supports} that."
    return f"{wording}; the document {supports} {found}."


def _quoted(name: str, finding: Finding) -> str:
    return f"“{name}”" if finding.scope is Scope.OTHER_ML else name


def percent(probability: float) -> str:
    """Return a probability as whole per cent; what is not certain never reads 0% or 100%."""
    if 0 < probability < 0.01:
        return "<1%"
    if 0.99 < probability < 1:
        return ">99%"
    return f"{probability:.0%}"


def fact_value(fact: Fact, *, verbose: bool = False) -> str:
    """Return a fact's value with unit, range where it is wide, and whatever limits it."""
    text = _value(fact)
    if isinstance(fact.value, str) and fact.unit:
        text = f"{text} {fact.unit}"
    notes = [note for note in (labels.MODALITY[fact.modality], labels.BY[fact.by]) if note]
    interval = fact.interval
    if interval is not None and interval.low < interval.high:
        width = interval.high - interval.low
        if verbose or not width <= 0.2 * max(abs(interval.low), abs(interval.high)):
            if math.isfinite(interval.high):
                notes.insert(0, f"{number(interval.low)} to {number(interval.high)}")
            else:
                notes.insert(0, f"at least {number(interval.low)}")
    return f"{text} ({'; '.join(notes)})" if notes else text


def _value(fact: Fact) -> str:
    if isinstance(fact.value, str):
        if fact.kind is FactKind.MECHANISM and fact.value in set(Mechanism):
            return labels.MECHANISM[Mechanism(fact.value)]
        return labels.VALUE.get(fact.value, fact.value)
    if fact.kind is FactKind.DURATION and fact.unit == "hours":
        return _duration(fact.value)
    return with_unit(number(fact.value), fact.unit)


def _duration(hours: float) -> str:
    for size, name in ((730.0, "month"), (168.0, "week"), (24.0, "day"), (1.0, "hour")):
        if hours >= 2 * size or (hours >= size and hours % size == 0):
            count = number(round(hours / size, 1))
            return f"{count} {name}" if count == "1" else f"{count} {name}s"
    return f"{number(round(hours * 60, 1))} minutes"


def gain(question: OpenQuestion) -> str:
    """Return what a question is expected to tell about the class, or "" where that was not computed."""
    bits = question.expected_gain_bits
    return "" if bits is None else f"{bits:.2f} bits expected"


def purpose(question: OpenQuestion) -> str:
    """Return what a question is for, with its expected gain."""
    expected = gain(question) if question.purpose == "settles" else ""
    return ", ".join(part for part in (labels.PURPOSE[question.purpose], expected) if part)


def in_order(questions: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """Return questions that settle the class first, otherwise as they stand."""
    return sorted(questions, key=lambda question: question.purpose != "settles")


def counts(report: Report) -> str:
    """Return the line that counts claims by class; other machine learning is counted apart."""
    claims = [finding for finding in report.findings if finding.scope is Scope.FOUNDATION]
    classes = Counter(finding.verdict.technique for finding in claims)
    guesses = Counter(finding.verdict.technique for finding in claims if finding.verdict.status is Status.UNDETERMINED)
    parts = []
    for key, name in labels.TECHNIQUE.items():
        guessed = f" ({guesses[key]} best guess only)" if guesses[key] else ""
        parts.append(f"{classes[key]} {name}{guessed}")
    if classes[None]:
        parts.append(f"{classes[None]} without a verdict")
    line = f"{plural(len(claims), 'claim')}: {', '.join(parts)}"
    others = len(report.findings) - len(claims)
    if others:
        line += f"; counted apart: {others} about other machine learning"
    return line + "."


def outcome(result: Report | Dossier) -> str | None:
    """Return the sentence that must stand beside the bottom line, or None where all went well."""
    if result.status == "failed":
        return FAILED
    if isinstance(result, Report) and not result.findings:
        return NO_FINDINGS if result.status == "complete" else NO_FINDINGS_PARTIAL
    if isinstance(result, Dossier) and not any(report.findings for report in result.reports):
        return NO_FINDINGS if result.status == "complete" else NO_FINDINGS_PARTIAL
    return PARTIAL if result.status == "partial" else None


def reader(provenance: Provenance) -> str:
    """Return who read the text."""
    return _OFFLINE if provenance.model == "offline" else provenance.model


def as_of(provenance: Provenance) -> str:
    """Return the date the audit speaks for, and where that date comes from."""
    return f"{provenance.as_of} ({labels.AS_OF[provenance.as_of_source]})"


def document(report: Report) -> str:
    """Return what kind of document it is: "transcript (vtt), 42 turns"."""
    info = report.document
    size = plural(info.turns, "turn") if info.turns else plural(info.characters, "character")
    return f"{labels.KIND[info.kind]} ({info.format}), {size}"


def about(report: Report) -> list[tuple[str, str]]:
    """Return the labelled lines that say what was audited, by whom and as of when."""
    info = report.document
    return [
        ("Document", document(report) + (f", dated {info.date}" if info.date else "")),
        ("Vendor", info.vendor or "not named"),
        ("As of", as_of(report.provenance)),
        ("Reader", reader(report.provenance)),
    ]


def title(result: Report | Dossier) -> str:
    """Return the title of a memo about a document, or about a vendor's documents."""
    name = result.document.name if isinstance(result, Report) else result.vendor
    return f"{labels.TITLE}: {name}" if name else labels.TITLE


def problem(error: StepError) -> str:
    """Return which part of the audit did not succeed, and why."""
    return f"{', '.join(part for part in (error.step, error.where) if part)}: {error.message}"


def weights(reason: Reason) -> str:
    """Return what a signal adds to each class."""
    return ", ".join(f"{labels.TECHNIQUE[key]} {value:+.2f}" for key, value in reason.weights.items())


def ungrounded(count: int) -> str:
    """Return the sentence that says how much of what the reader handed in was left out."""
    verb = "was" if count == 1 else "were"
    items = plural(count, "item")
    return f"{items} the reader handed in {verb} not borne out by the document and {verb} left out."


def hidden(count: int) -> str:
    """Return the sentence that says that hidden text was not used."""
    verb = "was" if count == 1 else "were"
    return f"{plural(count, 'passage')} of the file that a reader does not see {verb} not used as evidence."


def ownership(record: Ownership) -> list[tuple[str, str]]:
    """Return the labelled lines of what a buyer would get, leaving out what is not known."""
    lines = [("Base", record.base or ""), ("Age of the base", _age(record.age) if record.age else "")]
    lines.append(("Work done", record.work or ""))
    if record.access != "unknown" or any(text for _, text in lines):
        lines.append(("Access", labels.ACCESS[record.access]))
    lines.append(("Upgrades", record.upgrade or ""))
    lines.append(("Who upgrades", labels.WHO.get(record.upgraded_by or "", "")))
    lines.append(("Who pays", labels.WHO.get(record.payer or "", "")))
    told = {case.reason: f"{case.reason}: “{shortened(case.quote.text, 120)}”" for case in record.cases}
    reasons = "; ".join(told.get(reason, reason) for reason in record.reasons)
    lines.append(("Reasons to own", reasons))
    if record.cases and not any(case.figures for case in record.cases):
        lines.append(("", "No figure is given with a reason."))
    return [(label, text) for label, text in lines if text]


def review(record: Review) -> str:
    """Return what an analyst decided, who and when, as one sentence."""
    decided = {
        "accepted": "accepted",
        "rejected": "rejected: no claim about training",
        "reclassed": f"re-classed as {labels.TECHNIQUE[record.technique] if record.technique else 'another class'}",
    }[record.decision]
    by = f" by {record.who}" if record.who else ""
    note = f": {record.note}" if record.note else ""
    return f"Reviewed{by}, {record.when[:10]}; {decided}{note}."


def _age(age: BaseAge) -> str:
    text = f"{age.base}, released {age.released}, {plural(age.months, 'month')} before the report's date"
    return f"{text}; followed by {age.successor} in {age.superseded}" if age.successor else text


def usage(record: Usage) -> str:
    """Return what the audit cost, or "" where no request was made."""
    if not record.requests:
        return ""
    parts = [
        plural(record.requests, "request"),
        f"{record.input_tokens:,} tokens in, {record.output_tokens:,} out",
    ]
    if record.cost_usd is not None:
        parts.append(f"${record.cost_usd:.4f}")
    return ", ".join(parts)


def provenance(report: Report, *, verbose: bool = False) -> list[str]:
    """Return the parts of the closing line: who read what, with which version and as of when."""
    record = report.provenance

    def digest(text: str) -> str:
        return text if verbose else text[:19] if text.startswith("sha256:") else text[:12]

    parts = [
        f"Read by {reader(record)}",
        f"as of {record.as_of}",
        f"auditor {record.auditor}",
        f"checklist {digest(record.checklist)}",
        f"rubric {digest(record.rubric)}",
        f"document {digest(report.document.id)}",
        f"made {record.created_at}",
    ]
    if verbose:
        parts += [f"prompt {name} {text}" for name, text in record.prompts.items()]
    cost = usage(report.usage)
    return [*parts, cost] if cost else parts
