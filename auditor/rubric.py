"""The rubric: which signals a finding's facts fire, and the verdict they add up to.

Posterior = softmax(log prior + sum of the fired signals' log-likelihoods / temperature); each signal counts once.
Only grounded facts are read, and of those only what is done or in progress; a reader's opinion is one signal.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import Field

from auditor.patterns import Lazy
from auditor.schema import (
    Agreement,
    Answer,
    Asserted,
    By,
    Fact,
    Modality,
    Numbers,
    Quote,
    Reason,
    Record,
    Side,
    Status,
    Technique,
    Verdict,
)

BaseKind = Literal["open_weights", "api_only", "own", "unknown", "none"]
"""What is known of a base; "none" where an answer says that there is no base."""
SUPPORTED_FROM = 0.85
"""Probability from which an explicit statement carries "supported"."""
INFERRED_FROM = 0.70
"""Probability from which circumstances carry "inferred"."""
_ORDER = (Technique.PRE_TRAINING, Technique.FINE_TUNING, Technique.PROMPT_ENGINEERING)
_RANK = {Technique.PROMPT_ENGINEERING: 0, Technique.FINE_TUNING: 1, Technique.PRE_TRAINING: 2}


class Signal(Record):
    """A row of the rubric: what it reads, what it moves, and why."""

    id: str
    group: Literal["settles", "evidence", "phrasing"]
    reads: str
    values: tuple[str, ...] = ()
    base_kinds: tuple[BaseKind, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    alone: bool = False
    bars: tuple[Technique, ...] = ()
    """Techniques that are not called supported or inferred while this signal stands against them."""
    of_training: bool = False
    """A circumstance of training: once the first weights are stated, it tells no longer between the two kinds."""
    weights: tuple[float, float, float]
    text: str
    looks_for: str
    why: str
    example: str
    source: str

    @property
    def favours(self) -> Technique:
        """The technique this signal speaks for most."""
        return max(_ORDER, key=lambda technique: self.weight(technique))

    def weight(self, technique: Technique) -> float:
        """Log-likelihood this signal adds to a technique."""
        return self.weights[_ORDER.index(technique)]


class Calibration(Record):
    """What turns sums of signals into probabilities that keep their word; fitted (``make calibrate``)."""

    temperature: float = Field(default=1.0, gt=0)
    """The sum of the signals is divided by it: above 1 the weights are taken for less than they say."""
    doubt: float = Field(default=0.015, ge=0, lt=1)
    """Share of every posterior that is spread evenly: no text makes a class certain."""


class Rubric(Record):
    """The prior, the table of signals, and the calibration of their sum."""

    prior: dict[Technique, float]
    signals: tuple[Signal, ...] = Field(min_length=1)
    calibration: Calibration = Calibration()


def parse_rubric(data: Mapping[str, object], fitted: Mapping[str, object] | None = None) -> Rubric:
    """Return the rubric from the parsed signals.toml and calibration.toml; raises ValueError where it is malformed."""
    calibration = fitted["calibration"] if fitted else Calibration()
    return Rubric.model_validate({"prior": data["prior"], "signals": data["signal"], "calibration": calibration})


class Evidence(Record):
    """Everything the rubric may read about one finding."""

    asserted: Asserted
    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    answers: tuple[Answer, ...] = ()
    reader: Technique | None = None
    known_pretrainer: bool = False
    base_kinds: dict[str, BaseKind] = Field(default_factory=dict)
    """Kind of each base model named in the facts."""
    numbers: Numbers | None = None
    """The arithmetic over the finding's numbers."""


def judge(rubric: Rubric, evidence: Evidence) -> Verdict:
    """Return the verdict that a finding's evidence supports."""
    reasons = _given_the_start(rubric, tuple(_fired(rubric, evidence)))
    probabilities = posterior(rubric, reasons)
    technique = max(_ORDER, key=lambda each: probabilities[each])
    status = _status(rubric, evidence, reasons, technique, probabilities[technique])
    return Verdict(
        technique=technique,
        status=status,
        probabilities=probabilities,
        agreement=agreement(evidence.asserted, technique, status),
        rationale=reasons,
    )


_START = frozenset({"weights-random", "weights-checkpoint"})


def _given_the_start(rubric: Rubric, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Return the reasons as they weigh once the weights before the first step are stated.

    Given those weights and that something was trained, the class is known; data, compute and hardware then say
    only that something was trained, so their weights for the two kinds of training become their mean.
    """
    if not any(reason.signal in _START for reason in reasons):
        return reasons
    flat = {signal.id for signal in rubric.signals if signal.of_training}
    return tuple(_flattened(reason) if reason.signal in flat else reason for reason in reasons)


def _flattened(reason: Reason) -> Reason:
    trained = (Technique.PRE_TRAINING, Technique.FINE_TUNING)
    mean = sum(reason.weights[technique] for technique in trained) / 2
    weights = {**reason.weights, **dict.fromkeys(trained, mean)}
    return reason.model_copy(update={"weights": weights})


def posterior(rubric: Rubric, reasons: Iterable[Reason]) -> dict[Technique, float]:
    """Return P(technique | reasons), rounded to four digits."""
    sums = dict.fromkeys(_ORDER, 0.0)
    for reason in reasons:
        for technique, weight in reason.weights.items():
            sums[technique] += weight
    given = tempered(rubric.prior, sums, rubric.calibration)
    return {technique: round(value, 4) for technique, value in given.items()}


def tempered(
    prior: Mapping[Technique, float], sums: Mapping[Technique, float], calibration: Calibration
) -> dict[Technique, float]:
    """Return the softmax of log prior + sum / temperature, with the doubt spread evenly."""
    scores = {technique: math.log(prior[technique]) + sums[technique] / calibration.temperature for technique in _ORDER}
    top = max(scores.values())
    odds = {technique: math.exp(score - top) for technique, score in scores.items()}
    total = sum(odds.values())
    even = calibration.doubt / len(_ORDER)
    return {technique: (1 - calibration.doubt) * value / total + even for technique, value in odds.items()}


def agreement(asserted: Asserted, technique: Technique, status: Status) -> Agreement:
    """Compare the class asserted with the class supported (the rule is in DESIGN section 5)."""
    if status in (Status.UNDETERMINED, Status.ERROR):
        return Agreement.UNVERIFIABLE
    if asserted is Asserted.UNSPECIFIED:
        overstated = technique is Technique.PROMPT_ENGINEERING
        return Agreement.OVERSTATED if overstated else Agreement.CONSISTENT
    difference = _RANK[Technique(asserted.value)] - _RANK[technique]
    if difference == 0:
        return Agreement.CONSISTENT
    return Agreement.OVERSTATED if difference > 0 else Agreement.UNDERSTATED


def readable(fact: Fact) -> bool:
    """Whether the rubric may read a fact: done or under way, and not a third party's or the customer's work."""
    return fact.modality in (Modality.DONE, Modality.IN_PROGRESS) and fact.by is By.VENDOR and bool(fact.quotes)


def _fired(rubric: Rubric, evidence: Evidence) -> Iterable[Reason]:
    facts = [fact for fact in evidence.facts if readable(fact)]
    for signal in rubric.signals:
        if signal.alone and facts:
            continue
        quotes = _read(signal, evidence, facts)
        if quotes is not None:
            weights = {technique: signal.weight(technique) for technique in _ORDER}
            yield Reason(signal=signal.id, text=signal.text, quotes=quotes, weights=weights)


def _read(signal: Signal, evidence: Evidence, facts: Sequence[Fact]) -> tuple[Quote, ...] | None:
    """Return the quotes a signal rests on, or None where it does not fire."""
    what, _, which = signal.reads.partition(":")
    if what == "fact":
        read = [fact for fact in facts if fact.kind == which and _within(signal, fact, evidence.base_kinds)]
        return tuple(dict.fromkeys(quote for fact in read for quote in fact.quotes)) if read else None
    if what == "asserted":
        if evidence.asserted not in signal.values:
            return None
        return (telling(evidence.asserted, evidence.quotes),) if evidence.quotes else ()
    if what == "wording":
        hits = tuple(
            quote for quote in evidence.quotes if any(re.search(each, quote.text, re.I) for each in signal.values)
        )
        return hits[:1] or None
    if what == "answer":
        hit = [
            each
            for each in evidence.answers
            if each.question in which.split("|") and each.directness in signal.values and was_asked(each)
        ]
        return tuple(each.quotes[-1] for each in hit) if len(hit) >= (signal.minimum or 1) else None
    if what == "numbers":
        return _numbers_quotes(evidence.numbers) if _marked(signal, evidence.numbers) else None
    if what == "reader":
        return () if evidence.reader is not None and evidence.reader in signal.values else None
    return () if what == "vendor" and evidence.known_pretrainer else None


def _marked(signal: Signal, numbers: Numbers | None) -> bool:
    return numbers is not None and any(value in (*numbers.marks, numbers.verdict) for value in signal.values)


def _numbers_quotes(numbers: Numbers | None) -> tuple[Quote, ...]:
    lines = numbers.lines if numbers else ()
    return tuple(dict.fromkeys(quote for line in lines for quote in line.quotes))


_WORDS: dict[Asserted, Lazy] = {
    Asserted.PRE_TRAINING: Lazy(
        r"(?<!continued )(?<!continuing )(?<!continual )(?<!continuous )(?<!further )pre-?train|"
        r"scratch|random|from zero|from nothing|ground up",
        re.I,
    ),
    Asserted.FINE_TUNING: Lazy(r"tun(?:e|ed|es|ing)\b|lora|adapter|rlhf|dpo|distill|continued|post-?train", re.I),
    Asserted.PROMPT_ENGINEERING: Lazy(r"prompt|api\b|gpt|claude|gemini|retriev|look|hosted|instruct", re.I),
    Asserted.UNSPECIFIED: Lazy(r"train|taught|teach|learn|own|proprietary", re.I),
}
"""Words by which a quote shows the class it asserts."""


def telling(asserted: Asserted, quotes: Sequence[Quote]) -> Quote:
    """The quote that shows best what is said: with the word it turns on, and rather the vendor's own."""
    own = [quote for quote in quotes if quote.side is not Side.CUSTOMER] or list(quotes)
    words = _WORDS[asserted]
    return next((quote for quote in (*own, *quotes) if words.search(quote.text)), own[0])


def was_asked(answer: Answer) -> bool:
    """Whether the question was put to somebody, rather than looked for in what was said unasked."""
    return answer.source != "document" or any(quote.text.rstrip().endswith("?") for quote in answer.quotes)


def _within(signal: Signal, fact: Fact, base_kinds: Mapping[str, BaseKind]) -> bool:
    if signal.base_kinds:
        return base_kinds.get(str(fact.value), "unknown") in signal.base_kinds
    if signal.values:
        return fact.value in signal.values
    if signal.minimum is None and signal.maximum is None:
        return True
    if isinstance(fact.value, str):
        return False
    return (signal.minimum is None or fact.value >= signal.minimum) and (
        signal.maximum is None or fact.value < signal.maximum
    )


def _status(
    rubric: Rubric, evidence: Evidence, reasons: Sequence[Reason], technique: Technique, probability: float
) -> Status:
    signals = {signal.id: signal for signal in rubric.signals}
    if any(technique in signals[reason.signal].bars for reason in reasons):
        return Status.UNDETERMINED
    groups: dict[str, set[Technique]] = {"settles": set(), "evidence": set(), "phrasing": set()}
    for reason in reasons:
        signal = signals[reason.signal]
        if reason.quotes or signal.group != "settles":
            groups[signal.group].add(signal.favours)
    if technique in groups["settles"] and probability >= SUPPORTED_FROM and evidence.quotes:
        return Status.SUPPORTED
    if probability >= INFERRED_FROM and technique in groups["settles"] | groups["evidence"]:
        return Status.INFERRED
    return Status.UNDETERMINED
