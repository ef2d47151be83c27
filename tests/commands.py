"""The command as tests run it: in this process with streams of its own, or as a process."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from typing import NamedTuple

from auditor.cli import main

TOUCHY = ("AUDITOR_MODEL", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")
"""Variables of the environment that would change what is printed."""


class Done(NamedTuple):
    code: int
    out: str
    err: str


def call(*args: object, stdin: bytes = b"", terminal: bool = False) -> Done:
    """Run main() with streams of its own."""
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = _stream(stdin), _stream(terminal=terminal), _stream()
    try:
        code = main([str(arg) for arg in args])
        texts = [stream.buffer.getvalue().decode("utf-8") for stream in (sys.stdout, sys.stderr)]
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return Done(code, *texts)


def _stream(data: bytes = b"", terminal: bool = False) -> io.TextIOWrapper:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", write_through=True)
    if terminal:
        stream.isatty = lambda: True
    return stream


def command(*args: object, stdin: bytes = b"", env: dict[str, str] | None = None, **options) -> Done:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *map(os.fsencode, map(str, args))],
        input=stdin,
        capture_output=True,
        env=environment(env),
        timeout=60,
        **options,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in TOUCHY}
    return kept | (extra or {})


def report_of(*args: object, **options) -> dict:
    done = call("audit", *args, "--format", "json", **options)
    assert done.code == 0, done.err
    return json.loads(done.out)


def is_one_sentence(text: str) -> bool:
    return re.fullmatch(r"auditor: \S[^\n]*[.!?]\n", text) is not None and "Traceback" not in text
