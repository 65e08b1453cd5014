from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.web.running import Running, wait_until

SERVERS = {
    "gunicorn": ["--threads", "2", "--bind", "127.0.0.1:{port}"],
    "granian": ["--interface", "wsgi", "--port", "{port}"],
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def is_ready(server: Running) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return server.get("/readyz").status == 200
    except OSError:
        return False


@pytest.fixture(params=sorted(SERVERS))
def server(
    request: pytest.FixtureRequest, project: Path, socitm_corpus: Path, tmp_path: Path
) -> Iterator[Running]:
    name = request.param
    if find_spec(name) is None:
        pytest.skip(f"{name} is not installed")
    shutil.copy(project / "server.py", tmp_path)
    shutil.copytree(socitm_corpus, tmp_path / "corpus")
    port = free_port()
    options = [option.format(port=port) for option in SERVERS[name]]
    command = [sys.executable, "-m", name, *options, "server:app"]
    log = tmp_path / "log"
    with (
        log.open("w") as written,
        subprocess.Popen(
            command, stdout=written, stderr=written, cwd=tmp_path, text=True
        ) as process,
    ):
        found = Running(process, f"http://127.0.0.1:{port}", log)
        try:
            wait_until(lambda: is_ready(found))
            yield found
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def test_another_wsgi_server_serves_pages_and_queries(server: Running) -> None:
    page = server.get("/claims", Accept="text/html")
    rows = server.get(
        "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    )

    assert page.status == 200
    assert int(rows.json()["results"]["bindings"][0]["n"]["value"]) > 1000
    assert server.stop(signal.SIGTERM) == 0
