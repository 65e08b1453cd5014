"""Turns a release into requests a second: our server beside others that answer the same queries.

    python -m benchmarks.serving [RELEASE] [--server granian] [--clients 8] [--seconds 10]

Without a release, 1,000 synthetic reports are built first; without `--server`, the release is served
by waitress, as the command `serve` does, and by granian with a process for each core. The anchors, `oxigraph serve` in memory
and `rdflib-endpoint`, come from PyPI and live in an environment of their own: `make anchors`.
Ours runs with jemalloc on huge pages where the system has them, as docs/operating.md advises; `oxigraph` has an allocator of
its own. Isolation is on; no answer comes out of a cache but those of the documents, which are measured
against a route that does nothing, of the same server.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import socket
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes.util import find_library
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.corpus import build
from benchmarks.loading import Load, load, running
from benchmarks.measuring import policygraph, print_table
from policygraph.engine import Rows, Store, open_release
from policygraph.engine.query_file import read_query_file
from policygraph.engine.terms import Term
from policygraph.iris import Iri, Iris

HERE = Path(__file__).parent
ANCHORS = HERE.parent / ".anchors" / "bin"
SERVERS = ("waitress", "granian")
ROWS = "application/sparql-results+json, application/n-triples;q=0.9"
NOTHING = "/healthz"
# what docs/operating.md advises to tell jemalloc
HUGE_PAGES = "thp:always,metadata_thp:always"
VALUES_OF_EACH = 400
MOST_WARM_UPS = 8
CHUNK_BYTES = 64 * 1024 * 1024
GOALS = {
    "point": "Point lookups (goal: 0.10 of oxigraph)",
    "mix": "Mix (goals: 0.35 of oxigraph, 25 of rdflib-endpoint)",
}
HEAD = ("", "a second", "p50 ms", "p95 ms", "bytes", "failed")
Loads = Mapping[str, Load]


def main() -> None:
    """Read the command line, measure, print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving")
    parser.add_argument("release", nargs="?", type=Path)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--server", choices=SERVERS, action="append")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--without-rdflib", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        release = options.release or build(place, reports=options.reports, workers=2)[1]
        measure(release.resolve(), place, options)


def measure(release: Path, place: Path, options: argparse.Namespace) -> None:
    """Ask every server the same, one after the other, and print requests a second and ratios."""
    opened = open_release(release)
    works = make_works(opened.store)
    documents = document_paths(opened.store, opened.iris)
    size = len(opened.store)
    del opened
    ask = partial(load, clients=options.clients, seconds=options.seconds)

    def ask_queries(address: str, path: str) -> Loads:
        return {
            name: ask(address, [path + one for one in work], accept=ROWS)
            for name, work in works.items()
        }

    own: dict[str, Loads] = {}
    cached: dict[str, Loads] = {}
    for server in options.server or SERVERS:
        with ours(release, server) as address:
            warm_up(address, works["mix"], options)
            own[server] = ask_queries(address, "/sparql")
            for paths, accept in documents.values():
                ask_until_kept(partial(ask, address, paths, accept=accept))
            cached[server] = {"nothing": ask(address, [NOTHING])} | {
                name: ask(address, paths, accept=accept)
                for name, (paths, accept) in documents.items()
            }
    data = unpacked(release, place)
    with oxigraph(data) as address:
        anchors = {"oxigraph": ask_queries(address, "/query")}
    if not options.without_rdflib:
        with rdflib_endpoint(data) as address:
            anchors["rdflib-endpoint"] = ask_queries(address, "/")
    with_what = "with" if find_library("jemalloc") else "without"
    title = f"{size:,} quads, {options.clients} clients, {with_what} jemalloc"
    print_queries(title, own, anchors)
    print_documents(f"{options.clients} clients", cached)


def warm_up(address: str, works: Sequence[str], options: argparse.Namespace) -> None:
    """Let each worker read the store once: what it reads for the first time is copied for it."""
    paths = ["/sparql" + one for one in works]
    for _ in range(2):
        load(
            address,
            paths,
            accept=ROWS,
            clients=options.clients,
            seconds=options.seconds,
        )


def ask_until_kept(ask: Callable[[], Load]) -> None:
    """Ask until more asking makes nothing faster: then each process has made each document."""
    fastest = 0.0
    for _ in range(MOST_WARM_UPS):
        now = ask().requests_per_s
        if now < 1.1 * fastest:
            return
        fastest = max(now, fastest)


def make_works(store: Store) -> dict[str, list[str]]:
    """Return the addresses of each kind of query, without the path: the kinds, and all mixed."""
    values = values_of(store)
    kinds = {
        path.stem: [
            "?" + urlencode({"query": read_query_file(path).bind(one)})
            for one in values[path.stem]
        ]
        for path in sorted((HERE / "mix").glob("*.rq"))
    }
    times = max(len(addresses) for addresses in kinds.values())
    mixed = [
        addresses[number % len(addresses)]
        for number in range(times)
        for addresses in kinds.values()
    ]
    return {"point": kinds["point"], "mix": mixed}


def values_of(store: Store) -> dict[str, list[dict[str, Term | Sequence[Term]]]]:
    """Return the values that each query of the mix is asked with."""
    found = {
        path.stem: subjects(store, path.stem)
        for path in sorted((HERE / "values").glob("*.rq"))
    }
    statements = [{"statement": one} for one in found["statements"]]
    return {
        "point": [dict(one) for one in statements],
        "describe": [dict(one) for one in statements],
        "trace": [{"statement": one} for one in found["recommendations"]],
        "theme": [{"theme": one} for one in found["themes"]],
        "report": [{"graph": one} for one in found["graphs"]],
        "text": [{}],
    }


def subjects(store: Store, name: str) -> list[Iri]:
    """Return the IRIs that a query of `values/` finds, spread over all of them."""
    answer = store.answer(read_query_file(HERE / "values" / f"{name}.rq").text)
    assert isinstance(answer, Rows)
    found = sorted(Iri(str(row[0])) for row in answer)
    return found[:: max(len(found) // VALUES_OF_EACH, 1)][:VALUES_OF_EACH]


def document_paths(store: Store, iris: Iris) -> dict[str, tuple[list[str], str]]:
    """Return documents to ask for, and the Accept header to ask with."""
    paths = [f"/{iris.path_of(one)}" for one in subjects(store, "statements")]
    return {
        "page": (paths, "text/html"),
        "Turtle": (paths, "text/turtle"),
        "JSON-LD": (paths, "application/ld+json"),
    }


@contextmanager
def ours(release: Path, server: str) -> Iterator[str]:
    """Serve a release with our application; yields its address."""
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    where = ("--host", "127.0.0.1", "--port", str(port))
    command = {
        "waitress": policygraph("serve", str(release), *where),
        "granian": [
            granian,
            "--interface",
            "wsgi",
            "--workers",
            str(os.cpu_count()),
            "--blocking-threads",
            "24",
            *where,
            "benchmarks.wsgi:app",
        ],
    }[server]
    environment = os.environ | {"BENCHMARK_RELEASE": str(release)}
    allocator = find_library("jemalloc")
    if allocator:
        environment |= {"LD_PRELOAD": allocator, "MALLOC_CONF": HUGE_PAGES}
    probe = f"http://127.0.0.1:{port}/readyz"
    with running(command, probe, environment=environment):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def oxigraph(data: Path) -> Iterator[str]:
    """Serve quads with Oxigraph's own server, in memory; yields its address."""
    port = free_port()
    command = [anchor("oxigraph"), "serve", "--union-default-graph"]
    command += ["--bind", f"127.0.0.1:{port}"]
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/query?query=ASK%7B%7D"):
        for chunk in chunks(data):
            sent = urllib.request.Request(f"{address}/store", chunk, method="POST")
            sent.add_header("Content-Type", "application/n-quads")
            with urllib.request.urlopen(sent, timeout=600):
                pass
        yield address


@contextmanager
def rdflib_endpoint(data: Path) -> Iterator[str]:
    """Serve quads with rdflib-endpoint and rdflib's own store; yields its address."""
    port = free_port()
    command = [anchor("rdflib-endpoint"), "serve", "--host", "127.0.0.1"]
    command += ["--port", str(port), str(data)]
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/?query=ASK%7B%7D"):
        yield address


def anchor(name: str) -> str:
    """Return the path of a server to compare with.

    Raises:
        SystemExit: it is not installed.
    """
    found = shutil.which(name, path=str(ANCHORS))
    if found is None:
        raise SystemExit(f"{name} is absent: run `make anchors`, then measure again")
    return found


def unpacked(release: Path, place: Path) -> Path:
    """Unpack the dump of a release, so that all servers hold the same quads."""
    path = place / "dataset.nq"
    with (
        gzip.open(release / "dumps" / "dataset.nq.gz") as packed,
        path.open("wb") as out,
    ):
        shutil.copyfileobj(packed, out)
    return path


def chunks(data: Path) -> Iterator[bytes]:
    """Yield a file of lines in pieces that a server takes, each ending with a line."""
    with data.open("rb") as lines:
        while piece := b"".join(lines.readlines(CHUNK_BYTES)):
            yield piece


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def print_queries(
    title: str, own: Mapping[str, Loads], anchors: Mapping[str, Loads]
) -> None:
    """Print requests a second of each server, and ours over those of others."""
    for name in next(iter(own.values())):
        rows = []
        for server, loads in {**own, **anchors}.items():
            ratios = [
                f"{ours[name].requests_per_s / loads[name].requests_per_s:.2f}"
                if server in anchors
                else ""
                for ours in own.values()
            ]
            rows.append((server, *figures(loads[name]), *ratios))
        head = (*HEAD, *(f"{server} over it" for server in own))
        print_table(f"{GOALS[name]}, {title}", head, rows)


def print_documents(title: str, cached: Mapping[str, Loads]) -> None:
    """Print requests a second of documents that were asked for before, over those of nothing."""
    for server, loads in cached.items():
        nothing = loads["nothing"].requests_per_s
        rows = [
            (name, *figures(one), f"{one.requests_per_s / nothing:.2f}")
            for name, one in loads.items()
        ]
        head = (*HEAD, "over nothing")
        print_table(f"Cached documents (goal: 0.8), {server}, {title}", head, rows)


def figures(one: Load) -> tuple[str, ...]:
    """Return the figures of a load as they are printed."""
    return (
        f"{one.requests_per_s:.0f}",
        f"{one.p50_ms:.2f}",
        f"{one.p95_ms:.2f}",
        f"{one.bytes_per_request:.0f}",
        str(one.failed),
    )


if __name__ == "__main__":
    sys.exit(main())
