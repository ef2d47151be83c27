"""Putting sentences together that speak of the same thing sold and the same training step."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor.patterns import Lazy
from auditor.providers.offline.cue import Family
from auditor.providers.offline.marks import Hit, Marked
from auditor.schema import Asserted, FactKind, Mechanism

_VERSION = Lazy(r"\bv\d+(?:\.\d+)?\b")
LEAD = Lazy(r"^\W{0,4}\*\*([A-Z][\w .&-]{1,40}?)\*\*")
"""A paragraph that opens with a name in bold."""
_TRAINING = Lazy(r"train|taught|teach|learn|raised|school")
_TUNING = Lazy(
    r"tun|lora|peft|adapter|rank|prefix|rlhf|dpo|preference|feedback|reinforce|\brl\b|sft|pre-?train|post-?train|distil|reward"
)


@dataclass
class Group:
    """One claim in the making."""

    family: Family
    members: list[Marked] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Index of the group's first sentence."""
        return min(member.sentence.index for member in self.members)

    @property
    def telling(self) -> Marked:
        """The sentence that says best what the claim is: one that names weights or a method, else the first."""
        return next((member for member in self.members if _names_method(member, self.family)), self.members[0])

    @cached_property
    def positions(self) -> list[int]:
        """Indexes of the sentences the group was made of, in order."""
        return sorted(member.sentence.index for member in self.members)

    def distance(self, marked: Marked) -> int:
        """Sentences between a sentence and the nearest of those the group was made of."""
        index = marked.sentence.index
        at = bisect_left(self.positions, index)
        return min(abs(position - index) for position in self.positions[max(0, at - 1) : at + 1])

    @property
    def asserted(self) -> Asserted:
        """The class the wording itself names."""
        if any(_names_pretraining(member, self.family) for member in self.members):
            return Asserted.PRE_TRAINING
        if self.family == "tune" and any(_names_tuning(member) for member in self.members):
            return Asserted.FINE_TUNING
        if self.family == "use" and not any(_speaks_of_training(member) for member in self.members):
            return Asserted.PROMPT_ENGINEERING
        return Asserted.UNSPECIFIED


def _names_method(member: Marked, family: Family) -> bool:
    kinds = (FactKind.MECHANISM, FactKind.WEIGHTS_BEFORE_TRAINING)
    return any(hit.cue.family == family and hit.cue.kind in kinds for hit in member.hits)


def _names_pretraining(member: Marked, family: Family) -> bool:
    """Whether a sentence names pre-training; a base of one's own that is then tuned is not yet that."""
    return any(
        hit.cue.family == "pre" and hit.cue.claims and (family != "tune" or hit.cue.kind is not None)
        for hit in member.hits
    )


def _names_tuning(member: Marked) -> bool:
    """Whether a sentence names tuning or its methods, and not only customising or more training."""
    return any(
        hit.cue.family == "tune" and hit.cue.kind is FactKind.MECHANISM and _TUNING.search(_words(member, hit))
        for hit in member.hits
    )


def _speaks_of_training(member: Marked) -> bool:
    """Whether a sentence calls something training, and not only the vendor's own."""
    return any(hit.cue.family == "train" and _TRAINING.search(_words(member, hit)) for hit in member.hits)


def _words(member: Marked, hit: Hit) -> str:
    return member.sentence.low[hit.start : hit.end]


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


@dataclass
class _Cluster:
    """Tunings of one product, with the steps and bases they name."""

    members: list[Marked] = field(default_factory=list)
    steps: set[str] = field(default_factory=set)

    def add(self, member: Marked) -> None:
        self.members.append(member)
        self.steps |= {_step(member)} - {""}


def _tunings(members: list[Marked]) -> list[list[Marked]]:
    """Separate tunings: another product's paragraph, another base, or another step is another claim."""
    clusters: list[_Cluster] = []
    by_lead: dict[str, _Cluster] = {}
    known: set[str] = set()
    current: _Cluster | None = None
    for member in members:
        lead = LEAD.match(member.opening)
        if lead:
            name = lead.group(1).lower()
            current = by_lead.get(name)
        if current is None or (not lead and _another(member, current, known)):
            current = _Cluster()
            clusters.append(current)
        if lead:
            by_lead[name] = current
        current.add(member)
        known |= _named(member)
    return [cluster.members for cluster in clusters]


def _another(member: Marked, current: _Cluster, known: set[str]) -> bool:
    """Whether a tuning is not the one spoken of so far: it names another base, or another step."""
    step = _step(member)
    if not step and not member.says(FactKind.WEIGHTS_BEFORE_TRAINING, "checkpoint"):
        return False
    named = _named(member)
    if named and known and not any(_same(each, other) for each in named for other in known):
        return True
    return bool(step and current.steps and step not in current.steps)


def _named(member: Marked) -> set[str]:
    return {_stem(base.name) for base in member.bases if base.kind in ("open", "closed")}


def _step(member: Marked) -> str:
    if member.says(FactKind.MECHANISM, Mechanism.CONTINUED_PRETRAINING):
        return "continued"
    return (
        "tuned"
        if any(
            hit.cue.claims and hit.cue.kind is FactKind.MECHANISM and hit.cue.family == "tune" for hit in member.hits
        )
        else ""
    )


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
        if len(set(versions)) == 1 or (versions and versions[0] != key):
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


_OWN_BASE = Lazy(r"-base\b|\bour (?:own )?base\b|\bthat base\b|\bits base\b")


def _own_base(member: Marked) -> bool:
    return bool(_OWN_BASE.search(member.sentence.low)) and not any(
        base.kind in ("open", "closed") for base in member.bases
    )


def _place_bare(groups: list[Group], bare: list[Marked]) -> None:
    """Give each bare "trained" to the claim that explains it, else let them stand as one."""
    if not bare:
        return
    if not groups:
        groups.append(Group("train", bare))
        return
    tuned_only = all(each.family == "tune" for each in groups)
    known = [set().union(*map(_named, each.members)) for each in groups]
    strangers: list[Marked] = []
    for member in bare:
        if tuned_only and _named(member) and not any(_akin(_named(member), each) for each in known):
            strangers.append(member)
        else:
            min(groups, key=lambda each: each.distance(member)).members.append(member)
    for each in groups:
        each.members.sort(key=lambda member: member.sentence.index)
    if strangers:
        groups.append(Group("train", strangers))


def _akin(own: set[str], known: set[str]) -> bool:
    """Whether a bare "trained" may be about one of the bases of a claim that explains it."""
    return not known or any(_same(one, two) for one in own for two in known)
