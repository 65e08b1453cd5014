"""Endpoints elsewhere that lie, dawdle or lead astray, as `query --endpoint` meets them: class 80."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from tests.hostile.classes import case_id
from tests.isolated.canary import Canary

from policygraph import remote
from policygraph.errors import (
    NotFoundError,
    OutsideError,
    PolicygraphError,
    QueryError,
)
from policygraph.remote import ask_endpoint

JSON = b"Content-Type: application/sparql-results+json\r\n"
Answer = Callable[[socket.socket, str], None]


class Liar:
    """Answers every connection with whatever it is told to, on a port of its own."""

    def __init__(self, answer: Answer, canary: str) -> None:
        self._answer = answer
        self._canary = canary
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Liar:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(10)
                connection.recv(65_536)
                self._answer(connection, self._canary)


def says(answer: bytes) -> Answer:
    def send(connection: socket.socket, canary: str) -> None:
        connection.sendall(answer.replace(b"CANARY", canary.encode()))

    return send


def endless(piece: bytes, pause_s: float) -> Answer:
    def send(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n")
        for _ in range(2_000):
            connection.sendall(piece)
            time.sleep(pause_s)

    return send


def nothing(connection: socket.socket, _: str) -> None:
    with contextlib.suppress(TimeoutError):
        connection.recv(1)


LIES: dict[str, Answer] = {
    "redirect 301": says(b"HTTP/1.1 301 Moved\r\nLocation: CANARY\r\n\r\n"),
    "redirect 302": says(b"HTTP/1.1 302 Found\r\nLocation: CANARY\r\n\r\n"),
    "redirect 303": says(b"HTTP/1.1 303 See Other\r\nLocation: CANARY\r\n\r\n"),
    "redirect 307": says(b"HTTP/1.1 307 Temporary\r\nLocation: CANARY\r\n\r\n"),
    "redirect 308": says(b"HTTP/1.1 308 Permanent\r\nLocation: CANARY\r\n\r\n"),
    "redirect to file": says(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n"),
    "redirect to itself": says(b"HTTP/1.1 302 Found\r\nLocation: /sparql\r\n\r\n"),
    "redirect nowhere": says(b"HTTP/1.1 302 Found\r\n\r\n"),
    "too much": endless(b" " * 1_000_000, 0),
    "never ending": endless(b" ", 0.05),
    "nothing": nothing,
    "at once closed": says(b""),
    "no http": says(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "html": says(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Error</h1>"),
    "wrong type": says(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
    "no type": says(b"HTTP/1.1 200 OK\r\n\r\n{}"),
    "html called json": says(b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n<h1>Error</h1>"),
    "broken off": says(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n" + JSON + b'\r\n{"head":'),
    "broken chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + JSON + b"\r\nffff\r\n{"),
    "many headers": says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n{}"),
    "long header": says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n{}"),
    "odd status": says(b"HTTP/1.1 999 What\r\n\r\n"),
    "no number": says(b"HTTP/1.1 abc What\r\n\r\n"),
    "server error": says(b"HTTP/1.1 500 Oops\r\n\r\nTraceback (most recent call last)"),
    "bad gateway": says(b"HTTP/1.1 502 Bad Gateway\r\n\r\n"),
    "timeout": says(b"HTTP/1.1 504 Gateway Timeout\r\n\r\n"),
    "teapot": says(b"HTTP/1.1 418 Teapot\r\n\r\n"),
    "unauthorised": says(b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\n\r\n"),
    "deep": says(b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n" + b"[" * 100_000),
}  # fmt: skip


@pytest.mark.parametrize(
    "answer", [pytest.param(lie, id=case_id(80, name)) for name, lie in LIES.items()]
)
def test_a_lie_is_told_in_a_sentence_and_in_time(
    answer: Answer, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MAX_ANSWER_BYTES", 20_000_000)
    begun_s = time.monotonic()

    with (
        Liar(answer, canary.url) as liar,
        pytest.raises((OutsideError, QueryError, NotFoundError)) as raised,
    ):
        list(ask_endpoint(liar.url, "SELECT * { ?s ?p ?o }", timeout_s=1))

    assert time.monotonic() - begun_s < 20
    assert canary.hits == 0
    assert "\n" not in raised.value.message
    assert "Traceback" not in str(raised.value)


@pytest.mark.parametrize(
    "status", ["400 Bad", "401 No", "404 None", "414 Long", "500 Oops"]
)
def test_a_failure_leaves_no_connection_open(status: str) -> None:
    answer = says(f"HTTP/1.1 {status}\r\n\r\n".encode())

    with Liar(answer, "") as liar, pytest.raises(PolicygraphError) as raised:
        ask_endpoint(liar.url, "ASK {}", timeout_s=2)

    told = raised.value.__cause__
    assert told is not None
    assert isinstance(told.__context__, HTTPError)
    assert told.__context__.closed


def test_a_redirect_is_told_with_the_place_it_leads_to(canary: Canary) -> None:
    with (
        Liar(LIES["redirect 302"], canary.url) as liar,
        pytest.raises(OutsideError) as raised,
    ):
        ask_endpoint(liar.url, "ASK {}")

    assert liar.url in raised.value.message
    assert canary.url in raised.value.hint


def test_a_server_without_tls_is_not_taken_for_one_with_it() -> None:
    with (
        Liar(says(b"HTTP/1.1 200 OK\r\n\r\n"), "") as liar,
        pytest.raises(OutsideError),
    ):
        ask_endpoint(liar.url.replace("http:", "https:"), "ASK {}", timeout_s=2)


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose certificate nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not on this machine")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run(
        ["openssl", *words, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
        timeout=60,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def shake_hands(connection: socket.socket, _: str) -> None:
        context.wrap_socket(connection, server_side=True).close()

    class Peeking(Liar):
        def _serve(self) -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = self._socket.accept()
                    with connection, contextlib.suppress(OSError):
                        shake_hands(connection, "")

    with Peeking(shake_hands, "") as server:
        yield server.url.replace("http:", "https:")


def test_a_certificate_that_nobody_vouches_for_is_refused(self_signed: str) -> None:
    with pytest.raises(OutsideError, match=r"CERTIFICATE|certificate"):
        ask_endpoint(self_signed, "ASK {}", timeout_s=5)


def test_the_command_tells_it_in_a_sentence_and_with_code_3(canary: Canary) -> None:
    with Liar(LIES["redirect 302"], canary.url) as liar:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "policygraph",
                "query",
                "concerns",
                "--endpoint",
                liar.url,
            ],
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert done.returncode == 3
    assert liar.url in done.stderr
    assert "Traceback" not in done.stderr
    assert canary.hits == 0
