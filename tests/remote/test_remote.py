"""The same questions to a real endpoint on loopback: the same answers as from the store at hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.running import first_line

from policygraph.engine import Graph, Rows, Store, Truth, read_query_file
from policygraph.errors import NotFoundError, OutsideError, QueryError
from policygraph.release import Built
from policygraph.remote import ask_endpoint
from policygraph.resources import query_files

pytestmark = pytest.mark.engine

QUESTIONS = query_files("questions")


@pytest.fixture(scope="module")
def address(built: Built) -> Iterator[str]:
    """The address of a server of the shipped corpus, on a port asked of the system."""
    server = subprocess.Popen(
        [sys.executable, "-m", "policygraph", "serve", built.path, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    line = first_line(server)
    assert line.startswith("Serving http://127.0.0.1:"), line
    yield line.split()[1]
    server.terminate()
    server.wait(timeout=10)
    server.stdout.close()


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_has_the_same_answer_from_elsewhere(
    path: Path, address: str, built: Built
) -> None:
    from policygraph.engine import open_release

    text = read_query_file(path).text

    there = ask_endpoint(f"{address}sparql", text)
    here = open_release(built.path).store.answer(text)

    if isinstance(here, Truth):
        assert there == here
    else:
        assert isinstance(here, Rows)
        assert isinstance(there, Rows)
        assert there.as_dicts() == here.as_dicts()


def test_a_graph_from_elsewhere_is_the_graph(address: str, store: Store) -> None:
    query = (
        "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t ; <http://xmlns.com/foaf/0.1/name> ?n }"
    )

    answer = ask_endpoint(f"{address}sparql", query)

    assert isinstance(answer, Graph)
    assert len(list(answer)) > 10


def test_a_wrong_query_is_the_askers_fault(address: str) -> None:
    with pytest.raises(QueryError):
        ask_endpoint(f"{address}sparql", "SELECT ?s WHERE { ?s ")


def test_an_address_without_sparql_is_told(address: str) -> None:
    with pytest.raises((NotFoundError, OutsideError)):
        ask_endpoint(f"{address}no/such/place", "ASK { ?s ?p ?o }")


def test_nobody_there_is_an_outside_fault() -> None:
    with pytest.raises(OutsideError, match="does not answer"):
        ask_endpoint("http://127.0.0.1:9/sparql", "ASK { ?s ?p ?o }", timeout_s=5)
