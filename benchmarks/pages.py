"""Turns releases into the time that their pages take: asked for the first time, and asked again.

    python -m benchmarks.pages [RELEASE_OR_CORPUS ...] [--clients 8]

Without one, the shipped corpus is measured and 1,000 synthetic reports, which are built first. All
kinds of pages are asked for by so many clients at once, each address once by one of them: then it is
cold. Each is asked for until the server remembers it; then it is warm. Times depend on the machine,
so each stands beside that of a route that does nothing, asked for by as many clients.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlsplit

from benchmarks.corpus import build
from benchmarks.measuring import print_table
from benchmarks.serving import NOTHING, ours, subjects
from policygraph.engine import ReleaseStore, open_release
from policygraph.engine.release_store import CURRENT, MANIFEST
from policygraph.release import build_release

GOALS_MS = {"shipped": 100, "large": 200}
LARGE_REPORTS = 100
OF_EACH = 5
WARM_ROUNDS = 5
PATIENCE_S = 60.0
SLOWEST = 8
STRIDE = 7
FIXED = (
    *("/", "/reports", "/reports?sort=title", "/reports?year=not-said"),
    *("/claims", "/claims?sort=wording", "/claims?agreement=consensus"),
    *("/claims?stage=discussion", "/claims?concern=yes", "/claims?holder=not-said"),
    *("/claims?q=public", "/recommendations", "/recommendations?stage=conclusion"),
    *("/recommendations?addressee=local-government", "/recommendations?page=2"),
    *("/actors", "/actors?kind=organisation", "/actors?sort=statements"),
    *("/actors/not-said", "/themes", "/themes?view=alphabet", "/not-said"),
    *("/search?q=council", "/search?q=plan*", "/search?q=%22public+trust%22"),
    *("/dataset", "/validation", "/about", "/ontology", "/shapes", "/sparql"),
    *("/query/discussions", "/query/chairs", "/query/policy-instruments"),
)
HEAD = ("", "asked", "p50 ms", "p95 ms", "p50 over nothing", "p95 over nothing")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its address, what it took in milliseconds, and the status that came."""

    path: str
    took_ms: float
    status: int


def main() -> int:
    """Read the command line, measure, print; 1 where a request failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("targets", nargs="*", type=Path)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        releases = list(_releases(options.targets, Path(folder), options.reports))
        failed = [measure(one, clients=options.clients) for one in releases]
    return int(any(failed))


def _releases(targets: Sequence[Path], place: Path, reports: int) -> Iterator[Path]:
    """Yield releases: those named, built from where a corpus is named."""
    for number, target in enumerate(targets or [Path("corpus")]):
        if (target / MANIFEST).is_file() or (target / CURRENT).is_file():
            yield target.resolve()
        else:
            yield build_release(target, place / str(number)).path
    if not targets:
        yield build(place / "large", reports=reports, workers=2)[1]


def measure(release: Path, *, clients: int) -> int:
    """Measure the pages of one release, print a table, and return how many requests failed."""
    opened = open_release(release)
    reports = opened.manifest.counts["reports"]
    paths = page_paths(opened)
    release = opened.path
    del opened
    with ours(release, "waitress") as address:
        ask(address, ["/no-such-page"] * clients, clients=clients)  # loads templates
        cold = ask(address, paths, clients=clients)
        ask(address, paths, clients=clients)  # an address with a query is kept now
        warm = ask(address, paths * WARM_ROUNDS, clients=clients)
        nothing = ask(address, [NOTHING] * len(warm), clients=clients)
    goal_ms = GOALS_MS["large" if reports >= LARGE_REPORTS else "shipped"]
    base = [percentile(nothing, at) for at in (50, 95)]
    rows = [
        (name, str(len(found)), *_figures(found, base))
        for name, found in (("cold", cold), ("warm", warm), ("nothing", nothing))
    ]
    title = (
        f"Pages of {reports:,} reports, {clients} clients (goal for p95: {goal_ms} ms)"
    )
    print_table(title, HEAD, rows)
    slowest = sorted(cold, key=lambda one: -one.took_ms)[:SLOWEST]
    told = [(one.path, f"{one.took_ms:.0f}") for one in slowest]
    print_table("The slowest when cold", ("", "ms"), told)
    wrong = [one for one in (*cold, *warm, *nothing) if one.status != 200]
    for one in wrong[:SLOWEST]:
        print(f"  failed: {one.status} {one.path}")
    return len(wrong)


def page_paths(opened: ReleaseStore) -> list[str]:
    """Return some sixty addresses of all kinds, in an order that mixes the kinds; none twice."""
    statements = _places(opened, "statements")
    reports = list(dict.fromkeys(one.rpartition("/")[0] for one in statements))
    themes = [one.rpartition("/")[2] for one in _places(opened, "themes")]
    found = [
        *FIXED,
        *_some(statements),
        *_some(_places(opened, "recommendations")),
        *_some(reports),
        *(f"{one}/read" for one in _some(reports)),
        *(f"/themes/{one}" for one in _some(themes)),
        *(f"/claims?theme={quote(one)}" for one in _some(themes)[:3]),
        *(f"/claims?report={quote(one[9:])}" for one in _some(reports)[:1]),
        "/recommendations?page=3",
    ]
    counts = opened.manifest.counts
    last = -(-counts["recommendations"] // 20)
    unique = [
        one for one in dict.fromkeys(found) if last >= 3 or "ations?page=" not in one
    ]
    return [one for start in range(STRIDE) for one in unique[start::STRIDE]]


def _places(opened: ReleaseStore, name: str) -> list[str]:
    return [f"/{opened.iris.path_of(one)}" for one in subjects(opened.store, name)]


def _some(found: Sequence[str]) -> Sequence[str]:
    return found[:: max(len(found) // OF_EACH, 1)][:OF_EACH]


def ask(address: str, paths: Sequence[str], *, clients: int) -> list[Asked]:
    """Ask for each path once, shared among so many clients, each over a connection of its own."""
    turns = count()
    place = urlsplit(address).netloc

    def client(_: int) -> list[Asked]:
        connection = http.client.HTTPConnection(place, timeout=PATIENCE_S)
        found = []
        while (turn := next(turns)) < len(paths):
            start = time.perf_counter()
            connection.request("GET", paths[turn], headers={"Accept": "text/html"})
            with connection.getresponse() as response:
                response.read()
            took_ms = 1000 * (time.perf_counter() - start)
            found.append(Asked(paths[turn], took_ms, response.status))
        connection.close()
        return found

    with ThreadPoolExecutor(clients) as pool:
        return [one for found in pool.map(client, range(clients)) for one in found]


def percentile(found: Sequence[Asked], at: int) -> float:
    """Return what so many of a hundred requests took at most, in milliseconds."""
    return quantiles([one.took_ms for one in found], n=100, method="inclusive")[at - 1]


def _figures(found: Sequence[Asked], base: Sequence[float]) -> Iterator[str]:
    times = [percentile(found, at) for at in (50, 95)]
    yield from (f"{one:.1f}" for one in times)
    yield from (f"{one / of:.1f}" for one, of in zip(times, base, strict=True))


if __name__ == "__main__":
    sys.exit(main())
