from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.web.stranger import MAX_QUERY_BYTES

SELECT = "SELECT ?label WHERE { <https://example.org/data/id/places/quayside> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
CONSTRUCT = "CONSTRUCT WHERE { <https://example.org/data/id/places/quayside> ?p ?o }"
ASK = "ASK { ?s ?p ?o }"
DIRECT = "application/sparql-query"
REPORT_GRAPH = "https://example.org/data/graphs/reports/quayside"


def labels(body: bytes) -> list[str]:
    return [row["label"]["value"] for row in json.loads(body)["results"]["bindings"]]


def test_a_query_by_get_is_answered(web: FlaskClient) -> None:
    response = web.get("/sparql", query_string={"query": SELECT})

    assert response.mimetype == "application/sparql-results+json"
    assert labels(response.data) == ["Quayside"]


def test_a_query_by_form_is_answered(web: FlaskClient) -> None:
    response = web.post("/sparql", data={"query": SELECT})

    assert labels(response.data) == ["Quayside"]
    assert "ETag" not in response.headers


def test_a_query_as_the_body_is_answered(web: FlaskClient) -> None:
    response = web.post("/sparql", data=SELECT, content_type=f"{DIRECT}; charset=utf-8")

    assert labels(response.data) == ["Quayside"]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        (CONSTRUCT, "application/trig", "application/trig"),
        (
            "DESCRIBE <https://example.org/data/id/places/quayside>",
            "*/*",
            "text/turtle",
        ),
    ],
)
def test_accept_chooses_the_form_of_the_answer(
    web: FlaskClient, query: str, accept: str, media_type: str
) -> None:
    response = web.get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept}
    )

    assert response.status_code == 200
    assert response.mimetype == media_type
    assert b"uayside" in response.data or query == ASK


def test_a_link_may_choose_the_form_by_name(web: FlaskClient) -> None:
    response = web.get(
        "/sparql", query_string={"query": SELECT, "format": "csv"}, headers=BROWSER
    )

    assert response.mimetype == "text/csv"


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "application/pdf"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv")],
)
def test_a_form_that_an_answer_does_not_have_is_refused(
    web: FlaskClient, query: str, accept: str
) -> None:
    response = web.get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept}
    )

    assert response.status_code == 406
    assert "on offer are" in response.json["hint"]


def test_a_graph_named_in_the_request_is_the_one_that_is_asked(
    web: FlaskClient,
) -> None:
    query = {"query": SELECT, "default-graph-uri": REPORT_GRAPH}

    response = web.get("/sparql", query_string=query)

    assert labels(response.data) == []


def test_a_named_graph_of_the_request_answers_graph(web: FlaskClient) -> None:
    query = "SELECT DISTINCT ?label WHERE { GRAPH ?label { ?s ?p ?o } }"

    response = web.post(
        "/sparql", data={"query": query, "named-graph-uri": REPORT_GRAPH}
    )

    assert labels(response.data) == [REPORT_GRAPH]


def test_a_mistake_is_told_with_its_place(web: FlaskClient) -> None:
    response = web.get(
        "/sparql", query_string={"query": "SELECT *\nWHERE { ?s foaf:name }"}
    )

    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.json["line"] == 2
    assert "foaf" in response.json["detail"]


def test_a_mistake_on_the_query_page_keeps_the_query(web: FlaskClient) -> None:
    page = Page(
        web.get(
            "/sparql", query_string={"query": "SELECT </textarea>"}, headers=BROWSER
        )
    )

    assert page.response.status_code == 400
    assert page.tree.xpath("//textarea")[0].text.strip() == "SELECT </textarea>"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"query_string": {"query": "DROP ALL"}}, 403),
        ({"query_string": {"update": "DROP ALL"}}, 403),
        ({"data": {"update": "DROP ALL"}, "method": "POST"}, 403),
        (
            {
                "data": b"DROP ALL",
                "content_type": "application/sparql-update",
                "method": "POST",
            },
            403,
        ),
        (
            {
                "query_string": {
                    "query": "ASK { SERVICE <http://x.example/> { ?s ?p ?o } }"
                }
            },
            400,
        ),
        ({"query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}, 400),
        ({"query_string": {"query": ""}}, 400),
        ({"query_string": "query=ASK%7B%7D%FF"}, 400),
        ({"data": b"\xff\xfeASK", "content_type": DIRECT, "method": "POST"}, 400),
        ({"data": {"other": "x"}, "method": "POST"}, 400),
        ({"query_string": {"query": ASK, "default-graph-uri": "no iri"}}, 400),
        ({"query_string": {"query": "ASK " + "{" * 200 + "}" * 200}}, 400),
        ({"method": "PUT"}, 405),
        ({"method": "DELETE"}, 405),
        (
            {
                "data": b"x" * (MAX_QUERY_BYTES + 1),
                "content_type": DIRECT,
                "method": "POST",
            },
            413,
        ),
        ({"query_string": {"query": "ASK {}" + " " * 20_000}}, 414),
        ({"data": b"ASK {}", "content_type": "text/plain", "method": "POST"}, 415),
        ({"data": b"ASK {}", "method": "POST"}, 415),
    ],
)
def test_what_cannot_be_answered_is_told_plainly(
    web: FlaskClient, sent: dict[str, object], status: int
) -> None:
    response = web.open("/sparql", **sent)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["detail"]


def test_a_refused_method_names_those_that_are_taken(web: FlaskClient) -> None:
    response = web.put("/sparql")

    assert {"GET", "HEAD", "POST", "OPTIONS"} <= {
        one.strip() for one in response.headers["Allow"].split(",")
    }


def test_a_refused_media_type_names_those_that_are_taken(web: FlaskClient) -> None:
    response = web.post("/sparql", data=b"ASK {}", content_type="text/plain")

    assert DIRECT in response.headers["Accept-Post"]


def test_a_browser_of_another_site_may_ask(web: FlaskClient) -> None:
    response = web.options("/sparql", headers={"Origin": "https://elsewhere.example"})

    assert response.status_code == 204
    assert int(response.headers["Access-Control-Max-Age"]) > 0
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_without_a_query_a_person_gets_a_page_to_write_on(web: FlaskClient) -> None:
    page = Page(web.get("/sparql", headers=BROWSER))

    assert page.texts("//main//label") == ["SPARQL query"]


def test_without_a_query_a_program_gets_a_description_of_the_service(
    web: FlaskClient,
) -> None:
    response = web.get("/sparql", headers={"Accept": "text/turtle"})

    assert response.mimetype == "text/turtle"
    assert b"SPARQL11Query" in response.data


def test_a_person_gets_the_rows_as_a_table(web: FlaskClient) -> None:
    page = Page(web.get("/sparql", query_string={"query": SELECT}, headers=BROWSER))

    assert page.texts("//table//th") == ["label"]
    assert page.texts("//table//td") == ["Quayside"]
    (told,) = page.texts("//*[@role='status']")
    assert re.fullmatch(r"1 row, in \d+ ms\.", told)


def test_a_person_gets_yes_or_no(web: FlaskClient) -> None:
    page = Page(web.get("/sparql", query_string={"query": ASK}, headers=BROWSER))

    assert page.texts("//*[@role='status']")[0].startswith("Yes, in ")


def test_a_table_shows_a_page_of_its_rows_and_leads_to_the_others(
    web: FlaskClient,
) -> None:
    query = "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a LIMIT 60"
    page = Page(web.get("/sparql", query_string={"query": query}, headers=BROWSER))

    later = Page(web.get(page.href("Later rows"), headers=BROWSER))
    last = Page(web.get(later.href("Later rows"), headers=BROWSER))

    assert "60 rows, of which 1 to 25 are shown" in page.texts("//*[@role='status']")[0]
    assert len(last.tree.xpath("//tbody/tr")) == 10
    assert "of which 51 to 60" in last.texts("//*[@role='status']")[0]
    assert "Later rows" not in last.text


def test_an_answer_that_is_known_is_not_asked_again(
    web: FlaskClient, counting: CountingStore
) -> None:
    asked = {"query": SELECT}
    tag = web.get("/sparql", query_string=asked).headers["ETag"]
    counting.asked.clear()

    response = web.get("/sparql", query_string=asked, headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert counting.asked == []


def test_a_query_opened_from_a_page_is_not_yet_run(
    web: FlaskClient, counting: CountingStore
) -> None:
    asked = {"query": SELECT, "edit": "yes"}

    page = Page(web.get("/sparql", query_string=asked, headers=BROWSER))

    assert page.tree.xpath("//textarea")[0].text.strip() == SELECT
    assert counting.asked == []
