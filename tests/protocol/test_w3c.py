"""The W3C's tests of the protocol, the service description and the formats of results."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from tests.conftest import SHARED
from tests.protocol.conftest import BASE, app_of
from werkzeug.test import TestResponse

from policygraph.engine import Store, answer_from_bytes
from policygraph.iris import Iri

CNT = Namespace("http://www.w3.org/2011/content#")
HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = "http://kasei.us/2009/09/sparql/data/"
FORMATS = {
    "boolean": "sparql-results",
    "tabular": "sparql-results",
    "RDF": "turtle",
}
SUITE = SHARED / "w3c" / "sparql" / "sparql11"


@dataclass(frozen=True)
class Sent:
    """One request of a test, and what must come back."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    classes: frozenset[str]
    truth: bool | None
    form: str | None


def manifest(folder: str) -> Graph:
    path = SUITE / folder / "manifest.ttl"
    return Graph().parse(path) if path.is_file() else Graph()


def names(graph: Graph, kind: URIRef) -> list[str]:
    return sorted(str(one).partition("#")[2] for one in graph.subjects(RDF.type, kind))


PROTOCOL = manifest("protocol")
TESTS = names(PROTOCOL, MF.ProtocolTest)
UPDATES = [name for name in TESTS if "update" in name]
QUERIES = [name for name in TESTS if "update" not in name]


def requests_of(name: str) -> Iterator[Sent]:
    test = next(one for one in PROTOCOL.subjects() if str(one).endswith(f"#{name}"))
    listed = PROTOCOL.value(PROTOCOL.value(test, MF.action), HT.requests)
    for one in Collection(PROTOCOL, listed):
        expected = PROTOCOL.value(one, HT.resp)
        content = PROTOCOL.value(one, HT.body)
        truth = PROTOCOL.value(expected, MF.expectedBoolean)
        form = PROTOCOL.value(expected, MF.expectedFormat)
        yield Sent(
            method=str(PROTOCOL.value(one, HT.methodName)),
            path=str(PROTOCOL.value(one, HT.absolutePath)).replace(
                "/sparql/", "/sparql", 1
            ),
            body=encoded(content) if content else None,
            headers=dict(headers_of(one)),
            classes=frozenset(
                str(status)[-3]
                for status in PROTOCOL.objects(expected, MF.expectedStatus)
            ),
            truth=None if truth is None else bool(truth.toPython()),
            form=None if form is None else str(form),
        )


def encoded(content: Node) -> bytes:
    charset = str(PROTOCOL.value(content, CNT.characterEncoding))
    return str(PROTOCOL.value(content, CNT.chars)).encode(charset)


def headers_of(request: Node) -> Iterator[tuple[str, str]]:
    listed = PROTOCOL.value(request, HT.headers)
    for one in Collection(PROTOCOL, listed) if listed else ():
        yield (
            str(PROTOCOL.value(one, HT.fieldName)),
            str(PROTOCOL.value(one, HT.fieldValue)),
        )


def send(client: FlaskClient, sent: Sent) -> TestResponse:
    return client.open(
        sent.path, method=sent.method, data=sent.body, headers=sent.headers
    )


@pytest.fixture(scope="session")
def three_graphs(w3c: Path) -> Store:
    store = Store()
    for number in (1, 2, 3):
        path = w3c / "protocol" / f"data{number}.nt"
        store.load_file(path, Iri(f"{DATA}data{number}.rdf"))
    return store


@pytest.fixture(scope="session")
def client(three_graphs: Store) -> FlaskClient:
    return app_of(three_graphs).test_client()


def test_all_tests_of_the_suite_are_known(w3c: Path) -> None:
    assert (len(QUERIES), len(UPDATES)) == (20, 14)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_answered_as_the_w3c_says(client: FlaskClient, name: str) -> None:
    for sent in requests_of(name):
        response = send(client, sent)

        assert str(response.status_code)[0] in sent.classes
        if sent.form:
            assert FORMATS[sent.form] in response.mimetype
        if sent.truth is not None:
            assert response.json["boolean"] is sent.truth


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_refused_and_changes_nothing(
    client: FlaskClient, three_graphs: Store, name: str
) -> None:
    before = three_graphs.dump("nquads")
    first, *_ = requests_of(name)

    response = send(client, first)

    assert 400 <= response.status_code < 500
    assert response.mimetype == "application/problem+json"
    assert three_graphs.dump("nquads") == before


@pytest.fixture(scope="session")
def description(client: FlaskClient) -> Graph:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    return Graph().parse(data=response.data, format="turtle")


def test_the_endpoint_without_a_query_gives_rdf(description: Graph) -> None:
    assert len(description) > 0


def test_the_description_names_the_endpoint(description: Graph) -> None:
    endpoint = URIRef(f"{BASE}sparql")

    assert (None, SD.endpoint, endpoint) in description


def test_the_description_keeps_to_the_schema_of_service_descriptions(
    description: Graph,
) -> None:
    ranges = {
        SD.defaultDataset: SD.Dataset,
        SD.defaultGraph: SD.Graph,
        SD.namedGraph: SD.NamedGraph,
        SD.graph: SD.Graph,
    }
    service = description.value(None, RDF.type, SD.Service)

    assert service is not None
    assert description.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    assert set(description.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    for link, kind in ranges.items():
        targets = set(description.objects(None, link))
        assert targets
        assert all((one, RDF.type, kind) in description for one in targets)
    assert {str(one) for one in description.objects(None, SD.name)} == {
        f"{DATA}data{number}.rdf" for number in (1, 2, 3)
    }


def test_the_figures_of_the_description_are_true(
    client: FlaskClient, description: Graph
) -> None:
    void = Namespace("http://rdfs.org/ns/void#")
    for entry in description.subjects(RDF.type, SD.NamedGraph):
        name = description.value(entry, SD.name)
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        rows = client.get("/sparql", query_string={"query": query}).json
        counted = int(rows["results"]["bindings"][0]["n"]["value"])

        graph = description.value(entry, SD.graph)

        assert int(description.value(graph, void.triples)) == counted


def result_tests() -> Iterator[tuple[str, Path, Path, Path]]:
    for folder in ("csv-tsv-res", "json-res"):
        graph = manifest(folder)
        for test in sorted(graph.subjects(MF.action, None)):
            action = graph.value(test, MF.action)
            paths = (
                graph.value(action, QT.query),
                graph.value(action, QT.data),
                graph.value(test, MF.result),
            )
            query, data, result = (SUITE / folder / Path(str(p)).name for p in paths)
            yield str(test).partition("#")[2], query, data, result


RESULTS = list(result_tests())
XSD = "http://www.w3.org/2001/XMLSchema#"
# the engine keeps the values of numbers, not the way in which a file writes them
AS_KEPT = {
    "1.0E6": "1000000",
    "\t1.0e6": f'\t"1000000"^^<{XSD}double>',
    f'"-3"^^<{XSD}negativeInteger>': "-3",
}
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".srj": "application/sparql-results+json",
}


@pytest.mark.parametrize(
    ("query", "data", "result"),
    [one[1:] for one in RESULTS],
    ids=[one[0] for one in RESULTS],
)
def test_a_result_is_written_as_the_w3c_writes_it(
    w3c: Path, query: Path, data: Path, result: Path
) -> None:
    store = Store()
    store.load_file(data)
    media_type = MEDIA_TYPES[result.suffix]

    response = (
        app_of(store)
        .test_client()
        .get(
            "/sparql",
            query_string={"query": in_columns_of(query, result)},
            headers={"Accept": media_type},
        )
    )

    assert response.status_code == 200
    assert response.mimetype == media_type
    if result.suffix == ".srj":
        assert told(response.json) == told(json_of(result))
    else:
        assert lines(response.data) == lines(as_kept(result.read_bytes()))


def in_columns_of(query: Path, result: Path) -> str:
    """Name the columns of SELECT *, whose order is left to each engine."""
    if result.suffix == ".srj":
        names = json.loads(result.read_bytes()).get("head", {}).get("vars", [])
    else:
        names = (
            result.read_text()
            .splitlines()[0]
            .replace("?", "")
            .replace("\t", ",")
            .split(",")
        )
    return re.sub(
        r"(?i)select\s+\*",
        "SELECT " + " ".join(f"?{one}" for one in names),
        query.read_text(),
    )


def as_kept(table: bytes) -> bytes:
    for written, kept in AS_KEPT.items():
        table = table.replace(written.encode(), kept.encode())
    return table


def lines(table: bytes) -> list[str]:
    """Split a table into its head and its rows; labels of blank nodes are free.

    The rows come in an order of ours where the query has none. RFC 4180 ends lines of CSV with
    CR LF, the files of the suite with LF.
    """
    head, *rows = re.sub(r"_:\w+", "_:x", table.decode()).splitlines()
    return [head, *sorted(rows)]


def json_of(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_bytes())
    return found


def named(cell: dict[str, str]) -> list[tuple[str, str]]:
    free = {"value": "_"} if cell["type"] == "bnode" else {}
    return sorted({**cell, **free}.items())


def told(result: object) -> object:
    """Bring a result to one order of rows; names of blank nodes are free."""
    if not isinstance(result, dict) or "boolean" in result:
        return result
    rows = [
        sorted((name, named(cell)) for name, cell in row.items())
        for row in result["results"]["bindings"]
    ]
    return result["head"]["vars"], sorted(rows, key=repr)


def test_csv_and_tsv_and_xml_and_json_say_the_same(endpoint: FlaskClient) -> None:
    asked = {
        "query": "SELECT ?s ?p WHERE { ?s ?p ?o . FILTER(isIRI(?s)) } ORDER BY ?s ?p"
    }
    tables = []
    for media_type in ("json", "xml", "tsv"):
        response = endpoint.get("/sparql", query_string={**asked, "format": media_type})
        tables.append(list(answer_from_bytes(response.data, response.mimetype)))

    assert tables[0] == tables[1] == tables[2]
    assert tables[0]
