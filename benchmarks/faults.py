"""Turns kills, flipped bytes and switches under load into counts of what went wrong: none may.

    python -m benchmarks.faults [--kills 200] [--flips 100] [--switches 50] [--seed 20]

The corpus that is shipped is built, killed, damaged and switched to, beside a server as an operator
runs it. It takes minutes, prints a table, and ends with exit code 1 when anything failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.web.running import PROGRAM, running
from tests.web.switching import Two, switch_often

from benchmarks.flipping import flip_bytes
from benchmarks.killing import kill_builds
from benchmarks.measuring import print_table
from benchmarks.tally import Tally

CORPUS = Path("corpus")
CLIENTS = 8
MOST_TOLD = 20


def switch_under_load(folder: Path, *, switches: int) -> Tally:
    """Switch releases while eight clients ask, and count what failed and what mixed two releases."""
    tally = Tally(f"switches under load, {CLIENTS} clients")
    two = Two(CORPUS, folder / "releases")
    command = [*PROGRAM, "serve", str(two.folder), "--port", "0"]
    with running(command, folder) as server:
        load = switch_often(server, two, times=switches, clients=CLIENTS)
        tally.count("release switched to in time", switches)
        tally.count("request answered", load.answered, load.failed)
        tally.count("page of one release alone", load.checked, load.mixed)
        code = server.stop()
        tally.check("server stopped with exit code 0", code == 0, f"code {code}")
    return tally


def report(tallies: Iterable[Tally]) -> bool:
    """Print the tables and the first failures; tell whether there was none."""
    failures = []
    for tally in tallies:
        rows = [
            (what, f"{count.tried:,}", f"{len(count.failures):,}")
            for what, count in tally.counts.items()
        ]
        print_table(tally.title, ("", "tried", "failed"), rows)
        for what, count in tally.counts.items():
            failures += [f"{tally.title}: {what}: {one}" for one in count.failures]
    for failure in failures[:MOST_TOLD]:
        print(failure, file=sys.stderr)
    if len(failures) > MOST_TOLD:
        print(f"and {len(failures) - MOST_TOLD} more", file=sys.stderr)
    return not failures


def main() -> None:
    """Read the command line, break things, count."""
    parser = argparse.ArgumentParser(description="What faults do to what is served.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--flips", type=int, default=100)
    parser.add_argument("--switches", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    begun_s = time.monotonic()
    tallies = []
    with tempfile.TemporaryDirectory(prefix="pg-faults-") as name:
        folders = [Path(name) / part for part in ("killed", "flipped", "switched")]
        for folder in folders:
            folder.mkdir()
        seed = options.seed
        if options.kills:
            tallies.append(
                kill_builds(CORPUS, folders[0], kills=options.kills, seed=seed)
            )
        if options.flips:
            tallies.append(
                flip_bytes(CORPUS, folders[1], flips=options.flips, seed=seed)
            )
        if options.switches:
            tallies.append(switch_under_load(folders[2], switches=options.switches))
    is_well = report(tallies)
    print(f"\nSeed {options.seed}, {time.monotonic() - begun_s:.0f} s.")
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
