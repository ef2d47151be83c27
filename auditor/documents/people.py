"""Who speaks in a transcript, and for which company, as labels and the list of attendees say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.documents.reading import Party, Stretch
from auditor.documents.voices import is_voice
from auditor.patterns import Lazy
from auditor.schema import Side, Speaker

_ROLE = Lazy(
    r"\b(?:founder|co-?founder|owner|ceo|cto|coo|cfo|ciso|cio|vp|head|chief|director|manager|lead|engineer|engineering"
    r"|developer|architect|architecture|sales|account|exec|executive|marketing|product|procurement|legal|security|infosec"
    r"|it|ml|ai|data|ops|operations|support|success|solutions|research|researcher|scientist|host|moderator|chair"
    r"|presenter|interviewer|guest|speaker|customer|client|buyer|vendor|supplier|seller|analyst|consultant|finance"
    r"|risk|compliance|partner|remote|online|notetaker|recording|inaudible|muted|guest|she|he|they|him|her|them)\b",
    re.IGNORECASE,
)
_NOT_A_COMPANY = Lazy(r"[=:{}<>|\d\[\]]")
_ATTENDEES = Lazy(
    r"\s{0,8}[*_#>-]{0,3}\s{0,8}(?:attendees|participants|present|attending|in attendance|on the call"
    r"|people)\b[*_]{0,3}\s{0,8}:\s{0,8}(.+)",
    re.IGNORECASE,
)
_GROUP = Lazy(r"([^();]{1,400})\(([^()]{1,200})\)")
_NAMESAKES = 100
_NAME = Lazy(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,4}")


@dataclass(frozen=True)
class Person:
    """One speaker."""

    name: str
    company: str | None
    role: str | None
    group: str | None = None
    """Who belongs together where no company is named: "Internal" or "External" to the recorder's owner."""
    side: Side | None = None
    """Where the file itself gives it."""


class People:
    """The speakers of a transcript by label."""

    def __init__(self, by_label: dict[str, Person]) -> None:
        self._by_label = by_label

    def name_of(self, label: str | None) -> str | None:
        """The speaker's name, without company and role."""
        return self._by_label[label].name if label else None

    def person(self, label: str) -> Person:
        """The person behind a label."""
        return self._by_label[label]

    def all(self) -> list[Person]:
        """Every person once, in the order of their first turn."""
        return list(dict.fromkeys(self._by_label.values()))


def strangers(names: Iterable[str], speakers: Sequence[Speaker]) -> list[str]:
    """Return the names that no speaker, company or domain goes by, or that several speakers share in part."""
    known = [(each.name, each.company) for each in speakers]
    return [name for name in names if not meant(name, known)]


def meant(wanted: str, known: Iterable[tuple[str, str | None]]) -> set[str]:
    """Return the names of the speakers a person means, of (name, company) pairs.

    The whole name or label, a company or a domain; a part of a name where only one speaker has it.
    """
    key = _key(wanted.removeprefix("@"))
    everybody = dict.fromkeys(known)
    whole = {name for name, company in everybody if key == _key(name) or (company and same_company(key, company))}
    if whole or not key:
        return whole
    parts = {name for name, _ in everybody if not is_voice(name) and set(key.split()) < set(_key(name).split())}
    return parts if len(parts) == 1 else set()


def same_company(one: str, other: str) -> bool:
    """Whether one name is the other or its beginning: "oxbow" is "oxbow analytics"."""
    first, second = _key(one).split(), _key(other).split()
    shorter = min(len(first), len(second))
    return shorter > 0 and first[:shorter] == second[:shorter]


def _key(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def read_people(text: str, stretches: Iterable[Stretch], parties: Mapping[str, Party]) -> People:
    """Return the speakers; one label's company holds for all shorter forms of the name.

    What the file's own list of parties says goes before what a label says.
    """
    labels = list(dict.fromkeys(stretch.label for stretch in stretches if stretch.label))
    first = min((stretch.start for stretch in stretches if stretch.label), default=0)
    stated = _attendees(text[: max(first, 0)])
    parsed = {label: _parse(label) for label in labels}
    known: dict[str, tuple[str, str | None, str | None]] = {}
    for name, company, role in (
        *parsed.values(),
        *((name, company, None) for name, company in stated.items()),
    ):
        key = name.casefold()
        _, had, did = known.get(key, (name, None, None))
        known[key] = (known.get(key, (name,))[0], had or company, did or role)
    by_word: dict[str, list[str]] = defaultdict(list)
    for key in known:
        for word in set(key.split()):
            by_word[word].append(key)
    by_label = {}
    for label, (name, _, _) in parsed.items():
        own = known[name.casefold()]
        full = own if own[1] or is_voice(name) else _longer(name, known, by_word) or own
        party = parties.get(label, Party())
        by_label[label] = Person(
            name=own[0],
            company=party.company or full[1],
            role=party.role or own[2] or full[2],
            group=party.group,
            side=party.side,
        )
    return People(by_label)


def _longer(
    name: str, known: Mapping[str, tuple[str, str | None, str | None]], by_word: Mapping[str, Sequence[str]]
) -> tuple[str, str | None, str | None] | None:
    """The one person known by a longer name that holds this one: "Prue" is "Prue Adler"."""
    words = set(name.casefold().split())
    rarest = min((by_word.get(word, ()) for word in words), key=len, default=())
    fits = [key for key in rarest[:_NAMESAKES] if words < set(key.split())]
    return known[fits[0]] if len(fits) == 1 else None


def _parse(label: str) -> tuple[str, str | None, str | None]:
    """Split "Ana Ruiz (Acme, sales)" or "Ana Ruiz, Acme" into name, company and role."""
    name, _, note = label.partition(" (")
    note = note.rstrip(")")
    name, comma, after = name.partition(",")
    parts = [part.strip() for part in note.split(",")] if note else []
    if comma:
        parts = [part.strip() for part in after.split(",")] + parts
    company = role = None
    for part in parts:
        if not part:
            continue
        if company is None and is_company(part):
            company = part
        elif role is None:
            role = part
    return name.strip() or label, company, role


def is_company(text: str) -> bool:
    """Whether a part of a label names an organisation rather than a role."""
    if not text[0].isupper() or len(text) > 60 or _NOT_A_COMPANY.search(text):
        return False
    words = text.split()
    roles = len(_ROLE.findall(text))
    return roles == 0 or (len(words) - roles >= 1 and words[0][0].isupper() and not _ROLE.fullmatch(words[0]))


def is_role(text: str) -> bool:
    """Whether every word of a text names a role or a department."""
    return all(_ROLE.fullmatch(word) for word in text.split())


def _attendees(header: str) -> dict[str, str]:
    """Names and companies of lines like "Attendees: A. Ruiz, B. Ode (Acme); C. Lund (Fjord)"."""
    found: dict[str, str] = {}
    for line in header.split("\n"):
        match = _ATTENDEES.match(line[:2000])
        if not match:
            continue
        for group in _GROUP.finditer(match[1]):
            company = group[2].split(",")[0].strip()
            if not company or not is_company(company):
                continue
            names = [name.strip(" *_;,.") for name in re.split(r",|\band\b|&", group[1])]
            for name in names:
                if _NAME.fullmatch(name):
                    found.setdefault(name, company)
    return found
