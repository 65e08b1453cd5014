"""Sites to visit: a folder of files, one that misbehaves, and a dataset of ours behind waitress."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import (
    BaseHTTPRequestHandler,
    SimpleHTTPRequestHandler,
    ThreadingHTTPServer,
)
from pathlib import Path
from typing import Any

import pytest
from tests.clients.conftest import server  # a fixture that is shared

__all__ = ["folder_site", "server", "start"]

Start = Callable[[Callable[..., BaseHTTPRequestHandler]], str]


@pytest.fixture
def start() -> Iterator[Start]:
    """A way to start small servers on free ports of loopback; all end with the test."""
    running: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def run(handler: Callable[..., BaseHTTPRequestHandler]) -> str:
        site = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        site.daemon_threads = True
        thread = threading.Thread(target=site.serve_forever, args=(0.05,))
        thread.start()
        running.append((site, thread))
        return f"http://127.0.0.1:{site.server_port}/"

    yield run
    for site, thread in running:
        site.shutdown()
        thread.join(10)
        site.server_close()


@pytest.fixture
def folder_site(start: Start, tmp_path: Path) -> str:
    """A folder of files, as the standard library serves it."""
    (tmp_path / "index.html").write_text('<a href="other.html">x</a>', encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(tmp_path))

        def log_message(self, *given: Any) -> None:
            pass

    return start(Quiet)
