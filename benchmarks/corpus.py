"""Turns a large synthetic corpus into figures: what a cold check and build of it take.

    python -m benchmarks.corpus --reports 1000 --workers 2

The corpus is written twice, from one seed, and built twice: the two releases must be equal byte by
byte. Then the release is opened, and compared with the engine's bare loading of the same quads.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Cost, measure_command, policygraph, print_table
from benchmarks.synthetic import write_corpus

RUNS = 3
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Read the command line, measure, print two tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus")
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        builds = [
            build(Path(place) / name, reports=options.reports, workers=options.workers)
            for name in ("first", "second")
        ]
        releases = [release for _, release in builds]
        equal = same_files(*releases)
        bare = opening("bare", releases[0])
        opened = opening("release", releases[0])
    print_builds(
        options.reports, options.workers, [cost for cost, _ in builds], bare[1]
    )
    print(f"  two builds byte-identical: {'yes' if equal else 'NO'}")
    ratio = opened[0] / bare[0]
    rows = [
        ("bare bulk_load (anchor)", f"{bare[1]}", f"{bare[0]:.2f}", "1.00"),
        ("open_release, verified", f"{opened[1]}", f"{opened[0]:.2f}", f"{ratio:.2f}"),
    ]
    print_table(
        "Opening the release (goal: 1.5 at most)", ("", "quads", "CPU s", "ratio"), rows
    )
    if not equal:
        raise SystemExit("two builds of one corpus differ")


def build(place: Path, *, reports: int, workers: int) -> tuple[Cost, Path]:
    """Write a corpus and build it cold; return the cost and the release directory."""
    corpus, releases = place / "corpus", place / "releases"
    write_corpus(corpus, reports=reports)
    command = policygraph(
        *("build", str(corpus), "--releases", str(releases), "--workers", str(workers))
    )
    cost = measure_command(command)
    return cost, releases / (releases / "current").read_text().strip()


def print_builds(reports: int, workers: int, costs: list[Cost], quads: int) -> None:
    """Print what the builds took, in all and for one report."""
    rows = [
        (
            f"build {number}",
            f"{cost.wall_s:.0f}",
            f"{cost.cpu_s:.0f}",
            f"{1000 * cost.cpu_s / reports:.0f}",
            f"{cost.peak_bytes / 2**20:.0f}",
        )
        for number, cost in enumerate(costs, start=1)
    ]
    title = (
        f"Cold check and build of {reports} reports ({quads} quads), {workers} workers "
        "(goal for 1000: 180 s, 2048 MiB)"
    )
    head = ("", "wall s", "CPU s", "CPU ms a report", "peak MiB, all processes")
    print_table(title, head, rows)


def same_files(one: Path, other: Path) -> bool:
    """Tell whether two directories hold the same files with the same bytes."""
    names, others = (
        sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file())
        for place in (one, other)
    )
    return names == others and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in names
    )


def opening(way: str, release: Path) -> tuple[float, int]:
    """Return the least CPU seconds of some openings, and the number of quads."""
    command = [sys.executable, "-m", "benchmarks.opening", way, str(release)]
    answers = [
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        for _ in range(RUNS)
    ]
    figures = [answer.stdout.split() for answer in answers]
    return min((float(cpu_s), int(quads)) for cpu_s, quads in figures)


if __name__ == "__main__":
    main()
