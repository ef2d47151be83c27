"""Who sends a mail: a speaker's label from a name and an address, the company from the address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import getaddresses
from functools import lru_cache

_PROVIDERS = """gmail googlemail outlook hotmail live msn yahoo ymail icloud me mac gmx web t-online proton protonmail
    pm aol mail zoho fastmail hey qq 163 126 yandex posteo mailbox"""
_PRIVATE = frozenset(_PROVIDERS.split())
"""Mail providers: their name says nothing about whom a person works for."""
_SECOND = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne"})
_ADDRESS = re.compile(r"[<\[]?(?:mailto:)?([^\s<>@:\[\]]{1,64}@[^\s<>@\[\]]{1,253})")
_LOOK = 200_000
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,100}[)\]]")


class Senders:
    """Labels like "Ana Ruiz (Acme)" for the people of one mail."""

    def __init__(self, headers: Iterable[str], text: str) -> None:
        self._company = lru_cache(lambda address: company_of(address, text[:_LOOK]))
        self._addresses = {
            _name(name).casefold(): address for name, address in getaddresses(list(headers)) if name and address
        }

    def label(self, sender: str | None) -> str | None:
        """Return the label of a sender as a mail writes it; None where nobody is named."""
        found = _ADDRESS.search(sender or "")
        name = _name((sender or "")[: found.start()] if found else sender or "")
        address = found[1] if found else ""
        address = address or self._addresses.get(name.casefold(), "")
        if not name:
            name = address
        if not any(char.isalnum() for char in name):
            return None
        company = self._company(address)
        return f"{name} ({company})" if company else name


def company_of(address: str, text: str) -> str | None:
    """The company an address belongs to, by its domain, spelled as the text spells it."""
    parts = address.rpartition("@")[2].lower().strip(".> ").split(".")
    if len(parts) > 2 and parts[-2] in _SECOND:
        parts.pop()
    if len(parts) < 2 or parts[-2] in _PRIVATE or not parts[-2][:1].isalpha():
        return None
    words = [re.escape(word) for word in parts[-2][:60].split("-") if word]
    spelling = re.compile(rf"(?<![\w@.-]){'[ -]?'.join(words)}(?![\w@-]|\.\w)", re.IGNORECASE)
    spelled = (found[0] for found in spelling.finditer(text) if found[0][0].isupper())
    return next(spelled, " ".join(word.capitalize() for word in parts[-2][:60].split("-")))


def _name(name: str) -> str:
    """A name as it is spoken: "Ruiz, Ana (she/her)" is Ana Ruiz."""
    name = " ".join(_BRACKETS.sub("", name).strip(" \"'").split())[:80]
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and first and "," not in first else name.replace(",", "")
