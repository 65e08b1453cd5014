"""What was measured to be wrong in other endpoints, each a test by name against a running server of ours."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from importlib.metadata import PackageNotFoundError, files, requires
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from packaging.requirements import Requirement

from policygraph.engine import Rows, Truth, answer_from_bytes, parse_quads

pytestmark = pytest.mark.engine

JSON_ROWS = "application/sparql-results+json"
ASK = "ASK { ?subject ?property ?value }"
ROWS = "SELECT ?subject { ?subject ?property ?value } ORDER BY ?subject LIMIT 3"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


class Reply:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    @property
    def media_type(self) -> str:
        return self.headers.get_content_type()


def ask(
    server: str,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    try:
        told = {"Accept": JSON_ROWS, "Connection": "close", **(headers or {})}
        connection.request(method, f"/{path}", body, told)
        return Reply(connection.getresponse())
    finally:
        connection.close()


def by_get(server: str, query: str, **headers: str) -> Reply:
    return ask(server, f"sparql?{urlencode({'query': query})}", headers=headers)


def value_of(reply: Reply) -> str:
    rows = json.loads(reply.body)["results"]["bindings"]
    return str(rows[0]["value"]["value"])


@pytest.mark.parametrize("text", ["100%25", "a+b", "%2541", "é&=", "%"])
def test_a_posted_query_is_not_decoded_twice(server: str, text: str) -> None:
    query = f'SELECT ("{text}" AS ?value) {{}}'

    form = ask(
        server,
        "sparql",
        method="POST",
        headers=FORM,
        body=urlencode({"query": query}).encode(),
    )
    direct = ask(server, "sparql", method="POST", headers=DIRECT, body=query.encode())

    assert value_of(form) == value_of(direct) == text


def test_the_service_description_names_an_endpoint_that_answers(server: str) -> None:
    reply = ask(server, "sparql", headers={"Accept": "text/turtle"})

    endpoints = [
        str(quad.object)
        for quad in parse_quads(reply.body, "turtle")
        if quad.predicate.endswith("#endpoint")
    ]
    assert endpoints == ["https://w3id.org/policygraph/sparql"]
    asked = ask(server, f"sparql?{urlencode({'query': ASK})}")
    assert asked.status == 200


def test_default_graph_uri_is_not_ignored(server: str) -> None:
    absent = {"query": ASK, "default-graph-uri": "https://example.org/no-such-graph"}

    reply = ask(server, f"sparql?{urlencode(absent)}")

    answer = answer_from_bytes(reply.body, reply.media_type)
    assert isinstance(answer, Truth)
    assert not answer.value


@pytest.mark.parametrize("path", ["", "sparql", f"sparql?{urlencode({'query': ASK})}"])
def test_head_is_answered_as_get_is(server: str, path: str) -> None:
    got = ask(server, path, headers={"Accept": "*/*"})

    head = ask(server, path, method="HEAD", headers={"Accept": "*/*"})

    assert head.status == got.status == 200
    assert head.body == b""
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert head.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize("query", ["SELEKT", "SELECT * {", "", "ASK { ?s rdf:x ?o }"])
def test_a_syntax_error_is_not_answered_with_200(server: str, query: str) -> None:
    reply = by_get(server, query)

    assert reply.status == 400
    assert reply.media_type == "application/problem+json"


@pytest.mark.parametrize("separator", ["text/csv", "text/csv;q=1, */*;q=0.1"])
def test_csv_is_not_answered_with_json_or_html(server: str, separator: str) -> None:
    reply = by_get(server, ROWS, Accept=separator)

    lines = reply.body.decode().split("\r\n")
    assert reply.media_type == "text/csv"
    assert lines[0] == "subject"
    assert len(lines) == 5


@pytest.mark.parametrize("update", ["CLEAR ALL", "INSERT DATA { <a:a> <a:b> <a:c> }"])
def test_an_update_is_refused_with_a_plain_4xx(server: str, update: str) -> None:
    direct = {"Content-Type": "application/sparql-update"}

    replies = [
        ask(server, "sparql", method="POST", headers=direct, body=update.encode()),
        ask(
            server,
            "sparql",
            method="POST",
            headers=FORM,
            body=urlencode({"update": update}).encode(),
        ),
        by_get(server, update),
    ]

    assert all(400 <= reply.status < 500 for reply in replies)
    again = by_get(server, ASK)
    answer = answer_from_bytes(again.body, again.media_type)
    assert isinstance(answer, Truth)
    assert answer.value


@pytest.mark.parametrize(
    "path",
    [
        "reports/socitm-casa-smart-places",
        "id/reports/socitm-casa-smart-places",
        "themes/public-trust",
        "ontology",
        "sparql",
        f"sparql?{urlencode({'query': ROWS})}",
    ],
)
def test_what_is_negotiated_varies_by_accept(server: str, path: str) -> None:
    reply = ask(server, path, headers={"Accept": "*/*"})

    assert "accept" in reply.headers.get("Vary", "").lower()


class _Loaded(HTMLParser):
    """Collects what a browser would load to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "img", "iframe", "source", "video") and "src" in told:
            self.addresses.append(told["src"])
        if tag == "link" and told.get("rel") in ("stylesheet", "icon", "preload"):
            self.addresses.append(told["href"])


PAGES = (
    "",
    "sparql",
    "reports",
    "reports/socitm-casa-smart-places",
    "themes",
    "ontology",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere(server: str, path: str) -> None:
    reply = ask(server, path, headers={"Accept": "text/html"})
    loaded = _Loaded()
    loaded.feed(reply.body.decode())

    hosts = {urlsplit(urljoin(server, one)).netloc for one in loaded.addresses}

    assert loaded.addresses
    assert hosts == {urlsplit(server).netloc}


@pytest.mark.parametrize("path", [*PAGES, "no-such-page", "query/concerns"])
def test_no_object_of_the_program_shows_in_a_page(server: str, path: str) -> None:
    reply = ask(server, path, headers={"Accept": "text/html"})

    leaked = re.findall(
        r"(?:&lt;|<)[\w.]+ object at 0x|Traceback|/site-packages/|Undefined",
        reply.body.decode(),
    )
    assert leaked == []


@pytest.mark.parametrize(
    ("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 400), ("OPTIONS", 200)]
)
def test_an_empty_call_of_the_endpoint_is_answered_at_once(
    server: str, method: str, status: int
) -> None:
    headers = {"Accept": "text/turtle", **(FORM if method == "POST" else {})}

    reply = ask(server, "sparql", method=method, headers=headers)

    assert reply.status in (status, 204 if method == "OPTIONS" else status)


def test_every_answer_of_rows_can_be_read_to_its_end(server: str) -> None:
    for kind in (
        JSON_ROWS,
        "application/sparql-results+xml",
        "text/tab-separated-values",
    ):
        reply = by_get(server, ROWS, Accept=kind)
        answer = answer_from_bytes(reply.body, reply.media_type)
        assert isinstance(answer, Rows)
        assert len(answer.as_dicts()) == 3


# joins that no engine ends in a lifetime
RUNAWAY = """SELECT (COUNT(*) AS ?rows) {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) < 2)
}"""


def test_a_query_without_an_end_has_one_and_blocks_nobody(server: str) -> None:
    asked = f"sparql?{urlencode({'query': RUNAWAY, 'timeout': '2'})}"
    before_s = time.monotonic()

    with ThreadPoolExecutor(5) as pool:
        runaways = [pool.submit(ask, server, asked) for _ in range(4)]
        meanwhile = ask(server, "reports", headers={"Accept": "text/html"})
        page_s = time.monotonic() - before_s
        row = by_get(server, ROWS)
        replies = [one.result() for one in runaways]

    took_s = time.monotonic() - before_s
    assert meanwhile.status == row.status == 200
    assert page_s < took_s
    assert {reply.status for reply in replies} == {503}
    assert all(b"query-timeout" in reply.body for reply in replies)
    assert took_s < 20


def needed(name: str, known: set[str]) -> set[str]:
    """Collect what a package needs to run, and what that needs, as far as it is installed."""
    try:
        wanted = requires(name) or []
    except PackageNotFoundError:
        return known
    known.add(name)
    for line in wanted:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or marker.evaluate({"extra": ""}):
            other = requirement.name.lower()
            if other not in known:
                needed(other, known)
    return known


def test_an_installation_keeps_to_its_budget_of_250_megabytes() -> None:
    packages = needed("policygraph", set())

    sizes = {
        package: sum(
            place.stat().st_size
            for file in files(package) or []
            if (place := Path(str(file.locate()))).is_file()
        )
        for package in packages
    }

    assert {"flask", "pyoxigraph", "rdflib"} <= packages
    assert sum(sizes.values()) < 250_000_000, sorted(sizes, key=sizes.__getitem__)[-5:]
