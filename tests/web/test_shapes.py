"""The page of the shapes: every rule can be cited, and says what it demands."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore, parse_quads
from policygraph.iris import SHAPES
from policygraph.web import create_app, source_of

FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
}
DEGREES = {SH.Violation: "must", SH.Warning: "should", SH.Info: "advice"}


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> Flask:
    return create_app(source_of(release))


@pytest.fixture
def data(served: Flask) -> FlaskClient:
    return served.test_client()


@pytest.fixture(scope="module")
def page(served: Flask) -> Page:
    return Page(served.test_client().get("/shapes", headers=BROWSER))


@pytest.fixture(scope="module")
def shapes(served: Flask) -> Graph:
    response = served.test_client().get("/shapes.ttl")
    return Graph().parse(data=response.data, format="turtle")


def iri(anchor: str) -> URIRef:
    return URIRef(f"{SHAPES}#{anchor}")


def test_every_shape_and_every_rule_has_an_anchor(page: Page, shapes: Graph) -> None:
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    wanted = {str(one) for kind in kinds for one in shapes.subjects(RDF.type, kind)}

    anchors = [str(one) for one in page.tree.xpath("//main//*[@id]/@id")]

    assert len(anchors) == len(set(anchors))
    assert {str(iri(anchor)) for anchor in anchors} == wanted


def test_every_rule_says_what_it_demands_how_strictly_and_what_is_told(
    page: Page, shapes: Graph
) -> None:
    rules = page.tree.xpath("//main//article")

    assert len(rules) > 100
    for rule in rules:
        node, text = iri(rule.get("id")), " ".join(rule.text_content().split())
        severity = shapes.value(node, SH.severity) or next(
            shapes.objects(next(shapes.subjects(SH.sparql, node)), SH.severity)
        )
        assert str(shapes.value(node, SH.description)) in text, node
        assert str(shapes.value(node, SH.message)) in text, node
        assert rule.xpath(".//h3/strong/text()") == [DEGREES[severity]], node


def test_every_class_that_is_looked_at_is_named(page: Page, shapes: Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        (section,) = page.tree.xpath(
            "//section[@id=$anchor]", anchor=str(shape).rpartition("#")[2]
        )
        target = shapes.value(shape, SH.targetClass)
        assert target
        assert section.xpath("./p[@class='source']//a"), shape


def test_an_anchor_is_where_the_iri_of_a_shape_leads(data: FlaskClient) -> None:
    page = Page(data.get("/shapes", headers=BROWSER))

    assert page.tree.xpath("//*[@id='ClaimShape-claimKind']")
    assert page.texts("//footer//code[@class='iri']") == [SHAPES]


@pytest.mark.parametrize("accept", sorted(FORMATS))
def test_the_shapes_are_rdf_where_rdf_is_asked_for(
    data: FlaskClient, shapes: Graph, accept: str
) -> None:
    response = data.get("/shapes", headers={"Accept": accept})
    found = list(parse_quads(response.data, FORMATS[accept]))

    assert response.mimetype == accept
    assert response.headers["Content-Location"].startswith("/shapes.")
    assert len(found) == len(shapes)


@pytest.mark.parametrize("accept", ["*/*", "", BROWSER["Accept"]])
def test_a_browser_and_whoever_takes_anything_get_the_page(
    data: FlaskClient, accept: str
) -> None:
    assert data.get("/shapes", headers={"Accept": accept}).mimetype == "text/html"


@pytest.mark.parametrize("path", ["/shapes.html", "/shapes/0.1.0"])
def test_the_page_is_there_by_its_ending_and_by_its_version(
    data: FlaskClient, path: str
) -> None:
    assert Page(data.get(path, headers=BROWSER)).texts("//h1") == ["Shapes"]


def test_a_dataset_without_shapes_says_so(web: FlaskClient) -> None:
    page = Page(web.get("/shapes", headers=BROWSER))

    assert "not part of this dataset" in page.text


def test_the_alignments_have_no_page(data: FlaskClient) -> None:
    refused = data.get("/alignments", headers={"Accept": "text/html"})

    assert refused.status_code == 406
