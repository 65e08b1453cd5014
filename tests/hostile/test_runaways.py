"""Queries that need more than there is, to a running server: classes 25 to 35."""

from __future__ import annotations

import http.client
import time
from urllib.parse import urlencode

import pytest
from tests.hostile.asking import TELLTALE, posted, send
from tests.hostile.classes import Case, case_id, params
from tests.hostile.conftest import LIMIT_S
from tests.hostile.runaways import ENDLESS, ENDLESS_GRAPH, IN_LIMIT, STOPPED
from tests.isolated.processes import wait_until
from tests.web.running import Reply, Running

from policygraph.isolated import is_isolation_possible

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
# How long an answer may be on its way where other processes want the machine, too.
PATIENCE_S = LIMIT_S + 10


def is_answered(server: Running) -> bool:
    query = "SELECT ?p { <https://example.org/none> ?p ?o }"
    return server.get("/sparql?" + urlencode({"query": query})).status == 200


@pytest.mark.parametrize("case", params(STOPPED))
def test_a_query_that_needs_too_much_is_stopped_and_said_to_be(
    server: Running, case: Case
) -> None:
    begun_s = time.monotonic()

    reply = send(server, posted(case.text))

    problem = reply.json()
    assert reply.status == 503
    assert time.monotonic() - begun_s < PATIENCE_S
    assert problem["type"].rpartition("/")[2] in ("query-timeout", "query-stopped")
    assert problem.get("limit_s", LIMIT_S) == LIMIT_S
    assert "retry-after" not in reply.headers
    assert not TELLTALE.search(reply.body)
    wait_until(lambda: is_answered(server))


@pytest.mark.parametrize("case", params(IN_LIMIT))
def test_a_query_that_is_hard_is_over_in_time_one_way_or_another(
    server: Running, case: Case
) -> None:
    begun_s = time.monotonic()

    reply = send(server, posted(case.text))

    assert reply.status in (200, 400, 413, 503)
    assert time.monotonic() - begun_s < PATIENCE_S
    assert not TELLTALE.search(reply.body)
    wait_until(lambda: is_answered(server))


def asked_as(server: Running, query: str, accept: str) -> Reply | None:
    """Ask until the first rows are there in time; None where the connection then broke."""
    for _ in range(20):
        try:
            reply = server.get("/sparql?" + urlencode({"query": query}), Accept=accept)
        except http.client.IncompleteRead:
            return None
        if reply.status != 503:
            return reply
    pytest.fail("no answer ever began")


@pytest.mark.parametrize(
    "accept",
    [
        pytest.param(media_type, id=case_id(26, name))
        for name, media_type in {
            "csv": "text/csv",
            "tsv": "text/tab-separated-values",
            "xml": "application/sparql-results+xml",
        }.items()
    ],
)
def test_rows_without_end_break_off_and_look_like_nothing_whole(
    server: Running, accept: str
) -> None:
    assert asked_as(server, ENDLESS, accept) is None
    wait_until(lambda: is_answered(server))


@pytest.mark.parametrize(
    ("accept", "query"),
    [
        pytest.param(accept, query, id=case_id(26, name))
        for name, (accept, query) in {
            "json": ("application/sparql-results+json", ENDLESS),
            "page": ("text/html", ENDLESS),
            "graph on a page": ("text/html", ENDLESS_GRAPH),
        }.items()
    ],
)
def test_rows_without_end_are_cut_and_it_is_said(
    server: Running, accept: str, query: str
) -> None:
    reply = asked_as(server, query, accept)

    assert reply is not None
    assert reply.status == 200
    assert reply.headers["policygraph-truncated"] == "rows=50"


@pytest.mark.parametrize(
    "accept",
    [
        pytest.param(media_type, id=case_id(26, name))
        for name, media_type in {
            "turtle": "text/turtle",
            "triples": "application/n-triples",
            "json-ld": "application/ld+json",
            "rdf xml": "application/rdf+xml",
        }.items()
    ],
)
def test_a_graph_without_end_is_never_begun(server: Running, accept: str) -> None:
    reply = server.get("/sparql?" + urlencode({"query": ENDLESS_GRAPH}), Accept=accept)

    assert reply.status == 503
    assert reply.headers["content-type"] == "application/problem+json"
