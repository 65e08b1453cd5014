"""The rooms of the house and their doors, held by import-linter; the rest of what prose cannot hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = sorted((PROJECT / "src").rglob("*.py"))
TESTS = [
    path
    for path in sorted((PROJECT / "tests").rglob("*.py"))
    if "node_modules" not in path.parts
]


def test_halves_layers_and_owners_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    if not linter.exists():
        pytest.skip("import-linter is not installed: only the group `check` has it")

    done = subprocess.run(
        [linter], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stdout


def lines_of_code(function: ast.FunctionDef) -> int:
    """Count the lines of a function's body, its docstring apart."""
    body = function.body
    first = body[1] if ast.get_docstring(function) and len(body) > 1 else body[0]
    return (function.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_module_says_what_it_does_and_fits_a_few_screens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 400
    too_long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and lines_of_code(node) > 40
    ]
    assert too_long == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_query_and_no_turtle_hides_in_a_python_string(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    language = re.compile(r"\b(SELECT|CONSTRUCT|ASK)\b.*\{|@prefix |</?(div|p|table)\b")

    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and language.search(node.value)
    ]

    assert found == []


def lines_with_a_base(tree: ast.Module) -> list[int]:
    """Return the lines that take hold of a base, but to hand it on as `base_iri`."""
    handed_on = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "base_iri"
    }
    of_a_corpus = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "base"
        and ast.unparse(node.value).endswith("iris")
        and id(node) not in handed_on
    ]
    of_the_vocabulary = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.BinOp)
        and "VOCABULARY_BASE" in ast.unparse(node)
    ]
    return of_a_corpus + of_the_vocabulary


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if path.name != "iris.py"],
    ids=lambda path: path.stem,
)
def test_only_the_module_iris_puts_iris_together(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert lines_with_a_base(tree) == []


def test_help_loads_no_slow_library() -> None:
    program = (
        "import sys; from policygraph.cli import policygraph;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    loaded = set(done.stdout.split())
    slow = {"rdflib", "pyshacl", "owlready2", "flask", "pydantic", "pyoxigraph", "rich"}
    assert loaded & slow == set()


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_no_test_waits_for_ever(path: Path) -> None:
    waiting = [
        f"{path.name}:{call.lineno}"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and waits_for_ever(call)
    ]

    assert waiting == []


def waits_for_ever(call: ast.Call) -> bool:
    """Tell whether a call waits for a process, a thread or an answer, with no bound on its time."""
    name = ast.unparse(call.func)
    given = {word.arg for word in call.keywords}
    if name in ("subprocess.run", "subprocess.check_output", "urllib.request.urlopen"):
        return "timeout" not in given
    if name.endswith((".HTTPConnection", ".communicate")):
        return "timeout" not in given
    if name == "socket.create_connection":
        return len(call.args) < 2
    return (
        name.endswith((".wait", ".join", "stdout.readline"))
        and not call.args + call.keywords
    )


@pytest.mark.parametrize("path", sorted(PROJECT.glob("server.py")))
def test_the_server_file_is_ten_lines_and_no_logic(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]

    assert len(lines) <= 10
