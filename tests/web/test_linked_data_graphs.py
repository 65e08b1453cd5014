"""Named graphs, each at its IRI, and formats that are named in an address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.compare import isomorphic
from tests.web.linked_data import Link, links_of, targets

from policygraph.engine import ReleaseStore, Rows
from policygraph.web import create_app, graphs
from policygraph.web.source import source_of

BASE = "https://w3id.org/policygraph/"
REPORT = "/graphs/reports/socitm-casa-smart-places"
COUNT = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


@pytest.fixture
def data(release: ReleaseStore) -> FlaskClient:
    return create_app(source_of(release)).test_client()


def counted(release: ReleaseStore) -> Iterator[tuple[str, int]]:
    answer = release.store.answer(COUNT)
    assert isinstance(answer, Rows)
    for row in answer.as_dicts():
        yield str(row["graph"]), int(row["n"].value)


def test_every_graph_is_there_at_its_iri_with_all_its_triples(
    data: FlaskClient, release: ReleaseStore
) -> None:
    sizes = dict(counted(release))

    found = {
        iri: len(data.get(iri.replace(BASE, "/") + ".nt").data.splitlines())
        for iri in sizes
    }

    assert len(sizes) > 10
    assert found == sizes


@pytest.mark.parametrize("path", [REPORT, "/graphs/derived", "/graphs/ontology"])
def test_a_graph_is_the_same_in_every_format(data: FlaskClient, path: str) -> None:
    turtle, ntriples, rdfxml = (
        Graph().parse(data=data.get(f"{path}.{ending}").data.decode(), format=form)
        for ending, form in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"))
    )

    assert isomorphic(turtle, ntriples)
    assert isomorphic(turtle, rdfxml)


def test_a_graph_is_turtle_unless_something_else_is_asked_for(
    data: FlaskClient,
) -> None:
    plain = data.get(REPORT)
    chosen = data.get(REPORT, headers={"Accept": "application/n-triples"})

    assert plain.mimetype == "text/turtle"
    assert plain.headers["Content-Location"] == f"{REPORT}.ttl"
    assert chosen.mimetype == "application/n-triples"
    assert "Accept" in plain.headers["Vary"]


def test_a_graph_leads_to_its_other_formats_and_to_the_catalogue(
    data: FlaskClient,
) -> None:
    response = data.get(REPORT)

    assert targets(response, "cite-as") == {BASE + REPORT[1:]}
    assert Link("alternate", f"{REPORT}.nt", "application/n-triples") in links_of(
        response
    )
    for link in links_of(response):
        if link.href.startswith("/"):
            assert data.get(link.href).status_code == 200, link


@pytest.mark.parametrize("path", ["nope", "reports/nope", "a<b", "../catalog"])
def test_a_graph_that_is_not_there_is_404(data: FlaskClient, path: str) -> None:
    response = data.get(f"/graphs/{path}")

    assert response.status_code in (404, 308)
    assert b"Traceback" not in response.data


def test_a_graph_that_is_known_is_not_sent_again(data: FlaskClient) -> None:
    tag = data.get(REPORT).headers["ETag"]

    response = data.get(REPORT, headers={"If-None-Match": tag})

    assert response.status_code == 304


def test_a_graph_too_large_for_one_document_leads_to_the_dumps(
    data: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "MAX_TRIPLES", 10)

    response = data.get(REPORT)

    assert response.status_code == 303
    assert response.headers["Location"] == "/dump"


def test_bare_files_have_graphs_and_name_no_catalogue(web: FlaskClient) -> None:
    response = web.get("/graphs/reports/quayside")

    assert response.status_code == 200
    assert "catalog" not in str(response.headers)


@pytest.mark.parametrize(
    ("word", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("turtle", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/rdf%2Bxml", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
        ("NT", "application/n-triples"),
        ("html", "text/html"),
    ],
)
def test_a_format_named_in_the_address_decides_over_accept(
    data: FlaskClient, word: str, media_type: str
) -> None:
    response = data.get(
        f"/themes/public-trust?format={word}",
        headers={"Accept": "application/n-triples, text/html;q=0.5"},
    )

    assert response.status_code == 200
    assert response.mimetype == media_type


@pytest.mark.parametrize(
    "path", ["/catalog", "/.well-known/void", "/ontology", "/shapes", "/", "/dataset"]
)
def test_every_document_takes_a_format_in_its_address(
    data: FlaskClient, path: str
) -> None:
    response = data.get(f"{path}?format=nt", headers={"Accept": "text/html"})

    assert response.mimetype == "application/n-triples"


def test_the_dumps_take_a_format_in_their_address(data: FlaskClient) -> None:
    response = data.get("/dump?format=trig")

    assert response.headers["Location"] == "/dump/dataset.trig"


def test_a_page_for_people_alone_is_no_rdf(data: FlaskClient) -> None:
    assert data.get("/about?format=html").status_code == 200
    assert data.get("/about?format=ttl").status_code == 406


def test_a_list_is_rdf_in_one_format_and_no_other(data: FlaskClient) -> None:
    assert data.get("/claims?format=ttl").mimetype == "text/turtle"
    assert data.get("/claims?format=exe").status_code == 406


def test_a_format_that_is_none_is_refused_with_what_is_on_offer(
    data: FlaskClient,
) -> None:
    response = data.get("/themes/public-trust?format=exe")

    assert response.status_code == 406
    assert "text/turtle" in response.json["hint"]


def test_a_thing_that_is_not_there_is_404_whatever_format_is_wanted(
    data: FlaskClient,
) -> None:
    response = data.get("/themes/nope", headers={"Accept": "application/pdf"})

    assert response.status_code == 404
