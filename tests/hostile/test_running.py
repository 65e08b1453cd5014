"""Hostile requests to a server as its operator runs it, byte by byte: classes 1 to 24, 36, 49 to 53, 75 to 78."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from tests.hostile.addresses import ACCEPTS, PATHS
from tests.hostile.asking import TELLTALE, posted, send
from tests.hostile.classes import case_id
from tests.hostile.conftest import QUAYSIDE
from tests.hostile.queries import FEDERATED, UPDATES, nested
from tests.hostile.runaways import free
from tests.isolated.canary import Canary
from tests.web.running import PROGRAM, Running, running, wait_until

MEGABYTE = 1024 * 1024


def test_nobody_is_called_and_nothing_ends_the_server(server: Running) -> None:
    with Canary() as canary:
        replies = [
            send(server, posted(one.text.format(at=canary.url))) for one in FEDERATED
        ]
        replies += [send(server, posted(one.text)) for one in UPDATES]
        replies += [send(server, posted(one.text)) for one in nested(9_000)]

    assert canary.hits == 0
    assert {one.status for one in replies} <= {400, 403, 413}
    assert not any(TELLTALE.search(one.body) for one in replies)
    assert server.get("/healthz").status == 200


def test_no_address_and_no_header_ends_the_server(server: Running) -> None:
    for case in PATHS:
        reply = send(server, f"GET {case.text} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
        assert reply.status in (301, 303, 308, 400, 404), case.id
        assert not TELLTALE.search(reply.body)
    for case in ACCEPTS:
        line = f"GET / HTTP/1.0\r\nAccept: {case.text}\r\n\r\n"
        reply = send(server, line.encode("latin-1", "replace"))
        assert reply.status in (200, 400, 406), case.id

    assert server.get("/healthz").status == 200


LINES = {
    (36, "long path"): b"GET /" + b"a" * 300_000 + b" HTTP/1.0\r\n\r\n",
    (36, "long header"): b"GET / HTTP/1.0\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
    (36, "many headers"): b"GET / HTTP/1.0\r\n" + b"X: y\r\n" * 60_000 + b"\r\n",
    (36, "long query"): b"GET /sparql?query=" + b"A" * 20_000 + b" HTTP/1.0\r\n\r\n",
    (36, "long method"): b"A" * 20_000 + b" / HTTP/1.0\r\n\r\n",
    (42, "bytes in path"): b"GET /\xff\xfe\x80 HTTP/1.0\r\n\r\n",
    (42, "nul in path"): b"GET /a\x00b HTTP/1.0\r\n\r\n",
    (42, "nul in header"): b"GET / HTTP/1.0\r\nX: a\x00b\r\n\r\n",
    (49, "path"): b"GET /%0d%0aX:%20y HTTP/1.0\r\n\r\n",
    (49, "thing"): b"GET /id/%0d%0aX:%20y HTTP/1.0\r\n\r\n",
    (49, "query"): b"GET /sparql?query=ASK%7B%7D&format=%0d%0aX:y HTTP/1.0\r\n\r\n",
    (49, "bare carriage return"): b"GET / HTTP/1.0\r\nAccept: a\rX: y\r\n\r\n",
    (49, "bare line feed"): b"GET / HTTP/1.0\nX: y\r\n\r\n",
    (49, "folded"): b"GET / HTTP/1.0\r\nAccept: text/html,\r\n text/turtle\r\n\r\n",
    (49, "origin"): b"GET /sparql HTTP/1.0\r\nOrigin: http://x%0d%0aX: y\r\n\r\n",
    (50, "forwarded"): b"GET / HTTP/1.0\r\nX-Forwarded-Host: evil.example\r\n\r\n",
    (50, "host"): b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    (50, "two hosts"): b"GET / HTTP/1.0\r\nHost: a\r\nHost: evil.example\r\n\r\n",
    (50, "no host"): b"GET /id/places/quayside HTTP/1.1\r\nConnection: close\r\n\r\n",
    (50, "proto"): b"GET / HTTP/1.0\r\nX-Forwarded-Proto: gopher\r\n\r\n",
    (51, "absolute"): b"GET http://evil.example/sparql HTTP/1.0\r\n\r\n",
    (
        51,
        "absolute thing",
    ): b"GET http://evil.example/id/places/quayside HTTP/1.0\r\n\r\n",
    (51, "slashes"): b"GET //evil.example/%2f.. HTTP/1.0\r\n\r\n",
    (52, "no slash"): b"GET etc/passwd HTTP/1.0\r\n\r\n",
    (52, "dots"): b"GET /../../etc/passwd HTTP/1.0\r\n\r\n",
    (75, "trace"): b"TRACE /sparql HTTP/1.0\r\n\r\n",
    (75, "connect"): b"CONNECT 127.0.0.1:22 HTTP/1.0\r\n\r\n",
    (75, "nonsense"): b"NONSENSE /sparql HTTP/1.0\r\n\r\n",
    (75, "lower case"): b"get / HTTP/1.0\r\n\r\n",
    (
        75,
        "negative length",
    ): b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    (75, "no number"): b"POST /sparql HTTP/1.0\r\nContent-Length: x\r\n\r\n",
    (75, "plus length"): b"POST /sparql HTTP/1.0\r\nContent-Length: +5\r\n\r\nASK{}",
    (
        75,
        "huge length",
    ): b"POST /sparql HTTP/1.0\r\nContent-Length: 99999999999\r\n\r\n",
    (
        75,
        "two lengths",
    ): b"POST /sparql HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}",
    (
        75,
        "length and chunks",
    ): b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    (
        75,
        "odd coding",
    ): b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    (
        75,
        "bad chunk",
    ): b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nASK{}\r\n0\r\n\r\n",
    (
        75,
        "negative chunk",
    ): b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nASK{}\r\n0\r\n\r\n",
    (75, "no version"): b"GET /\r\n\r\n",
    (75, "odd version"): b"GET / HTTP/9.9\r\n\r\n",
    (75, "space in header"): b"GET / HTTP/1.0\r\nHost : x\r\n\r\n",
    (75, "no colon"): b"GET / HTTP/1.0\r\nnonsense\r\n\r\n",
    (
        75,
        "upgrade",
    ): b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n",
    (75, "http2 preface"): b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    (75, "star"): b"OPTIONS * HTTP/1.0\r\n\r\n",
}


@pytest.mark.parametrize(
    "line",
    [pytest.param(line, id=case_id(*key)) for key, line in LINES.items()],
)
def test_a_request_that_is_hardly_one_gets_a_plain_answer_or_none(
    server: Running, line: bytes
) -> None:
    try:
        reply = send(server, line)
    except (http.client.HTTPException, ConnectionError):
        # a request without a version is answered without a status, or not at all
        assert server.get("/healthz").status == 200
        return

    assert reply.status < 500 or reply.status == 501
    assert b"http://evil.example" not in reply.body
    assert "evil.example" not in reply.headers.get("location", "")
    assert "x" not in reply.headers
    assert not TELLTALE.search(reply.body)


def test_a_second_request_behind_the_first_is_no_part_of_it(server: Running) -> None:
    hidden = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    line = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Content-Type: application/sparql-query\r\nContent-Length: %d\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (len(hidden) + 5)
    )

    with contextlib.suppress(http.client.HTTPException, ConnectionError):
        send(server, line + hidden)

    asked = [one.get("path") for one in server.lines()]
    assert "/smuggled" not in asked


def test_a_client_may_ask_for_less_time_and_is_told_when_it_is_over(
    server: Running,
) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ {free(4)} }}"

    reply = server.get("/sparql?" + urlencode({"query": query, "timeout": "0.3"}))

    assert reply.status == 503
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"].endswith("/problems/query-timeout")
    assert reply.json()["limit_s"] == 0.3


def test_the_path_of_the_data_is_told_to_nobody(server: Running) -> None:
    replies = [server.get(path) for path in ("/", "/sparql", "/x", "/sparql?query=x")]

    assert not any(str(QUAYSIDE.parent).encode() in one.body for one in replies)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that nobody disturbs, for what is told of the whole process and its log."""
    command = [*PROGRAM, "serve", "--dataset", str(QUAYSIDE), "--port", "0"]
    with running(command, tmp_path_factory.mktemp("own")) as started:
        yield started


def logged_of(server: Running, request: bytes) -> bytes:
    """Send a request, and return what the log says of it and of the one after."""
    before = len(server.log.read_bytes())
    with contextlib.suppress(http.client.HTTPException, ConnectionError):
        send(server, request)
    send(server, b"GET /healthz HTTP/1.0\r\n\r\n")
    wait_until(lambda: b"/healthz" in server.log.read_bytes()[before:])
    return server.log.read_bytes()[before:]


def resident_bytes(process_id: int) -> int:
    pages = Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("/nothing/{}", id=case_id(76, "no such thing")),
        pytest.param("/reports?x={}", id=case_id(76, "another query")),
        pytest.param("/id/reports/{}", id=case_id(76, "no such id")),
        pytest.param("/sparql?query=ASK%7B%7D%23{}", id=case_id(76, "another text")),
    ],
)
@pytest.mark.parametrize(
    ("count", "most_bytes"),
    [
        (1_000, 5 * MEGABYTE),
        # more of them, and two kilobytes for each at most
        pytest.param(4_000, 8 * MEGABYTE, marks=pytest.mark.slow),
    ],
)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc")
def test_many_addresses_leave_nothing_behind(
    own_server: Running, pattern: str, count: int, most_bytes: int
) -> None:
    place = urlsplit(own_server.url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)

    def ask_all(numbers: range) -> set[int]:
        statuses = set()
        for number in numbers:
            path = pattern.format(f"{number:06}{'x' * 50}")
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            statuses.add(response.status)
        return statuses

    ask_all(range(300))  # what any server needs once
    before_bytes = resident_bytes(own_server.process.pid)
    statuses = ask_all(range(300, 300 + count))
    grown_bytes = resident_bytes(own_server.process.pid) - before_bytes
    connection.close()

    assert len(statuses) == 1
    assert statuses <= {200, 404}
    assert grown_bytes < most_bytes


FORGED = {
    "line feed": 'x\n{"level": "error", "event": "forged"}',
    "carriage return": "x\r\nforged",
    "escape": "\x1b[2J\x1b[31mforged\x07",
    "unicode line": "x\u2028forged\u2029\x85",
    "quotes": '", "event": "forged", "x": "',
    "nul": "x\x00forged",
    "long": "y" * 6_000,
    "direction": "\u202eforged",
    "percent": "%n%s%(x)s{0}{{}}",
    "lookup": "${jndi:ldap://127.0.0.1:1/x}",
}


@pytest.mark.parametrize(
    "words",
    [pytest.param(words, id=case_id(77, name)) for name, words in FORGED.items()],
)
@pytest.mark.parametrize("place", ["query", "path", "header", "id"])
def test_nobody_writes_a_line_of_the_log(
    own_server: Running, place: str, words: str
) -> None:
    escaped = quote(words, safe="")
    plain = words.encode("utf-8", "replace").replace(b"\r", b"").replace(b"\n", b" ")
    request = {
        "query": f"GET /sparql?query={escaped} HTTP/1.0\r\n\r\n".encode(),
        "path": f"GET /{escaped} HTTP/1.0\r\n\r\n".encode(),
        "header": b"GET / HTTP/1.0\r\nUser-Agent: " + plain + b"\r\n\r\n",
        "id": b"GET / HTTP/1.0\r\nX-Request-ID: " + plain + b"\r\n\r\n",
    }[place]

    written = logged_of(own_server, request)

    lines = [json.loads(line) for line in written.splitlines()]
    events = {line["event"] for line in lines}
    assert "request" in events
    assert not any("forged" in event for event in events)
    assert written.isascii()
    assert b"\x1b" not in written
    assert max(map(len, written.splitlines())) < 20_000


SECRET = "correct-horse-battery-staple"


@pytest.mark.parametrize(
    "request_bytes",
    [
        pytest.param(line, id=case_id(78, name))
        for name, line in {
            "query by address": f"GET /sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%22xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{SECRET}%22%7D HTTP/1.0\r\n\r\n".encode(),
            "query by body": posted(f'SELECT * {{ ?s ?p "{"x" * 60}{SECRET}" }}'),
            "wrong query": posted(f'SELECT * {{ ?s ?p "{SECRET}" '),
            "runaway": posted(f'ASK {{ {free(4)} FILTER(?o0 = "{SECRET}") }}'),
            "authorization": f"GET / HTTP/1.0\r\nAuthorization: Bearer {SECRET}\r\n\r\n".encode(),
            "cookie": f"GET / HTTP/1.0\r\nCookie: a={SECRET}\r\n\r\n".encode(),
        }.items()
    ],
)
def test_what_may_be_secret_is_not_in_the_log(
    own_server: Running, request_bytes: bytes
) -> None:
    written = logged_of(own_server, request_bytes)

    assert b"/healthz" in written
    assert SECRET.encode() not in written
