"""Score reports against labelled cases: the rules are the Scoring section of ``fixtures/cases/README.md``.

Pure: cases and reports come in as records, a :class:`Scores` or a Markdown table goes out. Undefined
figures (nothing to divide by) are None, never 0 or 1. A failed report earns nothing by its silence: its
checklist cells are wrong, its pairs not credited, and as a negative it is left out of the count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from auditor.schema import (
    Asserted,
    Directness,
    DocumentKind,
    Fact,
    Finding,
    Record,
    Report,
    Scope,
    Status,
    Technique,
)

Basis = Literal["stated", "inferred"]
CellLabel = Literal["answered", "partial", "evasive", "refused", "absent"]
Span = tuple[int, int]

_MARKUP = "*_`#"
_BEST_FIRST = (
    Directness.DIRECT,
    Directness.PARTIAL,
    Directness.EVASIVE,
    Directness.REFUSED,
    Directness.ABSENT,
)
_BASES: tuple[Basis, ...] = ("stated", "inferred")


# --- labelled cases -------------------------------------------------------------------------------


class Label(BaseModel):
    """Base of the labelled records: frozen, keys it does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True, defer_build=True)


class ClaimLabel(Label):
    """A claim as the annotator saw it."""

    quote: str
    """The shortest exact substring of the case's text that carries the claim."""
    also: tuple[str, ...] = ()
    """Repeats of the same claim about the same model and step."""
    label: Technique
    basis: Basis
    scope: Scope = Scope.FOUNDATION
    claimed_as: Asserted = Asserted.UNSPECIFIED
    speaker: str | None = None

    @property
    def spans(self) -> tuple[str, ...]:
        """The quote and its repeats."""
        return (self.quote, *self.also)


class Case(Label):
    """A document with its labels."""

    id: str
    kind: DocumentKind
    format: str
    vendor: str | None = None
    text: str = ""
    """Empty where the case names a file instead; scores read the text the report carries."""
    claims: tuple[ClaimLabel, ...] = ()
    facts: dict[str, str] = {}
    """Kind of fact to the substring of the text that states it."""
    checklist: dict[str, CellLabel] = {}
    variant: str = "base"
    variant_of: str | None = None
    expect_undetermined: bool = False
    passages: tuple[str, ...] = ()
    """Injection cases: the text aimed at an automated reader."""


# --- labelled spans in the audited text -----------------------------------------------------------


class _Folded(NamedTuple):
    text: str
    origins: list[int]
    """For each character of ``text``, its offset before folding."""


def locate(span: str, text: str) -> tuple[Span, ...]:
    """Return every occurrence of a labelled span: exact, else over whitespace, else over markup too."""
    exact = tuple((at, at + len(span)) for at in _occurrences(span, text))
    return exact or _locate_folded(span, text, dropped="") or _locate_folded(span, text, dropped=_MARKUP)


def _locate_folded(span: str, text: str, dropped: str) -> tuple[Span, ...]:
    folded = _fold(text, dropped)
    wanted = _fold(span, dropped).text.strip()
    last = len(wanted) - 1
    return tuple((folded.origins[at], folded.origins[at + last] + 1) for at in _occurrences(wanted, folded.text))


def _fold(text: str, dropped: str) -> _Folded:
    characters: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        if character in dropped or (character.isspace() and characters[-1:] == [" "]):
            continue
        characters.append(" " if character.isspace() else character)
        origins.append(at)
    return _Folded("".join(characters), origins)


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


# --- findings and claims --------------------------------------------------------------------------


class Match(Record):
    """A finding and the labelled claim it is about."""

    claim: ClaimLabel
    finding: Finding

    @property
    def same_class(self) -> bool:
        """Whether the finding's technique is the claim's label."""
        return self.finding.verdict.technique is self.claim.label


class Matching(Record):
    """Which findings of a report are about which claims of its case."""

    matches: tuple[Match, ...]
    """One to one, in the order of the case's claims."""
    duplicates: tuple[Match, ...]
    """Further findings on a matched claim: neither right nor wrong."""
    false_findings: tuple[Finding, ...]
    neutral: tuple[Finding, ...]
    """Findings about other machine learning that no label speaks of."""
    missed: tuple[ClaimLabel, ...]
    """Claims without a finding, the unlocatable ones among them."""
    unlocatable: tuple[ClaimLabel, ...]
    """Claims none of whose spans is in the audited text."""


class _Overlap(NamedTuple):
    shared: int
    """Characters in common."""
    tightness: float
    """Characters in common as a share of those in either."""


class _Candidate(NamedTuple):
    claim: int
    finding: int
    overlap: _Overlap
    same_class: bool

    @property
    def rank(self) -> tuple[int, bool, float, int, int]:
        """Smallest first: best overlap, then same class, then the tighter quote, then document order."""
        shared, tightness = self.overlap
        return (-shared, not self.same_class, -tightness, self.claim, self.finding)


def match_claims(case: Case, report: Report) -> Matching:
    """Match a report's findings to its case's claims, one to one."""
    places = [_places(claim, report.document.text) for claim in case.claims]
    candidates = sorted(_candidates(case, places, report.findings), key=lambda candidate: candidate.rank)
    chosen = _one_to_one(candidates)
    finding_of = {candidate.claim: candidate.finding for candidate in chosen}
    claim_of = _best_claims(candidates)
    matched = set(finding_of.values())
    strays = [finding for at, finding in enumerate(report.findings) if at not in claim_of]
    return Matching(
        matches=tuple(
            Match(claim=case.claims[claim], finding=report.findings[finding])
            for claim, finding in sorted(finding_of.items())
        ),
        duplicates=tuple(
            Match(claim=case.claims[claim], finding=report.findings[finding])
            for finding, claim in sorted(claim_of.items())
            if finding not in matched
        ),
        false_findings=tuple(finding for finding in strays if finding.scope is Scope.FOUNDATION),
        neutral=tuple(finding for finding in strays if finding.scope is Scope.OTHER_ML),
        missed=tuple(claim for at, claim in enumerate(case.claims) if at not in finding_of),
        unlocatable=tuple(claim for claim, spans in zip(case.claims, places, strict=True) if not spans),
    )


def _places(claim: ClaimLabel, text: str) -> tuple[Span, ...]:
    return tuple(place for span in claim.spans for place in locate(span, text))


def _candidates(case: Case, places: list[tuple[Span, ...]], findings: tuple[Finding, ...]) -> Iterator[_Candidate]:
    for claim_at, claim in enumerate(case.claims):
        for finding_at, finding in enumerate(findings):
            overlap = _best_overlap(finding, places[claim_at])
            if overlap:
                same_class = finding.verdict.technique is claim.label
                yield _Candidate(claim_at, finding_at, overlap, same_class)


def _best_overlap(finding: Finding, places: tuple[Span, ...]) -> _Overlap | None:
    quoted = [(quote.start, quote.end) for quote in finding.quotes if quote.origin == "document"]
    overlaps = (_overlap(quote, place) for quote in quoted for place in places)
    return max((overlap for overlap in overlaps if overlap), default=None)


def _overlap(quote: Span, place: Span) -> _Overlap | None:
    """Return what two spans share where that is at least half of one of them, so of the shorter."""
    shared = min(quote[1], place[1]) - max(quote[0], place[0])
    lengths = (quote[1] - quote[0], place[1] - place[0])
    if shared <= 0 or 2 * shared < min(lengths):
        return None
    return _Overlap(shared, shared / (sum(lengths) - shared))


def _one_to_one(candidates: list[_Candidate]) -> list[_Candidate]:
    """Take candidates, best first, whose claim and finding are both still free."""
    chosen: list[_Candidate] = []
    claims: set[int] = set()
    findings: set[int] = set()
    for candidate in candidates:
        if candidate.claim not in claims and candidate.finding not in findings:
            chosen.append(candidate)
            claims.add(candidate.claim)
            findings.add(candidate.finding)
    return chosen


def _best_claims(candidates: list[_Candidate]) -> dict[int, int]:
    """Return, for each finding that is about some claim, the claim it is about most."""
    claim_of: dict[int, int] = {}
    for candidate in candidates:
        claim_of.setdefault(candidate.finding, candidate.claim)
    return claim_of


# --- figures --------------------------------------------------------------------------------------


class Ratio(Record):
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.hits / self.of if self.of else None


class Detection(Record):
    """What was found of what is there."""

    hits: int
    predicted: int
    """Everything found, the hits among it; duplicates and neutral findings are not."""
    labelled: int

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right."""
        return Ratio(hits=self.hits, of=self.predicted).value

    @property
    def recall(self) -> float | None:
        """Share of the labelled that was found."""
        return Ratio(hits=self.hits, of=self.labelled).value

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing is labelled and nothing predicted."""
        return Ratio(hits=2 * self.hits, of=self.predicted + self.labelled).value


class Miss(Record):
    """One thing a report got wrong, for a person to look at."""

    kind: Literal["missed_claim", "unlocatable_claim", "false_finding", "wrong_class"]
    """An unlocatable claim is a missed one too."""
    document: str
    """The case's id."""
    quote: str
    """The claim's, or a false finding's own."""
    sentence: str | None = None
    """The sentence around the finding's first quote; None where there is no finding."""
    label: Technique | None = None
    predicted: Technique | None = None
    status: Status | None = None


class Scores(Record):
    """Every figure over one group of documents."""

    documents: int
    incomplete: tuple[str, ...]
    """Ids of the cases whose report is partial or failed."""
    claims: Detection
    class_accuracy: Ratio
    """Over matched claims."""
    per_class: dict[Technique, Detection]
    """End to end: a hit is matched and of the right class."""
    confusion: dict[Technique, dict[str, int]]
    """Matched claims: label to technique predicted ("none" for a verdict in error) to count."""
    undetermined: dict[Technique, int]
    """Matched claims: label to how many of the findings are undetermined."""
    asserted: Ratio
    """Matched claims whose wording was read as labelled (``claimed_as``)."""
    statuses: dict[Basis, dict[Status, Ratio]]
    """Matched claims: basis labelled to status given; ``hits`` are those of the right class."""
    supported_right: Ratio
    """Matched findings that are supported: how many are of the right class."""
    facts: Ratio
    """Labelled facts in a quote or the value of a fact of the same kind."""
    facts_any_kind: Ratio
    """The same, whatever kind the report files it under."""
    checklist: Ratio
    checklist_merged: Ratio
    """The same with direct and partial taken as one."""
    checklist_confusion: dict[Directness, dict[str, int]]
    """Directness labelled to directness given ("failed" where the report failed) to count."""
    negatives_flagged: Ratio
    """Documents without claims: how many got a finding of foundation scope."""
    undetermined_expected: Ratio
    """Documents expected undetermined: how many have a finding on each doubtful claim that says so."""
    duplicates: int
    neutral: int
    deletion_pairs: int
    deletions_unsupported: Ratio
    """Deletion pairs whose base finding is supported: how many stop being so."""
    counterfactuals_flipped: Ratio
    """Counterfactual pairs with what changed right on both sides."""
    misses: tuple[Miss, ...]

    @property
    def macro_f1(self) -> float:
        """Mean of the three classes' end-to-end F1; a class that never occurs counts as 0."""
        return sum(self.per_class[technique].f1 or 0.0 for technique in Technique) / len(Technique)


class _Audited(NamedTuple):
    case: Case
    report: Report
    matching: Matching

    @property
    def failed(self) -> bool:
        return self.report.status == "failed"


def score(cases_with_reports: Iterable[tuple[Case, Report]]) -> Scores:
    """Score a group of reports, each beside the case it audits."""
    audits = [_Audited(case, report, match_claims(case, report)) for case, report in cases_with_reports]
    matches = [match for audit in audits for match in audit.matching.matches]
    cells = [cell for audit in audits for cell in _cells(audit)]
    deletions = list(_pairs(audits, "deletion"))
    return Scores(
        documents=len(audits),
        incomplete=tuple(audit.case.id for audit in audits if audit.report.status != "complete"),
        claims=_detected_claims(audits, matches),
        class_accuracy=_ratio(match.same_class for match in matches),
        per_class={technique: _detected_class(technique, audits, matches) for technique in Technique},
        confusion=_confusion(matches),
        undetermined={technique: _undetermined(technique, matches) for technique in Technique},
        asserted=_ratio(match.finding.asserted is match.claim.claimed_as for match in matches),
        statuses={basis: _statuses(basis, matches) for basis in _BASES},
        supported_right=_ratio(match.same_class for match in matches if _is_supported(match.finding)),
        facts=_ratio(found for audit in audits for found in _facts_found(audit, any_kind=False)),
        facts_any_kind=_ratio(found for audit in audits for found in _facts_found(audit, any_kind=True)),
        checklist=_ratio(cell.given is cell.labelled for cell in cells),
        checklist_merged=_ratio(_merged(cell.given) is _merged(cell.labelled) for cell in cells),
        checklist_confusion=_checklist_confusion(cells),
        negatives_flagged=_negatives_flagged(audits),
        undetermined_expected=_undetermined_expected(audits),
        duplicates=sum(len(audit.matching.duplicates) for audit in audits),
        neutral=sum(len(audit.matching.neutral) for audit in audits),
        deletion_pairs=len(deletions),
        deletions_unsupported=_deletions_unsupported(deletions),
        counterfactuals_flipped=_ratio(_is_flipped(*pair) for pair in _pairs(audits, "counterfactual")),
        misses=tuple(miss for audit in audits for miss in _misses(audit)),
    )


def _ratio(outcomes: Iterable[bool]) -> Ratio:
    seen = list(outcomes)
    return Ratio(hits=sum(seen), of=len(seen))


# --- claims and classes ---------------------------------------------------------------------------


def _detected_claims(audits: list[_Audited], matches: list[Match]) -> Detection:
    return Detection(
        hits=len(matches),
        predicted=len(matches) + sum(len(audit.matching.false_findings) for audit in audits),
        labelled=sum(len(audit.case.claims) for audit in audits),
    )


def _detected_class(technique: Technique, audits: list[_Audited], matches: list[Match]) -> Detection:
    counted = [match.finding for match in matches]
    counted += [finding for audit in audits for finding in audit.matching.false_findings]
    labels = [claim.label for audit in audits for claim in audit.case.claims]
    return Detection(
        hits=sum(match.same_class and match.claim.label is technique for match in matches),
        predicted=sum(finding.verdict.technique is technique for finding in counted),
        labelled=labels.count(technique),
    )


def _confusion(matches: list[Match]) -> dict[Technique, dict[str, int]]:
    seen = Counter((match.claim.label, match.finding.verdict.technique) for match in matches)
    return {
        label: {(given.value if given else "none"): seen[label, given] for given in (*Technique, None)}
        for label in Technique
    }


def _undetermined(label: Technique, matches: list[Match]) -> int:
    return sum(_is_undetermined(match.finding) for match in matches if match.claim.label is label)


def _statuses(basis: Basis, matches: list[Match]) -> dict[Status, Ratio]:
    on_basis = [match for match in matches if match.claim.basis == basis]
    return {
        status: _ratio(match.same_class for match in on_basis if match.finding.verdict.status is status)
        for status in Status
    }


def _is_supported(finding: Finding) -> bool:
    return finding.verdict.status is Status.SUPPORTED


def _is_undetermined(finding: Finding) -> bool:
    return finding.verdict.status is Status.UNDETERMINED


# --- facts and checklist --------------------------------------------------------------------------


def _facts_found(audit: _Audited, *, any_kind: bool) -> Iterator[bool]:
    """Yield for each labelled fact whether the report has it."""
    facts = [fact for finding in audit.report.findings for fact in finding.facts]
    for kind, stated in audit.case.facts.items():
        wanted = _plain(stated)
        yield any(_tells(fact, wanted) for fact in facts if any_kind or fact.kind == kind)


def _tells(fact: Fact, wanted: str) -> bool:
    return any(wanted in _plain(text) for text in (_value_text(fact), *(quote.text for quote in fact.quotes)))


def _value_text(fact: Fact) -> str:
    if isinstance(fact.value, float) and fact.value.is_integer():
        return str(int(fact.value))
    return str(fact.value)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Cell(NamedTuple):
    labelled: Directness
    given: Directness | None
    """None where the report failed."""


def _cells(audit: _Audited) -> Iterator[_Cell]:
    for question, label in audit.case.checklist.items():
        given = None if audit.failed else _best_directness(audit.report, question)
        yield _Cell(Directness.DIRECT if label == "answered" else Directness(label), given)


def _best_directness(report: Report, question: str) -> Directness:
    answers = [*report.answers, *(answer for finding in report.findings for answer in finding.answers)]
    given = [answer.directness for answer in answers if answer.question == question]
    # The label of upgrade-path covers who pays; where the path is not spoken of, the payer is all there is.
    given = given or [answer.directness for answer in answers if answer.question == _ALSO.get(question)]
    return min(given, key=_BEST_FIRST.index, default=Directness.ABSENT)


_ALSO = {"upgrade-path": "upgrade-payer"}


def _merged(directness: Directness | None) -> Directness | None:
    return Directness.DIRECT if directness is Directness.PARTIAL else directness


def _checklist_confusion(cells: list[_Cell]) -> dict[Directness, dict[str, int]]:
    seen = Counter(cells)
    return {
        label: {(given.value if given else "failed"): seen[_Cell(label, given)] for given in (*_BEST_FIRST, None)}
        for label in _BEST_FIRST
    }


# --- documents and pairs --------------------------------------------------------------------------


def _negatives_flagged(audits: list[_Audited]) -> Ratio:
    negatives = [audit for audit in audits if not audit.case.claims and not audit.failed]
    return _ratio(bool(audit.matching.false_findings) for audit in negatives)


def _undetermined_expected(audits: list[_Audited]) -> Ratio:
    expected = [audit for audit in audits if audit.case.expect_undetermined and audit.case.claims]
    return _ratio(_says_undetermined(audit) for audit in expected)


def _says_undetermined(audit: _Audited) -> bool:
    """Tell whether each claim in doubt (inferred ones; all, if none is) has a finding that says so."""
    claims = audit.case.claims
    doubtful = [claim for claim in claims if claim.basis == "inferred"] or list(claims)
    verdicts = [match.finding for match in audit.matching.matches if match.claim in doubtful]
    return len(verdicts) == len(doubtful) and all(map(_is_undetermined, verdicts))


def _pairs(audits: list[_Audited], variant: str) -> Iterator[tuple[_Audited, _Audited]]:
    """Yield each variant of one sort behind its base, where the group holds both."""
    by_id = {audit.case.id: audit for audit in audits}
    for audit in audits:
        base = by_id.get(audit.case.variant_of or "")
        if base and audit.case.variant == variant:
            yield base, audit


def _changed_claims(case: Case, other: Case) -> list[ClaimLabel]:
    """Return the claims that the other document of the pair does not have with the same label and basis."""
    kept = {(claim.quote, claim.label, claim.basis) for claim in other.claims}
    return [claim for claim in case.claims if (claim.quote, claim.label, claim.basis) not in kept]


def _deletions_unsupported(pairs: list[tuple[_Audited, _Audited]]) -> Ratio:
    return _ratio(
        not deletion.failed and not _still_supported(deletion, _changed_claims(deletion.case, base.case))
        for base, deletion in pairs
        if _was_supported(base, _changed_claims(base.case, deletion.case))
    )


def _was_supported(base: _Audited, changed: list[ClaimLabel]) -> bool:
    return any(_is_supported(match.finding) for match in base.matching.matches if match.claim in changed)


def _still_supported(deletion: _Audited, changed: list[ClaimLabel]) -> bool:
    """Tell whether a finding is supported on a changed claim, or a false one on no claim at all."""
    matching = deletion.matching
    about = [match.finding for match in (*matching.matches, *matching.duplicates) if match.claim in changed]
    return any(map(_is_supported, (*about, *matching.false_findings)))


def _is_flipped(base: _Audited, counterfactual: _Audited) -> bool:
    return _is_right(base, counterfactual.case) and _is_right(counterfactual, base.case)


def _is_right(audit: _Audited, other: Case) -> bool:
    """Tell whether every changed claim got its class; where none is left, whether nothing was flagged."""
    changed = _changed_claims(audit.case, other)
    if not changed:
        return not audit.failed and not audit.matching.false_findings
    right = [match.claim for match in audit.matching.matches if match.same_class]
    return all(claim in right for claim in changed)


# --- misses ---------------------------------------------------------------------------------------


def _misses(audit: _Audited) -> Iterator[Miss]:
    document, matching = audit.case.id, audit.matching
    for claim in matching.missed:
        kind: Literal["unlocatable_claim", "missed_claim"] = (
            "unlocatable_claim" if claim in matching.unlocatable else "missed_claim"
        )
        yield Miss(kind=kind, document=document, quote=claim.quote, label=claim.label)
    for finding in matching.false_findings:
        yield _miss_of(audit, "false_finding", finding, quote=finding.quotes[0].text, label=None)
    for match in matching.matches:
        if not match.same_class:
            claim = match.claim
            yield _miss_of(audit, "wrong_class", match.finding, quote=claim.quote, label=claim.label)


def _miss_of(
    audit: _Audited,
    kind: Literal["false_finding", "wrong_class"],
    finding: Finding,
    *,
    quote: str,
    label: Technique | None,
) -> Miss:
    return Miss(
        kind=kind,
        document=audit.case.id,
        quote=quote,
        sentence=_sentence(finding, audit.report.document.text),
        label=label,
        predicted=finding.verdict.technique,
        status=finding.verdict.status,
    )


def _sentence(finding: Finding, text: str) -> str:
    quote = finding.quotes[0]
    return text[quote.context_start : quote.context_end] if quote.origin == "document" else quote.text


# --- the table ------------------------------------------------------------------------------------


def summary_markdown(scores_by_group: Mapping[str, Scores]) -> str:
    """Return a Markdown table: a row for each figure, a column for each group."""
    names = [" ".join(name.split()).replace("|", "\\|") for name in scores_by_group]
    columns = [_figures(scores) for scores in scores_by_group.values()]
    lines = [_row("figure", names), _row("---", ["---:"] * len(names))]
    if columns:
        lines += [_row(figure, [column[figure] for column in columns]) for figure in columns[0]]
    return "\n".join(lines) + "\n"


def _row(head: str, cells: list[str]) -> str:
    return f"| {' | '.join([head, *cells])} |"


def _figures(scores: Scores) -> dict[str, str]:
    return {**_claim_figures(scores), **_verdict_figures(scores), **_other_figures(scores)}


def _claim_figures(scores: Scores) -> dict[str, str]:
    claims = scores.claims
    kinds = Counter(miss.kind for miss in scores.misses)
    return {
        "documents": str(scores.documents),
        "incomplete reports": str(len(scores.incomplete)),
        "claim precision": _share(Ratio(hits=claims.hits, of=claims.predicted)),
        "claim recall": _share(Ratio(hits=claims.hits, of=claims.labelled)),
        "claim F1": _decimal(claims.f1),
        "duplicate findings": str(scores.duplicates),
        "neutral findings": str(scores.neutral),
        "unlocatable labels": str(kinds["unlocatable_claim"]),
        "negatives flagged": _share(scores.negatives_flagged),
    }


def _verdict_figures(scores: Scores) -> dict[str, str]:
    return {
        "class accuracy on matched": _share(scores.class_accuracy),
        **{f"F1 {technique}": _decimal(scores.per_class[technique].f1) for technique in Technique},
        "macro-F1 end to end": _decimal(scores.macro_f1),
        "asserted accuracy": _share(scores.asserted),
        "supported, class right": _share(scores.supported_right),
        **{_status_head(basis): _status_counts(scores.statuses[basis]) for basis in _BASES},
        "undetermined where expected": _share(scores.undetermined_expected),
        "deletions no longer supported": _share(scores.deletions_unsupported),
        "counterfactuals flipped": _share(scores.counterfactuals_flipped),
    }


def _other_figures(scores: Scores) -> dict[str, str]:
    return {
        "fact recall": _share(scores.facts),
        "fact recall, any kind": _share(scores.facts_any_kind),
        "checklist cells right": _share(scores.checklist),
        "checklist cells right, answered = partial": _share(scores.checklist_merged),
    }


def _status_head(basis: Basis) -> str:
    return f"{basis}: supported / inferred / undetermined"


def _status_counts(statuses: Mapping[Status, Ratio]) -> str:
    shown = (Status.SUPPORTED, Status.INFERRED, Status.UNDETERMINED)
    return " / ".join(str(statuses[status].of) for status in shown)


def _share(ratio: Ratio) -> str:
    return f"{_decimal(ratio.value)} ({ratio.hits}/{ratio.of})"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
