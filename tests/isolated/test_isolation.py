"""Workers, asked without a web server between."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.isolated.canary import Canary
from tests.isolated.processes import descendants_of, is_running, wait_until
from tests.web.running import first_line

from policygraph.errors import (
    BusyError,
    FederationError,
    NotAcceptableError,
    PolicygraphError,
    QueryError,
    QueryRefusedError,
    QueryStoppedError,
    QueryTimeoutError,
)
from policygraph.isolated import (
    MEGABYTE,
    Isolation,
    Limits,
    Question,
    is_isolation_possible,
    start_isolation,
)
from policygraph.isolated.stream import Worker

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
DATA = Path(__file__).parent.parent / "web" / "data.trig"
FILES = [(DATA, None)]
POINT = Question("SELECT ?p WHERE { <https://example.org/none> ?p ?o }")
RUNAWAY = Question(
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
)
ENDLESS = Question(
    "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", rows_as="csv"
)
# more than a tenth of a second, and an end: a text of 64 MB is made and measured, twice over
LONG = Question(
    "SELECT (STRLEN(ENCODE_FOR_URI(?long)) AS ?n) WHERE { BIND('\u00e4\u00e4\u00e4\u00e4' AS ?t0) "
    + "".join(
        f"BIND(CONCAT(?t{n}, ?t{n}, ?t{n}, ?t{n}) AS ?t{n + 1}) " for n in range(11)
    )
    + "BIND(?t11 AS ?long) }"
)
BOMB = Question(
    "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 1"
)


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    limits = Limits(timeout_s=0.5, workers=4, limit_rows=100, wait_s=5)
    with contextlib.closing(start_isolation(FILES, limits)) as started:
        yield started


def answers(isolation: Isolation) -> bool:
    return b"bindings" in (isolation.ask(POINT).whole or b"")


def test_a_runaway_is_stopped_and_the_next_query_answered(isolation: Isolation) -> None:
    with pytest.raises(QueryTimeoutError, match=r"0\.5 seconds") as caught:
        isolation.ask(RUNAWAY)

    assert caught.value.limit_s == 0.5
    assert answers(isolation)


def test_a_stream_that_runs_away_breaks(isolation: Isolation) -> None:
    stream = isolation.ask(ENDLESS)
    received: list[bytes] = []

    with pytest.raises(QueryTimeoutError):
        received.extend(stream)

    assert received
    assert answers(isolation)


def test_what_xml_cannot_hold_is_refused_before_the_first_byte(
    isolation: Isolation,
) -> None:
    question = Question(r"SELECT ('\u0001' AS ?t) {}", rows_as="xml")

    with pytest.raises(NotAcceptableError, match=r"U\+0001") as caught:
        isolation.ask(question)

    assert "sparql-results+json" in caught.value.hint
    assert answers(isolation)


def test_a_stream_breaks_at_the_first_text_that_xml_cannot_hold(
    isolation: Isolation,
) -> None:
    many = " ".join(f"'{number:0>100}'" for number in range(4_000))
    text = f"SELECT ?t {{ {{ VALUES ?t {{ {many} }} }} UNION {{ BIND('\\u0001' AS ?t) }} }}"
    received: list[bytes] = []

    with pytest.raises(NotAcceptableError):
        received.extend(isolation.ask(Question(text, rows_as="xml")))

    assert received
    assert b"\x01" not in b"".join(received)
    assert answers(isolation)


def test_a_stream_that_is_closed_early_kills_its_worker(isolation: Isolation) -> None:
    stream = isolation.ask(ENDLESS)
    worker = stream._worker.process_id

    stream.close()

    wait_until(lambda: not is_running(worker))
    assert answers(isolation)


def test_a_worker_that_behaves_is_asked_again(isolation: Isolation) -> None:
    workers = {isolation.ask(POINT)._worker.process_id for _ in range(5)}

    assert len(workers) == 1


def test_a_worker_that_dies_while_idle_is_replaced(isolation: Isolation) -> None:
    worker = isolation.ask(POINT)._worker

    worker.kill()
    wait_until(lambda: not is_running(worker.process_id))

    assert answers(isolation)


def test_a_worker_killed_in_the_middle_is_told(isolation: Isolation) -> None:
    stream = isolation.ask(ENDLESS)

    stream._worker.kill()

    with pytest.raises(QueryStoppedError, match="ended from outside"):
        list(stream)
    assert answers(isolation)


def test_a_zygote_that_dies_is_started_again(isolation: Isolation) -> None:
    worker = isolation.ask(POINT)._worker
    os.kill(isolation._zygote.process_id, signal.SIGKILL)
    worker.kill()

    wait_until(
        lambda: not isolation._zygote.is_alive() and not is_running(worker.process_id)
    )

    assert answers(isolation)
    assert isolation._zygote.is_alive()


def test_rows_are_cut_and_it_is_said() -> None:
    limits = Limits(limit_rows=3)
    every = "SELECT * WHERE { ?s ?p ?o }"

    with contextlib.closing(start_isolation(FILES, limits)) as isolation:
        as_json = isolation.ask(Question(every)).head.cut_after
        as_csv = isolation.ask(Question(every, rows_as="csv"))
        lines = len(b"".join(as_csv).splitlines())
        page = isolation.ask(Question(every, for_page=True)).head.cut_after
        graph = "CONSTRUCT WHERE { ?s ?p ?o }"
        whole = isolation.ask(Question(graph))
        on_page = isolation.ask(Question(graph, for_page=True)).head.cut_after
        assert whole.head.cut_after == 0
        whole.close()

    assert (as_json, as_csv.head.cut_after, page, on_page) == (3, 0, 3, 3)
    assert lines > 4


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * WHERE {", QueryError),
        ("CLEAR ALL", QueryRefusedError),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", FederationError),
        ("SELECT * WHERE { FILTER" + "(" * 9_000 + "1" + ")" * 9_000 + "}", QueryError),
    ],
    ids=["syntax", "update", "service", "nesting"],
)
def test_what_is_refused_is_told_as_it_would_be_here(
    isolation: Isolation, text: str, kind: type[QueryError]
) -> None:
    with pytest.raises(kind) as caught:
        isolation.ask(Question(text))

    assert type(caught.value) is kind
    assert answers(isolation)


def test_a_query_that_needs_too_much_memory_is_stopped() -> None:
    limits = Limits(timeout_s=60, memory_bytes=48 * MEGABYTE)

    with contextlib.closing(start_isolation(FILES, limits)) as isolation:
        with pytest.raises(QueryStoppedError, match="48 MB") as caught:
            isolation.ask(BOMB)

        assert not isinstance(caught.value, QueryTimeoutError)
        assert answers(isolation)


def test_when_all_workers_answer_others_it_is_said() -> None:
    limits = Limits(timeout_s=60, workers=1, wait_s=0.05)

    with contextlib.closing(start_isolation(FILES, limits)) as isolation:
        stream = isolation.ask(ENDLESS)
        with pytest.raises(BusyError) as caught:
            isolation.ask(POINT)
        stream.close()

        assert caught.value.retry_after_s > 0
        assert answers(isolation)


def test_honest_queries_are_answered_beside_runaways(isolation: Isolation) -> None:
    failed: list[BaseException] = []

    def run_away() -> None:
        for _ in range(2):
            with contextlib.suppress(QueryTimeoutError):
                isolation.ask(RUNAWAY)

    def ask_honestly() -> None:
        try:
            for _ in range(50):
                assert answers(isolation)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run_away) for _ in range(2)]
    threads += [threading.Thread(target=ask_honestly) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == []


def test_a_folder_for_temporary_files_with_a_long_path_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))

    with contextlib.closing(start_isolation(FILES, Limits(workers=1))) as isolation:
        assert answers(isolation)

    assert list(long.iterdir()) == []


def test_nothing_is_left_when_it_is_closed() -> None:
    isolation = start_isolation(FILES, Limits())
    streams = [isolation.ask(ENDLESS) for _ in range(3)]
    zygote = isolation._zygote.process_id
    started = [zygote, *descendants_of(zygote)]
    folder = isolation._folder

    isolation.close()

    wait_until(lambda: not any(map(is_running, started)))
    assert not folder.exists()
    for stream in streams:
        with pytest.raises(QueryStoppedError):
            list(stream)
    with pytest.raises(BusyError):
        isolation.ask(POINT)


def test_an_isolation_that_retires_finishes_what_it_began() -> None:
    isolation = start_isolation(FILES, Limits(timeout_s=5))
    stream = isolation.ask(
        Question("SELECT * WHERE { ?s ?p ?o . ?t ?q ?r }", rows_as="csv")
    )

    isolation.retire()

    assert b"".join(stream).endswith(b"\n")
    wait_until(lambda: not is_running(isolation._zygote.process_id))


def test_what_was_forked_ends_with_the_process_that_forked_it() -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from policygraph.engine import open_store\n"
        "from policygraph.isolated import *\n"
        f"files = [(Path({str(DATA)!r}), None)]\n"
        "isolation = start_isolation(files, Limits(), store=open_store(files))\n"
        "print(isolation._zygote.process_id, isolation._folder, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        zygote, folder = first_line(server).split()
        started = [int(zygote), *descendants_of(int(zygote))]
        server.kill()

    wait_until(lambda: not any(map(is_running, started)))
    wait_until(lambda: not Path(folder).exists())


def test_what_was_started_ends_also_where_its_server_went_before_it_was_ready(
    tmp_path: Path,
) -> None:
    program = (
        "import os, socket; from pathlib import Path\n"
        "from policygraph.isolated import *\n"
        "from policygraph.isolated.zygote import spawn_zygote\n"
        "listening = socket.socket(socket.AF_UNIX)\n"
        f"listening.bind({str(tmp_path / 'workers')!r})\n"
        "listening.listen()\n"
        f"zygote = spawn_zygote(listening, [(Path({str(DATA)!r}), None)], Limits())\n"
        "print(zygote.process_id, flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, timeout=60
    )

    # whoever reads to the end of a pipe waits for all who hold it: `run` would not have come back
    wait_until(lambda: not is_running(int(done.stdout)))


def test_a_zygote_that_takes_nobody_is_no_wait_for_ever(tmp_path: Path) -> None:
    path = str(tmp_path / "workers")
    with socket.socket(socket.AF_UNIX) as listening, contextlib.ExitStack() as stack:
        listening.bind(path)
        listening.listen(0)
        queued = stack.enter_context(socket.socket(socket.AF_UNIX))
        queued.connect(path)

        with pytest.raises(OSError, match="temporarily unavailable"):
            Worker(path, answer_within_s=0)


CONFINED = """
import sys
from policygraph.isolated import Limits
from policygraph.isolated.worker import confine
import os, pyoxigraph, resource
out = os.dup(1)
url = sys.argv[1]
store = pyoxigraph.Store()
list(store.query("SELECT * { ?s ?p ?o }"))
confine(Limits())
try:
    list(store.query("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % url))
except Exception as error:
    os.write(out, str(error).encode())
try:
    open("/etc/passwd")
except OSError as error:
    os.write(out, b" | " + str(error).encode())
os.write(out, b" | core %d" % resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


def test_a_confined_process_reaches_no_server_even_without_the_scan() -> None:
    with Canary() as canary:
        done = subprocess.run(
            [sys.executable, "-c", CONFINED, canary.url],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )

        assert canary.hits == 0
    assert done.stdout.count("Too many open files") == 2
    assert done.stdout.endswith("core 0")


def test_a_query_that_takes_long_steps_back_and_its_worker_is_replaced() -> None:
    limits = Limits(timeout_s=30)
    priorities: set[int] = set()

    with contextlib.closing(start_isolation(FILES, limits)) as isolation:
        quick = isolation.ask(POINT)._worker

        def run_away() -> None:
            with contextlib.suppress(QueryStoppedError):
                isolation.ask(RUNAWAY)

        runaway = threading.Thread(target=run_away)
        runaway.start()

        def has_stepped_back() -> bool:
            priorities.add(os.getpriority(os.PRIO_PROCESS, quick.process_id))
            return len(priorities) == 2

        wait_until(has_stepped_back)
        quick.kill()
        runaway.join(60)
        slow = isolation.ask(LONG)._worker.process_id
        after = isolation.ask(POINT)._worker.process_id

    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert priorities == {own, max(priorities)}
    assert max(priorities) > own
    assert slow != after


def test_a_short_deadline_ends_nobody_elses_query(isolation: Isolation) -> None:
    is_over = threading.Event()

    def hurry() -> None:
        while not is_over.is_set():
            for timeout_s in (0.0003, 0.0006, 0.001, 0.002):
                with contextlib.suppress(PolicygraphError):
                    isolation.ask(replace(POINT, timeout_s=timeout_s)).close()

    hasty = [threading.Thread(target=hurry) for _ in range(4)]
    for one in hasty:
        one.start()
    try:
        for _ in range(300):
            assert answers(isolation)
    finally:
        is_over.set()
        for one in hasty:
            one.join(30)
