"""No regular expression of the package makes a text expensive: each is tried on repetitions of its own words.

What counts is the growth of the work with the length of the text, not seconds: a pattern that tries every start of
an endless word against every end would take sixteen times as long for four times the text.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal

import pytest
from kit import report_of

import auditor
from auditor.documents import read_bytes
from auditor.errors import AuditorError
from auditor.patterns import Lazy
from auditor.providers import provider
from auditor.render import render

SHORT, LONG = 3_000, 12_000
MOST = 9.0
"""Growth allowed from SHORT to LONG: 4 is linear, 8 a power of one and a half, 16 quadratic."""
NO_TIME = 0.3
"""Seconds that are too few to tell growth from noise."""
SHARE = int(os.environ.get("PATTERNS_SHARE", "24"))
"""One piece in so many is tried; `make patterns` tries every one, which takes an hour."""
SHARDS = 8
_CLASSES = {codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "1", codes.CATEGORY_NOT_WORD: "-"}


def _held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns inside a value of a module."""
    if isinstance(value, Lazy):
        yield value.compiled
    elif isinstance(value, re.Pattern):
        yield value
    elif depth < 4:
        parts: tuple[Any, ...] = ()
        if isinstance(value, tuple | list | set | frozenset):
            parts = tuple(value)
        elif isinstance(value, dict):
            parts = (*value, *value.values())
        elif is_dataclass(value) and not isinstance(value, type):
            parts = tuple(getattr(value, field.name) for field in fields(value))
        for part in parts:
            yield from _held(part, depth + 1)


@cache
def patterns() -> dict[str, re.Pattern[Any]]:
    """Every pattern that a module of the package holds, by a name of module and variable."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
        if module.name.endswith("__main__") or "_prompts" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(_held(value)):
                if pattern not in found.values():
                    found[f"{module.name}.{name}.{number}"] = pattern
    return found


def _character(node: list[Any]) -> str:
    """A character that a class holds."""
    for code, value in node:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
        if code is codes.CATEGORY:
            return _CLASSES.get(value, "a")
    return "a"


def _walk(tree: Any, found: set[str]) -> str:
    """A text the tree matches, nearly; every part that repeats or is a choice goes into ``found``."""
    text = ""
    for code, value in tree:
        if code is codes.LITERAL:
            text += chr(value)
        elif code in (codes.NOT_LITERAL, codes.ANY):
            text += "a"
        elif code is codes.IN:
            text += _character(value)
        elif code is codes.SUBPATTERN:
            text += _walk(value[3], found)
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            part = _walk(value[2], found)
            found.add(part)
            text += part * max(1, min(value[0], 3))
        elif code is codes.BRANCH:
            parts = [_walk(each, found) for each in value[1]]
            found.update(parts[:3])
            text += parts[0]
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            found.add(_walk(value[1], found))
    return text


@cache
def pieces() -> tuple[str, ...]:
    """What patterns are made of: what they repeat, what they choose from, and what they match as a whole."""
    found: set[str] = set()
    for pattern in patterns().values():
        source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        found.add(_walk(parser.parse(source, pattern.flags & ~re.LOCALE), found))
    return tuple(sorted({piece[:200] for piece in found} - {""}))


SHAPES: dict[str, tuple[str, Literal["marketing", "transcript"], str]] = {
    "page.txt": ("page.txt", "marketing", "We trained it from scratch. {} End."),
    "call.txt": ("call.txt", "transcript", "Ana (Acme): We trained it. {}\nBo: Did you?"),
    "page.html": ("page.html", "marketing", "<p style='{0:.900}'>We trained it. {0}</p>"),
}


def worked(read: Callable[[], Any]) -> float:
    """Seconds of the processor that something takes."""
    started = time.process_time()
    with suppress(AuditorError):
        read()
    return time.process_time() - started


def audited(piece: str, shape: str, length: int) -> float:
    name, kind, frame = SHAPES[shape]
    text = frame.format((piece * (length // len(piece) + 1))[:length])

    def read() -> None:
        document = read_bytes(text.encode("utf-8", "replace"), name=name, kind=kind)
        render(report_of(document, provider("offline")), "terminal")

    return worked(read)


def grows_too_fast(piece: str, shape: str) -> bool:
    if (long := audited(piece, shape, LONG)) < NO_TIME:
        return False
    # Once more before it is believed: another process may have been in the way.
    short = min(audited(piece, shape, SHORT) for _ in range(2))
    return min(long, audited(piece, shape, LONG)) > MOST * max(short, NO_TIME / MOST)


def test_the_patterns_of_the_package_are_found() -> None:
    assert len(patterns()) > 450
    assert "auditor.grounding._CLAUSE.0" in patterns()
    assert len(pieces()) > 1000


@pytest.mark.parametrize(
    "piece", [" ", "\n", "a", "1", "1,", "a ", "-", "A. ", "n't", "we ", "trained ", "“", "[", "=1"]
)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_commonest_repetitions(piece: str, shape: str) -> None:
    assert not grows_too_fast(piece, shape)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_repetitions_of_what_patterns_are_made_of(shard: int) -> None:
    shapes = tuple(SHAPES)
    tried = [(piece, shapes[number % len(shapes)]) for number, piece in enumerate(pieces()[shard :: SHARDS * SHARE])]
    assert [each for each in tried if grows_too_fast(*each)] == []
