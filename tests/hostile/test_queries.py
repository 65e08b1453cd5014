"""Queries that are refused, and words that are no reason to refuse: classes 1 to 24, 32 to 35, 42, 43."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from tests.hostile.asking import WAYS, ask, assert_told_plainly
from tests.hostile.classes import Case, params
from tests.hostile.queries import (
    FEDERATED,
    HARMLESS,
    HONEST_DEPTH,
    NOT_SPARQL,
    UPDATES,
    nested,
)
from tests.isolated.canary import Canary

from policygraph.engine import Store


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", params(FEDERATED))
def test_no_other_server_is_called(
    endpoint: FlaskClient, canary: Canary, case: Case, way: str
) -> None:
    response = ask(endpoint, case.text.format(at=canary.url), way)

    assert_told_plainly(response, 400)
    assert canary.hits == 0


@pytest.mark.parametrize("case", params(FEDERATED))
def test_the_page_of_a_refused_call_is_a_page(
    endpoint: FlaskClient, canary: Canary, case: Case
) -> None:
    response = endpoint.get(
        "/sparql",
        query_string={"query": case.text.format(at=canary.url)},
        headers={"Accept": "text/html"},
    )

    assert response.status_code == 400
    assert response.mimetype == "text/html"
    assert canary.hits == 0


@pytest.mark.parametrize("case", params(HARMLESS))
def test_words_in_texts_and_names_are_no_reason_to_refuse(
    endpoint: FlaskClient, canary: Canary, case: Case
) -> None:
    response = ask(endpoint, case.text.format(at=canary.url))

    assert response.status_code == 200
    assert canary.hits == 0


@pytest.mark.parametrize("way", [*WAYS, "update", "update by get", "update direct"])
@pytest.mark.parametrize("case", params(UPDATES))
def test_an_update_is_refused_in_every_way_of_sending_it(
    endpoint: FlaskClient, quayside: Store, case: Case, way: str
) -> None:
    before = len(quayside)

    if way == "update":
        response = endpoint.post("/sparql", data={"update": case.text})
    elif way == "update by get":
        response = endpoint.get("/sparql", query_string={"update": case.text})
    elif way == "update direct":
        response = endpoint.post(
            "/sparql", data=case.text, content_type="application/sparql-update"
        )
    else:
        response = ask(endpoint, case.text, way)

    # one that is written with escapes is no SPARQL before it is an update
    assert_told_plainly(response, 400 if "\\u" in case.text and way in WAYS else 403)
    assert len(quayside) == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", params(NOT_SPARQL))
def test_what_is_no_sparql_is_told(endpoint: FlaskClient, case: Case, way: str) -> None:
    response = ask(endpoint, case.text, way)

    assert_told_plainly(response, 400)
    assert response.json["type"].endswith("/problems/query-syntax")


@pytest.mark.parametrize("case", params((*NOT_SPARQL, *UPDATES)))
def test_a_page_of_an_error_shows_what_was_sent_as_text(
    endpoint: FlaskClient, case: Case
) -> None:
    sent = f"{case.text}</textarea><script>alert(1)</script>"

    response = endpoint.get(
        "/sparql", query_string={"query": sent}, headers={"Accept": "text/html"}
    )

    assert response.status_code in (400, 403)
    assert response.mimetype == "text/html"
    assert b"<script>alert" not in response.data
    assert b"<img src=x" not in response.data


@pytest.mark.parametrize("count", [2_600, 20_000])
@pytest.mark.parametrize("case", params(nested(1)))
def test_no_shape_of_a_query_ends_the_process(
    endpoint: FlaskClient, case: Case, count: int
) -> None:
    deep = next(one for one in nested(count) if one.id == case.id)

    response = ask(endpoint, deep.text)

    assert_told_plainly(response, 400, 413)


@pytest.mark.parametrize("count", [10, 25, 100])
@pytest.mark.parametrize("shape", HONEST_DEPTH, ids=str)
def test_an_honest_depth_is_answered(
    endpoint: FlaskClient, shape: tuple[int, str], count: int
) -> None:
    query = next(one for one in nested(count) if (one.number, one.name) == shape)

    assert ask(endpoint, query.text).status_code == 200


@pytest.mark.parametrize(
    "case",
    [one for one in nested(4_000) if one.number in (19, 20, 21, 22)],
    ids=lambda case: case.id,
)
def test_what_is_refused_says_at_which_place(endpoint: FlaskClient, case: Case) -> None:
    response = ask(endpoint, case.text)

    assert_told_plainly(response, 400)
    assert response.json["line"] == 1
    assert response.json["column"] > 1
    assert len(response.data) < 2_000
