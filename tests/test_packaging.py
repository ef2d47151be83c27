"""The wheel and the sdist: what is in them, and that what is installed elsewhere works.

`make package` installs the wheel into bare environments of several Pythons besides (tests/installs.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from doc_blocks import blocks

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


def built_again(source: Path, folder: Path, *options: str) -> Path:
    """The wheel built from a folder."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), *options]
    kept = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run([*command, str(source)], check=True, capture_output=True, env=kept, timeout=300)
    (path,) = folder.glob("*.whl")
    return path


def files(*folders: str) -> Iterator[str]:
    """The files of the checkout below some folders."""
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


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
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"auditor"}
    allowed = {"py", "typed", "csv", "toml", "md", "html", "css", "js", "sql"}
    assert {name.rpartition(".")[2] for name in names if name.startswith("auditor/")} <= allowed


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory) -> Path:
    """The folder that the sdist unpacks to."""
    (path,) = built.glob("*.tar.gz")
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")
    (inner,) = folder.iterdir()
    return inner


def test_the_sdist_holds_the_sources_their_tests_and_their_documentation(unpacked):
    whole = set(files("auditor", "prompts", "tests", "fixtures", "fuzz", "benchmarks", "docs"))
    whole |= {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE", "Makefile", "PKG-INFO"}
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert held - {".gitignore"} == whole


def test_the_same_sources_give_the_same_bytes(unpacked, tmp_path):
    wheels = [built_again(source, tmp_path / name) for name, source in (("a", ROOT), ("b", ROOT), ("c", unpacked))]
    assert len({wheel.read_bytes() for wheel in wheels}) == 1


def test_tests_run_from_the_sdist(unpacked):
    chosen = ["tests/test_contract.py", "tests/test_prompts.py", "tests/test_help.py", "tests/test_docs.py"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *chosen],
        cwd=unpacked,
        env=kept | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_metadata_says_what_pip_and_people_need(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = message_from_bytes(archive.read(name))
    assert told["Name"] == "training-claim-auditor"
    assert told["Requires-Python"] == ">=3.11"
    assert told["License-Expression"] == "Apache-2.0"
    assert set(told.get_all("License-File")) == {"LICENSE", "NOTICE"}
    extras = {"pdf", "office", "xlsx", "yaml", "parquet", "ray", "web", "completion", "all"}
    assert set(told.get_all("Provides-Extra")) == extras
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} <= set(told.get_all("Classifier"))
    assert told["Description-Content-Type"] == "text/markdown"


def test_programs_that_use_the_installed_package_are_checked_by_its_types(python, tmp_path):
    """The examples of docs/python.md are the programs."""
    for number, block in enumerate(blocks("python", ROOT / "docs" / "python.md")):
        (tmp_path / f"program_{number}.py").write_text(block.text)
    checked = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python), "--cache-dir", "cache"]
    done = run([*checked, *(path.name for path in sorted(tmp_path.glob("program_*.py")))], tmp_path)
    assert done.returncode == 0, done.stdout
    (tmp_path / "wrong.py").write_text("from auditor import audit\n\naudit('a text')\n")
    done = run([*checked, "wrong.py"], tmp_path)
    assert 'incompatible type "str"; expected "Document"' in done.stdout


def test_the_installed_command_audits_from_another_folder(python, tmp_path):
    (tmp_path / "page.txt").write_text(TEXT)
    done = run([str(python.parent / "auditor"), "audit", "page.txt", "--format", "json"], tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["findings"][0]["verdict"]["technique"] == "fine_tuning"
    assert report["document"]["text"] == TEXT
    done = run([str(python.parent / "auditor"), "questions", "--format", "json"], tmp_path)
    assert done.returncode == 0, done.stderr
    done = run([str(python.parent / "auditor"), "schema"], tmp_path)
    assert done.stdout == (ROOT / "fixtures" / "schema" / "report.v1.json").read_text(encoding="utf-8")
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
