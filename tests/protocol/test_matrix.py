"""Which format comes back for which Accept header, for every kind of answer and of document."""

from __future__ import annotations

import itertools

import pytest
from flask.testing import FlaskClient

ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "nquads": "application/n-quads",
    "trig": "application/trig",
}
HTML = "text/html"
BROWSERS = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/html, application/xhtml+xml, image/jxr, */*",
)
NONSENSE = ("application/foo", "image/png", "text/*;q=0, application/foo", "*/*;q=0")
SELECT = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p 'Quayside'@en }"
DESCRIBE = "DESCRIBE <https://example.org/data/id/places/quayside>"


def wishes(offered: str) -> list[str]:
    return [
        offered,
        offered.upper(),
        f"{offered};q=0.1",
        f"{offered};profile=x;q=0.9, */*;q=0.1",
        f"application/foo, {offered};q=0.3",
        f"*/*;q=0.1 , {offered}",
    ]


CELLS = [
    (query, wish, offered)
    for queries, offers in (((SELECT, ASK), ROWS), ((CONSTRUCT, DESCRIBE), GRAPHS))
    for query, offered in itertools.product(queries, [*offers.values(), HTML])
    for wish in wishes(offered)
]
CELLS += [
    (query, wish, HTML)
    for query in (SELECT, ASK, CONSTRUCT, DESCRIBE)
    for wish in BROWSERS
]
CELLS += [
    (query, wish, offered)
    for queries, offered in (
        ((SELECT, ASK), ROWS["json"]),
        ((CONSTRUCT, DESCRIBE), GRAPHS["turtle"]),
    )
    for query in queries
    for wish in ("*/*", "", "*/*;q=0.001", "x/y, */*;q=0.5", "text/html;q=0, */*")
]
CELLS += [
    (SELECT, "application/json", ROWS["json"]),
    (SELECT, "application/xml", ROWS["xml"]),
    (SELECT, "text/*;q=0.5, text/tab-separated-values", ROWS["tsv"]),
    (SELECT, "text/csv;q=0.5, application/sparql-results+xml;q=0.4", ROWS["csv"]),
    (SELECT, "text/turtle, text/csv;q=0.1", ROWS["csv"]),
    (CONSTRUCT, "application/json", GRAPHS["jsonld"]),
    (CONSTRUCT, "application/n-*, application/trig", GRAPHS["trig"]),
    (CONSTRUCT, "text/turtle;q=0, application/*", GRAPHS["jsonld"]),
]


@pytest.mark.parametrize(("query", "accept", "offered"), CELLS)
def test_accept_chooses_the_form_of_an_answer(
    endpoint: FlaskClient, query: str, accept: str, offered: str
) -> None:
    response = endpoint.get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept}
    )

    assert response.status_code == 200
    assert response.mimetype == offered
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        *itertools.product((SELECT, CONSTRUCT, ""), NONSENSE),
        (SELECT, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        ("", "text/csv"),
    ],
)
def test_what_is_not_on_offer_is_refused_with_what_is(
    endpoint: FlaskClient, query: str, accept: str
) -> None:
    asked = {"query": query} if query else {}

    response = endpoint.get("/sparql", query_string=asked, headers={"Accept": accept})

    assert response.status_code == 406
    assert response.json["type"].endswith("/problems/not-acceptable")
    assert "/" in response.json["hint"].partition("on offer are ")[2]
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("query", "word", "offered"),
    [
        (SELECT, *item)
        for item in [*ROWS.items(), *zip(ROWS.values(), ROWS.values(), strict=True)]
    ]
    + [(CONSTRUCT, *item) for item in GRAPHS.items()]
    + [("", *item) for item in GRAPHS.items()]
    + [(SELECT, "html", HTML)],
)
def test_a_word_in_the_address_decides_over_accept(
    endpoint: FlaskClient, query: str, word: str, offered: str
) -> None:
    asked = {"query": query, "format": word} if query else {"format": word}

    response = endpoint.get(
        "/sparql", query_string=asked, headers={"Accept": "application/foo"}
    )

    assert response.status_code == 200
    assert response.mimetype == offered


def test_there_are_at_least_120_cells() -> None:
    assert len(CELLS) >= 120
