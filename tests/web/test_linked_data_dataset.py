"""The dataset as a whole: its figures, its files, what was taken back, and how it is cited."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID
from tests.web.reading import BROWSER, Page

from policygraph.engine import Literal as Value
from policygraph.engine import ReleaseStore, parse_quads
from policygraph.release import build_release
from policygraph.web import create_app
from policygraph.web.source import source_of

BASE = "https://w3id.org/policygraph/"
DATASET = URIRef(f"{BASE}id/dataset")
REPORT = "/reports/socitm-casa-smart-places"
STATEMENT = f"{REPORT}/s33"
SPDX = "http://spdx.org/rdf/terms#"
ENDINGS = {"nq": "nquads", "trig": "trig", "ttl": "turtle", "jsonld": "jsonld"}


@pytest.fixture(scope="module")
def served(release: ReleaseStore) -> Flask:
    return create_app(source_of(release))


@pytest.fixture
def data(served: Flask) -> FlaskClient:
    return served.test_client()


@pytest.fixture(scope="module")
def catalog(served: Flask) -> Graph:
    response = served.test_client().get("/.well-known/void")
    assert response.mimetype == "text/turtle"
    return Graph().parse(data=response.data, format="turtle")


def counted(release: ReleaseStore, query: str) -> int:
    (row,) = release.store.rows(query)
    (value,) = row.values()
    assert isinstance(value, Value)
    return int(value.value)


@pytest.mark.parametrize(
    ("figure", "query"),
    [
        (VOID.triples, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"),
        (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        (VOID.distinctObjects, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        (VOID.classes, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        (
            VOID.entities,
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o "
            f'FILTER STRSTARTS(STR(?s), "{BASE}id/") }}',
        ),
    ],
    ids=lambda value: value.rpartition("#")[2][:20],
)  # fmt: skip
def test_a_figure_is_what_a_query_counts(
    catalog: Graph, release: ReleaseStore, figure: URIRef, query: str
) -> None:
    assert catalog.value(DATASET, figure) == Literal(counted(release, query))


def test_every_class_and_property_is_counted(
    catalog: Graph, release: ReleaseStore
) -> None:
    classes = {
        catalog.value(part, VOID["class"]): catalog.value(part, VOID.entities)
        for part in catalog.objects(DATASET, VOID.classPartition)
    }
    properties = {
        catalog.value(part, VOID.property): catalog.value(part, VOID.triples)
        for part in catalog.objects(DATASET, VOID.propertyPartition)
    }

    assert len(classes) == int(catalog.value(DATASET, VOID.classes))
    assert len(properties) == int(catalog.value(DATASET, VOID.properties))
    for iri, number in classes.items():
        query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{iri}> }}"
        assert int(number) == counted(release, query), iri
    for iri, number in properties.items():
        query = (
            f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?o {{ ?s <{iri}> ?o }} }}"
        )
        assert int(number) == counted(release, query), iri


def test_the_catalogue_says_where_and_on_what_terms(catalog: Graph) -> None:
    (found,) = catalog.subjects(RDF.type, DCAT.Catalog)
    (service,) = catalog.subjects(RDF.type, DCAT.DataService)

    assert (found, DCAT.dataset, DATASET) in catalog
    assert (service, DCAT.servesDataset, DATASET) in catalog
    assert catalog.value(service, DCAT.endpointURL) == URIRef(f"{BASE}sparql")
    assert catalog.value(DATASET, VOID.sparqlEndpoint) == URIRef(f"{BASE}sparql")
    assert catalog.value(DATASET, VOID.uriSpace) == Literal(f"{BASE}id/")
    for name in (DCTERMS.license, DCTERMS.publisher, VOID.exampleResource):
        assert catalog.value(DATASET, name), name


def test_every_distribution_has_the_size_and_the_checksum_of_its_file(
    catalog: Graph, data: FlaskClient
) -> None:
    parts = list(catalog.objects(DATASET, DCAT.distribution))

    assert len(parts) == 8
    for part in parts:
        address = str(catalog.value(part, DCAT.downloadURL)).replace(BASE, "/")
        response = data.get(address)
        checksum = catalog.value(part, URIRef(f"{SPDX}checksum"))
        value = str(catalog.value(checksum, URIRef(f"{SPDX}checksumValue")))
        assert response.status_code == 200
        size = catalog.value(part, DCAT.byteSize)
        assert int(str(size)) == len(response.data), part
        assert value.lower() == hashlib.sha256(response.data).hexdigest(), part


def test_every_dump_holds_what_queries_see(
    data: FlaskClient, release: ReleaseStore
) -> None:
    count = len(release.store)

    for ending, form in ENDINGS.items():
        plain = data.get(f"/dump/dataset.{ending}").data
        packed = data.get(f"/dump/dataset.{ending}.gz")
        assert gzip.decompress(packed.data) == plain
        assert packed.mimetype == "application/gzip"
        found = {str(quad) for quad in parse_quads(plain, form)}
        # without their graphs, triples that two graphs share are one
        assert len(found) == count or form == "turtle", ending


def test_a_dump_is_known_by_its_version_and_opened_only_when_it_is_sent(
    data: FlaskClient,
) -> None:
    tag = data.get("/dump/dataset.nq.gz").headers["ETag"]

    response = data.get("/dump/dataset.nq.gz", headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert data.head("/dump/dataset.nq").status_code == 200


@pytest.mark.parametrize("name", ["nope.nq", "dataset.exe", "..%2Fmanifest.json"])
def test_there_is_no_other_dump(data: FlaskClient, name: str) -> None:
    assert data.get(f"/dump/{name}").status_code == 404


def test_the_checksums_are_those_that_sha256sum_checks(data: FlaskClient) -> None:
    told = data.get("/dump/SHA256SUMS").get_data(as_text=True)

    for line in told.splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(data.get(f"/dump/{name}").data).hexdigest() == digest


def test_the_page_of_the_catalogue_offers_every_file(data: FlaskClient) -> None:
    page = Page(data.get("/catalog", headers=BROWSER))

    for ending in ENDINGS:
        assert f"/dump/dataset.{ending}.gz" in page.hrefs


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/turtle", "/dump/dataset.ttl"),
        ("application/n-quads", "/dump/dataset.nq"),
        ("text/html", "/catalog"),
    ],
)
def test_the_dataset_is_had_in_the_format_asked_for(
    data: FlaskClient, accept: str, target: str
) -> None:
    response = data.get("/dump", headers={"Accept": accept})

    assert response.status_code == 303
    assert response.headers["Location"] == target


def test_a_server_of_bare_files_has_no_catalogue(web: FlaskClient) -> None:
    assert web.get("/.well-known/void").status_code == 404
    assert web.get("/dump/dataset.nq").status_code == 404
    assert web.get("/context.jsonld").status_code == 200


@pytest.fixture(scope="module")
def bereaved(release: ReleaseStore) -> FlaskClient:
    gone = frozenset({f"{REPORT[1:]}/s99", "actors/nobody", "reports/gone"})
    return create_app(replace(source_of(release), withdrawn=gone)).test_client()


@pytest.mark.parametrize(
    "path",
    [
        f"{REPORT}/s99",
        f"/id{REPORT}/s99",
        f"{REPORT}/s99.bib",
        f"{REPORT}/s99-held-by-socitm",
        "/actors/nobody",
        "/reports/gone",
        "/reports/gone/s01",
        "/linkset/actors/nobody",
    ],
)
def test_what_was_withdrawn_is_gone_and_not_missing(
    bereaved: FlaskClient, path: str
) -> None:
    response = bereaved.get(path)

    assert response.status_code == 410
    assert "withdrawn" in response.json["detail"]


def test_a_tombstone_is_rdf_where_rdf_is_asked_for(bereaved: FlaskClient) -> None:
    response = bereaved.get("/actors/nobody.ttl")
    graph = Graph().parse(data=response.data, format="turtle")

    assert response.status_code == 410
    assert (URIRef(f"{BASE}id/actors/nobody"), None, None) in graph


@pytest.mark.parametrize("path", ["/actors/nobody", "/id/actors/nobody"])
def test_a_thing_that_was_withdrawn_says_so_as_its_document_does(
    bereaved: FlaskClient, path: str
) -> None:
    response = bereaved.get(path, headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=response.data, format="turtle")

    assert response.status_code == 410
    assert response.mimetype == "text/turtle"
    assert (URIRef(f"{BASE}id/actors/nobody"), None, None) in graph


def test_what_stands_is_not_gone_whatever_the_list_says(
    release: ReleaseStore,
) -> None:
    listed = frozenset({STATEMENT[1:]})
    client = create_app(replace(source_of(release), withdrawn=listed)).test_client()

    assert client.get(STATEMENT).status_code == 200


def test_what_a_record_withdraws_is_gone_once_it_is_released(
    project: Path, tmp_path: Path
) -> None:
    from policygraph.engine import open_release

    corpus = tmp_path / "corpus"
    for name in ("corpus.yaml", "harbourfield-roundtable/record.yaml",
                 "harbourfield-roundtable/anchors.json",
                 "harbourfield-roundtable/source.txt"):  # fmt: skip
        target = corpus / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((project / "corpus" / name).read_bytes())
    about = (corpus / "corpus.yaml").read_text(encoding="utf-8")
    listed = about.replace("withdrawn: []", "withdrawn: [reports/taken-back]")
    (corpus / "corpus.yaml").write_text(listed, encoding="utf-8")
    built = build_release(corpus, tmp_path / "releases")

    client = create_app(source_of(open_release(built.path))).test_client()

    assert client.get("/reports/taken-back").status_code == 410
    assert client.get("/reports/never-there").status_code == 404


@pytest.mark.parametrize("path", [REPORT, STATEMENT, "/dataset"])
@pytest.mark.parametrize(
    ("media_type", "ending"),
    [
        ("application/x-bibtex", "bib"),
        ("application/x-research-info-systems", "ris"),
        ("application/vnd.citationstyles.csl+json", "csl.json"),
    ],
)
def test_a_citation_is_had_by_negotiation_and_by_ending(
    data: FlaskClient, path: str, media_type: str, ending: str
) -> None:
    negotiated = data.get(path, headers={"Accept": media_type})
    direct = data.get(f"{path}.{ending}")

    assert negotiated.mimetype == direct.mimetype == media_type
    assert negotiated.data == direct.data
    assert negotiated.headers["Content-Location"] == f"{path}.{ending}"
    assert f"{BASE}id{path}".encode() in direct.data


def test_a_citation_names_publisher_title_and_report(data: FlaskClient) -> None:
    (told,) = json.loads(data.get(f"{STATEMENT}.csl.json").data)

    assert told["container-title"] == "Smart cities roundtable, report"
    assert [one["literal"] for one in told["author"]] == ["Socitm"]
    assert told["issued"] == {"literal": "not-said"}


def test_a_statement_is_cited_by_the_words_of_the_report(data: FlaskClient) -> None:
    page = Page(data.get(STATEMENT, headers=BROWSER))
    (told,) = json.loads(data.get(f"{STATEMENT}.csl.json").data)

    (coded,) = page.texts("//h1")
    first = page.texts("//section[@class='words']//blockquote/p")[0]
    assert told["title"].strip("“”") in first
    assert coded not in told["title"]
    assert told["URL"].startswith("https://socitm.net/")
    assert f"as: “{coded}” ({BASE}id{STATEMENT})" in told["note"]
    assert told["version"] in told["note"]


def test_the_page_and_the_file_cite_a_report_alike(data: FlaskClient) -> None:
    page = Page(data.get(REPORT, headers=BROWSER))
    (told,) = json.loads(data.get(f"{REPORT}.csl.json").data)

    authors = page.tree.xpath("//meta[@name='citation_author']/@content")
    assert [one["literal"] for one in told["author"]] == authors
    assert [told["title"]] == page.tree.xpath("//meta[@name='citation_title']/@content")


def test_a_theme_has_no_citation(data: FlaskClient) -> None:
    response = data.get(
        "/themes/public-trust", headers={"Accept": "application/x-bibtex"}
    )

    assert response.status_code == 406
