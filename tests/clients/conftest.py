"""A running server of ours, the shipped questions with the engine's own rows, and the clients' common form of a row."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.web.running import first_line

from policygraph.engine import (
    Blank,
    Literal,
    ReleaseStore,
    Rows,
    Term,
    read_query_file,
)
from policygraph.release import Built
from policygraph.resources import query_files

HERE = Path(__file__).parent
PROGRAM = [sys.executable, "-c", "from policygraph.cli import main; main()"]

Cell = tuple[str, ...]
Answers = dict[str, list[tuple[tuple[str, Cell], ...]]]


@contextmanager
def serving(words: list[str], *, cwd: Path | None = None) -> Iterator[str]:
    """Run a server at a free port, and give its address, with a slash at its end."""
    process = subprocess.Popen(
        [*PROGRAM, "serve", *words, "--port", "0"],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        line = first_line(process)
        assert line.startswith("Serving "), line
        yield line.split()[1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="session")
def server(built: Built) -> Iterator[str]:
    """The address of a server of the shipped corpus."""
    with serving([str(built.path)]) as address:
        yield address


@pytest.fixture(scope="session")
def questions() -> dict[str, str]:
    """The shipped questions, by name, as they stand."""
    return {path.stem: read_query_file(path).text for path in query_files("questions")}


@pytest.fixture(scope="session")
def expected(questions: dict[str, str], release: ReleaseStore) -> Answers:
    """The rows that the engine gives to each question, asked without any server."""
    found: Answers = {}
    for name, text in questions.items():
        answer = release.store.answer(text)
        assert isinstance(answer, Rows)
        found[name] = in_order(
            {column: cell_of(term) for column, term in row.items() if term is not None}
            for row in answer.as_dicts()
        )
    return found


def cell_of(term: Term) -> Cell:
    """Bring a term of the engine to the form that all clients' terms are compared in."""
    if isinstance(term, Literal):
        return ("literal", term.value, (term.language or "").lower(), term.datatype)
    return ("blank", "") if isinstance(term, Blank) else ("iri", term)


def in_order(
    rows: Iterable[Mapping[str, Cell]],
) -> list[tuple[tuple[str, Cell], ...]]:
    """Sort rows, each as sorted pairs of column and cell."""
    return sorted(tuple(sorted(row.items())) for row in rows)


def _command(package: str, name: str) -> list[str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip(f"Node is absent: {package} is not asked")
    if not (HERE / "node_modules" / package).is_dir():
        pytest.skip(f"{package} is not installed: `make clients` does that")
    return [node, str(HERE / name)]


@pytest.fixture(scope="session")
def script() -> Callable[[str, str], list[str]]:
    """The command that runs a script beside this file; skipped where Node or its package is absent."""
    return _command


@pytest.fixture(scope="session")
def comunica() -> list[str]:
    """The command that asks Comunica; skipped where Node or the packages are absent."""
    return _command("@comunica/query-sparql", "ask.mjs")
