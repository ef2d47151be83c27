"""The wheel: built, installed elsewhere, run from another folder; the prompts are inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = "We trained a custom AI model on your industry's data."

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the sdist and the wheel built from it, with the build tools that are installed."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """The Python of a fresh environment that has the wheel, and borrows the dependencies installed here."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    found = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    # Last on the path, and its own .pth files (an editable auditor) are not followed from there.
    (Path(found.stdout.strip()) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def run(command: list[str], folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDITOR", "PYTHON"))}
    return subprocess.run(
        command, cwd=folder, env=kept, input=stdin, capture_output=True, encoding="utf-8", timeout=120
    )


def test_the_wheel_holds_the_prompts_the_data_and_the_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for path in (ROOT / "prompts").iterdir():
        assert f"auditor/_prompts/{path.name}" in names
    for path in (ROOT / "auditor").rglob("*"):
        if path.suffix in {".py", ".csv", ".toml", ".typed", ".html", ".css", ".js"}:
            assert path.relative_to(ROOT).as_posix() in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not any(name.startswith(("tests/", "fixtures/", "prompts/")) for name in names)


def test_the_sdist_can_be_built_from(built):
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "prompts/checklist.toml", "auditor/cli/audit.py"} <= names


def test_the_installed_command_audits_from_another_folder(python, tmp_path):
    (tmp_path / "page.txt").write_text(TEXT)
    done = run([str(python.parent / "auditor"), "audit", "page.txt", "--format", "json"], tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["findings"][0]["verdict"]["technique"] == "fine_tuning"
    assert report["document"]["text"] == TEXT
    done = run([str(python.parent / "auditor"), "questions", "--format", "json"], tmp_path)
    assert done.returncode == 0, done.stderr
    done = run([str(python.parent / "auditor"), "audit", "page.txt", "--format", "html"], tmp_path)
    assert done.stdout.startswith("<!doctype html>"), done.stderr


def test_the_installed_package_is_the_wheel_and_not_this_checkout(python, tmp_path):
    code = "import auditor, auditor.setup; print(auditor.__file__); print(auditor.setup.load_checklist().ids[0])"
    done = run([str(python), "-c", code], tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout.splitlines()[0]
    done = run([str(python), "-m", "auditor", "audit"], tmp_path, stdin=TEXT)
    assert done.returncode == 0, done.stderr
    assert "fine-tuning" in done.stdout
