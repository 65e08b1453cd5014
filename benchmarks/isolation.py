"""Turns a release, or any RDF file, into what isolation costs and what it is worth.

    python -m benchmarks.isolation [FILE] [--queries 2000] [--kills 20]

Three figures: what a point lookup takes in a worker over what the same call takes in this process;
how long a runaway query outlives its deadline; how long the next query then takes. Without a file,
the shipped corpus is built and measured.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.measuring import print_table
from policygraph.engine import Store, open_release, open_store, release_files
from policygraph.errors import QueryTimeoutError
from policygraph.iris import Iri
from policygraph.isolated import (
    InProcess,
    Isolation,
    Limits,
    Question,
    start_isolation,
)
from policygraph.release import build_release

TIMEOUT_S = 0.5
POINT = Question("SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1")
RUNAWAY = Question(
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
)
Files = list[tuple[Path, Iri | None]]


def median_ms(ask: Callable[[], object], times: int) -> float:
    """Return the median time of a call, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def kill(isolation: Isolation) -> tuple[float, float]:
    """Run away once; return milliseconds over the deadline, and until the next answer."""
    start = time.perf_counter()
    try:
        isolation.ask(RUNAWAY)
    except QueryTimeoutError:
        pass
    else:
        raise SystemExit("the runaway query ended by itself: the data is too small")
    stopped = time.perf_counter()
    isolation.ask(POINT)
    over_s = stopped - start - TIMEOUT_S
    return over_s * 1000, (time.perf_counter() - stopped) * 1000


def measure(files: Files, store: Store, *, queries: int, kills: int) -> None:
    """Print the figures of one store."""
    limits = Limits(timeout_s=TIMEOUT_S)
    here = InProcess(store, limits)
    with closing(start_isolation(files, limits, store=store)) as isolation:
        # in turns, so that a busy machine burdens both alike
        rounds = [
            (
                median_ms(lambda: here.ask(POINT), queries // 10),
                median_ms(lambda: isolation.ask(POINT), queries // 10),
            )
            for _ in range(10)
        ]
        deaths = [kill(isolation) for _ in range(kills)]
    in_process_ms, isolated_ms = (
        statistics.median(column) for column in zip(*rounds, strict=True)
    )
    over_ms, next_ms = ([one[at] for one in deaths] for at in (0, 1))
    print_table(
        f"Isolation, {len(store):,} quads",
        ("", "median", "worst"),
        [
            ("point lookup in this process, ms", f"{in_process_ms:.3f}", ""),
            ("the same in a worker, ms", f"{isolated_ms:.3f}", ""),
            ("isolation adds, ms", f"{isolated_ms - in_process_ms:.3f}", ""),
            ("runaway over its deadline, ms", *_both(over_ms)),
            ("next answer after it, ms", *_both(next_ms)),
        ],
    )


def _both(values: list[float]) -> tuple[str, str]:
    return f"{statistics.median(values):.1f}", f"{max(values):.1f}"


def main() -> None:
    """Read the command line, load, measure."""
    parser = argparse.ArgumentParser(description="What isolating queries costs.")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.file:
            files: Files = [(options.file, None)]
            store = open_store(files)
        else:
            built = build_release(Path("corpus"), Path(folder))
            opened = open_release(built.path)
            files = release_files(opened.path, opened.manifest, opened.iris)
            store = opened.store
        measure(files, store, queries=options.queries, kills=options.kills)


if __name__ == "__main__":
    main()
