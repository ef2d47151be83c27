"""What the documentation shows is what happens: its programs run, and its commands are ones that exist.

The sessions themselves are run in test_doc_sessions.py.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from doc_blocks import PAGES, ROOT, arguments, blocks, examples, listed, mentioned, session
from reference_server import Asked, serving

from auditor.cli import main
from auditor.cli.parser import parser

COMMANDS = parser()._subparsers._group_actions[0].choices
_SERVER = "http://localhost:8091"
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
REPLIES = ROOT / "fixtures" / "replies"


def reply(asked: Asked) -> str:
    """What a model might reply about one of the two texts that the examples send."""
    name = "lora" if "900 GPU-hours on 40,000 tickets" in asked.text else "api"
    return (REPLIES / f"custom-model-{name}.extract.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", list(blocks("python")), ids=lambda block: block.id)
def test_a_python_block_runs_and_prints_what_its_comments_say(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures", target_is_directory=True)
    printed = io.StringIO()
    with serving(reply) as server, contextlib.redirect_stdout(printed):
        source = block.text.replace(_SERVER, server.url)
        exec(compile(source, block.id, "exec"), {"__name__": "__main__"})
    if block.promised:
        assert printed.getvalue().splitlines() == block.promised


def parsed(line: str) -> None:
    """Parse every auditor in a command line; a usage error fails the test."""
    for given in arguments(line):
        if "--help" not in given and "--version" not in given:
            parser().parse_args(given)


@pytest.mark.parametrize("block", list(blocks("console")), ids=lambda block: block.id)
def test_the_commands_of_a_session_are_ones_that_the_parser_takes(block):
    commands = session(block)
    assert commands
    for command in commands:
        parsed(command.line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_that_a_page_names_exist(page):
    for line in mentioned(page):
        words = line.split()
        if len(words) == 2:
            assert words[1] in COMMANDS or words[1] in ("--help", "--version"), line
        else:
            parsed(line)


def test_the_commands_of_the_readme_are_ones_that_the_parser_takes():
    lines = list(listed(ROOT / "README.md"))
    assert len(lines) > 20
    for line in lines:
        parsed(line)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_a_help_are_ones_that_the_parser_takes(command, capfd):
    assert main([command, "--help"]) == 0
    lines = list(examples(capfd.readouterr().out))
    assert lines
    for line in lines:
        parsed(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_are_there(page):
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_index_names_every_page():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in PAGES if page.parent.name == "docs"} - {"README.md"}
    assert {name for name in pages if f"]({name})" not in index} == set()
    assert Path(ROOT / "docs" / "README.md").is_file()
