"""Requests around the query: addresses, headers, bodies, methods. Classes 12, 18, 36, 40 to 42, 45 to 54, 75."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask.testing import FlaskClient
from tests.hostile.addresses import ACCEPTS, CONDITIONS, DATES, PATHS
from tests.hostile.asking import DIRECT, FORM, TELLTALE, assert_told_plainly
from tests.hostile.classes import Case, params, rows
from tests.isolated.canary import Canary

ANSWERED = "/sparql?query=ASK%7B%7D"


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(
    "graph",
    rows(
        12,
        {
            "file": "file:///etc/passwd",
            "metadata": "http://169.254.169.254/latest/",
            "urn": "urn:x",
            "canary": "CANARY",
            "gopher": "gopher://127.0.0.1:1/_x",
            "data": "data:text/turtle,x",
            "loopback": "http://[::1]:1/",
        },
    ),
)
def test_a_graph_that_is_not_known_is_empty_and_not_fetched(
    endpoint: FlaskClient, canary: Canary, name: str, graph: str
) -> None:
    asked = {"query": "ASK { ?s ?p ?o }", name: graph.replace("CANARY", canary.url)}

    response = endpoint.get("/sparql", query_string=asked)

    assert response.status_code == 200
    assert response.json["boolean"] is False
    assert canary.hits == 0


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(
    "graph",
    rows(
        12,
        {
            "empty": "",
            "words": "no iri",
            "relative": "x",
            "space": "http://a b/",
            "brackets": "<>",
            "line break": "a:\r\nb",
            "end of iri": "a:b> { ?s ?p ?o } #",
        },
    ),
)
def test_a_graph_without_an_iri_is_told(
    endpoint: FlaskClient, name: str, graph: str
) -> None:
    asked = {"query": "ASK {}", name: graph}

    assert_told_plainly(endpoint.get("/sparql", query_string=asked), 400)


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
@pytest.mark.parametrize(
    ("method", "place"),
    rows(
        18,
        {
            "by address": ("GET", "/sparql?update=CLEAR%20ALL"),
            "by form": ("POST", "/sparql"),
            "beside a query": ("GET", "/sparql?query=ASK%7B%7D&update=CLEAR%20ALL"),
            "by head": ("HEAD", "/sparql?update=CLEAR%20ALL"),
        },
    ),
)
def test_another_site_cannot_make_a_reader_update(
    endpoint: FlaskClient, method: str, place: str, origin: str
) -> None:
    data = {"update": "CLEAR ALL"} if method == "POST" else None

    response = endpoint.open(
        place, method=method, data=data, headers={"Origin": origin}
    )

    assert response.status_code == 403


@pytest.mark.parametrize("case", params(PATHS))
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle"])
def test_no_address_leads_out_of_the_site(
    endpoint: FlaskClient, case: Case, accept: str
) -> None:
    response = endpoint.get(case.text, headers={"Accept": accept})

    assert response.status_code in (303, 308, 400, 404, 406)
    assert "evil.example" not in response.headers.get("Location", "")[:20]
    assert "Set-Cookie" not in response.headers
    assert b"<script>alert" not in response.data
    assert b"<svg onload" not in response.data
    assert b'href="javascript:' not in response.data
    assert not TELLTALE.search(response.data)


@pytest.mark.parametrize("case", params(ACCEPTS))
@pytest.mark.parametrize(
    "path", ["/", ANSWERED, "/sparql", "/nothing", "/reports/quayside/s01"]
)
def test_no_accept_header_is_too_much(
    endpoint: FlaskClient, path: str, case: Case
) -> None:
    response = endpoint.get(path, headers={"Accept": case.text})

    assert response.status_code in (200, 404, 406)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"49/" not in response.data


@pytest.mark.parametrize("header", ["If-None-Match", "If-Match"])
@pytest.mark.parametrize("case", params(CONDITIONS))
def test_no_list_of_versions_is_too_much(
    endpoint: FlaskClient, case: Case, header: str
) -> None:
    response = endpoint.get(ANSWERED, headers={header: case.text})

    assert response.status_code in (200, 304, 400, 412)


@pytest.mark.parametrize(
    "header", ["If-Modified-Since", "If-Unmodified-Since", "If-Range", "Date"]
)
@pytest.mark.parametrize("case", params(DATES))
def test_no_date_is_too_wrong(endpoint: FlaskClient, case: Case, header: str) -> None:
    response = endpoint.get("/reports", headers={header: case.text})

    assert response.status_code in (200, 304, 400, 412)


@pytest.mark.parametrize("path", [ANSWERED, "/reports", "/static/style.css"])
@pytest.mark.parametrize(
    "ranges",
    rows(
        41,
        {
            "whole": "bytes=0-",
            "thousand": "bytes=" + ",".join(f"{n}-{n}" for n in range(1_000)),
            "overlapping": "bytes=" + ",".join(["0-"] * 1_000),
            "no range": "x",
            "turned round": "bytes=9-1",
            "huge": "bytes=99999999999999999999-",
            "last": "bytes=-99999999999999999999",
        },
    ),
)
def test_a_range_is_answered_with_no_more_than_the_whole(
    endpoint: FlaskClient, path: str, ranges: str
) -> None:
    whole = len(endpoint.get(path, buffered=True).data)

    response = endpoint.get(path, headers={"Range": ranges}, buffered=True)

    assert response.status_code in (200, 206, 416)
    assert response.status_code == 416 or len(response.data) <= whole


@pytest.mark.parametrize(
    "header",
    rows(
        50,
        {
            "host": "Host",
            "forwarded host": "X-Forwarded-Host",
            "forwarded": "Forwarded",
            "server": "X-Forwarded-Server",
            "original": "X-Original-URL",
            "rewritten": "X-Rewrite-URL",
            "prefix": "X-Forwarded-Prefix",
            "origin": "Origin",
            "referrer": "Referer",
        },
    ),
)
@pytest.mark.parametrize(
    "path", ["/sparql", "/", "/id/places/quayside", "/reports", "/nothing", "//x"]
)
def test_no_header_of_a_client_decides_what_iris_are(
    endpoint: FlaskClient, header: str, path: str
) -> None:
    response = endpoint.get(
        path, headers={header: "evil.example", "Accept": "text/turtle, text/html;q=0.5"}
    )

    assert b"evil.example" not in response.data
    assert all("evil.example" not in value for _, value in response.headers)


BODIES: dict[tuple[int, str], tuple[bytes, dict[str, str], int]] = {
    (40, "gzip"): (gzip.compress(b"ASK {}"), {"Content-Encoding": "gzip"}, 415),
    (40, "bomb"): (gzip.compress(b"A" * 90_000_000), {"Content-Encoding": "gzip"}, 415),
    (40, "deflate"): (zlib.compress(b"ASK {}"), {"Content-Encoding": "deflate"}, 415),
    (40, "br"): (b"ASK {}", {"Content-Encoding": "br"}, 415),
    (40, "twice"): (b"ASK {}", {"Content-Encoding": "gzip, gzip"}, 415),
    (40, "unknown"): (b"ASK {}", {"Content-Encoding": "x"}, 415),
    (40, "capitals"): (b"ASK {}", {"Content-Encoding": "GZIP"}, 415),
    (40, "not compressed"): (b"ASK {}", {"Content-Encoding": "Identity"}, 200),
    (75, "text"): (b"ASK {}", {"Content-Type": "text/plain"}, 415),
    (75, "no type"): (b"ASK {}", {"Content-Type": ""}, 415),
    (75, "parts"): (
        b"ASK {}",
        {"Content-Type": "multipart/form-data; boundary=x"},
        415,
    ),
    (75, "json"): (b'{"query": "ASK {}"}', {"Content-Type": "application/json"}, 415),
    (75, "long type"): (b"ASK {}", {"Content-Type": "a/" + "b" * 8_000}, 415),
    (42, "utf-16"): ("ASK {}".encode("utf-16"), {}, 400),
    (42, "utf-32"): ("ASK {}".encode("utf-32"), {}, 400),
    (42, "utf-16 announced"): (
        "ASK {}".encode("utf-16"),
        {"Content-Type": f"{DIRECT}; charset=utf-16"},
        400,
    ),
    (42, "utf-7 announced"): (
        b"ASK {}",
        {"Content-Type": f"{DIRECT}; charset=utf-7"},
        400,
    ),
    (42, "latin announced"): (
        b"ASK {}",
        {"Content-Type": f"{DIRECT}; charset=latin-1"},
        400,
    ),
    (42, "form utf-16"): (
        b"query=ASK%7B%7D",
        {"Content-Type": f"{FORM}; charset=utf-16"},
        400,
    ),
    (42, "form utf-8"): (
        b"query=ASK%7B%7D",
        {"Content-Type": f"{FORM}; charset=UTF-8"},
        200,
    ),
    (42, "form quoted"): (
        b"query=ASK%7B%7D",
        {"Content-Type": f'{FORM}; charset="utf-8"'},
        200,
    ),
    (42, "utf-8"): (b"ASK {}", {"Content-Type": f"{DIRECT}; charset=utf-8"}, 200),
    (42, "surrogate"): (b"\xed\xa0\x80", {}, 400),
    (42, "overlong"): (b"\xc0\xaf", {}, 400),
    (42, "cut short"): (b"ASK { ?s ?p '\xe2\x82' }", {}, 400),
    (42, "beyond"): (b"ASK { ?s ?p '\xf5\x80\x80\x80' }", {}, 400),
    (42, "form surrogate"): (b"query=%ED%A0%80", {"Content-Type": FORM}, 400),
    (42, "form overlong"): (b"query=%C0%AF", {"Content-Type": FORM}, 400),
    (36, "two queries"): (
        b"query=ASK%7B%7D&query=ASK%7B%7D",
        {"Content-Type": FORM},
        400,
    ),
    (36, "no query"): (b"other=x", {"Content-Type": FORM}, 400),
    (36, "hundred thousand fields"): (
        b"x=1&" * 100_000 + b"query=ASK%7B%7D",
        {"Content-Type": FORM},
        400,
    ),
    (36, "empty fields"): (b"&" * 900_000, {"Content-Type": FORM}, 400),
    (36, "ten megabytes"): (b"A" * 10_000_000, {}, 413),
    (36, "in list"): (
        b"ASK { FILTER(1 IN (1" + b",123456" * 300_000 + b")) }",
        {},
        413,
    ),
    (36, "one byte too many"): (b"#" * 1_048_577, {}, 413),
}


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [row for key, row in BODIES.items() for row in rows(key[0], {key[1]: row})],
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
        told = {"Accept-Post": DIRECT, "Accept-Encoding": "identity"}
        assert any(told[name] in response.headers.get(name, "") for name in told)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *rows(
            36,
            {
                "long query": ("query=" + "A" * 1_000_000, 414),
                "fields": ("x=1&" * 2_000 + "query=ASK%7B%7D", 400),
                "long name": ("x" * 20_000 + "=1", 414),
            },
        ),
        *rows(
            42,
            {
                "address": ("query=%FF", 400),
                "nul": ("query=ASK%7B%7D%00", 400),
                "name": ("%FF=x&query=ASK%7B%7D", 400),
            },
        ),
        *rows(
            49,
            {
                "format": ("query=ASK%7B%7D&format=%0d%0aSet-Cookie:a", 406),
                "timeout": ("query=ASK%7B%7D&timeout=1%0d%0aSet-Cookie:a", 400),
            },
        ),
        *rows(
            47,
            {
                "format": ("query=ASK%7B%7D&format=<script>", 406),
                "timeout": ("query=ASK%7B%7D&timeout=<script>alert(1)</script>", 400),
            },
        ),
        *rows(
            74,
            {
                "word": ("query=ASK%7B%7D&timeout=x", 400),
                "negative": ("query=ASK%7B%7D&timeout=-1", 400),
                "nan": ("query=ASK%7B%7D&timeout=nan", 400),
                "infinite": ("query=ASK%7B%7D&timeout=inf", 400),
                "overflow": ("query=ASK%7B%7D&timeout=1e999", 400),
                "seconds": ("query=ASK%7B%7D&timeout=5", 200),
                "years": ("query=ASK%7B%7D&timeout=1e300", 200),
                "hardly any": ("query=ASK%7B%7D&timeout=1e-300", 200),
            },
        ),
        *rows(
            48,
            {
                "comment": ("query=ASK%7B%7D&callback=alert(1)//", 200),
                "script": ("query=ASK%7B%7D&callback=</script><b>alert", 200),
                "name": ("query=ASK%7B%7D&callback=alert&jsonp=alert", 200),
            },
        ),
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
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/sparql", "/", "/reports", "/id/places/quayside", "/reports/quayside/s01"]
)
@pytest.mark.parametrize(
    "method",
    rows(75, {one: one for one in ("PUT", "DELETE", "PATCH", "TRACE", "LINK", "X")}),
)
def test_a_method_that_is_not_taken_is_refused(
    endpoint: FlaskClient, path: str, method: str
) -> None:
    response = endpoint.open(path, method=method)

    assert_told_plainly(response, 405)
    allowed = {one.strip() for one in response.headers["Allow"].split(",")}
    assert {"GET", "HEAD", "OPTIONS"} <= allowed
    assert not {"PUT", "DELETE", "PATCH", "TRACE"} & allowed
