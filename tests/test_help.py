"""The help of every command: what it says, in which shape, and what it tells of a word that was mistyped."""

from __future__ import annotations

import re
import sys

import pytest

from auditor.cli import main
from auditor.cli.parser import parser

COMMANDS = tuple(parser()._subparsers._group_actions[0].choices)
VALUES = {"PATH", "FILE", "DIR", "NAME", "N", "DATE", "URL", "USD", "SECONDS", "FORMAT", "TEXT", "MODEL", "ID"}
VALUES |= {"CLASS", "REPORT.json", "CASES", "REGEX", "PHRASE", "OLD", "NEW", "RECORD", "SHELL", "HOST:PORT"}


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def help_of(command: str, capfd) -> str:
    assert main([command, "--help"] if command else ["--help"]) == 0
    return capfd.readouterr().out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_line_is_wider_than_eighty_columns(command, capfd):
    assert [line for line in help_of(command, capfd).splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_tells_its_purpose_examples_and_exit_codes(command, capfd):
    text = help_of(command, capfd)
    purpose = text.split("\n\n")[1]
    assert re.match(r"[A-Z][a-z]+s\b", purpose), purpose
    assert purpose.endswith(".")
    assert re.search(rf"^examples:\n  auditor {command}\b", text, re.MULTILINE)
    assert re.search(r"^exit codes:\n  0    done\n", text, re.MULTILINE)
    assert text.rstrip().splitlines()[-1].lstrip().startswith(("130  interrupted", "Where several apply"))


def test_values_have_few_names():
    named = {
        metavar
        for command in parser()._subparsers._group_actions[0].choices.values()
        for action in command._actions
        if isinstance(metavar := action.metavar or (None if action.choices else action.dest.upper()), str)
        and action.nargs != 0
    }
    assert named <= VALUES


def test_without_arguments_a_terminal_gets_the_help(capfd, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main([]) == 0
    assert capfd.readouterr().out.startswith("usage: auditor")


def test_without_arguments_a_program_gets_a_sentence(capfd):
    assert main([]) == 2
    assert capfd.readouterr().err == "auditor: The following arguments are required: COMMAND; see auditor --help.\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["audt"], "Argument COMMAND: there is no 'audt'; did you mean audit? See auditor --help."),
        (["Batch"], "Argument COMMAND: there is no 'Batch'; did you mean batch? See auditor --help."),
        (["audit", "--vendr", "Acme"], "did you mean --vendor? See auditor audit --help."),
        (["audit", "--vendr=Acme"], "did you mean --vendor? See auditor audit --help."),
        (["audit", "--kind", "markting", "x"], "there is no 'markting'; did you mean marketing?"),
        (["audit", "--kind", "poem", "x"], "there is no 'poem'; choose from auto, marketing, transcript; see"),
        (["explain", "method", "twice"], "Unrecognized arguments: twice; see auditor explain --help."),
    ],
)
def test_what_was_probably_meant_is_named(typed, told, capfd):
    assert main(typed) == 2
    assert told in capfd.readouterr().err
