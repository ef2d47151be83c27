"""What the package's own code may not do, read from its syntax: run text, load objects, open what a file names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "auditor"
MODULES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
LOADS_OBJECTS = {"pickle", "_pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}
PARSES_XML = {"xml", "xmlrpc", "defusedxml", "pyexpat"}
SHELLS = {
    "os.system",
    "os.popen",
    "os.spawnl",
    "os.spawnv",
    "os.execv",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "tempfile.mktemp",
    "asyncio.create_subprocess_shell",
}
UNSAFE_YAML = {"yaml.load_all", "yaml.full_load", "yaml.unsafe_load", "yaml.unsafe_load_all"}
FETCHES = {"urllib.request", "requests", "httpx", "httpx2", "aiohttp", "ftplib", "telnetlib", "smtplib"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with what is called, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def options(call: ast.Call) -> dict[str, str]:
    return {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg}


@pytest.mark.parametrize("name", MODULES)
def test_no_text_is_run_and_no_object_loaded(name: str) -> None:
    called = {what for what, _ in calls(MODULES[name])}
    assert not called & RUNS_TEXT
    assert not called & (SHELLS | UNSAFE_YAML)
    for what, call in calls(MODULES[name]):
        if what == "yaml.load":
            assert options(call)["Loader"] == "yaml.BaseLoader", "one that makes texts, lists and mappings only"
    names = imported(MODULES[name])
    assert not {each.partition(".")[0] for each in names} & LOADS_OBJECTS
    assert not names & (SHELLS | UNSAFE_YAML)


STARTING = {name for name, tree in MODULES.items() if {"subprocess", "multiprocessing"} & imported(tree)}


@pytest.mark.parametrize("name", sorted(STARTING))
def test_processes_are_started_without_a_shell(name: str) -> None:
    for what, call in calls(MODULES[name]):
        given = options(call)
        assert given.get("shell", "False") == "False", f"line {call.lineno}"
        if what.startswith("subprocess."):
            assert not isinstance(call.args[0], ast.Constant | ast.JoinedStr), f"line {call.lineno}: a list, no string"


def test_few_modules_start_processes_and_all_run_this_python() -> None:
    assert {"documents/pdf.py", "batch/pool.py", "batch/cluster.py"} == STARTING


@pytest.mark.parametrize("name", MODULES)
def test_xml_is_parsed_by_lxml_alone_without_entities_and_without_the_network(name: str) -> None:
    tree = MODULES[name]
    assert not {each.partition(".")[0] for each in imported(tree)} & PARSES_XML
    for what, call in calls(tree):
        last = what.rpartition(".")[2]
        given = options(call)
        if last == "XMLParser":
            assert (given.get("resolve_entities"), given.get("no_network")) == ("False", "True"), f"line {call.lineno}"
            assert given.get("load_dtd", "False") == given.get("huge_tree", "False") == "False"
        if last == "HTMLParser":
            assert (given.get("no_network"), given.get("huge_tree")) == ("True", "False"), f"line {call.lineno}"
        if what.startswith("etree.") and last in ("fromstring", "XML", "parse", "iterparse"):
            assert len(call.args) == 2 or "parser" in given, f"line {call.lineno}: a parser of ours"
        assert last not in ("xinclude", "XInclude", "XSLT"), f"line {call.lineno}"


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_fetched_but_by_the_clients_of_the_model_providers(name: str) -> None:
    assert not imported(MODULES[name]) & FETCHES


def test_templates_escape_what_they_show() -> None:
    made = [
        (name, call) for name, tree in MODULES.items() for what, call in calls(tree) if what.endswith("Environment")
    ]
    assert made
    for name, call in made:
        assert options(call)["autoescape"] == "True", f"{name}, line {call.lineno}"
    for path in ROOT.rglob("*.html"):
        words = path.read_text("utf-8")
        assert "|safe" not in words.replace(" ", ""), path.name
        assert "autoescape false" not in words, path.name


def test_markup_is_made_in_one_module() -> None:
    marking = {name for name, tree in MODULES.items() for what, _ in calls(tree) if what.endswith("Markup")}
    assert marking == {"render/html.py"}


def _holds_values(node: ast.expr) -> Iterator[str]:
    """What is put into a text that is made at run time."""
    if isinstance(node, ast.JoinedStr):
        yield from (ast.unparse(each.value) for each in node.values if isinstance(each, ast.FormattedValue))
    elif isinstance(node, ast.BinOp):
        yield from _holds_values(node.left)
        yield from _holds_values(node.right)
    elif isinstance(node, ast.Call):
        yield ast.unparse(node)


EXECUTES = ("execute", "executemany", "executescript")


def queries() -> Iterator[tuple[str, int, ast.expr]]:
    for name, tree in MODULES.items():
        for what, call in calls(tree):
            if what.rpartition(".")[2] in EXECUTES and call.args:
                yield name, call.lineno, call.args[0]


def test_no_query_of_the_database_is_put_together_from_what_came_in() -> None:
    put_in = {(name, value) for name, _, query in queries() for value in _holds_values(query)}
    assert put_in <= NAMES_OF_OURS, put_in - NAMES_OF_OURS


NAMES_OF_OURS = {
    ("store/store.py", "', '.join('?' * len(rows.usage))"),
    *(("store/store.py", name) for name in ("VERSION", "columns", "marks", "names", "script", "table")),
    ("store/vendors.py", "names"),
    ("web/shelf.py", "_LISTED.format(where or '1')"),
}
"""Of each module what its queries are put together from: names of tables and columns, never values."""
