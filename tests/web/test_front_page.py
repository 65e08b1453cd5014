"""The front page is the description of the dataset, too, for whoever asks for RDF."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.linked_data import targets
from tests.web.reading import BROWSER

from policygraph.engine import Quad, ReleaseStore, parse_quads
from policygraph.iris import Iri
from policygraph.web import create_app, source_of

FORMATS = {
    "text/turtle": ("turtle", "ttl"),
    "application/ld+json": ("jsonld", "jsonld"),
    "application/n-triples": ("ntriples", "nt"),
    "application/rdf+xml": ("rdfxml", "rdf"),
}
RDF_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DATASET = Iri("http://www.w3.org/ns/dcat#Dataset")


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> Flask:
    return create_app(source_of(release))


@pytest.fixture
def data(served: Flask) -> FlaskClient:
    return served.test_client()


@pytest.mark.parametrize("accept", sorted(FORMATS))
def test_rdf_of_the_front_page_describes_the_dataset(
    data: FlaskClient, release: ReleaseStore, accept: str
) -> None:
    form, ending = FORMATS[accept]

    response = data.get("/", headers={"Accept": accept})
    quads = set(parse_quads(response.data, form))

    dataset = Quad(release.iris.dataset(), RDF_TYPE, DATASET)
    assert response.mimetype == accept
    assert dataset in quads
    assert response.headers["Content-Location"] == f"/catalog.{ending}"
    assert quads == set(parse_quads(data.get("/catalog.nt").data, "ntriples"))


@pytest.mark.parametrize(
    "accept",
    ["*/*", "", "text/*", BROWSER["Accept"], "text/turtle;q=0.5, text/html"],
)
def test_browsers_and_whoever_takes_anything_get_the_page(
    data: FlaskClient, accept: str
) -> None:
    response = data.get("/", headers={"Accept": accept})

    assert response.mimetype == "text/html"
    assert "Content-Location" not in response.headers


@pytest.mark.parametrize("accept", ["text/html", *FORMATS])
def test_each_form_of_the_front_page_has_a_version_of_its_own(
    data: FlaskClient, accept: str
) -> None:
    asked = {"Accept": accept}
    others = {one for one in ("text/html", *FORMATS) if one != accept}

    full, head = data.get("/", headers=asked), data.head("/", headers=asked)
    again = data.get("/", headers={**asked, "If-None-Match": full.headers["ETag"]})
    tags = {data.head("/", headers={"Accept": one}).headers["ETag"] for one in others}

    assert head.data == b""
    assert head.headers["ETag"] == full.headers["ETag"]
    assert head.headers["Content-Type"] == full.headers["Content-Type"]
    assert again.status_code == 304
    assert full.headers["ETag"] not in tags
    assert "Accept" in full.headers["Vary"]


def test_what_the_front_page_is_not_is_refused_with_a_list(data: FlaskClient) -> None:
    response = data.get("/", headers={"Accept": "application/pdf"})

    assert response.status_code == 406
    assert "text/turtle" in response.json["hint"]
    assert "Accept" in response.headers["Vary"]


def test_the_front_page_leads_to_its_other_forms(data: FlaskClient) -> None:
    found = targets(data.get("/", headers=BROWSER), "alternate")

    assert found == {f"/catalog.{ending}" for _, ending in FORMATS.values()}


def test_a_format_may_be_named_in_the_address(data: FlaskClient) -> None:
    assert data.get("/?format=turtle", headers=BROWSER).mimetype == "text/turtle"


def test_bare_files_have_a_front_page_and_promise_no_catalogue(
    web: FlaskClient,
) -> None:
    page = web.get("/", headers=BROWSER)
    refused = web.get("/", headers={"Accept": "text/turtle"})

    assert page.status_code == 200
    assert targets(page, "alternate") == set()
    assert targets(page, "describedby") == set()
    assert refused.status_code == 406
