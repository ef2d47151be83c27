"""Putting sentences together that speak of the same thing sold and the same training step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.providers.offline.cues import Family
from auditor.providers.offline.marks import Marked
from auditor.schema import Asserted, FactKind, Mechanism

_VERSION = re.compile(r"\bv\d+(?:\.\d+)?\b")
LEAD = re.compile(r"^\W{0,4}\*\*([A-Z][\w .&-]{1,40}?)\*\*")
"""A paragraph that opens with a name in bold."""


@dataclass
class Group:
    """One claim in the making."""

    family: Family
    members: list[Marked] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Index of the group's first sentence."""
        return min(member.sentence.index for member in self.members)

    def distance(self, marked: Marked) -> int:
        """Sentences between a sentence and the nearest member."""
        return min(abs(member.sentence.index - marked.sentence.index) for member in self.members)

    @property
    def asserted(self) -> Asserted:
        """The class the wording itself names."""
        if any("pre" in member.families for member in self.members):
            return Asserted.PRE_TRAINING
        if self.family == "tune" and any(_names_tuning(member) for member in self.members):
            return Asserted.FINE_TUNING
        if self.family == "use" and not any("train" in member.families for member in self.members):
            return Asserted.PROMPT_ENGINEERING
        return Asserted.UNSPECIFIED


def _names_tuning(member: Marked) -> bool:
    return any(hit.cue.family == "tune" and hit.cue.kind is FactKind.MECHANISM for hit in member.hits)


def group(marked: Sequence[Marked], spoken: bool) -> list[Group]:
    """Return the claims of a document, each with its sentences in order; ``spoken`` in a transcript."""
    by_family: dict[Family, list[Marked]] = {"pre": [], "tune": [], "use": [], "train": []}
    for each in marked:
        if each.claims:
            by_family[each.family].append(each)
    groups = [Group("pre", members) for members in _pretrainings(by_family["pre"])]
    groups += [Group("tune", members) for members in _tunings(by_family["tune"])]
    groups += [Group("use", members) for members in _uses(by_family["use"], spoken)]
    groups = _continued(groups)
    _place_bare(groups, by_family["train"])
    return sorted(groups, key=lambda each: each.first)


def _tunings(members: list[Marked]) -> list[list[Marked]]:
    """Separate tunings: another product's paragraph, another base, or another step is another claim."""
    clusters: dict[str, list[Marked]] = {}
    key, turn, lead = "", -1, ""
    for member in members:
        if member.sentence.turn != turn:
            turn, lead = member.sentence.turn, ""
        if opening := LEAD.match(member.opening):
            lead = opening.group(1).lower()
        key = lead or _another(member, key, clusters)
        clusters.setdefault(key, []).append(member)
    return list(clusters.values())


def _another(member: Marked, current: str, clusters: dict[str, list[Marked]]) -> str:
    """The cluster a tuning belongs to: that of its base or its step, where it names one; else the last.

    Keys read "step|base|base": the step is empty while only the starting weights are known.
    """
    step = _step(member)
    named = [_stem(name.name) for name in member.bases if name.kind in ("open", "closed")]
    key = f"{step}|{'|'.join(named)}"
    if not clusters or not step and not member.says(FactKind.WEIGHTS_BEFORE_TRAINING, "checkpoint"):
        return current if clusters else key
    known = {each for one in clusters for each in one.split("|")[1:] if each}
    if named and known and not any(_same(each, other) for each in named for other in known):
        return key
    steps = {_step(each) for each in clusters[current]} - {""} if current in clusters else set()
    return key if step and steps and step not in steps else current


def _step(member: Marked) -> str:
    if member.says(FactKind.MECHANISM, Mechanism.CONTINUED_PRETRAINING):
        return "continued"
    return "tuned" if any(hit.cue.claims and hit.cue.kind is FactKind.MECHANISM and hit.cue.family == "tune" for hit in member.hits) else ""


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _stem(base: str) -> str:
    return re.sub(r"[\s‐‑-]+", "-", base.lower())


def _pretrainings(members: list[Marked]) -> list[list[Marked]]:
    """Separate generations of a model: "v1 models are pre-trained …", "we trained v2 …"."""
    clusters: dict[str, list[Marked]] = {}
    key = ""
    for member in members:
        versions = _VERSION.findall(member.sentence.low)
        if len(set(versions)) == 1 or versions and versions[0] != key:
            key = versions[0]
        clusters.setdefault(key, []).append(member)
    if "" in clusters and len(clusters) > 1:
        unnamed = clusters.pop("")
        first = next(iter(clusters))
        clusters[first] = sorted(unnamed + clusters[first], key=lambda each: each.sentence.index)
    return list(clusters.values())


def _uses(members: list[Marked], spoken: bool) -> list[list[Marked]]:
    """Separate, in a call, plain use of a hosted model from what is built around one and called training."""
    built = [member for member in members if _built(member)]
    plain = [member for member in members if not _built(member)]
    if spoken and plain and built:
        return [plain, built]
    return [members] if members else []


def _built(member: Marked) -> bool:
    """Whether a sentence tells of something made around a model: look-ups, instructions, routing."""
    return "train" in member.families or member.says(
        FactKind.MECHANISM, Mechanism.RETRIEVAL, Mechanism.PROMPTING, Mechanism.ORCHESTRATION
    )


def _continued(groups: list[Group]) -> list[Group]:
    """Join a pre-training claim with the tuning that turns out to be meant by it."""
    pre = next((each for each in groups if each.family == "pre"), None)
    tune = next((each for each in groups if each.family == "tune"), None)
    if pre is None or tune is None:
        return groups
    started = any(
        member.says(FactKind.WEIGHTS_BEFORE_TRAINING, "checkpoint")
        or (member.says(FactKind.MECHANISM, Mechanism.CONTINUED_PRETRAINING) and member.bases)
        for member in tune.members
    )
    random = any(member.says(FactKind.WEIGHTS_BEFORE_TRAINING, "random") for member in pre.members)
    if started and not random and not any(_own_base(member) for member in tune.members):
        tune.members = sorted(tune.members + pre.members, key=lambda each: each.sentence.index)
        return [each for each in groups if each is not pre]
    return groups


_OWN_BASE = re.compile(r"-base\b|\bour (?:own )?base\b|\bthat base\b|\bits base\b")


def _own_base(member: Marked) -> bool:
    return bool(_OWN_BASE.search(member.sentence.low)) and not any(base.kind in ("open", "closed") for base in member.bases)


def _place_bare(groups: list[Group], bare: list[Marked]) -> None:
    """Give each bare "trained" to the claim that explains it, else let them stand as one."""
    if not bare:
        return
    if not groups:
        groups.append(Group("train", bare))
        return
    tuned_only = all(each.family == "tune" for each in groups)
    strangers = [
        member
        for member in bare
        if tuned_only and member.bases and not any(_akin(member, each) for each in groups)
    ]
    for member in bare:
        if member not in strangers:
            min(groups, key=lambda each: each.distance(member)).members.append(member)
    for each in groups:
        each.members.sort(key=lambda member: member.sentence.index)
    if strangers:
        groups.append(Group("train", strangers))


def _akin(member: Marked, other: Group) -> bool:
    """Whether a bare "trained" may be about the same base as a claim that explains it."""
    known = {_stem(base.name) for each in other.members for base in each.bases if base.kind in ("open", "closed")}
    own = {_stem(base.name) for base in member.bases if base.kind in ("open", "closed")}
    return not known or not own or any(_same(one, two) for one in own for two in known)
