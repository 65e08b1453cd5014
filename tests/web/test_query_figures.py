"""What an operator reads of strangers' queries: how they ended, and how many are under way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.isolated.processes import wait_until
from tests.web.conftest import DATA, CountingStore
from tests.web.test_operation import value_of

from policygraph.engine import Store
from policygraph.iris import Iris
from policygraph.isolated import (
    MEGABYTE,
    OUTCOMES,
    InProcess,
    Isolation,
    Limits,
    is_isolation_possible,
    start_isolation,
)
from policygraph.web import Source, create_app, switch_source

needs_isolation = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
POINT = "ASK { ?s ?p ?o }"
EVERY = "SELECT * WHERE { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 1"


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    limits = Limits(timeout_s=0.6, workers=2, limit_rows=5, wait_s=0.1)
    with contextlib.closing(start_isolation([(DATA, None)], limits)) as started:
        yield started


def app_of(store: Store, strangers: Isolation | InProcess | None) -> Flask:
    source = Source(
        store=CountingStore(store),
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
        strangers=strangers,
    )
    return create_app(source)


@pytest.fixture
def client(quayside_store: Store, isolation: Isolation) -> FlaskClient:
    return app_of(quayside_store, isolation).test_client()


def outcomes(web: FlaskClient) -> dict[str, float]:
    name = "policygraph_queries_total"
    found = {one: value_of(web, name, outcome=one) for one in OUTCOMES}
    return {outcome: number for outcome, number in found.items() if number}


@needs_isolation
@pytest.mark.parametrize(
    ("query", "outcome", "status"),
    [
        (POINT, "answered", 200),
        (EVERY, "truncated", 200),
        (RUNAWAY, "timeout", 503),
        ("ASK { ?s", "wrong", 400),
        ("ASK { SERVICE <http://x.example/> { ?s ?p ?o } }", "refused", 400),
        ("DROP ALL", "refused", 403),
    ],
    ids=["point", "cut", "runaway", "no SPARQL", "federation", "update"],
)
def test_a_query_is_counted_once_by_how_it_ended(
    client: FlaskClient, query: str, outcome: str, status: int
) -> None:
    response = client.post("/sparql", data={"query": query})

    assert response.status_code == status
    assert outcomes(client) == {outcome: 1}


@needs_isolation
def test_a_query_that_takes_too_much_memory_is_counted_as_killed(
    quayside_store: Store,
) -> None:
    limits = Limits(timeout_s=30, memory_bytes=64 * MEGABYTE, workers=1)
    with contextlib.closing(start_isolation([(DATA, None)], limits)) as strangers:
        client = app_of(quayside_store, strangers).test_client()

        response = client.post("/sparql", data={"query": BOMB})

        assert response.status_code == 503
        assert outcomes(client) == {"killed": 1}


@needs_isolation
def test_a_stream_that_breaks_in_the_middle_is_counted_though_no_problem_is_told(
    client: FlaskClient,
) -> None:
    response = client.post("/sparql", data={"query": ENDLESS, "format": "csv"})

    with pytest.raises(Exception, match="stopped after"):
        response.get_data()

    assert response.status_code == 200
    assert outcomes(client) == {"timeout": 1}
    assert value_of(client, "policygraph_problems_total") == 0


@needs_isolation
def test_a_client_that_leaves_is_counted(client: FlaskClient) -> None:
    response = client.post(
        "/sparql", data={"query": ENDLESS, "format": "csv"}, buffered=False
    )

    response.close()

    assert outcomes(client) == {"left": 1}


@needs_isolation
def test_workers_are_shown_while_they_answer_and_what_is_turned_away_is_counted(
    quayside_store: Store,
) -> None:
    limits = Limits(timeout_s=30, workers=2, wait_s=0.1)
    strangers = start_isolation([(DATA, None)], limits)
    client = app_of(quayside_store, strangers).test_client()
    askers = [threading.Thread(target=ask_for_ever, args=(client,)) for _ in range(2)]
    for asker in askers:
        asker.start()
    wait_until(lambda: strangers.busy_workers == 2)

    shown = value_of(client, "policygraph_workers_busy")
    turned_away = client.post("/sparql", data={"query": POINT})
    strangers.close()
    for asker in askers:
        asker.join(60)

    assert shown == 2
    assert value_of(client, "policygraph_workers") == 2
    assert turned_away.status_code == 503
    assert turned_away.headers["Retry-After"]
    assert outcomes(client) == {"busy": 1, "killed": 2}
    assert value_of(client, "policygraph_workers_busy") == 0


def ask_for_ever(client: FlaskClient) -> None:
    other = client.application.test_client()
    other.post("/sparql", data={"query": RUNAWAY}).close()


def test_every_outcome_stands_in_the_manual(project: Path) -> None:
    page = (project / "docs" / "operating.md").read_text(encoding="utf-8")

    assert [one for one in OUTCOMES if f"`{one}`" not in page] == []


def test_every_outcome_is_there_before_the_first_query(web: FlaskClient) -> None:
    text = web.get("/metrics").text

    for outcome in OUTCOMES:
        assert f'policygraph_queries_total{{outcome="{outcome}"}} 0.0' in text


def test_a_server_without_processes_counts_queries_and_shows_no_worker(
    web: FlaskClient,
) -> None:
    web.post("/sparql", data={"query": POINT}).close()
    web.post("/sparql", data={"query": "DROP ALL"}).close()

    assert outcomes(web) == {"answered": 1, "refused": 1}
    assert value_of(web, "policygraph_workers") == 0


def test_counts_go_on_from_release_to_release(
    quayside_store: Store, counting: CountingStore
) -> None:
    first, second = (InProcess(counting, Limits()) for _ in range(2))
    app = app_of(quayside_store, first)
    client = app.test_client()
    client.post("/sparql", data={"query": POINT}).close()
    site = app.extensions["policygraph"]

    switch_source(app, replace(site.source, strangers=second))
    client.post("/sparql", data={"query": POINT}).close()

    assert outcomes(client) == {"answered": 2}
