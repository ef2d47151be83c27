"""Who may import whom: dependencies point one way, and heavy packages load where they are needed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "auditor"
MODULES = {
    ".".join(("auditor", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
    if "_prompts" not in path.parts
}
PURE = (
    "schema",
    "schema.document",
    "schema.finding",
    "schema.numbers",
    "schema.ownership",
    "schema.record",
    "schema.report",
    "schema.vocabulary",
    "drafts",
    "grounding",
    "quantities",
    "quantities.build",
    "quantities.carried",
    "quantities.combine",
    "quantities.convert",
    "quantities.sizes",
    "plausibility.analogues",
    "plausibility.bases",
    "plausibility.derive",
    "plausibility.documented",
    "plausibility.frontier",
    "plausibility.hardware",
    "plausibility.hours",
    "plausibility.memory",
    "plausibility.others",
    "plausibility.ranges",
    "plausibility.report",
    "plausibility.scratch",
    "plausibility.slips",
    "plausibility.statement",
    "plausibility.step",
    "plausibility.utilisation",
    "plausibility.work",
    "figures",
    "quantities.implied",
    "quantities.money",
    "quantities.numerals",
    "quantities.ranges",
    "quantities.read",
    "quantities.record",
    "quantities.units",
    "evidence",
    "making",
    "instructions",
    "checklist",
    "contract",
    "rubric",
    "arithmetic",
    "basecard",
    "flags",
    "flags.document",
    "flags.finding",
    "flags.numbers",
    "flags.rules",
    "summary",
    "agent",
    "claims",
    "conclusions",
    "followup",
    "patterns",
    "prompts",
    "reading",
    "turns",
    "steps",
    "evaluation",
    "evaluation.bootstrap",
    "evaluation.calibration",
    "evaluation.cases",
    "evaluation.cells",
    "evaluation.figures",
    "evaluation.fitting",
    "evaluation.matching",
    "evaluation.misses",
    "evaluation.pairs",
    "evaluation.results",
    "evaluation.scores",
    "evaluation.spans",
    "evaluation.tables",
    "dossier",
    "saved",
    "answers",
    "heard",
    "hearing",
    "interview",
    "questionnaire",
    "standing",
    "review",
)
EDGES = ("documents", "render", "providers")
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


def imports(tree: ast.AST, inside: bool = False) -> Iterator[tuple[str, bool]]:
    """Every module imported, and whether inside a function or only for the type checker."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            yield from ((f"{node.module}.{alias.name}", inside) for alias in node.names)
        else:
            function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
            yield from imports(node, inside or function or typing_only)


def imported(module: str) -> list[tuple[str, bool]]:
    return list(imports(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


def top(name: str) -> str:
    return name.partition(".")[0]


def loads(name: str, other: str) -> bool:
    return name == other or name.startswith(f"{other}.")


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_touches_nothing_outside(module: str) -> None:
    names = {top(name) for name, _ in imported(f"auditor.{module}")}
    assert names & OUTSIDE == set()
    edges = [f"auditor.{edge}" for edge in (*EDGES, "cli", "api", "store", "web")]
    assert not [name for name, _ in imported(f"auditor.{module}") for edge in edges if loads(name, edge)]


@pytest.mark.parametrize("module", [name for name in MODULES if loads(name, "auditor.schema")])
def test_the_schema_needs_only_the_standard_library_and_pydantic(module: str) -> None:
    names = {name for name, _ in imported(module) if not loads(name, "auditor.schema")}
    assert {top(name) for name in names} <= sys.stdlib_module_names | {"pydantic"}


@pytest.mark.parametrize("module", MODULES)
def test_edges_do_not_import_each_other(module: str) -> None:
    edge = next((each for each in EDGES if loads(module, f"auditor.{each}")), None)
    others = [f"auditor.{each}" for each in EDGES if edge and each != edge]
    assert not [name for name, _ in imported(module) for other in others if loads(name, other)]


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_are_imported_inside_functions(module: str) -> None:
    heavy = [
        name
        for name, inside in imported(module)
        if not inside and top(name) not in sys.stdlib_module_names | THIRD_PARTY_EVERYWHERE | {"auditor"}
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


def test_every_module_is_read_here() -> None:
    assert {f"auditor.{each}" for each in PURE} <= set(MODULES)
