"""Which answers are versions of something, and what a client that has one already is told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

UNIQUE = (
    "SELECT (NOW() AS ?now) {}",
    "SELECT (rand() AS ?n) {}",
    "SELECT (UUID() AS ?u) {}",
    "SELECT (1-STRUUID # so\n () AS ?u) {}",
    "SELECT (BNODE() AS ?b) {}",
    "SELECT ?a { ?a ?b ?c FILTER(?a<NOW()&&?b>2) }",
    "CONSTRUCT { _:b <http://e/p> 1 } {}",
    "CONSTRUCT { <http://e/s> <http://e/p> [] } {}",
    "CONSTRUCT { <http://e/s> <http://e/p> (1 2) } {}",
    "CONSTRUCT FROM <http://e/g> WHERE { _:b <http://e/p> ?o }",
)
SAME = (
    "SELECT ?now { ?now ?rand 'NOW()' } LIMIT 1 # RAND()",
    "PREFIX now: <http://e/UUID> SELECT * { ?s now:RAND ?o }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?o ?q [] FILTER(?o > 1) }",
)


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("query", UNIQUE)
def test_an_answer_that_differs_each_time_is_no_version(
    endpoint: FlaskClient, query: str, accept: str
) -> None:
    headers = {"Accept": accept, "If-None-Match": "*"}
    response = endpoint.get("/sparql", query_string={"query": query}, headers=headers)

    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_workbook_that_differs_each_time_is_no_version(endpoint: FlaskClient) -> None:
    asked = {"query": UNIQUE[0], "format": "xlsx"}
    response = endpoint.get("/sparql", query_string=asked)

    assert response.status_code == 200
    assert "ETag" not in response.headers


@pytest.mark.parametrize("query", SAME)
def test_words_that_call_nothing_leave_an_answer_its_version(
    endpoint: FlaskClient, query: str
) -> None:
    response = endpoint.get("/sparql", query_string={"query": query})

    assert "ETag" in response.headers
