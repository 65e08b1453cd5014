"""Which answers are versions of something, and what a client that has one already is told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

UNIQUE = (
    "SELECT (NOW() AS ?now) {}",
    "SELECT (rand() AS ?n) {}",
    "SELECT (UUID() AS ?u) {}",
    "SELECT (1-STRUUID # so\n () AS ?u) {}",
    "SELECT (BNODE() AS ?b) {}",
    "SELECT ?a { ?a ?b ?c FILTER(?a<NOW()&&?b>2) }",
    "CONSTRUCT { _:b <http://e/p> 1 } {}",
    "CONSTRUCT { <http://e/s> <http://e/p> [] } {}",
    "CONSTRUCT { <http://e/s> <http://e/p> (1 2) } {}",
    "CONSTRUCT FROM <http://e/g> WHERE { _:b <http://e/p> ?o }",
)
SAME = (
    "SELECT ?now { ?now ?rand 'NOW()' } LIMIT 1 # RAND()",
    "PREFIX now: <http://e/UUID> SELECT * { ?s now:RAND ?o }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?o ?q [] FILTER(?o > 1) }",
)


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("query", UNIQUE)
def test_an_answer_that_differs_each_time_is_no_version(
    endpoint: FlaskClient, query: str, accept: str
) -> None:
    headers = {"Accept": accept, "If-None-Match": "*"}
    response = endpoint.get("/sparql", query_string={"query": query}, headers=headers)

    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_workbook_that_differs_each_time_is_no_version(endpoint: FlaskClient) -> None:
    asked = {"query": UNIQUE[0], "format": "xlsx"}
    response = endpoint.get("/sparql", query_string=asked)

    assert response.status_code == 200
    assert "ETag" not in response.headers


@pytest.mark.parametrize("query", SAME)
def test_words_that_call_nothing_leave_an_answer_its_version(
    endpoint: FlaskClient, query: str
) -> None:
    response = endpoint.get("/sparql", query_string={"query": query})

    assert "ETag" in response.headers


FOUND = ("/reports", "/search?q=quay", "/", "/robots.txt", "/sparql?query=ASK{}")


@pytest.mark.parametrize("path", FOUND)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_head_says_what_get_would(
    endpoint: FlaskClient, path: str, accept: str
) -> None:
    headers = {"Accept": accept, "Cache-Control": "no-cache"}
    got, headed = (
        endpoint.get(path, headers=headers),
        endpoint.head(path, headers=headers),
    )

    assert headed.status_code == got.status_code
    for name in ("Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert headed.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize("path", [*FOUND, "/static/style.css"])
def test_a_star_asks_for_anything_that_is_not_there(
    endpoint: FlaskClient, path: str
) -> None:
    whole = endpoint.get(path, buffered=True)
    response = endpoint.get(path, headers={"If-None-Match": "*"})

    assert response.status_code == 304
    assert response.data == b""
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert response.headers.get(name) == whole.headers.get(name), name


def test_a_star_finds_nothing_where_nothing_is(endpoint: FlaskClient) -> None:
    headers = {"If-None-Match": "*", "If-Match": "*"}
    assert endpoint.get("/reports/none", headers=headers).status_code == 404


@pytest.mark.parametrize("path", FOUND)
def test_another_version_than_the_one_asked_for_is_not_sent(
    endpoint: FlaskClient, path: str
) -> None:
    tag = endpoint.get(path).headers["ETag"]
    other = endpoint.get(path, headers={"If-Match": '"zzz"'})
    none = endpoint.get(path, headers={"If-Match": '"zzz"', "If-None-Match": tag})

    assert other.status_code == none.status_code == 412
    assert other.mimetype == "application/problem+json"
    assert "If-Match" in other.get_json()["detail"]
    # where the bytes may be others, no version of them can be asked for
    same = 412 if tag.startswith("W/") else 200
    for wish, status in ((tag, same), (f'"zzz", {tag}', same), ("*", 200)):
        assert endpoint.get(path, headers={"If-Match": wish}).status_code == status


def test_a_304_tells_the_date_that_the_whole_tells(dated: FlaskClient) -> None:
    whole = dated.get("/reports")
    again = dated.get("/reports", headers={"If-None-Match": whole.headers["ETag"]})

    assert again.status_code == 304
    assert again.headers["Last-Modified"] == whole.headers["Last-Modified"]


@pytest.mark.parametrize(
    ("edition", "is_kept"), [("", False), ("?edition=0", False), ("now", True)]
)
def test_a_file_is_kept_for_good_where_its_address_says_which_edition_it_is(
    endpoint: FlaskClient, edition: str, is_kept: bool
) -> None:
    if edition == "now":
        page = endpoint.get("/", headers={"Accept": "text/html"}).get_data(as_text=True)
        edition = (
            "?edition=" + page.partition("style.css?edition=")[2].partition('"')[0]
        )
    path = f"/static/style.css{edition}"
    whole = endpoint.get(path, buffered=True)
    tag = whole.headers["ETag"]
    answers = (
        whole,
        endpoint.get(path, headers={"If-None-Match": tag}, buffered=True),
        endpoint.get(path, headers={"Range": "bytes=0-9"}, buffered=True),
    )

    assert [one.status_code for one in answers] == [200, 304, 206]
    for one in answers:
        assert ("immutable" in one.headers["Cache-Control"]) is is_kept
        assert ("no-cache" in one.headers["Cache-Control"]) is not is_kept
        assert one.headers.get("Last-Modified") == whole.headers["Last-Modified"]
