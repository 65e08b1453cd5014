"""A sample of hostile requests against a server as its operator runs it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from tests.isolated.canary import Canary
from tests.protocol.hostile import ACCEPTS, FEDERATED, PATHS, UPDATES, nested
from tests.web.conftest import DATA
from tests.web.running import PROGRAM, Running, running

RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + "".join(
    f"?s{one} ?p{one} ?o{one} . " for one in range(4)
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    command = [*PROGRAM, "serve", "--dataset", str(DATA), "--port", "0"]
    with running(command, tmp_path_factory.mktemp("hostile")) as started:
        yield started


def sent(server: Running, line: bytes) -> tuple[int, bytes]:
    """Send what no library would send, and read the answer."""
    place = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    try:
        connection.connect()
        assert connection.sock is not None
        connection.sock.sendall(line)
        response = http.client.HTTPResponse(connection.sock)
        response.begin()
        return response.status, response.read()
    finally:
        connection.close()


def post(server: Running, query: str) -> tuple[int, bytes]:
    body = query.encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return sent(server, head.encode() + body)


def test_nobody_is_called_and_nothing_ends_the_server(server: Running) -> None:
    answered: list[tuple[int, bytes]] = []

    with Canary() as canary:
        answered += [post(server, one.format(at=canary.url)) for one in FEDERATED]
        answered += [post(server, one) for one in UPDATES]
        answered += [post(server, one) for one in nested(9_000).values()]

    assert canary.hits == 0
    assert {status for status, _ in answered} <= {400, 403, 413}
    assert not any(b"Traceback" in body or b'File "' in body for _, body in answered)
    assert server.get("/healthz").status == 200


def test_no_address_and_no_header_ends_the_server(server: Running) -> None:
    for path in PATHS:
        status, body = sent(server, f"GET {path} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
        assert status in (301, 303, 308, 400, 404), path
        assert b"Traceback" not in body
    for accept in ACCEPTS:
        status, _ = sent(server, f"GET / HTTP/1.0\r\nAccept: {accept}\r\n\r\n".encode())
        assert status in (200, 400, 406)

    assert server.get("/healthz").status == 200


@pytest.mark.parametrize(
    "line",
    [
        b"GET /%0d%0aX:%20y HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.0\r\nX-Forwarded-Host: evil.example\r\n\r\n",
        b"TRACE /sparql HTTP/1.0\r\n\r\n",
        b"NONSENSE /sparql HTTP/1.0\r\n\r\n",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.0\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GET /sparql?query=" + b"A" * 20_000 + b" HTTP/1.0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET http://evil.example/sparql HTTP/1.0\r\n\r\n",
    ],
)
def test_a_request_that_is_hardly_one_gets_a_plain_answer(
    server: Running, line: bytes
) -> None:
    status, body = sent(server, line)

    assert status < 500 or status == 501
    assert b"evil.example" not in body
    assert b"Traceback" not in body


def test_a_client_may_ask_for_less_time_and_is_told_when_it_is_over(
    server: Running,
) -> None:
    asked = urlencode({"query": f"{RUNAWAY}}}", "timeout": "0.3"})

    reply = server.get(f"/sparql?{asked}")

    assert reply.status == 503
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"].endswith("/problems/query-timeout")
    assert reply.json()["limit_s"] == 0.3


def test_the_path_of_the_data_is_told_to_nobody(server: Running) -> None:
    replies = [server.get(path) for path in ("/", "/sparql", "/x", "/sparql?query=x")]

    assert not any(str(Path(DATA).parent).encode() in one.body for one in replies)
