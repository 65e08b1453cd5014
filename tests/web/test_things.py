from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.compare import isomorphic
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

THING = "/reports/quayside/s01"
IRI = rdflib.URIRef("https://example.org/data/id/reports/quayside/s01")
FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


def test_a_thing_leads_to_its_document(web: FlaskClient) -> None:
    response = web.get("/id" + THING)

    assert response.status_code == 303
    assert response.location == THING


def test_an_unknown_thing_leads_nowhere(web: FlaskClient) -> None:
    response = web.get("/id/reports/quayside/s99")

    assert response.status_code == 404


def test_no_thing_leads_to_another_host(web: FlaskClient) -> None:
    response = web.get("/id//evil.example/x")

    assert not response.headers.get("Location", "/").startswith("//")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER["Accept"], "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle;q=0.5, application/rdf+xml", "application/rdf+xml"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("application/pdf, text/turtle;q=0.1", "text/turtle"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/turtle;q=broken, text/html;q=0.2", "text/html"),
    ],
)
def test_accept_chooses_the_format(
    web: FlaskClient, accept: str, media_type: str
) -> None:
    response = web.get(THING, headers={"Accept": accept})

    assert response.status_code == 200
    assert response.mimetype == media_type
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("accept", ["text/html", "application/pdf", "text/turtle"])
@pytest.mark.parametrize("ending", FORMATS)
def test_an_ending_chooses_the_format_whatever_accept_says(
    web: FlaskClient, ending: str, accept: str
) -> None:
    response = web.get(f"{THING}.{ending}", headers={"Accept": accept})

    assert response.status_code == 200
    assert response.mimetype == FORMATS[ending]


# rdflib 7.6 warns about itself when it reads JSON-LD
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    "path", [THING, "/reports/quayside", "/themes/ai", "/ontology"]
)
def test_all_formats_hold_the_same_graph(web: FlaskClient, path: str) -> None:
    graphs = {
        ending: rdflib.Graph().parse(
            data=web.get(f"{path}.{ending}").data, format=RDFLIB[ending]
        )
        for ending in FORMATS
    }

    assert len(graphs["ttl"]) > 0
    for graph in graphs.values():
        assert isomorphic(graphs["ttl"], graph)


def test_the_document_of_a_statement_holds_its_words_and_its_holder(
    web: FlaskClient,
) -> None:
    graph = rdflib.Graph().parse(data=web.get(THING + ".ttl").data, format="turtle")

    pgo = rdflib.Namespace("https://w3id.org/policygraph/ontology#")
    exact = rdflib.URIRef("http://www.w3.org/ns/oa#exact")

    assert (IRI, rdflib.RDF.type, pgo.Claim) in graph
    assert rdflib.Literal("the ferry is seldom on time") in set(
        graph.objects(None, exact)
    )
    assert set(graph.objects(None, pgo.holder))
    assert (None, pgo.linkSource, IRI) in graph


def test_the_same_request_gives_the_same_bytes(web: FlaskClient) -> None:
    first = web.get(THING + ".ttl").data

    assert web.get(THING + ".ttl").data == first


def test_what_is_not_on_offer_is_refused_with_the_offer(web: FlaskClient) -> None:
    response = web.get(THING, headers={"Accept": "application/pdf"})

    assert response.status_code == 406
    assert response.mimetype == "application/problem+json"
    assert "text/turtle" in response.json["hint"]
    assert "Accept" in response.headers["Vary"]


def test_a_known_version_is_told_before_anything_is_asked(
    web: FlaskClient, counting: CountingStore
) -> None:
    tag = web.get(THING, headers=BROWSER).headers["ETag"]
    counting.asked.clear()

    response = web.get(THING, headers={**BROWSER, "If-None-Match": tag})

    assert response.status_code == 304
    assert response.headers["ETag"] == tag
    assert counting.asked == []


def test_versions_of_different_formats_differ(web: FlaskClient) -> None:
    page = web.get(THING, headers=BROWSER).headers["ETag"]

    assert web.get(THING, headers={"Accept": "text/turtle"}).headers["ETag"] != page


@pytest.mark.parametrize(
    "path", [THING, "/", "/sparql?query=ASK%20%7B%7D", "/ontology.ttl"]
)
def test_head_says_what_get_says_without_the_body(web: FlaskClient, path: str) -> None:
    response = web.head(path)
    full = web.get(path)

    assert response.data == b""
    assert response.status_code == full.status_code == 200
    for name in ("Content-Type", "ETag", "Vary"):
        assert response.headers[name] == full.headers[name]


def test_the_other_formats_are_linked_in_the_header_and_the_page(
    web: FlaskClient,
) -> None:
    response = web.get(THING, headers=BROWSER)

    links = response.headers.getlist("Link")

    assert f'<{THING}.ttl>; rel="alternate"; type="text/turtle"' in links
    assert f"{THING}.ttl" in Page(response).hrefs


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/reports/quayside/s99.ttl",
        "/themes/a%20b",
        "/themes/%3E%7D",
        "/query/nope",
        "/ontology.pdf",
    ],
)
def test_what_is_not_there_is_told_in_one_shape(web: FlaskClient, path: str) -> None:
    response = web.get(path)

    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == 404
    assert response.json["title"] == "Not Found"
    assert response.json["hint"]


def test_a_person_is_told_on_a_page(web: FlaskClient) -> None:
    page = Page(web.get("/nope", headers=BROWSER))

    assert page.response.status_code == 404
    assert page.texts("//h1") == ["Not found"]
    assert "/reports" in page.hrefs


def test_a_method_that_is_not_taken_is_told_with_those_that_are(
    web: FlaskClient,
) -> None:
    response = web.delete(THING)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/", THING, "/nope", "/sparql", "/healthz", "/static/style.css"]
)
def test_every_answer_carries_the_headers_that_keep_readers_safe(
    web: FlaskClient, path: str
) -> None:
    with web.get(path) as response:
        response.get_data()

    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_an_error_that_nobody_foresaw_tells_nothing_of_the_server(
    web: FlaskClient, counting: CountingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/path is broken")

    monkeypatch.setattr(counting, "answer", fail)

    response = web.get(THING, headers=BROWSER)

    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
