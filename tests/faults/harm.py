"""What tests of real faults share: the command as a process, full disks, other users, and what must hold afterwards."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from kit import FIXTURES
from reference_server import Asked

DOCUMENTS = FIXTURES / "documents"
PAGE = DOCUMENTS / "custom-model-alone.txt"
CALL = DOCUMENTS / "call-names.txt"
_TOUCHY = ("AUDITOR_MODEL", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG")
NOBODY = 65_534
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc, or at devices of Linux")
as_root = pytest.mark.skipif(not ROOT, reason="root alone may mount, and act as another user")


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def arguments(*args: object) -> list[str | bytes]:
    return [sys.executable, "-m", "auditor", *(os.fsencode(str(arg)) for arg in args)]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _TOUCHY}
    return kept | {"OPENAI_API_KEY": "none", "PYTHONWARNINGS": "error"} | more


def command(*args: object, env: dict[str, str] | None = None, timeout: float = 120, **options: Any) -> Done:
    """Run the command as a process of its own."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if "input" in options:
        del streams["stdin"]
    done = subprocess.run(
        arguments(*args), env=env or environment(), timeout=timeout, check=False, **{**streams, **options}
    )
    return Done(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode("utf-8", "replace"))


def batch_of(documents: object, out: object, *more: object) -> list[object]:
    paths = documents if isinstance(documents, tuple) else (documents,)
    return ["batch", *paths, "--output", out, "--as-of", "2026-11-22", "-q", *more]


def plain(err: str) -> bool:
    """Whether what was said is sentences, and neither a traceback nor a fault of ours."""
    sentences = all(re.fullmatch(r"auditor: \S.*[.!?:]", line) for line in err.splitlines())
    return sentences and "Traceback" not in err and "internal error" not in err


def one_sentence(err: str) -> bool:
    return plain(err) and len(err.splitlines()) == 1


def strays(folder: Path) -> list[str]:
    """Files that a command was writing and left behind."""
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.name.endswith(".part") or path.name.startswith((".auditor-", "tmp")) or path.name.endswith("-journal")
    )


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a disk of so many bytes ("200k") while the block runs."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def resize(place: Path, size: str) -> None:
    """Make room on a small disk, or take it away."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


def copies(folder: Path, count: int) -> Path:
    """A folder of so many calls, no two the same."""
    folder.mkdir()
    text = CALL.read_text(encoding="utf-8")
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(f"{text}\nSam Poole: That was call {number}.\n", encoding="utf-8")
    return folder


def open_to_all(path: Path) -> None:
    """Let other users reach what pytest keeps for this one."""
    for each in (path, *path.parents):
        if each == Path(each.anchor) or each.stat().st_mode & 0o005 == 0o005:
            continue
        each.chmod(each.stat().st_mode | 0o005)


def copy_tree(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


def draft(asked: Asked) -> Any:
    """A claim quoting a one-sentence document; nothing to add when asked again."""
    if "Still open:" in asked.text:
        return {}
    name = asked.text.rpartition("Model ")[2][0]
    text = f"We fine-tuned Llama 3 into Model {name} on our tickets."
    claim = {"statement": text, "subject": f"Model {name}", "asserted": "fine_tuning", "technique": "fine_tuning"}
    return {"claims": [{**claim, "quotes": [{"text": text}]}]}


def sentences(folder: Path, names: str) -> Path:
    """A folder of documents that :func:`draft` reads, one a letter."""
    folder.mkdir()
    for name in names:
        (folder / f"{name}.txt").write_text(f"We fine-tuned Llama 3 into Model {name} on our tickets.")
    return folder
