"""How hostile input is sent, and what every answer to it has in common."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from tests.web.running import Reply, Running
from werkzeug.test import TestResponse

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
WAYS = ("get", "form", "direct")
TELLTALE = re.compile(
    rb'Traceback|File "/|site-packages|\.py\b|/src/policygraph|pyoxigraph|werkzeug'
)


def ask(client: FlaskClient, query: str, way: str = "direct") -> TestResponse:
    """Send a query in one of three ways."""
    if way == "get":
        return client.get("/sparql", query_string={"query": query})
    if way == "form":
        return client.post("/sparql", data={"query": query})
    return client.post("/sparql", data=query.encode(), content_type=DIRECT)


def assert_told_plainly(response: TestResponse, *statuses: int) -> None:
    """Check that a refusal has the one shape, is a sentence, and tells nothing of the server."""
    assert response.status_code in statuses
    assert response.mimetype == "application/problem+json"
    assert response.json["detail"].endswith((".", "!", "?"))
    assert not TELLTALE.search(response.data)


def send(server: Running, request: bytes, *, timeout_s: float = 30.0) -> Reply:
    """Send what no library would send, and read the answer to its end."""
    place = urlsplit(server.url)
    connection = http.client.HTTPConnection(
        str(place.hostname), place.port, timeout=timeout_s
    )
    try:
        connection.connect()
        assert connection.sock is not None
        connection.sock.sendall(request)
        method = request.partition(b" ")[0].decode("latin-1")
        response = http.client.HTTPResponse(connection.sock, method=method)
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, headers, response.read())
    finally:
        connection.close()


def posted(query: str) -> bytes:
    """A query as the body of a request, byte by byte."""
    body = query.encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Content-Type: {DIRECT}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
