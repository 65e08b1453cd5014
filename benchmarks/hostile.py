"""Turns a hostile client beside honest ones into figures: what the honest notice, and what gets through.

    python -m benchmarks.hostile [--seconds 30] [--honest 8] [--hostile 1]

A server of the shipped corpus runs as its operator runs it. Honest clients ask it for pages, documents
and single things, first alone, then beside clients that send every kind of hostile input without a
pause. Exit code 1 where an honest request failed, the canary was reached, or the server said 5xx
without meaning it. The times of a machine that does other things as well are noise.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import queue
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.hostile.addresses import ACCEPTS, CONDITIONS, PATHS
from tests.hostile.queries import FEDERATED, HARMLESS, NOT_SPARQL, UPDATES, nested
from tests.hostile.runaways import runaways
from tests.isolated.canary import Canary

from benchmarks.measuring import policygraph, print_table
from policygraph.release import build_release

PATIENCE_S = 60.0
DIRECT = "application/sparql-query"
KINDS = ("pages", "documents", "queries")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: where to, as what, with what, and what an honest client takes for success."""

    path: str
    accept: str = "*/*"
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    ends_with: bytes = b""
    kind: str = ""


@dataclass(slots=True)
class Seen:
    """What a client has seen."""

    by_kind: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, other: Seen) -> None:
        """Take what another client has seen."""
        for kind, times_s in other.by_kind.items():
            self.by_kind.setdefault(kind, []).extend(times_s)
        self.failures += other.failures
        self.statuses += other.statuses

    def times_s(self, kind: str = "") -> list[float]:
        """Return the times of one kind of request, or of all."""
        return [
            one
            for name, times in self.by_kind.items()
            if kind in ("", name)
            for one in times
        ]

    def at(self, hundredth: int, kind: str = "") -> float:
        """Return a percentile of the times, in milliseconds."""
        return statistics.quantiles(self.times_s(kind), n=100)[hundredth - 1] * 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured."""

    quiet: Seen
    beside: Seen
    hostile: Seen
    canary_hits: int
    has_died: bool

    @property
    def ratio(self) -> float:
        """How much longer the 95th percentile of the honest is beside the hostile."""
        return self.beside.at(95) / self.quiet.at(95)

    @property
    def unexpected(self) -> dict[int, int]:
        """Statuses of 5xx that are not the intended 503, nor 501 for a method nobody knows."""
        seen = self.quiet.statuses + self.beside.statuses + self.hostile.statuses
        return {
            one: n for one, n in seen.items() if one >= 500 and one not in (501, 503)
        }

    @property
    def is_fine(self) -> bool:
        """Whether nothing happened that must never happen."""
        failed = [*self.quiet.failures, *self.beside.failures]
        return not (failed or self.canary_hits or self.unexpected or self.has_died)


def honest_requests(url: str) -> list[Sent]:
    """Return what honest clients ask for: as many pages as documents and queries together."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port)
    connection.request("GET", "/sitemap.xml")
    site_map = connection.getresponse().read().decode()
    connection.close()
    # the site map names things by the base of their IRIs; any copy serves them below its own root
    paths = [
        urlsplit(one).path.removeprefix("/policygraph")
        for one in re.findall(r"<loc>(.*?)</loc>", site_map)
        if "/reports/" in one or "/themes/" in one
    ]
    # a reading view is a page alone, and no thing that has other formats
    things = [path for path in paths if not path.endswith("/read")]
    pages = ["/", "/reports", "/claims", "/recommendations", "/themes", *paths]
    requests = []
    for number, path in enumerate(pages):
        requests.append(Sent(path, "text/html", ends_with=b"</html>", kind="pages"))
        if number % 2:
            query = f"SELECT ?p ?o {{ <https://w3id.org/policygraph/id{path}> ?p ?o }}"
            asked = urlencode({"query": query})
            requests.append(
                Sent(
                    f"/sparql?{asked}",
                    "application/json",
                    ends_with=b"}",
                    kind="queries",
                )
            )
        else:
            requests.append(
                Sent(
                    things[number % len(things)],
                    "text/turtle",
                    ends_with=b".",
                    kind="documents",
                )
            )
    return requests


def hostile_requests(canary: str) -> list[Sent]:
    """Return every kind of hostile input that fits into a request."""
    queries = [
        *FEDERATED,
        *HARMLESS,
        *UPDATES,
        *NOT_SPARQL,
        *nested(9_000),
        *runaways(),
    ]
    texts = [
        one.text.format(at=canary) if one in FEDERATED or one in HARMLESS else one.text
        for one in queries
    ]
    sent = [
        Sent("/sparql", "text/csv", text.encode(), (("Content-Type", DIRECT),))
        for text in texts
    ]
    sent += [Sent(one.text) for one in PATHS]
    sent += [Sent("/", one.text) for one in ACCEPTS if one.text.isprintable()]
    sent += [
        Sent("/reports", headers=(("If-None-Match", one.text),))
        for one in CONDITIONS
        if one.text.isprintable()
    ]
    sent.append(
        Sent("/sparql", body=b"#" * 2_000_000, headers=(("Content-Type", DIRECT),))
    )
    return sent


class Client:
    """Sends requests over one connection, kept open where the server keeps it."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._connection = http.client.HTTPConnection(
            str(place.hostname), place.port, timeout=PATIENCE_S
        )
        self.seen = Seen()

    def send(self, sent: Sent) -> tuple[int, bytes]:
        """Send a request and read its answer; status 0 stands for a connection that broke."""
        method = "GET" if sent.body is None else "POST"
        headers = {"Accept": sent.accept, **dict(sent.headers)}
        try:
            self._connection.request(
                method,
                sent.path,
                sent.body,
                {k: v.encode("latin-1") for k, v in headers.items()},
            )
            response = self._connection.getresponse()
            return response.status, response.read()
        except (http.client.HTTPException, OSError, UnicodeError):
            self._connection.close()
            return 0, b""

    def ask_until(self, end_s: float, requests: Sequence[Sent], start: int) -> Seen:
        """Ask honestly, one after the other, and note whatever is not as it should be."""
        number = start
        while time.monotonic() < end_s:
            sent = requests[number % len(requests)]
            begun_s = time.perf_counter()
            status, body = self.send(sent)
            taken_s = time.perf_counter() - begun_s
            self.seen.by_kind.setdefault(sent.kind, []).append(taken_s)
            self.seen.statuses[status] += 1
            if status != 200 or not body.rstrip().endswith(sent.ends_with):
                self.seen.failures.append(f"{status} {sent.path}")
            number += 1
        self._connection.close()
        return self.seen


def attack(
    url: str,
    canary: str,
    seed: int,
    ready: threading.Barrier,
    stop: threading.Event,
    told: Queue[Counter[int]],
) -> None:
    """Send every hostile request in an order of its own, again and again, until told to stop."""
    requests = hostile_requests(canary)
    random.Random(seed).shuffle(requests)
    client = Client(url)
    ready.wait(PATIENCE_S)
    while not stop.is_set():
        for sent in requests:
            status, _ = client.send(sent)
            client.seen.statuses[status] += 1
            if stop.is_set():
                break
    told.put(client.seen.statuses)


@contextmanager
def attacked(url: str, canary: str, clients: int) -> Iterator[Seen]:
    """Send hostile requests from processes of their own while the block runs."""
    here = multiprocessing.get_context("spawn")
    stop, told, seen = here.Event(), here.Queue(), Seen()
    ready = here.Barrier(clients + 1)
    processes = [
        here.Process(
            target=attack, args=(url, canary, number, ready, stop, told), daemon=True
        )
        for number in range(clients)
    ]
    for one in processes:
        one.start()
    try:
        ready.wait(PATIENCE_S)
        yield seen
    finally:
        stop.set()
        for one in processes:
            with suppress(queue.Empty):
                seen.statuses += told.get(timeout=PATIENCE_S)
            one.join(PATIENCE_S)


def ask_honestly(
    url: str, requests: Sequence[Sent], clients: int, seconds: float
) -> Seen:
    """Let honest clients ask for some seconds, each from a place of its own in the list."""
    end_s = time.monotonic() + seconds
    starts = [number * len(requests) // clients for number in range(clients)]
    total = Seen()
    with ThreadPoolExecutor(clients) as pool:
        for seen in pool.map(
            lambda start: Client(url).ask_until(end_s, requests, start), starts
        ):
            total.add(seen)
    return total


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve the shipped corpus while the block runs; yield its address and its process."""
    release = build_release(Path("corpus"), folder).path
    command = [*policygraph("serve", str(release), "--port", "0"), *options]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True
        ) as server,
    ):
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[-1].rstrip("/"), server
        finally:
            server.terminate()
            server.wait(PATIENCE_S)


def measure(
    seconds: float, *, honest: int = 8, hostile: int = 1, options: Sequence[str] = ()
) -> Figures:
    """Measure the honest alone and beside the hostile, each for some seconds."""
    with tempfile.TemporaryDirectory() as folder, Canary() as canary:
        with served(Path(folder), *options) as (url, server):
            requests = honest_requests(url)
            ask_honestly(url, requests, honest, min(seconds / 4, 3.0))  # to warm up
            quiet = ask_honestly(url, requests, honest, seconds)
            with attacked(url, canary.url, hostile) as seen:
                beside = ask_honestly(url, requests, honest, seconds)
            has_died = server.poll() is not None
        return Figures(quiet, beside, seen, canary.hits, has_died)


def _times(found: Figures) -> Iterator[tuple[str, ...]]:
    for kind, at in (("", 50), ("", 95), ("", 99), *((one, 95) for one in KINDS)):
        alone, beside = found.quiet.at(at, kind), found.beside.at(at, kind)
        name = f"p{at} {kind or 'all'}, ms"
        yield name, f"{alone:.1f}", f"{beside:.1f}", f"{beside / alone:.2f}"


def _counts(found: Figures) -> Iterator[tuple[str, ...]]:
    for name, of in (
        ("requests", lambda seen: len(seen.times_s())),
        ("failures", lambda seen: len(seen.failures)),
    ):
        yield name, str(of(found.quiet)), str(of(found.beside)), ""


def main() -> int:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Honest clients beside hostile ones.")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--honest", type=int, default=8)
    parser.add_argument("--hostile", type=int, default=1)
    options = parser.parse_args()
    found = measure(options.seconds, honest=options.honest, hostile=options.hostile)
    print_table(
        f"{options.honest} honest clients, {options.hostile} hostile",
        ("", "alone", "beside", "ratio"),
        [*_times(found), *_counts(found)],
    )
    print_table(
        "What the hostile got",
        ("", "count"),
        [
            *(
                (str(status or "broken off"), str(n))
                for status, n in sorted(found.hostile.statuses.items())
            ),
            ("hits of the canary", str(found.canary_hits)),
            ("unexpected 5xx", str(sum(found.unexpected.values()))),
            ("the server died", str(int(found.has_died))),
        ],
    )
    for failure in found.beside.failures[:10]:
        print(f"  failed: {failure}")
    return 0 if found.is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
