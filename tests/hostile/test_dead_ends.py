"""Addresses of pages that cannot be: the right status, and a page that leads on. Classes 46, 56, 73, 74."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html
from tests.hostile.asking import TELLTALE
from tests.hostile.classes import rows
from werkzeug.test import TestResponse

HEADERS = {"Accept": "text/html"}
LISTS = ("/claims", "/recommendations", "/reports", "/actors")
NUMBERS = {
    "zero": "0",
    "negative": "-1",
    "huge": "1" + "0" * 30,
    "beyond a float": "9" * 400,
    "word": "two",
    "fraction": "1.5",
    "exponent": "1e3",
    "hexadecimal": "0x1",
    "underscore": "1_0",
    "plus": "+1",
    "other digits": "\u0661",
    "superscript": "\u00b2",
    "minus sign": "\u22121",
    "not a number": "NaN",
    "infinity": "inf",
    "line break": "1\n2",
    "nul": "1\x00",
}
FACETS = ("theme", "holder", "agreement", "stage", "kind", "report")
IMPOSSIBLE = {
    "unknown": ("no-such-value", 404),
    "other folder": ("../../etc/passwd", 404),
    "of another facet": ("themes/ai", 200),
    "markup": ("<script>alert(1)</script>", 400),
    "end of iri": ("x> } ; CLEAR ALL #", 400),
    "nul": ("x\x00", 400),
    "line break": ("x\r\ny", 400),
    "direction": ("\u202ex", 404),
    "long": ("x" * 9_000, 400),
    "iri": ("http://evil.example/x", 404),
    "running": ("javascript:alert(1)", 404),
}
SOUGHT = {
    "ten kilobytes of one word": "x" * 10_000,
    "ten kilobytes of words": "planning " * 1_100,
    "ten kilobytes of signs": '"' * 5_000,
    "and or not": "smart AND (city OR NOT town)",
    "field": "title:smart author:x",
    "star": "smart*",
    "only star": "*",
    "question mark": "sm?rt",
    "tilde and boost": "smart~2 city^10",
    "range": "[a TO z] {1 TO 2}",
    "plus and minus": "+smart -city",
    "open quote": '"smart city',
    "quotes alone": '""""',
    "brackets": "(((",
    "pattern": "(a+)+$",
    "backslash": "smart\\",
    "near": "smart NEAR/3 city",
    "sql": "'; DROP TABLE x; --",
    "sparql": '" } UNION { ?s ?p ?o } #',
    "percent": "%00%ff%",
    "nul": "\x00",
    "spaces": " \t\n ",
    "combining": "a" + "\u0301" * 900,
    "emoji": "\U0001f9ea\U0001f468\u200d\U0001f469",
    "surrogate": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "nothing": "",
}
GONE = {
    "report": "/reports/no-such-report",
    "reading view": "/reports/no-such-report/read",
    "statement": "/reports/quayside/s999",
    "below a statement": "/reports/quayside/s01/x",
    "actor": "/actors/no-such-actor",
    "theme": "/themes/no-such-theme",
    "place": "/places/nowhere",
    "question": "/query/no-such-question",
    "problem": "/problems/no-such-problem",
    "file": "/static/no-such.css",
    "old ending": "/reports/quayside.php",
    "dump": "/dump/none.nt",
    "thing": "/id/reports/no-such-report",
    "kind of thing": "/wizards/merlin",
    "trailing slash": "/no-such-list/",
    "capitals": "/Claims",
    "favicon": "/favicon.ico",
    "scanner": "/wp-login.php",
}


def assert_leads_on(response: TestResponse, *statuses: int) -> None:
    """Assert that a refusal is a page with words of its own, a search box and the way to all lists."""
    assert response.status_code in statuses
    assert response.mimetype == "text/html"
    assert not TELLTALE.search(response.data)
    page = html.fromstring(response.text)
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main//p[string-length(normalize-space()) > 20]")) >= 1
    assert page.xpath("//form[@class='finder']//input[@name='q']")
    assert {"/reports", "/claims", "/themes"} <= set(page.xpath("//nav//a/@href"))
    assert page.xpath("//main//a/@href")


@pytest.mark.parametrize("number", rows(74, dict(NUMBERS)))
@pytest.mark.parametrize("path", [*LISTS, "/search"])
def test_a_number_that_no_page_has_is_told(
    endpoint: FlaskClient, path: str, number: str
) -> None:
    asked = {"page": number, **({"q": "sensor"} if path == "/search" else {})}

    assert_leads_on(endpoint.get(path, query_string=asked, headers=HEADERS), 400, 404)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "ending", rows(74, {"csv": "csv", "json": "json", "turtle": "turtle"})
)
def test_a_file_of_a_page_that_cannot_be_is_refused_too(
    endpoint: FlaskClient, path: str, ending: str
) -> None:
    asked = {"page": "-1", "format": ending}

    response = endpoint.get(path, query_string=asked)

    assert response.status_code in (400, 404, 406)
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("path", ["/claims", "/recommendations"])
@pytest.mark.parametrize(("value", "status"), rows(56, dict(IMPOSSIBLE)))
def test_a_value_that_no_facet_has_is_told_or_finds_nothing(
    endpoint: FlaskClient, path: str, facet: str, value: str, status: int
) -> None:
    if (path, facet) == ("/recommendations", "kind"):
        facet = "addressee"

    response = endpoint.get(path, query_string={facet: value}, headers=HEADERS)

    assert_leads_on(response, status)


@pytest.mark.parametrize("path", ["/claims", "/recommendations", "/reports", "/actors"])
@pytest.mark.parametrize("order", rows(74, {"word": "x", "nul": "\x00", "sign": "-"}))
def test_an_order_that_no_list_has_is_told(
    endpoint: FlaskClient, path: str, order: str
) -> None:
    response = endpoint.get(path, query_string={"sort": order}, headers=HEADERS)

    assert_leads_on(response, 400)


@pytest.mark.parametrize("path", ["/search", "/claims", "/reports", "/actors"])
@pytest.mark.parametrize("words", rows(73, dict(SOUGHT)))
def test_whatever_is_sought_is_found_or_not_or_too_long(
    endpoint: FlaskClient, path: str, words: str
) -> None:
    response = endpoint.get(path, query_string={"q": words}, headers=HEADERS)

    assert_leads_on(response, 200, 400, 414)
    assert response.status_code == 200 or len(words) > 500


@pytest.mark.parametrize("path", rows(46, dict(GONE)))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_that_leads_nowhere_is_told(
    endpoint: FlaskClient, path: str, method: str
) -> None:
    response = endpoint.open(path, method=method, headers=HEADERS)

    assert response.status_code == 404
    if method == "GET":
        assert_leads_on(response, 404)
