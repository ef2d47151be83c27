"""Which speakers of a transcript speak for the vendor, and which for its customer.

Companies in labels group the speakers; what is said settles which group sells. Unless one group is the
clear winner everybody stays unknown: a customer's sentence taken for the vendor's would be worse.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.documents.behaviour import TURN_LIMIT, TURNS_LOOKED_AT, Score, scores_of
from auditor.documents.people import People, Person, is_role, meant, same_company
from auditor.documents.reading import Stretch
from auditor.patterns import Lazy
from auditor.schema import Side, Speaker

_COMPANY = r"(?P<company>[A-Z][\w&'’-]{1,30}(?:\s+[A-Z][\w&'’-]{1,30}){0,2})"
_INTRODUCES = tuple(
    Lazy(pattern)
    for pattern in (
        r"\b(?:[Ff]ounders?|[Cc]o-?founders?|CEO|CTO|[Hh]ead of \w{1,20}|marketing|sales|product|engineering)"
        rf"\s+(?:of|at|for)\s+{_COMPANY}",
        rf"\b(?:[Aa]t|[Hh]ere at)\s+{_COMPANY},?\s+(?:we|our)\b",
        rf"\b[Ww]e(?:'re|'ve|'ve got)?\b[^.?!\n]{{0,40}}?\bat\s+{_COMPANY}\b",
    )
)
_INTRODUCED = Lazy(rf"\b(?P<who>[A-Z][\w'’-]{{1,30}}(?: [A-Z][\w'’-]{{1,30}})?),? (?:from|at|of) {_COMPANY}")
_HEADED = Lazy(
    rf"{_COMPANY}\s*\((?:the\s+)?(?:supplier|vendor|bidder)\)|\bbidder\s+\w\s*\((?P<bidder>[^()\n]{{2,40}})\)"
)
_HOSTS = Lazy(r"(?:moderator|host|interviewer|chair|operator)\b", re.IGNORECASE)
_CLEAR = 2.0
"""Points by which one must lead to be given a side."""
_SOME = 1.4
"""Points that do where somebody plainly asks as a buyer does."""


class Sides:
    """Side of each speaker, and the vendor's name where the transcript tells it."""

    def __init__(
        self, sides: dict[Person, Side], people: People, companies: Mapping[Person, str], vendor: str | None
    ) -> None:
        self._sides = sides
        self._people = people
        self._companies = companies
        self.vendor = vendor

    def speakers(self) -> Iterator[Speaker]:
        """Yield every speaker with the side."""
        for person in self._people.all():
            company = self._companies.get(person)
            yield Speaker(name=person.name, company=company, role=person.role, side=self._sides[person])

    def of(self, label: str | None) -> Side:
        """The side of a turn by its label."""
        return self._sides[self._people.person(label)] if label else Side.UNKNOWN


def settle_sides(
    text: str,
    stretches: Sequence[Stretch],
    people: People,
    vendor: str | None,
    vendor_speakers: Sequence[str] = (),
) -> Sides:
    """Return the side of each speaker; ``vendor`` and ``vendor_speakers`` are whom a person named, if any."""
    scores = scores_of(text, stretches, people)
    companies = _companies(text, stretches, people)
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in people.all():
        # Whoever names no company stands for himself.
        groups[_group(person, companies)].append(person)
    firms = {group for group, members in groups.items() if members[0] in companies or members[0].group}
    given = _given(people.all(), companies, vendor_speakers)
    sure = {_group(person, companies) for person, side in given.items() if side is Side.VENDOR}
    found = None if sure else _named(text, stretches, firms, vendor) or _winner(groups, scores)
    sellers = sure | ({found} if found else set())
    sides = {}
    asked = any(score.lead <= -_SOME and score.buys >= 2 * score.sells for score in scores.values())
    clear = _SOME if asked else _CLEAR
    for group, members in groups.items():
        for person in members:
            sides[person] = given.get(person) or _side(group, sellers, scores[person], firms, person, clear)
    if not any(side is Side.VENDOR for side in sides.values()):
        sides = dict.fromkeys(sides, Side.UNKNOWN)
    told = {company for group in sellers & firms if (company := companies.get(groups[group][0]))}
    return Sides(sides, people, companies, vendor or (told.pop() if len(told) == 1 else None))


def _given(people: Sequence[Person], companies: Mapping[Person, str], names: Sequence[str]) -> dict[Person, Side]:
    """The sides that need no guess: whom the user names, else what the file itself says."""
    known = [(person.name, companies.get(person)) for person in people]
    named = set[str]().union(*(meant(name, known) for name in names))
    given = {person: person.side for person in people if person.side}
    for person in people:
        if person.name in named:
            given[person] = Side.VENDOR
        elif named and given.get(person) is Side.VENDOR:
            del given[person]
    return given


def _group(person: Person, companies: Mapping[Person, str]) -> str:
    return _key(companies.get(person) or person.group or f"speaker {person.name}")


def _side(group: str, sellers: set[str], score: Score, firms: set[str], person: Person, clear: float) -> Side:
    if group in sellers:
        return Side.VENDOR
    if group in firms and sellers & firms:
        # In a call of two companies the other one buys; of more, one may be a partner.
        return Side.CUSTOMER if len(firms) == 2 or score.lead < _CLEAR else Side.UNKNOWN
    if group in firms or _HOSTS.match(person.name):
        return Side.UNKNOWN
    if score.lead >= clear and score.sells >= 2 * score.buys:
        return Side.VENDOR
    if score.lead <= -clear and score.buys >= 2 * score.sells:
        return Side.CUSTOMER
    return Side.UNKNOWN


def _companies(text: str, stretches: Sequence[Stretch], people: People) -> dict[Person, str]:
    """Each speaker's company by label, or else by what the speaker says of himself."""
    found = {person: person.company for person in people.all() if person.company}
    by_word: dict[str, set[Person]] = defaultdict(set)
    for person in people.all():
        for word in person.name.casefold().split():
            by_word[word].add(person)
    for stretch in stretches[:TURNS_LOOKED_AT]:
        if not stretch.label:
            continue
        person = people.person(stretch.label)
        said = text[stretch.start : stretch.end][:TURN_LIMIT]
        for pattern in _INTRODUCES:
            introduced = pattern.search(said)
            if introduced:
                found.setdefault(person, introduced["company"])
        for introduced in _INTRODUCED.finditer(said):
            fits = set[Person]().union(*(by_word.get(word, ()) for word in introduced["who"].casefold().split()))
            if len(fits) == 1:
                found.setdefault(fits.pop(), introduced["company"])
    return _shortened(found)


def _shortened(companies: Mapping[Person, str]) -> dict[Person, str]:
    """The same, one name a company: where "Medicore" speaks, "Medicore Sales" is its sales department."""
    names = set(companies.values())
    return {
        person: next(
            (name for name in names if company.startswith(f"{name} ") and is_role(company[len(name) :])), company
        )
        for person, company in companies.items()
    }


def _named(text: str, stretches: Sequence[Stretch], groups: Iterable[str], vendor: str | None) -> str | None:
    """The group that the user, or a heading like "Foxglove (supplier)", names as the vendor."""
    names = [vendor] if vendor else []
    head = text[: stretches[0].end + 2000] if stretches else ""
    names += [found["company"] or found["bidder"] for found in _HEADED.finditer(head)]
    for name in names:
        wanted = _key(name)
        fits = [group for group in groups if same_company(group, wanted)]
        if len(fits) == 1:
            return fits[0]
    return None


def _winner(groups: dict[str, list[Person]], scores: dict[Person, Score]) -> str | None:
    """The group that sells, where it leads every other clearly."""
    if len(groups) < 2:
        return None
    leads = sorted(
        ((sum(scores[person].lead for person in members), group) for group, members in groups.items()),
        reverse=True,
    )
    (best, group), (second, _) = leads[:2]
    return group if best >= 0.7 and best - second >= _CLEAR - 0.2 else None


def _key(company: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", company.casefold()))
