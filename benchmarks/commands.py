"""Turns the daily commands into figures: how long a curator waits, on the Socitm report alone.

    python -m benchmarks.commands

Each command runs once to warm up, then three times; the best counts. The anchor is what an empty
Python needs to start.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measuring import (
    Cost,
    children_cpu_s,
    measure_command,
    policygraph,
    print_table,
)

CORPUS = Path(__file__).parent.parent / "corpus"
REPORT = "socitm-casa-smart-places"
RUNS = 3
GOALS_S = {"--help": 0.3, "check": 3.0, "build": 5.0, "serve: first page": 3.0}


def main() -> None:
    """Measure and print one table."""
    with tempfile.TemporaryDirectory() as place:
        corpus, releases = Path(place) / "corpus", Path(place) / "releases"
        copy_report(corpus)
        where = ["--corpus", str(corpus)]
        into = ["--releases", str(releases)]
        anchor = best_of([sys.executable, "-c", "pass"])
        costs = {
            "--help": best_of(policygraph("--help")),
            "check": best_of(policygraph("check", REPORT, *where)),
            "build": best_of(policygraph("build", str(corpus), *into)),
            "serve: first page": best_first_page(corpus, releases),
        }
    rows = [("python -c pass (anchor)", *figures(anchor, anchor), "")]
    for name, cost in costs.items():
        rows.append((name, *figures(cost, anchor), f"{GOALS_S[name]:.1f}"))
    head = ("command, on one report, warm", "wall s", "CPU s", "CPU / anchor", "goal s")
    print_table("Commands", head, rows)


def copy_report(corpus: Path) -> None:
    """Put the Socitm report alone into a corpus of its own, with its text where it is here."""
    shutil.copytree(CORPUS / REPORT, corpus / REPORT)
    shutil.copyfile(CORPUS / "corpus.yaml", corpus / "corpus.yaml")


def figures(cost: Cost, anchor: Cost) -> tuple[str, str, str]:
    """Return wall clock, CPU and ratio as they are printed."""
    ratio = cost.cpu_s / anchor.cpu_s
    return f"{cost.wall_s:.2f}", f"{cost.cpu_s:.2f}", f"{ratio:.0f}"


def best_of(command: list[str]) -> Cost:
    """Run a command once to warm up and then some times; return the quickest."""
    measure_command(command)
    return min((measure_command(command) for _ in range(RUNS)), key=lambda c: c.wall_s)


def best_first_page(corpus: Path, releases: Path) -> Cost:
    """Start the server some times; return the quickest way to its first page."""
    command = policygraph(
        "serve", str(corpus), "--port", "0", "--releases", str(releases)
    )
    return min((first_page(command) for _ in range(RUNS)), key=lambda c: c.wall_s)


def first_page(command: list[str]) -> Cost:
    """Start a server, ask for its home page, stop it; the cost up to the answer.

    Raises:
        SystemExit: the server ended before it said where it serves.
    """
    before_s = children_cpu_s()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # it was asked for
        line = process.stdout.readline()
        if not line.startswith("Serving "):
            raise SystemExit(f"the server said {line!r} and no address")
        with urllib.request.urlopen(line.split()[1]) as answer:
            answer.read()
        wall_s = time.perf_counter() - start
    finally:
        process.terminate()
        process.communicate()
    return Cost(wall_s, children_cpu_s() - before_s)


if __name__ == "__main__":
    main()
