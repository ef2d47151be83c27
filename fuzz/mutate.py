"""Structured mutation: texts by their pieces, JSON by its values, XML by its elements, archives by their members.

A mutator takes an input, a source of chance and a ``raw`` mutator of bytes, and returns another input. Chance comes
from the caller, so that a seed gives the same input again; the coverage-guided run and the tests share them.
"""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any

from lxml import etree

Raw = Callable[[bytes], bytes]
Mutate = Callable[[bytes, Random, Raw], bytes]

SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 7, 0.5, -0.0, 1e308, -1e308, 1e-320, float("inf"), float("nan"), 2**63, 10**30),
    *("", " ", "a", "0", "-1", "1e999", "NaN", "true", "=1+1", "\x00", "\x1b[31m", "\u202e", "\ud800", "\U0001f600"),
    *("document", "We trained it.", "00:00:01.000", "2026-11-22", "0000-00-00", "x" * 300, "[[", "\n\n", "{}"),
)
_TIMES = (2, 3, 30, 300)


def noise(data: bytes, random: Random, most: int = 8) -> bytes:
    """Return the bytes with some changed: what stands in for libFuzzer's own mutations where it does not run."""
    out = bytearray(data)
    for _ in range(random.randint(1, most)):
        at = random.randint(0, len(out))
        kind = random.randrange(4)
        if kind == 0 or not out:
            out[at:at] = random.randbytes(random.randint(1, 4))
        elif kind == 1:
            del out[at : at + random.randint(1, 8)]
        elif kind == 2:
            out[min(at, len(out) - 1)] = random.choice((0, 9, 10, 32, 34, 38, 45, 60, 92, 127, 128, 255))
        else:
            stretch = out[at : at + random.randint(1, 20)]
            out[at:at] = stretch * random.choice(_TIMES[:2])
    return bytes(out)


def text(data: bytes, random: Random, raw: Raw, pieces: Sequence[str] = ()) -> bytes:
    """Return a text with lines or pieces put in, moved, repeated or taken out; now and then with noise."""
    if random.random() < 0.25:
        return raw(data)
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(random.choice((1, 1, 2, 4))):
        _change_lines(lines, random, pieces)
    return "\n".join(lines).encode("utf-8", "surrogatepass" if random.random() < 0.1 else "replace")


def _change_lines(lines: list[str], random: Random, pieces: Sequence[str]) -> None:
    at = random.randrange(len(lines))
    line = lines[at]
    piece = random.choice(pieces) if pieces else random.choice(line.split() or [""])
    kind = random.randrange(8)
    if kind <= 2:
        cut = random.randint(0, len(line))
        lines[at] = line[:cut] + piece + line[cut:]
    elif kind == 3:
        lines.insert(at, piece * random.choice((1, 1, 1, *_TIMES)))
    elif kind == 4:
        lines.insert(random.randint(0, len(lines)), line)
    elif kind == 5 and len(lines) > 1:
        del lines[at]
    elif kind == 6:
        words = re.split(r"(\W+)", line)
        words[random.randrange(len(words))] = piece
        lines[at] = "".join(words)
    else:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], line


def texts(*pieces: str) -> Mutate:
    """Return a mutator of texts that are made of such pieces."""
    return partial(text, pieces=pieces)


# --- JSON -------------------------------------------------------------------------------------------


def json_values(data: bytes, random: Random, raw: Raw, lines: bool = False) -> bytes:
    """Return JSON with a value, a name or a member changed; what is none gets noise."""
    if random.random() < 0.08:
        return raw(data)
    try:
        if not lines:
            return _dumped(_changed(json.loads(data), random), random)
        rows = data.splitlines() or [b"{}"]
        at = random.randrange(len(rows))
        rows[at] = _dumped(_changed(json.loads(rows[at]), random), random)
        return b"\n".join(rows)
    except (ValueError, RecursionError):
        return raw(data)


def json_lines(data: bytes, random: Random, raw: Raw) -> bytes:
    """Return JSON lines with a value of one line changed."""
    return json_values(data, random, raw, lines=True)


def _dumped(value: Any, random: Random) -> bytes:
    return json.dumps(value, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _changed(value: Any, random: Random) -> Any:
    places: list[tuple[Any, Any]] = []
    _places(value, places)
    if not places:
        return random.choice(SCALARS)
    for _ in range(random.choice((1, 1, 2, 3))):
        holder, key = random.choice(places)
        other = random.choice(places)
        kind = random.randrange(8)
        try:
            if kind <= 2:
                holder[key] = random.choice(SCALARS)
            elif kind == 3:
                holder[key] = other[0][other[1]]
            elif kind == 4:
                del holder[key]
            elif kind == 5 and isinstance(holder, list):
                holder.insert(random.randint(0, len(holder)), random.choice((holder[key], random.choice(SCALARS))))
            elif kind == 6 and isinstance(holder, dict):
                holder[random.choice([each for _, each in places if isinstance(each, str)])] = holder.pop(key)
            else:
                holder[key] = _texted(holder[key], random)
        except (KeyError, IndexError):
            continue
    return value


def _texted(value: Any, random: Random) -> Any:
    if isinstance(value, str):
        cut, end = sorted((random.randint(0, len(value)), random.randint(0, len(value))))
        return random.choice(
            (value[cut:end], value[:cut] + value[end:], value * 2, value + str(random.choice(SCALARS)))
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return random.choice((value + 1, -value, value * 1e6, str(value), int(value) if abs(value) < 1e18 else 0))
    return [value] * random.choice((1, 2, 30))


def _places(value: Any, found: list[tuple[Any, Any]], deep: int = 0) -> None:
    if deep > 60 or not isinstance(value, dict | list):
        return
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        found.append((value, key))
        _places(inner, found, deep + 1)


# --- XML and archives -------------------------------------------------------------------------------


def xml(data: bytes, random: Random, raw: Raw) -> bytes:
    """Return XML with an element moved, repeated, renamed, nested or emptied; it stays well-formed nearly always."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return raw(data)
    if random.random() < 0.05:
        return raw(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        _change_element(root, random)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _change_element(root: Any, random: Random) -> None:
    elements = list(root.iter(etree.Element))
    element, other = random.choice(elements), random.choice(elements)
    parent = element.getparent()
    kind = random.randrange(8)
    copied = etree.fromstring(etree.tostring(element, with_tail=False))
    if kind == 0 and parent is not None:
        parent.remove(element)
    elif kind == 1:
        other.append(copied)
    elif kind == 2 and parent is not None:
        for _ in range(random.choice(_TIMES[:3])):
            parent.insert(random.randint(0, len(parent)), etree.fromstring(etree.tostring(copied)))
    elif kind == 3:
        element.tag = other.tag
    elif kind == 4 and element.attrib:
        name = random.choice(list(element.attrib))
        element.set(name, random.choice((*_ODD_VALUES, *(other.attrib.values() or [""]))))
    elif kind == 5:
        for name, value in other.attrib.items():
            element.set(name, value)
    elif kind == 6:
        element.text = random.choice((None, "", "\u202e", "We trained it.", "12" * 40, other.text))
    else:
        for name in list(element.attrib)[:1]:
            del element.attrib[name]


_ODD_VALUES = ("", "0", "-1", "1e9", "99999999999999999999", "auto", "true", "rId1", "rId999", "../../x", "FFFFFF", "é")


def archive(data: bytes, random: Random, raw: Raw, by_ending: Mapping[str, Mutate] | None = None) -> bytes:
    """Return a ZIP with a member changed by its own kind, renamed, repeated or left out; now and then its bytes."""
    kinds = by_ending or {"xml": xml, "rels": xml}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [(info.filename, packed.read(info)) for info in packed.infolist() if info.file_size < 400_000]
    except Exception:  # whatever a broken archive raises, it is mutated as bytes
        return raw(data)
    if random.random() < 0.06 or not members:
        return raw(data)
    at = random.randrange(len(members))
    name, content = members[at]
    if random.random() < 0.08:
        change = random.randrange(4)
        if change == 0:
            del members[at]
        elif change == 1:
            members[at] = (random.choice([each for each, _ in members]), content)
        elif change == 2:
            members[at] = (name, b"")
        else:
            members[at] = (
                name[: random.randint(0, len(name))] + random.choice(_NAMES),
                content,
            )
    else:
        mutator = kinds.get(name.rpartition(".")[2].lower(), text)
        members[at] = (name, mutator(content, random, raw))
    return packed_of(members)


_NAMES = ("", "/", "..", "\\", "\x00a", "." + "x" * 250, "𠀀" * 80, "\n", "\u202e.txt", "con")


def archives(**by_ending: Mutate) -> Mutate:
    """Return a mutator of archives whose members are changed by the ending of their names."""
    return partial(archive, by_ending=by_ending)


def packed_of(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of members, stored as they are, always with the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are meant
        for name, content in members:
            packed.writestr(zipfile.ZipInfo(name or "a"), content)
    return out.getvalue()
