"""Shell completion: the scripts, and what the shells make of them at a terminal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pexpect
import pytest

from auditor.cli import main

TAB = "\t"
PROMPT = "ready: "


def script(shell: str, capfd) -> str:
    assert main(["completion", shell]) == 0
    return capfd.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_knows_every_command_and_the_formats(shell, capfd):
    text = script(shell, capfd)
    for word in ("audit", "batch", "completion", "vendor-speaker", "markdown"):
        assert word in text


def test_what_it_needs_is_said_where_it_is_missing(capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert "pip install 'training-claim-auditor[completion]'" in capfd.readouterr().err


@pytest.fixture
def at(tmp_path, capfd):
    """Return what a shell shows once a line was typed, in a folder with two files and a folder."""
    (tmp_path / "quartz.html").touch()
    (tmp_path / "quartz.vtt").touch()
    (tmp_path / "nightly").mkdir()

    def typed(shell: str, start: list[str], setup: str, line: str) -> str:
        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed")
        (tmp_path / "_auditor").write_text(script(shell, capfd))
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        child = pexpect.spawn(shell, start, cwd=tmp_path, env=env, encoding="utf-8", timeout=10, dimensions=(50, 100))
        try:
            child.sendline(setup)
            child.sendline(f"PS1='{PROMPT}'")
            child.expect_exact(f"\n{PROMPT}")
            child.send(line)
            child.expect_exact("<end>")
            return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\a\r]", "", child.before)
        finally:
            child.close(force=True)

    return typed


# What is typed, and a line that the completion makes of it; "<end>" is typed last, so that it stands at the end.
COMPLETED = [
    (f"auditor revi{TAB}<end>", "auditor review "),
    (f"auditor audit --vendor-s{TAB}<end>", "auditor audit --vendor-speaker "),
    (f"auditor audit --format mark{TAB}<end>", "auditor audit --format markdown "),
    (f"auditor audit quartz.h{TAB}<end>", "auditor audit quartz.html "),
    (f"auditor batch --output nig{TAB}<end>", "auditor batch --output nightly"),
]


@pytest.mark.parametrize(("line", "shown"), COMPLETED)
def test_bash_completes(at, line, shown):
    assert shown in at("bash", ["--norc", "--noprofile"], "source ./_auditor; bind 'set bell-style none'", line)


@pytest.mark.system
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("auditor revi", "review"),
        ("auditor audit --vendor-s", "--vendor-speaker"),
        ("auditor audit --format mark", "markdown"),
        ("auditor audit quartz.h", "quartz.html"),
    ],
)
def test_fish_completes(line, offered, tmp_path, capfd):
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    (tmp_path / "auditor.fish").write_text(script("fish", capfd))
    (tmp_path / "quartz.html").touch()
    command = ["fish", "--no-config", "-c", f"source auditor.fish; complete -C '{line}'"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert [each.partition("\t")[0] for each in done.stdout.splitlines()] == [offered]


@pytest.mark.system
@pytest.mark.parametrize(("line", "shown"), COMPLETED)
def test_zsh_completes(at, line, shown):
    setup = "unsetopt zle_bracketed_paste prompt_cr prompt_sp; fpath+=$PWD; autoload -Uz compinit && compinit -u -D"
    assert shown in at("zsh", ["-f"], setup, line)
