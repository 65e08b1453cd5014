"""Requests that two programs could read in two ways, and what a server says to them."""

from __future__ import annotations

import http.client
import io
import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Response
from tests.protocol.conftest import app_of
from werkzeug.test import EnvironBuilder

from policygraph.engine import Store
from policygraph.web import serving

# what waitress reads of a head; more than it reads would break the connection
HEAD_BYTES = 262_144
CHUNKED = "Transfer-Encoding: chunked"
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def port(quayside: Store) -> Iterator[int]:
    """A server in a thread of this process."""
    app = app_of(quayside)
    with serving._listen("127.0.0.1", 0) as listening:
        patience = serving.Patience(receive_within_s=30, send_within_s=30)
        server = serving._Serving(app, listening, patience)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield listening.getsockname()[1]
        server.stop()
        thread.join(30)
        server.close()


class _Kept(io.BytesIO):
    def makefile(self, _mode: str) -> _Kept:
        return self


def send(port: int, sent: bytes) -> tuple[http.client.HTTPResponse, bytes, bytes]:
    """Return the first answer, its body, and what came after it until the connection was closed."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(sent)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    file = _Kept(received)
    response = http.client.HTTPResponse(file)  # type: ignore[arg-type] # asks for a file only
    response.begin()
    body = file.read(int(response.headers["Content-Length"]))
    return response, body, file.read()


def request(*lines: str, body: str = "") -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


REFUSED = [
    ("no host", 400, request("GET /healthz HTTP/1.1")),
    ("two hosts", 400, request("GET / HTTP/1.1", "Host: a.example", "Host: b.example")),
    ("same host twice", 400, request("GET / HTTP/1.1", "Host: a", "Host: a")),
    ("bad host", 400, request("GET / HTTP/1.1", "Host: a b")),
    ("host with path", 400, request("GET / HTTP/1.1", "Host: a/b")),
    ("bad port", 400, request("GET / HTTP/1.1", "Host: a:b")),
    ("empty host", 400, request("GET / HTTP/1.1", "Host:")),
    ("two hosts in 1.0", 400, request("GET / HTTP/1.0", "Host: a", "Host: b")),
    (
        "two lengths",
        400,
        request(
            "POST /sparql HTTP/1.1",
            "Host: a",
            "Content-Length: 5",
            CHUNKED,
            body="0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        ),
    ),
    ("chunks in 1.0", 400, request("POST /sparql HTTP/1.0", CHUNKED, body="0\r\n\r\n")),
    ("no header", 400, request("GET / HTTP/1.1", "Host: a", "no header")),
    ("coding", 501, request("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: gzip")),
    ("body", 413, request("POST / HTTP/1.1", "Host: a", "Content-Length: 99999999")),
    ("address", 414, b"GET /".ljust(HEAD_BYTES, b"a")),
    ("header", 431, b"GET / HTTP/1.1\r\nHost: a\r\nX: ".ljust(HEAD_BYTES, b"a")),
]


@pytest.mark.parametrize(
    ("status", "sent"),
    [one[1:] for one in REFUSED],
    ids=[one[0] for one in REFUSED],
)
def test_what_can_be_read_in_two_ways_is_refused_as_a_problem(
    port: int, status: int, sent: bytes
) -> None:
    response, body, rest = send(port, sent)

    assert response.status == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Request-ID"].encode() in body
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Connection"] == "close"
    assert rest == b""
    assert b"99999999" not in body
    if status == 413:
        assert b"1048576 bytes at most" in body


@pytest.mark.parametrize(
    "sent",
    [
        request("GET /healthz HTTP/1.0"),
        request("GET /healthz HTTP/1.1", "Host: a_b.example:80", "Connection: close"),
        request("GET /healthz HTTP/1.1", "Host: [::1]:8000", "Connection: close"),
        request(
            "POST /sparql HTTP/1.1",
            "Host: a",
            "Connection: close",
            FORM,
            CHUNKED,
            body="c\r\nquery=ASK+{}\r\n0\r\n\r\n",
        ),
    ],
)
def test_what_is_clear_is_answered(port: int, sent: bytes) -> None:
    assert send(port, sent)[0].status == 200


def test_head_is_refused_as_get_is_but_for_the_body(port: int) -> None:
    refused = send(port, request("GET / HTTP/1.1", "Host: a b"))[0]
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(request("HEAD / HTTP/1.1", "Host: a b"))
        received = b""
        while piece := connection.recv(65_536):
            received += piece

    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert body == b""
    assert f"Content-Length: {refused.headers['Content-Length']}".encode() in head


# what servers by others hand over, of requests that waitress's parser refuses here
HANDED_OVER: list[tuple[str, int, dict[str, str | None]]] = [
    ("no host", 400, {"HTTP_HOST": None}),
    ("empty host", 400, {"HTTP_HOST": ""}),
    ("two hosts", 400, {"HTTP_HOST": "a.example,b.example"}),
    ("space", 400, {"HTTP_HOST": "a b"}),
    ("tab", 400, {"HTTP_HOST": "a\tb"}),
    ("slash", 400, {"HTTP_HOST": "a/b"}),
    ("user", 400, {"HTTP_HOST": "me@a"}),
    ("port", 400, {"HTTP_HOST": "a:b"}),
    ("accent", 400, {"HTTP_HOST": "\xe9"}),
    ("no host in 2", 400, {"HTTP_HOST": None, "SERVER_PROTOCOL": "HTTP/2"}),
    ("bad host in 1.0", 400, {"HTTP_HOST": "a b", "SERVER_PROTOCOL": "HTTP/1.0"}),
    ("lengths", 400, {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "5"}),
    (
        "chunks in 1.0",
        400,
        {"HTTP_TRANSFER_ENCODING": "chunked", "SERVER_PROTOCOL": "HTTP/1.0"},
    ),
    ("coding", 501, {"HTTP_TRANSFER_ENCODING": "gzip, chunked"}),
    ("chunks twice", 501, {"HTTP_TRANSFER_ENCODING": "chunked,chunked"}),
    ("host in 1.0", 200, {"HTTP_HOST": "a:80", "SERVER_PROTOCOL": "HTTP/1.0"}),
    ("no host in 1.0", 200, {"HTTP_HOST": None, "SERVER_PROTOCOL": "HTTP/1.0"}),
    ("empty host in 1.0", 200, {"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1.0"}),
    ("host in 2", 200, {"SERVER_PROTOCOL": "HTTP/2"}),
    ("IPv6", 200, {"HTTP_HOST": "[::1]:8000"}),
    ("chunks", 200, {"HTTP_TRANSFER_ENCODING": "Chunked"}),
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("status", "given"),
    [one[1:] for one in HANDED_OVER],
    ids=[one[0] for one in HANDED_OVER],
)
def test_what_another_server_lets_through_is_refused_by_the_application(
    quayside: Store, status: int, given: dict[str, str | None], method: str
) -> None:
    app = app_of(quayside)
    environ = EnvironBuilder("/reports", method=method).get_environ()
    environ.update({"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_ACCEPT": "text/html"})
    # answered before: what is remembered is no way past the rule
    kept = Response.from_app(app, {**environ, "REQUEST_METHOD": "GET"}, buffered=True)
    for name, value in given.items():
        environ.pop(name, None)
        if value is not None:
            environ[name] = value

    response = Response.from_app(app, environ, buffered=True)

    assert kept.status_code == 200
    assert response.status_code == status
    if status != 200:
        assert response.mimetype == "application/problem+json"
        assert response.headers["Cache-Control"] == "no-store"
        assert int(response.headers["Content-Length"]) > 0
        if method == "GET":
            problem = response.get_json()
            assert problem["request_id"] == response.headers["X-Request-ID"]
            assert problem["status"] == status


def test_a_refusal_before_the_application_is_counted_by_its_method(
    quayside: Store,
) -> None:
    client = app_of(quayside).test_client()

    client.head("/reports", headers={"Host": "a b"}, buffered=True)

    figures = client.get("/metrics").text
    assert 'requests_total{method="HEAD",route="none",status="400"} 1.0' in figures
