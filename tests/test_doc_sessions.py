"""The sessions of the documentation and the examples of --help, run in a copy of the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from doc_blocks import PAGES, ROOT, blocks, examples, fits, runs, session

from auditor.cli import main
from auditor.cli.parser import parser

pytestmark = pytest.mark.slow
COPIED = ("auditor", "prompts", "tests", "fixtures", "benchmarks", "docs", "pyproject.toml", "README.md", "Makefile")
ELSEWHERE = ("anthropic:", "openai:", "ollama:", "--ask", "auditor serve", "--collect", "auditor doctor", "~/")
"""What needs a model, somebody at the terminal, a browser, or a home folder."""
SESSIONS = [page for page in PAGES if any(map(runs, blocks("console", page)))]


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of the checkout, so that a session may write into it."""
    folder = tmp_path / "checkout"
    ignored = shutil.ignore_patterns("__pycache__", "cassettes")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


def run(line: str, folder: Path, expected: int = 0) -> str:
    """Run a command line as at a terminal 80 columns wide; return what it shows on both streams."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDITOR", "PYTHON", "PYTEST"))}
    paths = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    env = kept | {"PATH": paths, "COLUMNS": "80", "PYTHONPATH": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == expected, f"{line}\n{done.stdout}"
    return done.stdout


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_a_page_shows_what_happens(page, checkout):
    for block in filter(runs, blocks("console", page)):
        for command in session(block):
            printed = run(command.line, checkout)
            assert not command.shown.strip() or fits(command.shown, printed), f"{command.line}\n{printed}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Path:
    """A folder with the files that the examples of --help name."""
    folder = tmp_path_factory.mktemp("desk")
    documents = ROOT / "fixtures" / "documents"
    for name, source in {
        "acme.html": "rag-trained.html",
        "page.html": "rag-trained.html",
        "page-march.html": "rag-trained.html",
        "page-june.html": "hostile.html",
        "call.vtt": "call.vtt",
        "call.srt": "call.srt",
        "deck.md": "overclaim-cpt.md",
        "mail.txt": "custom-model-api.txt",
        "calls/one.vtt": "call.vtt",
        "calls/two.vtt": "call.vtt",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(documents / source, folder / name)
    (folder / "pages.csv").write_text("path,vendor\nacme.html,Lumen Loop\n")
    shutil.copy(ROOT / "fixtures" / "cases" / "documents.jsonl", folder / "cases.jsonl")
    (folder / "documents").symlink_to(documents, target_is_directory=True)
    (folder / "pbpaste").write_text("#!/bin/sh\ncat mail.txt\n")
    (folder / "pbpaste").chmod(0o755)
    for line in (
        "auditor audit call.vtt --output call.json",
        "auditor audit acme.html --output report.json",
        "auditor audit acme.html --output report-march.json",
        "auditor audit page-june.html --output report-june.json",
        "auditor questions acme.html --for vendor --output questions.docx",
        "auditor questions acme.html --for vendor --output filled-in.docx",
        "auditor batch calls/ pages.csv --output night --quiet",
        "auditor batch calls/ --output night-1 --quiet",
        "auditor batch pages.csv --output night-2 --quiet",
    ):
        run(line, folder)
    return folder


@pytest.mark.parametrize("command", ["", *parser()._subparsers._group_actions[0].choices])
def test_the_examples_of_a_help_run(command, desk, capfd):
    assert main([command, "--help"] if command else ["--help"]) == 0
    for line in examples(capfd.readouterr().out):
        if not any(word in line for word in ELSEWHERE):
            found = 1 if "--fail-on" in line else 0
            run(f"PATH=.:$PATH; {line}", desk, expected=found)
