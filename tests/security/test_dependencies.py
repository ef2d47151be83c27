"""What the package needs: under which licences it comes, and that nothing is needed that is not said."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
COMPATIBLE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL-2\.0|Mozilla Public License 2\.0|0BSD|Unlicense|CC0"
    r"|Zlib|LGPL)",
    re.IGNORECASE,
)
"""Licences whose software an Apache-2.0 program may need and import: permissive ones, and weak copyleft."""
STRONG = re.compile(r"(?<![Ll])\b(?:A?GPL|GNU (?:Affero )?General Public)|SSPL|BUSL|Commons Clause|NonCommercial", re.I)


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def needed() -> set[str]:
    """Every package that an installation with all extras brings, where it is installed here."""
    optional = (each for extra in PROJECT["optional-dependencies"].values() for each in extra)
    waiting = {name_of(each) for each in (*PROJECT["dependencies"], *optional)} - {PROJECT["name"]}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        try:
            more = requires(name) or []
        except PackageNotFoundError:
            continue
        found.add(name)
        waiting |= {name_of(each) for each in more if "extra ==" not in each} - found
    return found


def licence(name: str) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the field."""
    told = distribution(name).metadata
    classified = [each for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    return told.get("License-Expression") or " ".join(classified) or (told.get("License") or "")[:200]


def test_the_packages_are_found() -> None:
    assert {"pydantic", "pydantic-core", "lxml", "jinja2", "markupsafe", "rich", "anthropic", "openai"} <= needed()


@pytest.mark.parametrize("name", sorted(needed()))
def test_each_comes_under_a_licence_that_apache_2_goes_with(name: str) -> None:
    said = licence(name)
    assert COMPATIBLE.search(said), said or "says nothing"
    assert not STRONG.search(said), said


@pytest.mark.parametrize(
    "requirement",
    [*PROJECT["dependencies"], *(each for extra in PROJECT["optional-dependencies"].values() for each in extra)],
)
def test_each_requirement_has_a_lower_bound(requirement: str) -> None:
    assert ">=" in requirement or requirement.startswith(PROJECT["name"])
