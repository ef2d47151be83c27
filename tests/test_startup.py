"""What the command loads before it is needed; the timings themselves are in benchmarks/startup.py."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor.cli.parser import MODULES, parser

PAGE = Path(__file__).parent.parent / "fixtures" / "documents" / "rag-trained.html"
HEAVY = {
    "pydantic",
    "rich",
    "anthropic",
    "openai",
    "tenacity",
    "lxml",
    "webvtt",
    "srt",
    "asyncio",
    "json",
    "jinja2",
    "starlette",
}
SDKS = {"anthropic", "openai"}


def loaded(*args: str) -> set[str]:
    """Return the modules in memory after a command, without those that Python starts with."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from auditor.cli import main; main(sys.argv[1:])\n"
        "print('|'.join(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split("|"))


@pytest.mark.parametrize(
    "args",
    [["--help"], ["--version"], ["audit", "--help"], ["render", "--help"], ["serve", "--help"], ["explain", "--help"]],
)
def test_help_and_version_load_next_to_nothing(args):
    modules = loaded(*args)
    assert not HEAVY & modules
    ours = {name for name in modules if name.startswith("auditor.") and not name.startswith("auditor.cli")}
    assert ours <= {"auditor.errors"}


def commands(argv: Sequence[str] = ()) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands that the whole parser has."""
    (group,) = (each for each in parser(argv)._actions if isinstance(each, argparse._SubParsersAction))
    return group.choices


def test_all_commands_are_listed_where_they_are_added():
    assert list(commands()) == list(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_command_named_first_is_the_same_without_the_others(name):
    assert commands([name])[name].format_help() == commands()[name].format_help()


def test_one_command_loads_no_module_of_another():
    assert {name for name in loaded("audit", "--help") if name in {f"auditor.cli.{each}" for each in MODULES}} == {
        "auditor.cli.audit"
    }


@pytest.mark.parametrize("form", ["terminal", "json", "markdown", "html", "csv", "jsonl"])
def test_an_offline_audit_loads_no_sdk(form):
    modules = loaded("audit", str(PAGE), "--format", form)
    assert not SDKS & modules
    assert ("rich" in modules) is (form == "terminal")
    assert not {"xlsxwriter", "docx"} & modules
    assert ("jinja2" in modules) is (form == "html")


def test_importing_the_package_loads_no_more_than_its_name():
    code = "import sys, auditor; print('pydantic' in sys.modules, auditor.__version__ != '')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False True\n"
