"""What hostile clients send: the right status, no crash, nothing told that is not theirs to know."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.isolated.canary import Canary
from tests.protocol.hostile import (
    ACCEPTS,
    FEDERATED,
    HARMLESS,
    NOT_SPARQL,
    PATHS,
    UPDATES,
    nested,
)
from werkzeug.test import TestResponse

from policygraph.engine import Store

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
TELLTALE = re.compile(
    rb'Traceback|File "/|site-packages|\.py\b|/src/policygraph|pyoxigraph'
)
WAYS = ("get", "form", "direct")


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as listening:
        yield listening


def ask(client: FlaskClient, query: str, way: str = "direct") -> TestResponse:
    if way == "get":
        return client.get("/sparql", query_string={"query": query})
    if way == "form":
        return client.post("/sparql", data={"query": query})
    return client.post("/sparql", data=query.encode(), content_type=DIRECT)


def assert_told_plainly(response: TestResponse, *statuses: int) -> None:
    assert response.status_code in statuses
    assert response.mimetype == "application/problem+json"
    assert response.json["detail"].endswith((".", "!", "?"))
    assert not TELLTALE.search(response.data)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("query", FEDERATED)
def test_no_other_server_is_called(
    endpoint: FlaskClient, canary: Canary, query: str, way: str
) -> None:
    response = ask(endpoint, query.format(at=canary.url), way)

    assert_told_plainly(response, 400)
    assert canary.hits == 0


@pytest.mark.parametrize("query", HARMLESS)
def test_words_in_texts_and_names_are_no_reason_to_refuse(
    endpoint: FlaskClient, canary: Canary, query: str
) -> None:
    response = ask(endpoint, query.format(at=canary.url))

    assert response.status_code == 200
    assert canary.hits == 0


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(
    "graph",
    ["file:///etc/passwd", "http://169.254.169.254/latest/", "urn:x", "CANARY"],
)
def test_a_graph_that_is_not_known_is_empty_and_not_fetched(
    endpoint: FlaskClient, canary: Canary, name: str, graph: str
) -> None:
    asked = {"query": "ASK { ?s ?p ?o }", name: graph.replace("CANARY", canary.url)}

    response = endpoint.get("/sparql", query_string=asked)

    assert response.status_code == 200
    assert response.json["boolean"] is False
    assert canary.hits == 0


@pytest.mark.parametrize("graph", ["", "no iri", "x", "http://a b/", "<>", "a:\r\nb"])
def test_a_graph_without_an_iri_is_told(endpoint: FlaskClient, graph: str) -> None:
    asked = {"query": "ASK {}", "default-graph-uri": graph}

    assert_told_plainly(endpoint.get("/sparql", query_string=asked), 400)


@pytest.mark.parametrize("way", [*WAYS, "update", "update by get", "update direct"])
@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused_in_every_way_of_sending_it(
    endpoint: FlaskClient, quayside: Store, update: str, way: str
) -> None:
    before = len(quayside)

    if way == "update":
        response = endpoint.post("/sparql", data={"update": update})
    elif way == "update by get":
        response = endpoint.get("/sparql", query_string={"update": update})
    elif way == "update direct":
        response = endpoint.post(
            "/sparql", data=update, content_type="application/sparql-update"
        )
    else:
        response = ask(endpoint, update, way)

    assert_told_plainly(response, 403)
    assert len(quayside) == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("query", NOT_SPARQL)
def test_what_is_no_sparql_is_told(endpoint: FlaskClient, query: str, way: str) -> None:
    response = ask(endpoint, query, way)

    assert_told_plainly(response, 400)
    assert response.json["type"].endswith("/problems/query-syntax")


@pytest.mark.parametrize("count", [2_600, 20_000])
@pytest.mark.parametrize("shape", list(nested(1)))
def test_no_shape_of_a_query_ends_the_process(
    endpoint: FlaskClient, shape: str, count: int
) -> None:
    query = nested(count)[shape]

    response = ask(endpoint, query)

    assert_told_plainly(response, 400, 413)


@pytest.mark.parametrize("count", [10, 25, 100])
@pytest.mark.parametrize("shape", ["parentheses", "braces", "functions", "path groups"])
def test_an_honest_depth_is_answered(
    endpoint: FlaskClient, shape: str, count: int
) -> None:
    assert ask(endpoint, nested(count)[shape]).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_no_address_leads_out_of_the_site(endpoint: FlaskClient, path: str) -> None:
    response = endpoint.get(path)

    assert response.status_code in (303, 308, 400, 404)
    assert "evil.example" not in response.headers.get("Location", "")[:20]
    assert "Set-Cookie" not in response.headers
    assert b"<script>alert" not in response.data
    assert b"<svg onload" not in response.data
    assert not TELLTALE.search(response.data)


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/nothing"]
)
def test_no_accept_header_is_too_much(
    endpoint: FlaskClient, path: str, accept: str
) -> None:
    response = endpoint.get(path, headers={"Accept": accept})

    assert response.status_code in (200, 404, 406)


@pytest.mark.parametrize(
    "tags",
    [
        ", ".join(f'"{one}"' for one in range(10_000)),
        "*",
        '"',
        "W/",
        "\x7f",
        "no tag",
    ],
)
def test_no_list_of_versions_is_too_much(endpoint: FlaskClient, tags: str) -> None:
    response = endpoint.get("/sparql?query=ASK%7B%7D", headers={"If-None-Match": tags})

    assert response.status_code in (200, 304)


@pytest.mark.parametrize(
    "ranges", ["bytes=0-", "bytes=" + ",".join(f"{n}-{n}" for n in range(1_000)), "x"]
)
def test_a_range_is_answered_with_the_whole_or_refused(
    endpoint: FlaskClient, ranges: str
) -> None:
    response = endpoint.get("/sparql?query=ASK%7B%7D", headers={"Range": ranges})

    assert response.status_code in (200, 416)


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded"])
@pytest.mark.parametrize("path", ["/sparql", "/", "/id/places/quayside", "/reports"])
def test_no_header_of_a_client_decides_what_iris_are(
    endpoint: FlaskClient, header: str, path: str
) -> None:
    response = endpoint.get(
        path, headers={header: "evil.example", "Accept": "text/turtle, text/html;q=0.5"}
    )

    assert b"evil.example" not in response.data
    assert all("evil.example" not in value for _, value in response.headers)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (gzip.compress(b"ASK {}"), {"Content-Encoding": "gzip"}, 415),
        (gzip.compress(b"A" * 900_000), {"Content-Encoding": "gzip"}, 415),
        (b"ASK {}", {"Content-Encoding": "br"}, 415),
        (b"ASK {}", {"Content-Type": "text/plain"}, 415),
        (b"ASK {}", {"Content-Type": ""}, 415),
        (b"ASK {}", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b'{"query": "ASK {}"}', {"Content-Type": "application/json"}, 415),
        ("ASK {}".encode("utf-16"), {}, 400),
        ("ASK {}".encode("utf-16"), {"Content-Type": f"{DIRECT}; charset=utf-16"}, 400),
        (b"ASK {}", {"Content-Type": f"{DIRECT}; charset=latin-1"}, 400),
        (b"query=ASK%7B%7D", {"Content-Type": f"{FORM}; charset=utf-16"}, 400),
        (b"query=ASK%7B%7D", {"Content-Type": f"{FORM}; charset=UTF-8"}, 200),
        (b"query=ASK%7B%7D", {"Content-Type": f'{FORM}; charset="utf-8"'}, 200),
        (b"ASK {}", {"Content-Type": f"{DIRECT}; charset=utf-8"}, 200),
        (b"\xed\xa0\x80", {}, 400),
        (b"\xc0\xaf", {}, 400),
        (b"query=%ED%A0%80", {"Content-Type": FORM}, 400),
        (b"query=%C0%AF", {"Content-Type": FORM}, 400),
        (b"query=ASK%7B%7D&query=ASK%7B%7D", {"Content-Type": FORM}, 400),
        (b"other=x", {"Content-Type": FORM}, 400),
        (b"x=1&" * 100_000 + b"query=ASK%7B%7D", {"Content-Type": FORM}, 400),
        (b"A" * 10_000_000, {}, 413),
    ],
)
def test_a_body_that_is_no_query_is_refused(
    endpoint: FlaskClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    response = endpoint.post(
        "/sparql", data=body, headers={"Content-Type": DIRECT, **headers}
    )

    assert response.status_code == status
    if status != 200:
        assert_told_plainly(response, status)
    if status == 415:
        assert DIRECT in response.headers["Accept-Post"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("query=" + "A" * 1_000_000, 414),
        ("x=1&" * 2_000 + "query=ASK%7B%7D", 400),
        ("query=%FF", 400),
        ("query=ASK%7B%7D&format=%0d%0aSet-Cookie:a", 406),
        ("query=ASK%7B%7D&format=<script>", 406),
        ("query=ASK%7B%7D&timeout=x", 400),
        ("query=ASK%7B%7D&timeout=-1", 400),
        ("query=ASK%7B%7D&timeout=nan", 400),
        ("query=ASK%7B%7D&timeout=inf", 400),
        ("query=ASK%7B%7D&timeout=5", 200),
        ("query=ASK%7B%7D&callback=alert(1)//", 200),
    ],
)
def test_an_address_is_read_strictly(
    endpoint: FlaskClient, address: str, status: int
) -> None:
    response = endpoint.get(f"/sparql?{address}")

    assert response.status_code == status
    assert b"<script>" not in response.data
    assert b"alert" not in response.data
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "LINK", "X"])
def test_a_method_that_is_not_taken_is_refused(
    endpoint: FlaskClient, method: str
) -> None:
    response = endpoint.open("/sparql", method=method)

    assert_told_plainly(response, 405)
    allowed = {one.strip() for one in response.headers["Allow"].split(",")}
    assert allowed == {"GET", "HEAD", "POST", "OPTIONS"}


@pytest.mark.parametrize("query", [*NOT_SPARQL, *UPDATES])
def test_a_page_of_an_error_shows_what_was_sent_as_text(
    endpoint: FlaskClient, query: str
) -> None:
    sent = f"{query}</textarea><script>alert(1)</script>"

    response = endpoint.get(
        "/sparql", query_string={"query": sent}, headers={"Accept": "text/html"}
    )

    assert response.status_code in (400, 403)
    assert response.mimetype == "text/html"
    assert b"<script>alert" not in response.data


WORDS = st.sampled_from(
    [
        "SELECT",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "WHERE",
        "FROM",
        "NAMED",
        "GRAPH",
        "SERVICE",
        "SILENT",
        "OPTIONAL",
        "UNION",
        "MINUS",
        "FILTER",
        "NOT",
        "EXISTS",
        "BIND",
        "AS",
        "VALUES",
        "UNDEF",
        "IN",
        "ORDER",
        "BY",
        "GROUP",
        "HAVING",
        "LIMIT",
        "OFFSET",
        "DISTINCT",
        "REDUCED",
        "PREFIX",
        "BASE",
        "INSERT",
        "DELETE",
        "DATA",
        "LOAD",
        "CLEAR",
        "DROP",
        "COUNT(*)",
        "STR(",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<<",
        ">>",
        "<<(",
        ")>>",
        "{|",
        "|}",
        ".",
        ";",
        ",",
        "*",
        "/",
        "|",
        "^",
        "!",
        "+",
        "-",
        "=",
        "!=",
        "<",
        ">",
        "&&",
        "||",
        "?s",
        "?p",
        "?o",
        "$x",
        "_:b",
        "a",
        "ex:x",
        "<a:b>",
        "<x>",
        "1",
        "1.5",
        "-2",
        "true",
        "'x'",
        '"y"',
        "'''z",
        "@en",
        "^^",
        "#",
        "\\u0041",
        "\\",
        "'",
        '"',
        "\n",
    ]
)
# fixtures are read only, so examples may share them
SHARED = settings(
    deadline=None,
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SHARED
@given(words=st.lists(WORDS, max_size=40))
def test_no_row_of_words_breaks_the_endpoint(
    endpoint: FlaskClient, canary: Canary, words: list[str]
) -> None:
    response = ask(endpoint, " ".join(words))

    assert response.status_code in (200, 400, 403, 406)
    assert not TELLTALE.search(response.data)
    assert canary.hits == 0


@SHARED
@given(body=st.binary(max_size=200), way=st.sampled_from([DIRECT, FORM, "x/y", ""]))
def test_no_body_breaks_the_endpoint(
    endpoint: FlaskClient, body: bytes, way: str
) -> None:
    response = endpoint.post("/sparql", data=body, headers={"Content-Type": way})

    assert response.status_code in (200, 400, 403, 415)
    assert not TELLTALE.search(response.data)


@SHARED
@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(
                ["query", "format", "timeout", "default-graph-uri", "edit", "x"]
            ),
            st.text(max_size=30),
        ),
        max_size=5,
    )
)
def test_no_address_breaks_the_endpoint(
    endpoint: FlaskClient, fields: list[tuple[str, str]]
) -> None:
    address = urlencode([(n, v.encode(errors="replace")) for n, v in fields])

    response = endpoint.get(f"/sparql?{address}")

    assert response.status_code in (200, 400, 403, 406)
    assert not TELLTALE.search(response.data)
