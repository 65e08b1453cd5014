from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import sys
import threading
import urllib.error
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.running import PROGRAM, Reply, Running, running, wait_until

SLOW = Path(__file__).parent / "slow_server.py"
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="processes are stopped otherwise there"
)


class Asking(threading.Thread):
    """One request under way."""

    def __init__(self, server: Running, path: str) -> None:
        super().__init__()
        self._server = server
        self._path = path
        self.reply: Reply | None = None
        self.start()

    def run(self) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.reply = self._server.get(self._path)


@pytest.fixture
def slow_server(tmp_path: Path) -> Iterator[Running]:
    with running([sys.executable, str(SLOW), str(tmp_path)], tmp_path) as found:
        yield found


@pytest.fixture
def corpus_server(socitm_corpus: Path, tmp_path: Path) -> Iterator[Running]:
    command = [*PROGRAM, "serve", str(socitm_corpus), "--port", "0"]
    releases = ["--releases", str(tmp_path / "releases")]
    with running([*command, *releases], tmp_path) as found:
        yield found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_ends_what_is_under_way(
    slow_server: Running, tmp_path: Path, number: signal.Signals
) -> None:
    asking = Asking(slow_server, "/slow")
    wait_until((tmp_path / "begun").exists)

    slow_server.process.send_signal(number)
    wait_until(lambda: is_refused(slow_server))
    (tmp_path / "go").touch()

    assert slow_server.process.wait(15) == 0
    asking.join(60)
    assert asking.reply is not None
    assert asking.reply.body == b"done"


def is_refused(server: Running) -> bool:
    try:
        server.get("/nothing")
    except OSError:
        return True
    return False


def test_a_long_answer_is_sent_to_its_end(slow_server: Running, tmp_path: Path) -> None:
    asking = Asking(slow_server, "/long")
    wait_until((tmp_path / "begun").exists)

    code = slow_server.stop()

    asking.join(60)
    assert code == 0
    assert asking.reply is not None
    assert len(asking.reply.body) == 20_000_000


def test_an_answer_of_unknown_length_is_sent_whole(slow_server: Running) -> None:
    reply = slow_server.get("/streamed")

    assert reply.status == 200
    assert len(reply.body) == 10_000


@pytest.mark.parametrize("sent", [b"GET /streamed HTTP/1.1\r\nHost: x\r\n", b"POST"])
def test_a_request_that_does_not_come_to_its_end_is_dropped(
    slow_server: Running, sent: bytes
) -> None:
    address = urllib.parse.urlsplit(slow_server.url)
    with socket.create_connection((address.hostname, address.port), 15) as connection:
        connection.sendall(sent)

        received = connection.recv(1000)

    assert received == b""
    assert slow_server.get("/streamed").status == 200


@pytest.mark.slow
def test_a_server_does_not_wait_for_ever(slow_server: Running, tmp_path: Path) -> None:
    asking = Asking(slow_server, "/slow")
    wait_until((tmp_path / "begun").exists)

    code = slow_server.stop()

    assert code == 0
    with pytest.raises(urllib.error.URLError):
        slow_server.get("/slow")
    asking.join(60)


def test_each_line_of_the_log_is_json_and_names_its_request(
    corpus_server: Running,
) -> None:
    told = corpus_server.get("/nowhere", X_Request_ID="told-by-a-proxy")
    corpus_server.get("/sparql?query=SELECT%20nonsense")
    corpus_server.get("/claims")

    code = corpus_server.stop()

    lines = corpus_server.lines()
    asked = [line for line in lines if line["event"] == "request"]
    assert code == 0
    assert told.json()["request_id"] == "told-by-a-proxy"
    assert [line["status"] for line in asked] == [404, 400, 200]
    assert asked[0]["id"] == "told-by-a-proxy"
    assert all(line["time"] and line["id"] and line["route"] for line in asked)
