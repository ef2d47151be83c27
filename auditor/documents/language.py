"""Whether a text looks like English, by its function words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FUNCTION_WORDS = """a about after all also an and any are as at be because been but by can do does for from
    get had has have he her here his how i if in into is it it's its just like more my no not of on one or our
    out over she so some than that that's the their them then there these they this to up us was we we've
    were what when where which who why will with would yeah yes you your you're i'm don't"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_SAMPLE = 200_000
_ENOUGH = 20
_SHARE = 0.2
_SMALL_SHARE = 0.1


def language_of(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Return "en" or None, with a notice where the text does not look like English."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return None, ()
    share = sum(word in _FUNCTION for word in words) / len(words)
    # A few words say little: a product's name and a slogan hold hardly a function word.
    if share >= (_SHARE if len(words) >= _ENOUGH else _SMALL_SHARE):
        return "en", ()
    return None, ("The text does not look like English; claims in other languages may be missed.",)
