"""The application under servers by others, as docs/operating.md starts them: from a corpus not yet built."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.isolated.processes import descendants_of, is_running
from tests.web.running import Running, wait_until

from policygraph.isolated import is_isolation_possible
from policygraph.release import Built, build_release

WORKERS = 2
KILLED_AFTER_S = 5
PROJECT = Path(__file__).resolve().parent.parent.parent
SERVERS = {
    "gunicorn": f"--workers {WORKERS} --threads 4 --bind 127.0.0.1:{{port}}",
    "gunicorn preloaded": f"--workers {WORKERS} --preload --threads 4 --bind 127.0.0.1:{{port}}",
    "granian": f"--workers {WORKERS} --interface wsgi --workers-kill-timeout {KILLED_AFTER_S} --port {{port}}",
}
# whose figures are those of the one process that there is
ALONE = {
    "gunicorn one": "--workers 1 --bind 127.0.0.1:{port}",
    "gunicorn one of threads": "--workers 1 --threads 4 --bind 127.0.0.1:{port}",
}
pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def is_ready(server: Running) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return server.get("/readyz").status == 200
    except OSError:
        return False


@pytest.fixture(scope="module", params=sorted(SERVERS))
def server(
    request: pytest.FixtureRequest,
    socitm_corpus: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    """A server for all that leave it as they found it; it works in the folder of its log."""
    folder = tmp_path_factory.mktemp("shared")
    with running_by(request.param, socitm_corpus, folder) as found:
        yield found


@pytest.fixture(params=sorted(SERVERS))
def own_server(
    request: pytest.FixtureRequest,
    socitm_corpus: Path,
    socitm_built: Built,
    tmp_path: Path,
) -> Iterator[Running]:
    """A server for one test, which may end it; its corpus is built before."""
    shutil.copytree(socitm_built.path.parent, tmp_path / "releases")
    with running_by(request.param, socitm_corpus, tmp_path) as found:
        yield found


@contextlib.contextmanager
def running_by(kind: str, corpus: Path, folder: Path) -> Iterator[Running]:
    """Run a server of that kind over a corpus, built by it where `folder` has no releases yet."""
    name = kind.partition(" ")[0]
    if find_spec(name) is None:
        pytest.skip(f"{name} is not installed")
    shutil.copy(PROJECT / "server.py", folder)
    shutil.copytree(corpus, folder / "corpus")
    port = free_port()
    options = (SERVERS | ALONE)[kind].format(port=port).split()
    command = [sys.executable, "-m", name, *options]
    log = folder / "log"
    with (
        # what servers leave lying about; its path is short enough for a socket
        tempfile.TemporaryDirectory(prefix="pg-") as temporary,
        log.open("w") as written,
        subprocess.Popen(
            [*command, "server:app"],
            stdout=written,
            stderr=written,
            cwd=folder,
            text=True,
            env={**os.environ, "TMPDIR": temporary},
            start_new_session=True,
        ) as process,
    ):
        found = Running(process, f"http://127.0.0.1:{port}", log)
        try:
            wait_until(lambda: is_ready(found))
            yield found
        finally:
            # the session is the server's own: no test leaves a process behind
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def answer_to(server: Running, query: str) -> str:
    reply = server.get("/sparql?" + urllib.parse.urlencode({"query": query}))
    assert reply.status == 200, reply.body
    return str(reply.json()["results"]["bindings"][0]["n"]["value"])


def commands_below(server: Running) -> list[str]:
    """The command line of each process below that of the server."""
    paths = [Path(f"/proc/{one}/cmdline") for one in descendants_of(server.process.pid)]
    return [path.read_bytes().replace(b"\0", b" ").decode() for path in paths]


def test_another_wsgi_server_serves_pages_and_queries(server: Running) -> None:
    page = server.get("/claims", Accept="text/html")
    count = answer_to(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    assert page.status == 200
    assert int(count) > 1000


def test_each_client_of_another_server_gets_its_own_answer(server: Running) -> None:
    numbers = [str(number) for number in range(200)]

    with ThreadPoolExecutor(8) as clients:
        answers = clients.map(
            lambda number: answer_to(server, f"SELECT ({number} AS ?n) {{}}"), numbers
        )

    assert list(answers) == numbers


def test_each_process_of_another_server_takes_up_a_new_release(
    own_server: Running,
) -> None:
    folder = own_server.log.parent
    description = folder / "corpus" / "corpus.yaml"
    text = description.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^title:.*$", "title: Another edition", text)
    description.write_text(changed, encoding="utf-8")
    built = build_release(folder / "corpus", folder / "releases")

    wait_until(lambda: served_by_all(own_server) == {built.digest})

    assert b"Another edition" in own_server.get("/claims", Accept="text/html").body
    assert answer_to(own_server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def served_by_all(server: Running) -> set[str]:
    """The releases that many new connections are answered from, whichever process takes them."""
    return {str(server.get("/readyz").json()["release"]) for _ in range(20)}


@pytest.mark.parametrize("server", ["gunicorn", "granian"], indirect=True)
def test_strangers_share_the_store_of_another_server(server: Running) -> None:
    answer_to(server, "SELECT (1 AS ?n) {}")

    anew = [one for one in commands_below(server) if "policygraph.isolated" in one]
    assert anew == []


def test_another_server_ends_with_no_process_and_no_file_left(
    own_server: Running,
) -> None:
    environment = Path(f"/proc/{own_server.process.pid}/environ").read_bytes()
    (temporary,) = re.findall(rb"\0TMPDIR=([^\0]*)", b"\0" + environment)
    # the first process answers; the other may be starting still, when signals are lost most easily
    answer_to(own_server, "SELECT (1 AS ?n) {}")
    below = descendants_of(own_server.process.pid)

    code = own_server.stop(signal.SIGTERM)

    assert code == 0
    assert len(below) >= WORKERS
    wait_until(lambda: not any(map(is_running, below)))
    wait_until(lambda: not list(Path(os.fsdecode(temporary)).glob("policygraph-*")))
