"""What the documentation promises to run: its Python blocks, its commands, and the examples of ``--help``.

A ```` ```python ```` block is a program of its own; what its ``print(...)  # text`` lines promise is compared with what
they print. A ```` ```console ```` block is a session: ``$ `` begins a command, ``> `` continues it, what follows is its
output, in which … (or ...) stands for anything. A block whose first line begins with ``# needs`` cannot run here; its
commands must be ones that the parser takes.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMISED = re.compile(r"^\s*print\(.*\)  # (.+)$", re.MULTILINE)
_ENDS = re.compile(r"[|&;()<>]+")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    line: int
    text: str

    @property
    def id(self) -> str:
        return f"{self.page.name}:{self.line}"

    @property
    def promised(self) -> list[str]:
        """What a Python block says it prints, line by line."""
        return _PROMISED.findall(self.text)


@dataclass(frozen=True)
class Command:
    """A command of a session, and what it shows."""

    line: str
    shown: str


def blocks(language: str, *pages: Path) -> Iterator[Block]:
    """The blocks of a language on the pages, all of them by default."""
    for page in pages or PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _FENCE.finditer(text):
            if found[1] == language:
                yield Block(page, text.count("\n", 0, found.start()) + 1, found[2])


def runs(block: Block) -> bool:
    """Whether a session can run where there is no key, no server and nobody at the terminal."""
    return not block.text.startswith("# needs ")


def session(block: Block) -> list[Command]:
    """The commands of a session, each with its output."""
    commands: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            commands.append(Command(line[2:], ""))
        elif (line == ">" or line.startswith("> ")) and not commands[-1].shown:
            commands[-1] = Command(f"{commands[-1].line}\n{line[2:]}", "")
        elif commands:
            commands[-1] = Command(commands[-1].line, f"{commands[-1].shown}{line}\n")
    return commands


def fits(shown: str, printed: str) -> bool:
    """Whether output is what a page shows of it."""
    parts = re.split(r"…|\.\.\.", shown.strip())
    pattern = ".*?".join(re.escape(part) for part in parts)
    lines = (line.rstrip() for line in printed.strip().splitlines())
    return re.fullmatch(pattern, "\n".join(lines), re.DOTALL) is not None


def arguments(line: str) -> Iterator[list[str]]:
    """The arguments of each ``auditor`` that a shell's command line calls."""
    lexer = shlex.shlex(line.partition("\n")[0], posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    given: list[str] | None = None
    for word in lexer:
        if _ENDS.fullmatch(word):
            if given is not None:
                yield given
            given = None
        elif given is not None:
            given.append(word)
        elif word == "auditor":
            given = []
    if given is not None:
        yield given


def mentioned(page: Path) -> Iterator[str]:
    """The commands that a page names in its sentences."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    yield from (found.replace("\n", " ") for found in re.findall(r"`(auditor [^`]+)`", prose))


def listed(page: Path) -> Iterator[str]:
    """The commands of the README's list, without the column that explains them."""
    for block in blocks("", page):
        for line in block.text.splitlines():
            if re.match(r"(?:\w+ \| )?auditor ", line):
                told = line[43:44] == " " and line[:44].count("'") % 2 == 0
                yield line[:44].rstrip() if told else line


def examples(help_text: str) -> Iterator[str]:
    """The commands under ``examples:`` of a command's help, without what explains them."""
    _, _, rest = help_text.partition("\nexamples:\n")
    for line in rest.partition("\n\n")[0].splitlines():
        if re.match(r"  \S", line):
            yield re.split(r"\s{2,}", line.strip())[0]
