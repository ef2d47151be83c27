"""The short answers: a bottom line per product sold, and what it means for the buyer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from auditor.flags import subject_key
from auditor.reference import Reference
from auditor.rubric import readable, telling
from auditor.schema import (
    Access,
    Answer,
    Asserted,
    BottomLine,
    Directness,
    Fact,
    FactKind,
    Finding,
    Mechanism,
    OpenQuestion,
    Ownership,
    Scope,
    Status,
    Technique,
)
from auditor.standing import REASONS

NAMES: dict[Technique, str] = {
    Technique.PRE_TRAINING: "pre-training",
    Technique.FINE_TUNING: "fine-tuning",
    Technique.PROMPT_ENGINEERING: "prompt engineering",
}
ASKED = 3
"""Questions a bottom line carries."""
_SAYS: dict[Asserted, str] = {
    Asserted.PRE_TRAINING: "pre-trained",
    Asserted.FINE_TUNING: "fine-tuned",
    Asserted.PROMPT_ENGINEERING: "built on an existing model",
    Asserted.UNSPECIFIED: "trained (how is not said)",
}
_MECHANISMS: dict[Mechanism, str] = {
    Mechanism.FROM_SCRATCH: "trained from scratch",
    Mechanism.SFT: "on supervised examples",
    Mechanism.PREFERENCE: "preference tuning",
    Mechanism.RL: "reinforcement learning on an existing model",
    Mechanism.ADAPTER: "an adapter (LoRA or similar) on an existing model",
    Mechanism.SOFT_PROMPT: "trained soft prompts on an existing model",
    Mechanism.CONTINUED_PRETRAINING: "continued pre-training of an existing model",
    Mechanism.DISTILLATION: "distillation",
    Mechanism.DERIVATIVE: "merging, pruning or growing existing models",
    Mechanism.RETRIEVAL: "documents looked up at question time",
    Mechanism.PROMPTING: "instructions to an existing model",
    Mechanism.ORCHESTRATION: "agents and routing around existing models",
    Mechanism.REBRAND: "an existing model, hosted or renamed",
}


def bottom_line(findings: Iterable[Finding], questions: Sequence[OpenQuestion]) -> tuple[BottomLine, ...]:
    """Return one line per product, in order of first mention; other ML is summed up after."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.scope is Scope.FOUNDATION:
            groups.setdefault(subject_key(finding.subject), []).append(finding)
    return tuple(_line(group, questions) for group in groups.values())


def _line(group: list[Finding], questions: Sequence[OpenQuestion]) -> BottomLine:
    says = "; ".join(
        dict.fromkeys(
            f"{_SAYS[each.asserted]}: “{shortened(telling(each.asserted, each.quotes).text)}”" for each in group
        )
    )
    supported = "; ".join(dict.fromkeys(_supported(each) for each in group))
    asked = [question.text for finding in group for question in finding.open_questions]
    asked += [question.text for question in questions]
    return BottomLine(
        subject=group[0].subject,
        says=says,
        supported=supported,
        ask=tuple(dict.fromkeys(asked))[:ASKED],
        findings=tuple(each.id for each in group),
    )


def _supported(finding: Finding) -> str:
    verdict = finding.verdict
    if verdict.technique is None:
        return "not assessed"
    name, share = NAMES[verdict.technique], f"{verdict.probabilities[verdict.technique]:.0%}"
    how = f", {_MECHANISMS[finding.mechanism]}" if finding.mechanism else ""
    if verdict.status is Status.SUPPORTED:
        return f"{name}{how} (supported, {share})"
    if verdict.status is Status.INFERRED:
        return f"{name}{how} (inferred, {share})"
    return f"not decided by the document; best guess {name} ({share})"


def shortened(text: str, limit: int = 140) -> str:
    """Return a quote on one line, cut at a word with an ellipsis where it is long."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def ownership(
    findings: Sequence[Finding], facts: Sequence[Fact], answers: Mapping[str, Answer], reference: Reference
) -> Ownership:
    """Return which base, what is done with it, and whether the buyer rents or owns the result."""
    judged = [each for each in findings if each.scope is Scope.FOUNDATION and each.verdict.technique]
    if not judged:
        return Ownership()
    known = [fact for each in judged for fact in each.facts if readable(fact)]
    known += [fact for fact in facts if readable(fact)]
    main = max(
        judged,
        key=lambda each: (each.verdict.status is Status.SUPPORTED, max(each.verdict.probabilities.values())),
    )
    about = main.facts if main.verdict.technique is Technique.PRE_TRAINING else known
    names = (str(fact.value) for fact in about if fact.kind is FactKind.BASE_MODEL and readable(fact))
    base = next((name for name in names if name != "none"), None)
    access = _access(known, main, base, reference)
    reasons = tuple(dict.fromkeys(
        REASONS[str(fact.value)] for fact in known if fact.kind is FactKind.OWNERSHIP_CASE and fact.value in REASONS
    ))  # fmt: skip
    upgrade = answers.get("upgrade-path")
    told = upgrade.quotes if upgrade and upgrade.directness in (Directness.DIRECT, Directness.PARTIAL) else ()
    path = next((quote.text for quote in told if not quote.text.rstrip().endswith("?")), None)
    return Ownership(
        base=base,
        work=_MECHANISMS[main.mechanism] if main.mechanism else None,
        access=access,
        upgrade=shortened(path) if path else None,
        reasons=reasons,
        summary=tuple(_sentences(main, base, access, reasons, path)),
    )


def _access(known: Sequence[Fact], main: Finding, base: str | None, reference: Reference) -> Access:
    holders = {str(fact.value) for fact in known if fact.kind is FactKind.WEIGHTS_HOLDER}
    if holders & {"vendor", "customer", "public"}:
        return "own_weights"
    row = reference.base(base) if base else None
    if (
        "provider" in holders
        or any(fact.kind is FactKind.API_PROVIDER for fact in known)
        or (row and row.kind == "api_only")
    ):
        return "api"
    if main.verdict.technique is Technique.PRE_TRAINING and main.verdict.status is Status.SUPPORTED:
        return "own_weights"
    return "unknown"


def _sentences(
    main: Finding, base: str | None, access: str, reasons: tuple[str, ...], upgrade: str | None
) -> Iterable[str]:
    technique = main.verdict.technique
    firm = main.verdict.status is not Status.UNDETERMINED
    if not firm:
        yield "The document does not settle what was done to which weights; ask before a price is paid for training."
    elif technique is Technique.PROMPT_ENGINEERING:
        yield "What is sold is work around an existing model: compare it with using that model directly."
    elif technique is Technique.FINE_TUNING:
        yield "What is sold is an existing model adapted further: its limits and its age are those of the base."
    else:
        yield "What is sold is a model of the vendor's own making: its upkeep depends on that vendor alone."
    yield (
        f"Base model: {base}."
        if base
        else "The base model is not named."
        if technique is not Technique.PRE_TRAINING
        else "No base model is named."
    )
    if access == "api":
        yield "The weights stay with the API's provider; switching or losing that provider is a question to ask."
    elif access == "own_weights":
        yield "The weights can be held outside an API; ask who may export them."
    else:
        yield "Whether you rent an API or can hold the weights is not said."
    yield (
        f"Upgrades: “{shortened(upgrade).rstrip('.')}”."
        if upgrade
        else "What happens when the base is superseded, and who pays, is not said."
    )
    if reasons:
        yield f"Reasons given for owning a model: {', '.join(reasons)}."
    elif technique is not Technique.PROMPT_ENGINEERING:
        yield (
            "None of the four reasons for owning a model is given"
            " (cost at scale, data sensitivity, latency, offline operation)."
        )
