"""What holds at every kind of address: HEAD as GET, OPTIONS, refused methods, errors, headers that all have."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

REPORT = "/reports/socitm-casa-smart-places"
FOUND = (
    *("/", "/claims", "/claims?stage=discussion", "/claims?format=csv", "/search?q=a"),
    *(REPORT, f"{REPORT}/read", f"{REPORT}/s07", f"{REPORT}.ttl", f"{REPORT}.bib"),
    *("/dump/dataset.nq", "/dump/dataset.nq.gz", "/dump/SHA256SUMS", "/catalog"),
    *("/catalog.ttl", "/.well-known/void", "/linkset", "/context.jsonld"),
    *("/static/style.css", "/static/icon.svg", "/robots.txt", "/sitemap.xml"),
    *("/sparql", "/sparql?query=ASK{}", "/ontology.ttl", "/graphs/derived"),
)
OF_NOW = ("/metrics", "/readyz", "/healthz")
LEADING = (f"/id{REPORT}", "/dump", "/claims.csv", "/claims/", "/downloads")
MISSING = (
    *("/nothing", "/id/nothing", "/themes/none.ttl", "/dump/none", "/static/none.css"),
    *("/sitemap-9.xml", "/graphs/none", "/query/none", "/linkset/none"),
)
GONE = ("/actors/nobody", "/id/actors/nobody")
WRONG = ("/sparql?query=bad", "/claims?page=-1", f"{REPORT}?format=nope")
EVERY = (*FOUND, *OF_NOW, *LEADING, *MISSING, *GONE, *WRONG)
# what they tell is another thing at each request
MOVING = {"Date", "X-Request-ID", "Content-Length"}
METHODS = ("POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO")
REFUSED = [
    (path, method)
    for path in EVERY
    for method in METHODS
    if method != "POST" or not path.startswith("/sparql")
]


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("path", EVERY)
def test_head_is_get_without_the_body(
    shipped: FlaskClient, path: str, accept: str
) -> None:
    got = shipped.get(path, headers={"Accept": accept}, buffered=True)
    headed = shipped.head(path, headers={"Accept": accept}, buffered=True)

    moving = (
        MOVING
        if path == "/metrics" or got.status_code >= 400
        else MOVING - {"Content-Length"}
    )
    assert headed.status_code == got.status_code
    assert headed.data == b""
    assert [one for one in headed.headers if one[0] not in moving] == [
        one for one in got.headers if one[0] not in moving
    ]
    assert ("Content-Length" in headed.headers) is ("Content-Length" in got.headers)


@pytest.mark.parametrize("path", EVERY)
def test_every_answer_has_an_id_and_may_be_read_by_other_sites(
    shipped: FlaskClient, path: str
) -> None:
    answer = shipped.get(path, buffered=True)

    assert answer.headers["X-Request-ID"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", FOUND)
def test_what_is_found_says_what_it_was_chosen_by_and_which_version_it_is(
    shipped: FlaskClient, path: str
) -> None:
    answer = shipped.get(path, buffered=True)

    assert answer.status_code == 200
    assert "ETag" in answer.headers
    assert "no-cache" in answer.headers["Cache-Control"]
    is_plain = path == "/static/icon.svg"  # there is one form of it
    assert is_plain or answer.headers["Vary"].startswith("Accept")


@pytest.mark.parametrize("path", [*MISSING, *WRONG])
def test_errors_are_problems_for_programs_and_pages_for_people(
    shipped: FlaskClient, path: str
) -> None:
    told = shipped.get(path, headers={"Accept": "application/json"})
    shown = shipped.get(path, headers={"Accept": "text/html"})
    plain = shipped.get(path)

    assert told.status_code == shown.status_code == plain.status_code >= 400
    assert told.mimetype == plain.mimetype == "application/problem+json"
    assert told.get_json()["request_id"] == told.headers["X-Request-ID"]
    assert told.get_json()["status"] == told.status_code
    assert shown.mimetype == "text/html"
    for answer in (told, shown, plain):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Accept" in answer.vary
        assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", OF_NOW)
def test_what_is_told_of_this_moment_is_not_stored(
    shipped: FlaskClient, path: str
) -> None:
    answer = shipped.get(path)

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", EVERY)
def test_options_are_told_without_a_body(shipped: FlaskClient, path: str) -> None:
    answer = shipped.options(path)

    allowed = answer.headers["Access-Control-Allow-Methods"]
    assert answer.status_code == 204
    assert answer.data == b""
    assert "Content-Type" not in answer.headers
    assert answer.headers["Allow"] == allowed
    assert {"GET", "HEAD", "OPTIONS"} <= set(allowed.split(", "))
    assert ("POST" in allowed) is path.startswith("/sparql")


@pytest.mark.parametrize(("path", "method"), REFUSED)
def test_another_method_is_refused_with_those_that_there_are(
    shipped: FlaskClient, path: str, method: str
) -> None:
    answer = shipped.open(path, method=method, headers={"Accept": "application/json"})

    assert answer.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/claims?stage=none", "/query/statements-under-a-theme?theme=x:y"]
)
def test_a_page_of_nothing_that_leads_onward_is_no_version(
    shipped: FlaskClient, path: str
) -> None:
    answer = shipped.get(path, headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers


@pytest.mark.parametrize("path", GONE)
def test_what_was_withdrawn_is_gone_in_every_form(
    shipped: FlaskClient, path: str
) -> None:
    forms = {
        "*/*": "application/problem+json",
        "text/html": "text/html",
        "text/turtle": "text/turtle",
        "application/json": "application/ld+json",
    }
    for accept, media_type in forms.items():
        answer = shipped.get(path, headers={"Accept": accept})

        assert answer.status_code == 410
        assert answer.mimetype == media_type
        assert "Accept" in answer.vary
