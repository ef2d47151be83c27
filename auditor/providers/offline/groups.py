"""Putting sentences together that speak of the same thing sold and the same training step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.providers.offline.cues import Family
from auditor.providers.offline.marks import Marked
from auditor.schema import Asserted, FactKind, Mechanism

_LEAD = re.compile(r"^\W{0,4}\*\*([A-Z][\w .&-]{1,40}?)\*\*")


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
        if any(member.family == "pre" for member in self.members):
            return Asserted.PRE_TRAINING
        if self.family == "tune" and any(_names_tuning(member) for member in self.members):
            return Asserted.FINE_TUNING
        if self.family == "use" and not any("train" in member.families for member in self.members):
            return Asserted.PROMPT_ENGINEERING
        return Asserted.UNSPECIFIED


def _names_tuning(member: Marked) -> bool:
    return any(hit.cue.family == "tune" and hit.cue.kind is FactKind.MECHANISM for hit in member.hits)


def group(marked: Sequence[Marked]) -> list[Group]:
    """Return the claims of a document, each with its sentences in order."""
    by_family: dict[Family, list[Marked]] = {"pre": [], "tune": [], "use": [], "train": []}
    for each in marked:
        if each.claims:
            by_family[each.family].append(each)
    groups = [Group("pre", by_family["pre"])] if by_family["pre"] else []
    groups += [Group("tune", members) for members in _tunings(by_family["tune"])]
    groups += [Group("use", members) for members in _uses(by_family["use"])]
    groups = _continued(groups)
    _place_bare(groups, by_family["train"])
    return sorted(groups, key=lambda each: each.first)


def _tunings(members: list[Marked]) -> list[list[Marked]]:
    """Separate tunings: a paragraph opening with another bold name, or another base, is another claim."""
    if not members:
        return []
    clusters: dict[str, list[Marked]] = {}
    current = ""
    for member in members:
        lead = _LEAD.match(member.sentence.text)
        named = {_stem(name.name) for name in member.bases if name.kind != "generic"}
        tunes = member.says(FactKind.MECHANISM, *Mechanism) or member.says(FactKind.WEIGHTS_BEFORE_TRAINING, "checkpoint")
        key = lead.group(1).lower() if lead else min(named) if named and tunes else current
        if not current or key == current:
            current = key
        elif lead or not current.startswith(key) and not key.startswith(current):
            current = key
        clusters.setdefault(current, []).append(member)
    if "" in clusters and len(clusters) > 1:
        first = next(key for key in clusters if key)
        clusters[first] = sorted(clusters.pop("") + clusters[first], key=lambda each: each.sentence.index)
    return list(clusters.values())


def _stem(base: str) -> str:
    return re.sub(r"[\s‐‑-]+", "-", base.lower())


def _uses(members: list[Marked]) -> list[list[Marked]]:
    """Uses of an existing model: kept only where something carries more than a stray word."""
    return [members] if members else []


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
    for member in bare:
        min(groups, key=lambda each: each.distance(member)).members.append(member)
    for each in groups:
        each.members.sort(key=lambda member: member.sentence.index)
