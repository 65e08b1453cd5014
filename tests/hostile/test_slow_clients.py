"""Clients that take their time, come in crowds, or leave: classes 37 to 39."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from tests.hostile.classes import case_id
from tests.hostile.conftest import LIMIT_S, QUAYSIDE
from tests.hostile.runaways import ENDLESS, free
from tests.isolated.processes import descendants_of
from tests.web.running import PROGRAM, Running, running, wait_until

from policygraph.isolated import is_isolation_possible

IMPATIENT = Path(__file__).parent / "impatient_server.py"
pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
POINT = "/sparql?" + urlencode({"query": "SELECT ?p { <https://example.org/x> ?p ?o }"})
STREAM = "/sparql?" + urlencode({"query": ENDLESS, "format": "csv"})
RUNAWAY = "/sparql?" + urlencode({"query": f"SELECT (COUNT(*) AS ?n) {{ {free(4)} }}"})


PATIENT_LIMIT_S = 30.0


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Running]:
    """A server that would let a query run for half a minute."""
    command = [*PROGRAM, "serve", "--dataset", str(QUAYSIDE), "--port", "0"]
    limits = f"--timeout {PATIENT_LIMIT_S} --workers 1".split()
    with running([*command, *limits], tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    command = [sys.executable, str(IMPATIENT), str(QUAYSIDE)]
    with running(command, tmp_path_factory.mktemp("impatient")) as started:
        yield started


def connect(server: Running, *, received_bytes: int = 0) -> socket.socket:
    place = urlsplit(server.url)
    connection = socket.socket()
    if received_bytes:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, received_bytes)
    connection.settimeout(30)
    connection.connect((place.hostname, place.port))
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed a connection; what it sent before is thrown away."""
    try:
        while connection.recv(65_536):
            pass
    except (ConnectionResetError, BrokenPipeError):
        return True
    return True


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(begun, id=case_id(37, name))
        for name, begun in {
            "nothing of a line": b"G",
            "no end of a line": b"GET / HTTP/1.1",
            "no end of the headers": b"GET / HTTP/1.1\r\nHost: x\r\n",
            "no end of a header": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 10_000,
            "no body": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
            "half a body": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nASK",
            "no chunk": b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
            "half a chunk": b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nASK",
            "continued": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n",
        }.items()
    ],
)
def test_a_request_that_does_not_come_is_dropped_and_others_are_served(
    impatient: Running, begun: bytes
) -> None:
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(impatient)) for _ in range(20)]
        for one in slow:
            one.sendall(begun)

        meanwhile = impatient.get(POINT).status

        assert meanwhile == 200
        assert all(is_closed(one) for one in slow)


def test_a_request_sent_drop_by_drop_is_dropped(impatient: Running) -> None:
    sent = 0

    with connect(impatient) as slow:
        slow.settimeout(0.2)
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            for one in b"GET / HTTP/1.1\r\nX: " + b"y" * 100:
                slow.sendall(bytes([one]))
                sent += 1
                with contextlib.suppress(TimeoutError):
                    if slow.recv(1) == b"":
                        break

    assert sent < 100


@pytest.mark.parametrize("count", [2, 12], ids=lambda n: case_id(37, f"{n} readers"))
def test_answers_that_nobody_takes_keep_no_worker(
    impatient: Running, count: int
) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            slow = stack.enter_context(connect(impatient, received_bytes=4_096))
            slow.sendall(f"GET {STREAM} HTTP/1.1\r\nHost: x\r\n\r\n".encode())

        # while all of them hold on to what they were sent
        wait_until(lambda: impatient.get(POINT).status == 200)
        assert impatient.get("/reports").status == 200


def test_an_answer_taken_drop_by_drop_keeps_no_worker(impatient: Running) -> None:
    with contextlib.ExitStack() as stack:
        slow = [
            stack.enter_context(connect(impatient, received_bytes=4_096))
            for _ in range(4)
        ]
        for one in slow:
            one.sendall(f"GET {STREAM} HTTP/1.1\r\nHost: x\r\n\r\n".encode())

        def is_answered() -> bool:
            for one in slow:
                with contextlib.suppress(OSError):
                    one.recv(1)
            return impatient.get(POINT).status == 200

        wait_until(is_answered)


def test_a_reader_who_is_slow_but_reads_gets_the_whole(impatient: Running) -> None:
    query = f"SELECT * {{ {free(2)} }}"
    path = "/sparql?" + urlencode({"query": query, "format": "csv"})
    received = bytearray()

    with connect(impatient, received_bytes=4_096) as slow:
        slow.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        while piece := slow.recv(65_536):
            received += piece

    assert received.endswith(b"\r\n")
    assert len(received) > 5_000_000


@pytest.mark.parametrize("path", [pytest.param(RUNAWAY, id=case_id(38, "count"))])
def test_five_hundred_slow_queries_at_once_are_told_and_pages_are_served(
    server: Running, path: str
) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(connect(server)) for _ in range(500)]
        for one in crowd:
            one.sendall(request)

        pages = [server.get(page).status for page in ("/", "/reports", "/claims") * 5]
        answers = [received_from(one) for one in crowd]

    told = [answer.partition(b"\r\n")[0] for answer in answers]
    busy = [answer for answer in answers if b"/problems/busy" in answer]
    assert set(pages) == {200}
    assert all(line.startswith(b"HTTP/1.1 503 ") for line in told)
    assert len(busy) > 400
    assert all(b"\r\nRetry-After: " in answer for answer in busy)
    wait_until(lambda: server.get(POINT).status == 200)


def received_from(connection: socket.socket) -> bytes:
    received = bytearray()
    while piece := connection.recv(65_536):
        received += piece
    return bytes(received)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(RUNAWAY, id=case_id(39, "before the first byte")),
        pytest.param(STREAM, id=case_id(39, "in the middle")),
    ],
)
def test_the_worker_of_a_client_that_left_is_gone_by_its_deadline(
    server: Running, path: str
) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        leaving = [stack.enter_context(connect(server)) for _ in range(4)]
        for one in leaving:
            one.sendall(request)
        # the zygote, and four workers, each with a question
        wait_until(lambda: len(descendants_of(server.process.pid)) >= 5)
        before = workers_of(server)

    wait_until(lambda: not before & workers_of(server), within_s=LIMIT_S + 10)
    assert server.get(POINT).status == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_worker_of_a_client_that_left_is_ended_long_before_its_deadline(
    patient: Running, accept: str
) -> None:
    request = f"GET {RUNAWAY} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n\r\n".encode()
    with connect(patient) as leaving:
        leaving.sendall(request)
        # a worker is there from the start; it has to have the question before the client leaves
        wait_until(lambda: figure_of(patient, "workers_busy") == 1)
        (worker,) = workers_of(patient)
    left_s = time.monotonic()

    wait_until(lambda: worker not in workers_of(patient), within_s=10)

    assert time.monotonic() - left_s < PATIENT_LIMIT_S / 2
    assert patient.get(POINT).status == 200
    wait_until(lambda: 499 in {line.get("status") for line in patient.lines()})
    assert figure_of(patient, 'queries_total{outcome="timeout"}') == 0
    assert figure_of(patient, 'queries_total{outcome="left"}') == 1
    assert figure_of(patient, "workers_busy") == 0


def figure_of(server: Running, name: str) -> float:
    lines = server.get("/metrics").body.decode().splitlines()
    (line,) = (one for one in lines if one.startswith(f"policygraph_{name} "))
    return float(line.split()[-1])


def workers_of(server: Running) -> set[int]:
    _zygote, *workers = descendants_of(server.process.pid)
    return set(workers)


def test_a_crowd_of_open_connections_keeps_nobody_out(impatient: Running) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connect(impatient))

        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(lambda _: impatient.get("/").status, range(40)))

    assert set(pages) == {200}
