"""The whole of it: a server as `policygraph serve` starts it, and strangers who mean no good."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.isolated.canary import Canary
from tests.isolated.processes import (
    children_of,
    descendants_of,
    is_running,
    wait_until,
)
from tests.web.running import first_line

from policygraph.isolated import is_isolation_possible

if TYPE_CHECKING:
    from policygraph.release import Built

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
LIMIT_S = 0.5
POINT = "SELECT ?p WHERE { <https://example.org/none> ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENDLESS = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BOMB = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 1"
DEEP = "SELECT * WHERE { FILTER" + "(" * 9_000 + "1" + ")" * 9_000 + " }"


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    host: str
    port: int

    def ask(self, query: str, accept: str = "*/*") -> tuple[int, dict[str, str], bytes]:
        return self.get(
            "/sparql?" + urllib.parse.urlencode({"query": query}), accept=accept
        )

    def post(self, query: str) -> tuple[int, dict[str, str], bytes]:
        body = query.encode()
        return self.get("/sparql", body=body, sent="application/sparql-query")

    def get(
        self,
        path: str,
        *,
        accept: str = "*/*",
        body: bytes | None = None,
        sent: str = "",
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Accept": accept} | ({"Content-Type": sent} if sent else {})
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read()
        finally:
            connection.close()


def start(release: str, *options: str) -> Server:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "policygraph",
            "serve",
            release,
            "--port",
            "0",
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    found = re.search(r"http://\S+", first_line(process))
    assert found
    url = urllib.parse.urlsplit(found[0])
    assert url.hostname is not None
    assert url.port is not None
    return Server(process, url.hostname, url.port)


def stop(server: Server) -> int:
    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(30)
    assert server.process.stdout is not None
    server.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def server(built: Built) -> Iterator[Server]:
    options = ("--timeout", str(LIMIT_S), "--rows", "50", "--workers", "4")
    started = start(str(built.path), *options)
    yield started
    stop(started)


def is_answered(server: Server) -> bool:
    return server.ask(POINT)[0] == 200


def test_a_runaway_is_a_timeout_that_names_the_limit(server: Server) -> None:
    begun_s = time.monotonic()
    status, headers, body = server.ask(RUNAWAY)
    took_s = time.monotonic() - begun_s

    problem = json.loads(body)
    assert (status, headers["Content-Type"]) == (503, "application/problem+json")
    assert problem["type"].endswith("/query-timeout")
    assert problem["limit_s"] == LIMIT_S
    assert took_s < LIMIT_S + 0.5
    assert is_answered(server)


def test_nesting_is_refused_before_it_hurts(server: Server) -> None:
    status, _, body = server.post(DEEP)

    assert status == 400
    assert "nested too deep" in json.loads(body)["detail"]
    assert is_answered(server)


def test_a_body_that_is_too_long_is_refused(server: Server) -> None:
    assert server.post("#" + "x" * 1_100_000)[0] == 413


def test_no_other_server_is_called(server: Server) -> None:
    with Canary() as canary:
        query = f"ASK {{ SERVICE SILENT <{canary.url}> {{ ?s ?p ?o }} }}"
        status = server.ask(query)[0]
        graph = f"ASK FROM <{canary.url}> {{ ?s ?p ?o }}"
        from_status = server.ask(graph)[0]

        assert canary.hits == 0
    assert (status, from_status) == (400, 200)


def test_what_was_cut_says_so_in_a_header_and_on_the_page(server: Server) -> None:
    every = "SELECT * WHERE { ?s ?p ?o }"

    as_json = server.ask(every)
    page = server.ask(every, "text/html")
    as_csv = server.ask(every, "text/csv")
    short = server.ask("SELECT * WHERE { ?s ?p ?o } LIMIT 50")

    assert as_json[1]["Policygraph-Truncated"] == "rows=50"
    assert len(json.loads(as_json[2])["results"]["bindings"]) == 50
    assert page[1]["Policygraph-Truncated"] == "rows=50"
    assert b"the answer was cut after 50 rows" in page[2]
    assert "Policygraph-Truncated" not in as_csv[1] | short[1]
    assert len(as_csv[2].splitlines()) > 51


def test_a_stream_that_is_stopped_breaks_and_says_nothing_false(server: Server) -> None:
    received: list[bytes] = []

    def breaks() -> bool:
        # on a machine that is busy the time may be over before the first rows are there
        try:
            status, _, _ = server.ask(ENDLESS, "text/csv")
        except http.client.IncompleteRead as error:
            received.append(error.partial)
            return True
        assert status == 503
        return False

    wait_until(breaks)

    assert b"stopped" not in received[0]
    assert is_answered(server)


def test_a_client_that_leaves_takes_nothing_along(server: Server) -> None:
    path = "/sparql?" + urllib.parse.urlencode({"query": ENDLESS, "format": "csv"})
    for _ in range(6):
        with socket.create_connection((server.host, server.port), 30) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            client.recv(1_000)

    wait_until(lambda: is_answered(server))


def test_asking_for_the_head_alone_keeps_no_worker(server: Server) -> None:
    path = "/sparql?" + urllib.parse.urlencode({"query": ENDLESS, "format": "csv"})

    for _ in range(6):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        connection.request("HEAD", path)
        assert connection.getresponse().status == 200
        connection.close()

    assert is_answered(server)


def test_a_worker_killed_in_the_middle_is_a_problem_of_one_query(
    server: Server,
) -> None:
    answered: list[int] = []
    zygote = children_of(server.process.pid)[0]
    before = set(descendants_of(zygote))

    runaway = threading.Thread(target=lambda: answered.append(server.ask(RUNAWAY)[0]))
    runaway.start()
    wait_until(lambda: set(descendants_of(zygote)) != set() or not runaway.is_alive())
    for worker in set(descendants_of(zygote)) | before:
        if is_running(worker):
            subprocess.run(
                ["kill", "-9", str(worker)],
                check=False,
                capture_output=True,
                timeout=10,
            )
    runaway.join(30)

    assert answered == [503]
    wait_until(lambda: is_answered(server))


def test_pages_and_honest_queries_are_served_beside_runaways(server: Server) -> None:
    honest: list[int] = []
    hostile: list[int] = []

    def run_away() -> None:
        hostile.extend(server.ask(RUNAWAY)[0] for _ in range(2))

    def be_honest() -> None:
        for _ in range(15):
            honest.append(server.ask(POINT)[0])
            honest.append(server.get("/claims", accept="text/html")[0])

    threads = [threading.Thread(target=run_away) for _ in range(2)]
    threads += [threading.Thread(target=be_honest) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert set(hostile) == {503}
    assert honest == [200] * 60


def test_a_query_that_needs_too_much_memory_is_stopped_and_nothing_is_left(
    built: Built,
) -> None:
    server = start(str(built.path), "--memory", "48", "--timeout", "60")
    status, _, body = server.ask(BOMB)
    after = is_answered(server)
    started = descendants_of(server.process.pid)

    code = stop(server)

    assert (status, after, code) == (503, True, 0)
    assert json.loads(body)["type"].endswith("/query-stopped")
    assert "48 MB" in json.loads(body)["detail"]
    assert len(started) >= 2
    wait_until(lambda: not any(map(is_running, started)))
