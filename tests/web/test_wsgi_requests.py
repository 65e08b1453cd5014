"""Requests under servers by others: what can be read in two ways, and clients that leave."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from tests.hostile.runaways import free
from tests.isolated.processes import descendants_of
from tests.web.running import Running, wait_until
from tests.web.test_operation_wsgi import running_by

from policygraph.isolated import is_isolation_possible

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
CHUNKED = "Transfer-Encoding: chunked"
CLOSE = "Connection: close"
HIDDEN = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module", params=["gunicorn", "granian"])
def server(
    request: pytest.FixtureRequest,
    socitm_corpus: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("strict")
    with running_by(request.param, socitm_corpus, folder) as found:
        yield found


def connect(server: Running) -> socket.socket:
    place = urlsplit(server.url)
    return socket.create_connection((str(place.hostname), place.port or 80), 30)


def answers_to(server: Running, *lines: str, body: str = "") -> bytes:
    """All that comes back until the server closes the connection."""
    received = b""
    with connect(server) as connection, contextlib.suppress(ConnectionResetError):
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1"))
        while piece := connection.recv(65_536):
            received += piece
    return received


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["GET /claims HTTP/1.1"], id="no host"),
        pytest.param(["GET /claims HTTP/1.1", "Host:"], id="empty"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a", "Host: b"], id="two"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a", "Host: a"], id="twice"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a b"], id="space"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a\tb"], id="tab"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a/b"], id="slash"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a\x01b"], id="control"),
        pytest.param(["GET /claims HTTP/1.1", "Host: me@a"], id="user"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a:b"], id="port"),
        pytest.param(["GET /claims HTTP/1.1", "Host: \xe9"], id="accent"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a", " b"], id="folded host"),
        pytest.param(["GET /claims HTTP/1.1", "Host: a", "X: b", " c"], id="folded"),
        pytest.param(["GET /claims HTTP/1.1", "Host : a"], id="space before colon"),
        pytest.param(["POST /sparql HTTP/1.0", "Host: a", CHUNKED], id="1.0 chunks"),
    ],
)
def test_a_request_that_nobody_can_be_sure_of_is_refused(
    server: Running, lines: list[str]
) -> None:
    # once more after an answer that is remembered
    server.get("/claims")

    received = answers_to(server, *lines, CLOSE, body="0\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 400 "), received[:200]
    assert received.count(b"HTTP/1.1 ") == 1


def test_what_only_the_application_sees_is_told_as_a_problem(server: Running) -> None:
    received = answers_to(server, "GET /claims HTTP/1.1", "Host: a/b", CLOSE)

    head, _, body = received.partition(b"\r\n\r\n")
    problem = json.loads(body)
    assert b"application/problem+json" in head
    assert "Host" in problem["detail"]
    assert problem["request_id"].encode() in head


def test_a_body_in_another_coding_is_refused(server: Running) -> None:
    lines = ("Host: a", "Transfer-Encoding: gzip, chunked", CLOSE)
    received = answers_to(server, "POST /sparql HTTP/1.1", *lines, body="0\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 501 ")


def test_nothing_hides_behind_two_lengths(server: Running) -> None:
    """gunicorn refuses both; granian goes by the chunks, and closes the connection."""
    for lengths in (["Content-Length: 5", CHUNKED], [CHUNKED, "Content-Length: 5"]):
        received = answers_to(
            server,
            "POST /sparql HTTP/1.1",
            "Host: a",
            *lengths,
            body=f"0\r\n\r\n{HIDDEN}",
        )

        assert received.count(b"HTTP/1.1 ") == 1
        assert b'"status":"ok"' not in received


def test_the_host_of_an_address_that_is_whole_changes_nothing(server: Running) -> None:
    line = "GET http://other.example/claims HTTP/1.1"
    received = answers_to(server, line, "Host: a", "Accept: text/html", CLOSE)

    assert received.startswith(b"HTTP/1.1 200 ")
    assert b"other.example" not in received
    assert b"https://w3id.org/policygraph/claims" in received


def test_an_old_request_needs_no_host(server: Running) -> None:
    received = answers_to(server, "GET /healthz HTTP/1.0")

    assert received.partition(b" ")[2].startswith(b"200 ")


PATIENT_LIMIT_S = 30
RUNAWAY = "/sparql?" + urlencode({"query": f"SELECT (COUNT(*) AS ?n) {{ {free(4)} }}"})


@pytest.fixture(params=["gunicorn one", "gunicorn one of threads"])
def patient(
    request: pytest.FixtureRequest,
    socitm_corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Running]:
    """A server of one process that would let a query run for half a minute."""
    monkeypatch.setenv("POLICYGRAPH_TIMEOUT", str(PATIENT_LIMIT_S))
    monkeypatch.setenv("POLICYGRAPH_WORKERS", "1")
    with running_by(request.param, socitm_corpus, tmp_path) as started:
        yield started


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_query_of_a_client_that_left_gunicorn_is_ended(
    patient: Running, accept: str
) -> None:
    request = f"GET {RUNAWAY} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n\r\n".encode()
    with connect(patient) as leaving:
        leaving.sendall(request)
        worker = found_within(lambda: busy_below(patient))
    left_s = time.monotonic()

    wait_until(lambda: worker not in descendants_of(patient.process.pid), within_s=10)

    assert time.monotonic() - left_s < PATIENT_LIMIT_S / 2
    # a process of one thread answers again only once it has let go of the query
    figures = patient.get("/metrics").body.decode()
    assert 'policygraph_queries_total{outcome="left"} 1.0' in figures
    assert 'policygraph_queries_total{outcome="timeout"} 0.0' in figures
    assert "policygraph_workers_busy 0.0" in figures


def found_within(find: Callable[[], int]) -> int:
    wait_until(lambda: find() != 0)
    return find()


def busy_below(server: Running) -> int:
    """The process below a server that has computed for a while, without any of its own; 0 for none.

    The figures cannot be asked: one process of one thread answers the query that they would count.
    """
    tick_s = 1 / os.sysconf("SC_CLK_TCK")
    for one in descendants_of(server.process.pid):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            is_leaf = not descendants_of(one)
            if is_leaf and int(words[11]) * tick_s > 0.3:
                return one
    return 0
