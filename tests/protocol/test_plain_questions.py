"""A plain question of a program is answered before Flask; it gets what the view gives, to the byte.

A request with a condition that always holds goes to the view, so the two can be compared.
"""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from policygraph.web import endpoint as shortcut

ALWAYS = {"If-Match": "*"}
QUERIES = {
    "rows": "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 3",
    "no rows": "SELECT ?s WHERE { ?s <x:none> ?o }",
    "too many rows": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }",
    "truth": "ASK { ?s ?p ?o }",
    "graph": "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } ORDER BY ?s LIMIT 3",
    "another one each time": "SELECT (1 AS ?one) WHERE { FILTER(RAND() < 2) }",
    "no query": "SELECT ?s WHERE {",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "call to another server": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "undeclared prefix": "SELECT * { ?s a nope:Thing }",
    "empty": "",
}
ACCEPTED = (
    "",
    "*/*",
    "application/sparql-results+json",
    "text/csv;q=0.5, application/sparql-results+xml",
    "text/tab-separated-values",
    "text/turtle, application/ld+json;q=0.9",
    "application/n-triples",
    "text/html",
    "image/png",
)
FIELDS = (
    {"format": "csv"},
    {"format": "xlsx"},
    {"format": "nope"},
    {"timeout": "5"},
    {"timeout": "soon"},
    {"default-graph-uri": "https://example.org/nothing"},
    {"named-graph-uri": "https://example.org/nothing"},
    {"check": "yes"},
    {"tidy": "yes"},
    {"edit": "yes"},
    {"update": "CLEAR ALL"},
    {"stray": "x" * 20_000},
)
# what is another one for each request
OWN = frozenset({"X-Request-ID", "Date"})


def seen(response: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [one for one in response.headers if one[0] not in OWN]
    own = response.headers["X-Request-ID"].encode()
    return response.status_code, sorted(headers), response.data.replace(own, b"")


def assert_same(client: FlaskClient, address: str, accepted: str) -> None:
    wish = {"Accept": accepted} if accepted else {}

    plain = client.get(address, headers=wish)
    viewed = client.get(address, headers={**wish, **ALWAYS})

    if "xlsx" not in address and "text/html" not in plain.headers["Content-Type"]:
        assert seen(plain) == seen(viewed)
    else:
        assert plain.status_code == viewed.status_code


@pytest.mark.parametrize("accepted", ACCEPTED)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_each_query_in_each_format_is_answered_as_by_the_view(
    dated: FlaskClient, query: str, accepted: str
) -> None:
    assert_same(dated, "/sparql?" + urlencode({"query": query}), accepted)


@pytest.mark.parametrize("accepted", ["", "application/sparql-results+json"])
@pytest.mark.parametrize("fields", FIELDS, ids=lambda fields: " ".join(fields))
def test_each_parameter_means_what_it_means_to_the_view(
    dated: FlaskClient, fields: dict[str, str], accepted: str
) -> None:
    asked = urlencode({"query": QUERIES["rows"], **fields})

    assert_same(dated, f"/sparql?{asked}", accepted)


def test_a_query_that_fails_is_asked_once(
    dated: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fail(*_: object) -> None:
        asked.append("once")
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(shortcut, "answer_stranger", fail)

    response = dated.get("/sparql?" + urlencode({"query": QUERIES["rows"]}))

    assert response.status_code == 500
    assert response.mimetype == "application/problem+json"
    assert "a fault of ours" not in response.text
    assert asked == ["once"]
