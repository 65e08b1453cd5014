"""Linked data over HTTP: what an answer says of itself, and where it leads machines on to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.linked_data import Link, links_of, targets
from tests.web.reading import BROWSER, Page

from policygraph.engine import ReleaseStore, parse_quads
from policygraph.web import create_app
from policygraph.web.source import source_of

if TYPE_CHECKING:
    from werkzeug.routing import Rule

BASE = "https://w3id.org/policygraph/"
REPORT = "/reports/socitm-casa-smart-places"
STATEMENT = f"{REPORT}/s33"
RDF = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> Flask:
    return create_app(source_of(release))


@pytest.fixture
def data(served: Flask) -> FlaskClient:
    return served.test_client()


def triples(body: bytes, form: str) -> set[str]:
    return {
        f"{one.subject} {one.predicate} {one.object}" for one in parse_quads(body, form)
    }


@pytest.mark.parametrize(
    "path", [REPORT, STATEMENT, "/themes/public-trust", "/actors/socitm", "/dataset"]
)
def test_a_thing_is_the_same_graph_in_every_format(
    data: FlaskClient, path: str
) -> None:
    names = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}

    graphs = [
        triples(data.get(f"{path}.{ending}").data, form)
        for ending, form in names.items()
    ]

    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)


def test_json_ld_is_compact_and_needs_nothing_from_elsewhere(data: FlaskClient) -> None:
    told = json.loads(data.get(f"{STATEMENT}.jsonld").data)
    nodes = {node["id"]: node for node in told["@graph"]}

    own = nodes[f"{BASE}id{STATEMENT}"]

    assert isinstance(told["@context"], dict)
    assert "Recommendation" in own["type"]
    assert own["reportedIn"] == f"{BASE}id{REPORT}"


def test_the_context_is_the_one_of_the_release(
    data: FlaskClient, release: ReleaseStore
) -> None:
    response = data.get("/context.jsonld")

    assert response.mimetype == "application/ld+json"
    shipped = release.path / "vocabulary" / "context.jsonld"
    assert response.data == shipped.read_bytes()


def address(rule: Rule) -> str:
    values = {
        "slug": "socitm-casa-smart-places",
        "path": "themes/public-trust",
        "name": "concerns",
        "number": 1,
        "ending": "ttl",
        "version": "0.1.0",
        "filename": "style.css",
        "word": "busy",
    }
    if rule.endpoint == "dataset.send_dump":
        values["name"] = "SHA256SUMS"
    if rule.endpoint == "lists.list_file":
        values["name"] = "claims"
    if rule.endpoint == "graphs.show_graph":
        values["path"] = "description"
    if rule.endpoint.startswith("vocabulary."):
        values["name"] = "ontology"
    if rule.endpoint == "crawling.send_sitemap_part":
        return "/sitemap-1.xml"
    built = rule.build({**(rule.defaults or {}), **values}, append_unknown=False)
    assert built is not None
    return str(built[1])


def test_every_address_answers_head_and_options_for_any_origin(
    served: Flask, data: FlaskClient
) -> None:
    rules = [rule for rule in served.url_map.iter_rules() if "GET" in rule.methods]

    assert len(rules) > 20
    for rule in rules:
        path = address(rule)
        full, head, options = data.get(path), data.head(path), data.options(path)
        assert full.status_code < 400, path
        assert head.status_code == full.status_code, path
        assert head.data == b"", path
        assert options.status_code in (200, 204), path
        for response in (full, head, options):
            assert response.headers["Access-Control-Allow-Origin"] == "*", path
        allowed = options.headers["Allow"]
        assert options.headers["Access-Control-Allow-Methods"] == allowed, path
        assert set(allowed.split(", ")) == rule.methods, path
        for response in (full, head, options):
            response.close()


def test_every_document_has_a_version_a_date_and_says_when_it_is_unchanged(
    served: Flask, data: FlaskClient
) -> None:
    for rule in served.url_map.iter_rules():
        path = address(rule)
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        response = data.get(path)
        told = response.headers.get("Cache-Control", "")
        if response.status_code != 200 or "no-store" in told or rule.endpoint in LIVE:
            continue

        again = data.get(path, headers={"If-None-Match": response.headers["ETag"]})

        assert again.status_code == 304, path
        assert response.headers["Last-Modified"], path
        for name in ("ETag", "Vary", "Cache-Control", "Content-Location", "Link"):
            assert again.headers.getlist(name) == response.headers.getlist(name), path


# these tell how it stands now
LIVE = frozenset({"healthz", "readyz", "metrics"}) | {
    f"operation.{name}" for name in ("healthz", "readyz", "metrics", "health", "ready")
}


@pytest.mark.parametrize("path", ["/id" + REPORT, "/dump", REPORT, "/catalog"])
def test_what_is_negotiated_says_by_what(data: FlaskClient, path: str) -> None:
    assert "Accept" in data.get(path).headers["Vary"]
    refused = data.get(path, headers={"Accept": "application/pdf"})
    assert "Accept" in refused.headers["Vary"]


def test_the_links_of_a_statement_lead_to_its_description_licence_and_report(
    data: FlaskClient,
) -> None:
    response = data.get(STATEMENT, headers=BROWSER)

    assert targets(response, "canonical") == {BASE + STATEMENT[1:]}
    assert targets(response, "cite-as") == {f"{BASE}id{STATEMENT}"}
    assert targets(response, "license") == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
    assert targets(response, "collection") == {REPORT}
    assert "https://schema.org/AboutPage" in targets(response, "type")
    assert Link("describedby", f"{STATEMENT}.ttl", "text/turtle") in links_of(response)


@pytest.mark.parametrize(
    "path", ["/", REPORT, STATEMENT, "/themes/public-trust", "/catalog", "/ontology"]
)
def test_every_link_of_ours_resolves_with_the_type_it_announces(
    data: FlaskClient, path: str
) -> None:
    found = [
        one for one in links_of(data.get(path, headers=BROWSER)) if one.href[0] == "/"
    ]

    assert found
    for link in found:
        accept = {"Accept": link.media_type} if link.media_type else {}
        response = data.get(link.href, headers=accept)
        assert response.status_code == 200, link
        if link.media_type:
            assert response.mimetype == link.media_type, link


@pytest.mark.parametrize("path", ["", REPORT[1:], STATEMENT[1:], "themes/public-trust"])
def test_the_linkset_says_what_the_headers_say(data: FlaskClient, path: str) -> None:
    headers = links_of(data.get(f"/{path}", headers=BROWSER))

    response = data.get(f"/linkset/{path}".removesuffix("/"))
    (told,) = response.json["linkset"]
    anchor = told.pop("anchor")

    assert response.mimetype == "application/linkset+json"
    assert anchor == BASE + path
    found = {
        Link(relation, one["href"], one.get("type", ""))
        for relation, members in told.items()
        for one in members
    }
    assert found == {
        Link(
            one.relation,
            BASE + one.href[1:] if one.href.startswith("/") else one.href,
            one.media_type,
        )
        for one in headers
    }


@pytest.mark.parametrize("path", ["/linkset/nope", "/linkset/reports/nope"])
def test_there_are_no_links_of_what_is_not_there(data: FlaskClient, path: str) -> None:
    assert data.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", REPORT, STATEMENT, "/id" + STATEMENT, "/catalog.ttl", "/.well-known/void",
     "/sitemap.xml", "/robots.txt", f"/linkset{STATEMENT}", "/dump", "/sparql"],
)  # fmt: skip
def test_no_header_of_a_request_gets_into_an_address(
    data: FlaskClient, path: str
) -> None:
    evil = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil.example",
        "Forwarded": "host=evil.example",
    }

    response = data.get(path, headers=evil)

    assert response.status_code in (200, 303)
    assert "evil.example" not in response.get_data(as_text=True)
    assert "evil.example" not in str(response.headers)


@pytest.mark.parametrize(
    "path", ["//reports", "/reports//x", "/linkset/", "/reports/", "/catalog/", "/ontology/"]
)  # fmt: skip
def test_a_slash_too_many_leads_to_no_other_host(data: FlaskClient, path: str) -> None:
    response = data.get(path, base_url="http://evil.example")

    assert response.status_code in (308, 404)
    assert "evil.example" not in str(response.headers)


def test_a_page_has_a_block_of_data_for_search_engines(data: FlaskClient) -> None:
    page = Page(data.get(STATEMENT, headers=BROWSER))
    (script,) = page.tree.xpath("//script")

    block = json.loads(script.text)

    assert script.get("type") == "application/ld+json"
    assert block["@id"] == f"{BASE}id{STATEMENT}"
    assert block["isPartOf"]["@type"] == "Report"


def test_the_front_page_describes_the_dataset(data: FlaskClient) -> None:
    page = Page(data.get("/", headers=BROWSER))

    block = json.loads(page.tree.xpath("//script")[0].text)

    assert block["@type"] == "Dataset"
    assert 50 <= len(block["description"]) <= 5000
    for name in ("name", "license", "creator", "identifier", "keywords"):
        assert block[name], name
    assert {one["contentUrl"] for one in block["distribution"]} == {
        BASE + href[1:] for href in targets(page.response, "item")
    }


def test_words_of_a_report_cannot_end_the_block_of_data(web: FlaskClient) -> None:
    body = web.get("/reports/quayside", headers=BROWSER).get_data(as_text=True)

    block = body.partition('<script type="application/ld+json">')[2]

    assert block.count("</script>") == 1
    assert "<" not in block.partition("</script>")[0]


def test_the_head_of_a_page_tells_how_to_cite_it(data: FlaskClient) -> None:
    page = Page(data.get(REPORT, headers=BROWSER))
    told = {
        one.get("name"): one.get("content")
        for one in page.tree.xpath("//meta[starts-with(@name, 'citation_')]")
    }

    assert told["citation_title"] == "Smart cities roundtable, report"
    assert "citation_publication_date" not in told
    assert told["citation_public_url"] == f"{BASE}id{REPORT}"


def test_the_sitemap_lists_every_thing_with_a_page_once_and_each_is_there(
    data: FlaskClient, release: ReleaseStore
) -> None:
    response = data.get("/sitemap.xml")
    places = response.get_data(as_text=True).split("<loc>")[1:]
    found = [place.partition("</loc>")[0] for place in places]

    assert response.mimetype == "application/xml"
    assert len(found) == len(set(found))
    assert {f"{BASE}{path}" for path in release.manifest.things} <= set(found)
    classed = release.store.rows("SELECT DISTINCT ?thing { ?thing a ?kind }")
    paths = {release.iris.path_of(str(row["thing"])) for row in classed}
    assert {f"{BASE}{path}" for path in paths if path} <= set(found)
    for place in found[::7]:
        assert data.get(place.replace(BASE, "/")).status_code == 200, place


def test_robots_are_led_to_the_sitemap_and_away_from_queries(data: FlaskClient) -> None:
    told = data.get("/robots.txt").get_data(as_text=True)

    assert "Disallow: /sparql" in told
    assert f"Sitemap: {BASE}sitemap.xml" in told


@pytest.mark.parametrize("ending", ["", *RDF])
def test_the_ontology_is_there_by_its_version(data: FlaskClient, ending: str) -> None:
    dot = f".{ending}" if ending else ""

    response = data.get(f"/ontology/0.1.0{dot}")

    assert response.status_code == 200
    assert response.mimetype == RDF.get(ending, "text/html")


def test_another_version_of_the_ontology_is_not_there(data: FlaskClient) -> None:
    response = data.get("/ontology/9.9.9")

    assert response.status_code == 404
    assert "0.1.0" in response.json["hint"]
