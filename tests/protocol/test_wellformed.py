"""What XML has no way to write is refused in words, and never sent as a file that nobody can read."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from flask.testing import FlaskClient

RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROWS = "application/sparql-results+xml"
GRAPH = "application/rdf+xml"


@pytest.mark.parametrize(
    ("query", "accept", "named"),
    [
        ("CONSTRUCT {<http://e/s> <http://e/1> 2} {}", GRAPH, "<http://e/1>"),
        ("CONSTRUCT {<http://e/s> <http://e/?a&b=> 2} {}", GRAPH, "<http://e/?a&b=>"),
        ("CONSTRUCT {<http://e/s> <http://e/a:> 2} {}", GRAPH, "<http://e/a:>"),
        (r"CONSTRUCT {<http://e/s> <http://e/a> '\u0001'} {}", GRAPH, "U+0001"),
        (f"CONSTRUCT {{<http://e/s> {RDF}li> 2}} {{}}", GRAPH, "syntax"),
        (r"SELECT ('\u0001' AS ?a) {}", ROWS, "U+0001"),
        (r"SELECT ('a\uFFFE' AS ?a) {}", ROWS, "U+FFFE"),
    ],
)
def test_what_xml_cannot_write_is_refused_in_words(
    endpoint: FlaskClient, query: str, accept: str, named: str
) -> None:
    asked = {"query": query}
    response = endpoint.get("/sparql", query_string=asked, headers={"Accept": accept})

    assert response.status_code == 406, response.data
    assert named in response.get_json()["detail"]
    other = response.get_json()["hint"].removeprefix("ask for ").split(" or ")[0]
    instead = endpoint.get("/sparql", query_string=asked, headers={"Accept": other})
    assert instead.status_code == 200


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (r"CONSTRUCT {<http://e/s> <http://e/1a> '<oxprefix: \t\r\n\uFFFD'} {}", GRAPH),
        (r"SELECT ('<oxprefix: \t\r\n\uFFFD' AS ?a) {}", ROWS),
    ],
)
def test_what_xml_can_write_comes_back_as_it_was(
    endpoint: FlaskClient, query: str, accept: str
) -> None:
    asked = {"query": query}
    response = endpoint.get("/sparql", query_string=asked, headers={"Accept": accept})

    texts = [one.text for one in ElementTree.fromstring(response.data).iter()]
    assert "<oxprefix: \t\r\n\ufffd" in texts
