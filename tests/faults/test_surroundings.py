"""Where the command runs: no home, no terminal worth the name, locales and encodings, warnings taken for errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from folders import reports
from harm import CALL, DOCUMENTS, PAGE, arguments, as_root, batch_of, command, environment, linux, plain
from kit import FIXTURES

pytestmark = pytest.mark.slow
BARE = {"PATH": os.environ.get("PATH", ""), "PYTHONWARNINGS": "error"}
SURROUNDINGS = {
    "bare": {},
    "no home": {"HOME": "/no/such/home"},
    "no terminal": {"TERM": "dumb"},
    "C": {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8"},
    "Turkish, 8 bit": {"LC_ALL": "tr_TR.ISO-8859-9", "PYTHONUTF8": "0"},
    "Japanese": {"LC_ALL": "ja_JP.eucJP", "PYTHONUTF8": "0"},
    "no UTF-8": {"PYTHONUTF8": "0", "LC_ALL": "en_US.ISO-8859-1"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "ASCII, strict": {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C"},
    "one column": {"COLUMNS": "1"},
    "no column": {"COLUMNS": "0"},
    "columns beyond count": {"COLUMNS": "9" * 30},
    "columns below none": {"COLUMNS": "-5"},
    "words for columns": {"COLUMNS": "wide"},
}
EIGHT_BIT = ("Turkish, 8 bit", "Japanese", "no UTF-8")
FOREIGN = FIXTURES / "documents" / "call-brackets.txt"


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the locales of the tests, where they can be made."""
    folder = tmp_path_factory.mktemp("locales")
    for name, source, charset in (
        ("tr_TR.UTF-8", "tr_TR", "UTF-8"),
        ("tr_TR.ISO-8859-9", "tr_TR", "ISO-8859-9"),
        ("ja_JP.eucJP", "ja_JP", "EUC-JP"),
        ("en_US.ISO-8859-1", "en_US", "ISO-8859-1"),
    ):
        command_line = ["localedef", "-i", source, "-f", charset, str(folder / name)]
        try:
            subprocess.run(command_line, capture_output=True, check=False)
        except FileNotFoundError:
            break
    return str(folder)


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_every_surrounding_gives_the_same_report(name: str, locales: str, tmp_path: Path) -> None:
    env = {**BARE, "LOCPATH": locales, **SURROUNDINGS[name]}
    # Python cannot name every file in EUC-JP.
    stem = "call" if name == "Japanese" else "größe-数据"
    source = tmp_path / f"{stem}.txt"
    source.write_text(
        FOREIGN.read_text(encoding="utf-8") + "\nİstanbul: ILIK ıssız, 数据 — “LoRA”.\n", encoding="utf-8"
    )
    first = None
    for args in (
        ("audit", source, "--format", "json"),
        ("audit", source),
        ("audit", source, "--format", "markdown"),
        ("audit", source, "--output", tmp_path / f"{stem}.html"),
        ("audit", "/nö/such/数据"),
        ("rules",),
        ("check", "70B parameters, 2T tokens, 64 H100 for 3 weeks, $2M"),
        ("--help",),
        batch_of(source, tmp_path / stem),
        ("vendors", tmp_path / stem),
        ("search", tmp_path / stem, "Modell数据"),
    ):
        done = command(*args, env=env)
        assert done.code == (3 if args[1] == "/nö/such/数据" else 0) if len(args) > 1 else done.code == 0, (
            args,
            done.err,
        )
        assert plain(done.err), (args, done.err)
        first = first or done.out
    report = json.loads(first)
    if name not in EIGHT_BIT:  # there a name is what the locale makes of its bytes
        assert report["document"]["name"] == f"{stem}.txt"
        assert list(reports(tmp_path / stem)) == [stem.casefold() + ".txt"]
    assert "İstanbul: ILIK ıssız, 数据 — “LoRA”." in report["document"]["text"]
    assert len(report["findings"]) == len(json.loads(command("audit", FOREIGN, "--format", "json").out)["findings"])
    assert len(reports(tmp_path / stem)) == 1


@linux
@as_root
def test_without_a_home_the_page_says_what_to_give() -> None:
    """Where no home is known, not even to the system."""
    done = subprocess.run(
        [sys.executable, "-c", _HOMELESS],
        env={"PATH": BARE["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert plain(done.stderr), done.stderr
    assert "--no-store" in done.stderr


_HOMELESS = """
import os, pathlib, pwd, sys
from auditor.cli.serve import _history
from auditor.errors import UsageError
os.setuid(54321)  # whom no table of users knows
try:
    _history(None)
except UsageError as error:
    print("auditor:", error, file=sys.stderr)
    sys.exit(2)
"""


# --- warnings -----------------------------------------------------------------------------------------

COMMANDS = (
    ("audit", PAGE),
    ("audit", CALL, "-v"),
    *(("audit", CALL, "--output", f"{{}}/report.{form}") for form in ("json", "html", "docx", "xlsx", "csv", "md")),
    ("audit", *sorted((FIXTURES / "formats").iterdir())[:60], "--format", "json"),
    ("audit", PAGE, "--dry-run"),
    ("render", "{}/report.json"),
    ("render", "{}/report.json", "--output", "{}/memo.docx"),
    ("review", "{}/report.json"),
    ("batch", DOCUMENTS, "--output", "{}/night", "-q"),
    ("vendors", "{}/night"),
    ("search", "{}/night", "trained"),
    ("diff", "{}/night", "{}/night"),
    ("diff", PAGE, CALL),
    ("questions",),
    ("questions", PAGE, "--for", "vendor", "--output", "{}/questions.docx"),
    ("check", "70B parameters, 2T tokens, 64 H100 for 3 weeks, $2M"),
    ("bases", "Llama 2 13B"),
    ("rules",),
    ("explain", "retrieval-called-training"),
    ("doctor",),
)


def test_words_that_are_not_utf8_are_looked_for_and_not_found(tmp_path: Path) -> None:
    assert command(*batch_of(PAGE, tmp_path / "out")).code == 0
    done = command("search", tmp_path / "out", os.fsdecode(b"tr\xff"))
    assert (done.code, done.err) == (0, "")


def test_no_command_gives_rise_to_a_warning(tmp_path: Path) -> None:
    """Development mode adds unclosed files and what is outdated; the other option, files opened in the locale's way."""
    for args in COMMANDS:
        line = arguments(*(str(arg).format(tmp_path) for arg in args))
        line[1:1] = ["-X", "dev", "-X", "warn_default_encoding", "-W", "error"]
        done = subprocess.run(
            line, env=environment(), capture_output=True, stdin=subprocess.DEVNULL, timeout=300, check=False
        )
        said = done.stderr.decode()
        assert done.returncode in (0, 4), (args, said)
        assert "Warning" not in said, (args, said)
        assert plain(said), (args, said)
