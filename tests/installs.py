"""Install the wheel as users do, into bare environments, and see that it works: `make package`.

Needs a package index. For each Python that is found, once without extras and once with all: every command's --help,
an audit, and, without extras, the sentence that tells what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13")
ROOT = Path(__file__).parent.parent
FORMATS = ROOT / "fixtures" / "formats"
API = ROOT / "fixtures" / "documents" / "custom-model-api.txt"
MISSING = {
    ("audit", str(FORMATS / "product-page.pdf")): "[pdf]",
    ("audit", str(FORMATS / "product-page.docx")): "[office]",
    ("audit", str(FORMATS / "product-page.pptx")): "[office]",
    ("audit", str(API), "--format", "xlsx", "--output", "a.xlsx"): "[xlsx]",
    ("audit", str(API), "--format", "docx", "--output", "a.docx"): "[office]",
    ("questions", str(API), "--output", "a.docx"): "[office]",
    ("audit", str(API), "--answers", "answers.yaml"): "[yaml]",
    ("serve",): "[web]",
    ("completion", "bash"): "[completion]",
}
"""What a command without extras must name, by its arguments; the same commands but serve end well with all extras."""


def pythons() -> dict[str, str]:
    """The interpreters on this machine by version: on the path, or where pyenv keeps them."""
    found = {}
    for version in VERSIONS:
        kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        if kept or (on_path := shutil.which(f"python{version}")):
            found[version] = str(kept[-1]) if kept else on_path
    return found


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDITOR", "PYTHON"))}
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, encoding="utf-8", timeout=300)


def well(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, f"{done.args}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr


def installed(base: str, wheel: Path, extra: str, folder: Path) -> Path:
    """Make an environment with the wheel and what it requires; return its command."""
    well(run(folder, base, "-m", "venv", "env"))
    well(run(folder, "env/bin/python", "-m", "pip", "install", "--quiet", f"{wheel}{extra}"))
    well(run(folder, "env/bin/python", "-m", "pip", "check"))
    return folder / "env" / "bin" / "auditor"


def check(auditor: Path, whole: bool, folder: Path) -> None:
    """Try every command's help, an audit, and what needs an extra."""
    (folder / "answers.yaml").write_text("base-model: Llama 3.1 8B, the open weights.\n")
    listed = run(folder, str(auditor), "--help").stdout.partition("COMMAND\n")[2].partition("\n\n")[0]
    commands = [line.split()[0] for line in listed.splitlines()]
    assert len(commands) > 15
    for command in commands:
        well(run(folder, str(auditor), command, "--help"))
    for form in ("terminal", "json", "html", "markdown", "csv"):
        well(run(folder, str(auditor), "audit", str(API), "--format", form))
    well(run(folder, str(auditor.parent / "python"), "-m", "auditor", "audit", str(API), "--quiet"))
    well(run(folder, str(auditor), "batch", str(API), "--output", "night", "--quiet"))
    for arguments, extra in MISSING.items():
        if whole and arguments == ("serve",):
            continue  # it would run until somebody ends it; tests/web/test_server.py does
        done = run(folder, str(auditor), *arguments)
        if whole:
            well(done)
        else:
            assert done.returncode in (2, 3), done
            assert f"training-claim-auditor{extra}" in done.stderr, f"{arguments}\n{done.stderr}"
            assert "Traceback" not in done.stderr, done.stderr


def main() -> None:
    wheel = Path(sys.argv[1]).resolve()
    found = pythons()
    for version in VERSIONS:
        for extra in ("", "[all]"):
            what = f"Python {version}, {'all extras' if extra else 'no extras'}"
            if version not in found:
                print(f"{what}: not on this machine")
                continue
            with tempfile.TemporaryDirectory() as name:
                check(installed(found[version], wheel, extra, Path(name)), bool(extra), Path(name))
            print(f"{what}: ok", flush=True)


if __name__ == "__main__":
    main()
