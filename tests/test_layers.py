"""Who may import whom: dependencies point one way, and heavy packages load where they are needed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Literal

import pytest

ROOT = Path(__file__).parent.parent / "auditor"
MODULES = {
    ".".join(("auditor", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
    if "_prompts" not in path.parts
}
EDGES = ("documents", "files", "providers", "reference", "render", "setup", "store")
"""What touches files, networks and clocks, or draws; none needs another, but all may read the reference data."""
LOADERS = ("files", "reference", "setup")
"""Edges that others may use: whole files, and records that are loaded and handed in."""
JOINTS = ("api", "answerfile", "check", "day", "doctor", "evaluating", "forms")
"""What joins the pure centre to edges."""
ABOVE = ("batch", "web", "cli", "__main__")
"""What works on many documents, or with people; each may import those before it."""
PURE = tuple(
    module
    for module in MODULES
    if module != "auditor" and module.split(".")[1] not in {*EDGES, *JOINTS, *ABOVE, "errors", "schema"}
)
"""Everything else: the audit itself, which a new module belongs to unless it is named above."""
OUTSIDE = {
    "os",
    "pathlib",
    "time",
    "random",
    "datetime",
    "socket",
    "subprocess",
    "io",
    "rich",
    "anthropic",
    "openai",
    "lxml",
}
THIRD_PARTY_EVERYWHERE = {"pydantic"}


Where = Literal["module", "function", "typing"]


def imports(tree: ast.AST, where: Where = "module") -> Iterator[tuple[str, Where]]:
    """Every module imported, and where: when the module is loaded, inside a function, or for the type checker."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, where) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            yield from ((f"{node.module}.{alias.name}", where) for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from imports(node, "typing")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from imports(node, "function")
        else:
            yield from imports(node, where)


@cache
def imported(module: str) -> list[tuple[str, Where]]:
    return list(imports(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


def top(name: str) -> str:
    return name.partition(".")[0]


def loads(name: str, other: str) -> bool:
    return name == other or name.startswith(f"{other}.")


def unit(module: str) -> str:
    """The part of the package a module belongs to: "render" of "auditor.render.docx"; "" for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def layer(module: str) -> int:
    """How high a module stands: it may import what stands lower."""
    name = unit(module)
    lowest = ("", "errors", "schema")
    if name in lowest:
        return lowest.index(name)
    if name in EDGES and name not in LOADERS:
        return 4
    if name in JOINTS:
        return 5
    return 6 + ABOVE.index(name) if name in ABOVE else 3


@cache
def graph(*, typing: bool = False) -> dict[str, set[str]]:
    """Which of our modules each imports, also inside functions."""
    found: dict[str, set[str]] = {}
    for module in MODULES:
        names = [name for name, where in imported(module) if typing or where != "typing"]
        ours = {home(name) for name in names if loads(name, "auditor")}
        found[module] = ours - {module}
    return found


def home(name: str) -> str:
    """The module that an imported name is, or stands in."""
    while name not in MODULES:
        name = name.rpartition(".")[0]
    return name


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_touches_nothing_outside(module: str) -> None:
    names = {top(name) for name, _ in imported(module)}
    assert names & OUTSIDE == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name != "auditor"])
def test_dependencies_point_one_way(module: str) -> None:
    higher = [other for other in graph(typing=True)[module] if layer(other) > layer(module)]
    assert higher == []


def test_nothing_imports_in_a_circle() -> None:
    sorter = TopologicalSorter(graph())
    try:
        sorter.prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


def test_every_named_part_of_the_package_is_there() -> None:
    assert {*EDGES, *JOINTS, *ABOVE, "errors", "schema"} <= {unit(module) for module in MODULES}
    assert len(PURE) > 80


@pytest.mark.parametrize("module", [name for name in MODULES if loads(name, "auditor.schema")])
def test_the_schema_needs_only_the_standard_library_and_pydantic(module: str) -> None:
    names = {name for name, _ in imported(module) if not loads(name, "auditor.schema")}
    assert {top(name) for name in names} <= sys.stdlib_module_names | {"pydantic"}


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) in EDGES])
def test_edges_do_not_import_each_other(module: str) -> None:
    others = {unit(name) for name in graph(typing=True)[module]} & set(EDGES) - {unit(module), *LOADERS}
    assert others == set()


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_are_imported_inside_functions(module: str) -> None:
    heavy = [
        name
        for name, where in imported(module)
        if where == "module" and top(name) not in sys.stdlib_module_names | THIRD_PARTY_EVERYWHERE | {"auditor"}
    ]
    assert heavy == []


@pytest.mark.parametrize(
    "module", [name for name in MODULES if not loads(name, "auditor.cli") and name != "auditor.__main__"]
)
def test_only_the_command_line_prints_or_exits(module: str) -> None:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "exit", "quit", "input"), node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert ast.unparse(node.func) not in ("sys.exit", "os._exit"), node.lineno


def test_errors_import_nothing_of_ours() -> None:
    assert not [name for name, _ in imported("auditor.errors") if loads(name, "auditor")]
