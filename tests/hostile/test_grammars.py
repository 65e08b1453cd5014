"""What a grammar makes up, sent to a running server. A short run; `make fuzz` runs for an hour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.hostile.asking import DIRECT, FORM, TELLTALE, ask
from tests.hostile.conftest import LIMIT_S, QUAYSIDE
from tests.hostile.fuzz import INTENDED, Fuzzer, assert_fine, run
from tests.hostile.grammars import AT, KINDS, SPARQL, Request
from tests.isolated.canary import Canary
from tests.protocol.conftest import app_of
from tests.web.running import Running

from policygraph.engine import Store
from policygraph.isolated import (
    MEGABYTE,
    Limits,
    is_isolation_possible,
    start_isolation,
)

# fixtures are read only, so examples may share them
SHARED = settings(
    deadline=None,
    max_examples=250,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def bounded(quayside: Store) -> Iterator[FlaskClient]:
    """The endpoint with workers: what a grammar makes up may well run for hours."""
    if not is_isolation_possible():
        pytest.skip("this system cannot isolate queries")
    limits = Limits(timeout_s=LIMIT_S, memory_bytes=64 * MEGABYTE)
    with closing(start_isolation([(QUAYSIDE, None)], limits)) as strangers:
        yield app_of(quayside, strangers).test_client()


@SHARED
@given(query=SPARQL)
def test_no_query_of_the_grammar_breaks_the_endpoint(
    bounded: FlaskClient, canary: Canary, query: str
) -> None:
    sent = query.replace(AT, canary.url).encode("utf-8", "replace")

    response = ask(bounded, sent.decode())

    assert response.status_code in (200, 400, 403, 406, 503)
    if response.status_code == 503:
        assert response.json["type"].rpartition("/")[2] in INTENDED
    assert response.status_code == 200 or not TELLTALE.search(response.data)
    assert canary.hits == 0


@SHARED
@given(body=st.binary(max_size=200), way=st.sampled_from([DIRECT, FORM, "x/y", ""]))
def test_no_body_breaks_the_endpoint(
    endpoint: FlaskClient, body: bytes, way: str
) -> None:
    response = endpoint.post("/sparql", data=body, headers={"Content-Type": way})

    assert response.status_code in (200, 400, 403, 415)
    assert not TELLTALE.search(response.data)


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_of_the_grammar_breaks_a_running_server(
    server: Running, kind: str
) -> None:
    with Canary() as canary:
        wrong = run(Fuzzer(server, canary), kind, random.randrange(10**9), examples=150)

    assert wrong == ""


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (500, {}, b"Internal Server Error"),
        (502, {}, b""),
        (503, {}, b'{"type": "https://example.org/problems/nobody-knows"}'),
        (404, {}, b'  File "/srv/app.py", line 3'),
        (200, {"set-cookie": "a=b"}, b""),
        (400, {"content-type": "application/problem+json"}, b'{"status": 404}'),
    ],
)
def test_an_answer_that_is_not_meant_is_noticed(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    with pytest.raises(AssertionError):
        assert_fine(status, headers, body)


def test_a_server_that_does_not_answer_is_a_failure(server: Running) -> None:
    gone = Running(server.process, "http://127.0.0.1:9", server.log)

    with Canary() as canary, pytest.raises(AssertionError, match="no answer"):
        Fuzzer(gone, canary).check(Request("GET", "/"))
