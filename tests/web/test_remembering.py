from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.conftest import CountingStore
from tests.web.reading import BROWSER

from policygraph.web.operation import switch_source
from policygraph.web.remembering import KEPT_BYTES, MEGABYTE, Remembered

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json"])
def test_a_document_asked_for_again_is_the_same_and_asks_nothing(
    web: FlaskClient, counting: CountingStore, accept: str
) -> None:
    first = web.get("/reports/quayside", headers={"Accept": accept})
    asked = len(counting.asked)

    second = web.get("/reports/quayside", headers={"Accept": accept})

    own = {"Date", "X-Request-ID"}
    assert asked > 0
    assert len(counting.asked) == asked
    assert second.data == first.data
    assert [one for one in second.headers if one[0] not in own] == [
        one for one in first.headers if one[0] not in own
    ]


def test_an_answer_from_memory_is_counted_and_named_like_any_other(
    web: FlaskClient,
) -> None:
    ids = set()
    for _ in range(3):
        with web.get("/claims") as response:
            ids.add(response.headers["X-Request-ID"])

    figures = web.get("/metrics").text
    assert len(ids) == 3
    counted = (
        'policygraph_requests_total{method="GET",route="/claims",status="200"} 3.0'
    )
    assert counted in figures


def test_a_query_of_a_stranger_is_answered_anew_each_time(web: FlaskClient) -> None:
    asked = {"query": "SELECT (RAND() AS ?number) {}", "format": "csv"}

    answers = {web.get("/sparql", query_string=asked).text for _ in range(2)}

    assert len(answers) == 2


def test_nothing_is_remembered_of_what_is_not_there(
    web: FlaskClient, counting: CountingStore
) -> None:
    web.get("/reports/nowhere").close()
    asked = len(counting.asked)

    again = web.get("/reports/nowhere")

    assert again.status_code == 404
    assert len(counting.asked) > asked


def test_a_new_release_is_not_answered_from_the_memory_of_the_one_before(
    app: Flask, web: FlaskClient, counting: CountingStore
) -> None:
    before = web.get("/", headers=BROWSER)
    before.close()  # else its reader is waited for
    source = replace(
        app.extensions["policygraph"].source, digest="0ther", title="Other graph"
    )

    switch_source(app, source)

    after = web.get("/", headers=BROWSER)
    assert "Quayside graph" in before.text
    assert "Other graph" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_memory_is_bounded_whatever_is_asked_for() -> None:
    made: list[str] = []

    def inner(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        made.append(environ["QUERY_STRING"])
        headers = [
            ("Content-Length", str(MEGABYTE)),
            ("ETag", '"one"'),
            ("Cache-Control", "public, no-cache"),
        ]
        start_response("200 OK", headers)
        return [bytes(MEGABYTE)]

    remembered = Remembered(inner, lambda: "release")
    for number in range(KEPT_BYTES // MEGABYTE + 10):
        _ask(remembered, f"number={number}")
        _ask(remembered, f"number={number}")
    kept = len(made)

    _ask(remembered, "number=0")
    _ask(remembered, f"number={kept // 2 - 1}")

    assert made[kept:] == ["number=0"]
    assert remembered._kept.currsize <= KEPT_BYTES


def test_a_query_that_comes_once_is_not_kept(
    web: FlaskClient, counting: CountingStore
) -> None:
    for number in range(3):
        web.get(f"/claims?x={number}").close()
    asked = len(counting.asked)

    for _ in range(2):
        web.get("/claims?x=0").close()

    assert len(counting.asked) > asked
    asked = len(counting.asked)
    web.get("/claims?x=0").close()
    assert len(counting.asked) == asked


def _ask(application: Remembered, query: str) -> None:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/claims", "QUERY_STRING": query}
    assert b"".join(application(environ, lambda *_: lambda _: None))
