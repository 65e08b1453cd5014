"""Every thing of the shipped corpus, none left out: 303, a document about it, and one graph in all formats."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from policygraph.engine import Literal as Words
from policygraph.engine import ReleaseStore, find_query, parse_quads
from policygraph.web import create_app
from policygraph.web.source import source_of

BASE = "https://w3id.org/policygraph/"
FORMS = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}


@pytest.fixture(scope="module")
def things(release: ReleaseStore) -> list[str]:
    query = find_query("things", "audit").bind({"base": Words(f"{BASE}id/")})
    return [str(row["thing"]) for row in release.store.rows(query)]


@pytest.fixture(scope="module")
def data(release: ReleaseStore) -> FlaskClient:
    return create_app(source_of(release)).test_client()


def triples(client: FlaskClient, path: str, ending: str) -> set[tuple[object, ...]]:
    quads = parse_quads(client.get(f"{path}.{ending}").data, FORMS[ending])
    return {(one.subject, one.predicate, one.object) for one in quads}


def test_every_thing_leads_to_its_document(
    data: FlaskClient, things: list[str]
) -> None:
    wrong = []
    for iri in things:
        path = iri.removeprefix(f"{BASE}id")
        response = data.get(f"/id{path}")
        if (response.status_code, response.headers.get("Location")) != (303, path):
            wrong.append(iri)

    assert len(things) > 800
    assert wrong == []


@pytest.mark.slow
def test_every_document_describes_its_thing_alike_in_every_format(
    data: FlaskClient, things: list[str]
) -> None:
    wrong = []
    for iri in things:
        path = iri.removeprefix(f"{BASE}id")
        graphs = [triples(data, path, ending) for ending in FORMS]
        is_about = any(one[0] == iri for one in graphs[0])
        if not is_about or any(one != graphs[0] for one in graphs):
            wrong.append(iri)

    # no document of a thing has blank nodes, so equal sets are equal graphs
    assert wrong == []


@pytest.mark.slow
def test_every_thing_has_a_page_for_people(
    data: FlaskClient, things: list[str]
) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    wrong = [
        iri
        for iri in things
        if data.get(iri.removeprefix(f"{BASE}id"), headers=browser).mimetype
        != "text/html"
    ]

    assert wrong == []
