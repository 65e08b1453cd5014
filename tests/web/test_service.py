"""The description of the endpoint: what it counts is what a count gives."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, RDFS, VOID
from tests.web.conftest import CountingStore

from policygraph.engine import Literal, ReleaseStore, Store
from policygraph.web import create_app, source_of

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
EACH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
ALL = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"


def described(client: FlaskClient) -> Graph:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    return Graph().parse(data=response.data, format="turtle")


def told(graph: Graph) -> dict[str, int]:
    entries = graph.subjects(RDF.type, SD.NamedGraph)
    names = [graph.value(entry, SD.name) for entry in entries]
    return {str(name): int(str(graph.value(name, VOID.triples))) for name in names}


def counted(store: Store) -> dict[str, int]:
    return {str(row["g"]): number(row["n"]) for row in store.rows(EACH)}


def number(value: object) -> int:
    assert isinstance(value, Literal)
    return int(value.value)


def total(graph: Graph) -> int:
    (union,) = graph.objects(None, SD.defaultGraph)
    return int(str(graph.value(union, VOID.triples)))


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> Flask:
    return create_app(source_of(release))


def test_the_figures_of_a_release_equal_a_count(
    served: Flask, release: ReleaseStore
) -> None:
    graph = described(served.test_client())

    assert told(graph) == counted(release.store)
    assert len(told(graph)) > 10
    assert total(graph) == number(release.store.rows(ALL)[0]["n"])


def test_the_figures_of_bare_files_equal_a_count(
    web: FlaskClient, quayside_store: Store
) -> None:
    graph = described(web)

    assert told(graph) == counted(quayside_store)
    assert total(graph) == number(quayside_store.rows(ALL)[0]["n"])


def test_nothing_is_counted_in_a_release_while_somebody_waits(
    release: ReleaseStore,
) -> None:
    counting = CountingStore(release.store)
    client = create_app(source_of(release, store=counting)).test_client()

    graph = described(client)

    assert told(graph)
    assert [query for query in counting.asked if "COUNT" in query] == []


@pytest.mark.parametrize(
    "accept",
    ["application/n-triples", "application/ld+json", "application/rdf+xml",
     "application/n-quads", "application/trig"],
)  # fmt: skip
def test_the_description_is_to_be_had_in_every_format(
    served: Flask, accept: str
) -> None:
    response = served.test_client().get("/sparql", headers={"Accept": accept})

    assert response.mimetype == accept
    assert b"SPARQL11Query" in response.data


def test_the_description_leads_to_the_limits(served: Flask) -> None:
    graph = described(served.test_client())
    (service,) = graph.subjects(RDF.type, SD.Service)

    place = str(graph.value(service, RDFS.seeAlso))

    assert place == str(service).removesuffix("sparql") + "about"
    assert served.test_client().get("/about").status_code == 200
    assert (service, SD.supportedLanguage, URIRef(SD.SPARQL11Query)) in graph
