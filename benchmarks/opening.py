"""Turns a release into a loaded store, in one of two ways, and says what CPU that took.

    python -m benchmarks.opening release releases/0123456789abcdef
    python -m benchmarks.opening bare releases/0123456789abcdef

`release` is how the server opens it: every byte verified, vocabulary included. `bare` is what the
engine needs for the same quads when nobody checks anything. One process each, so that neither
profits from the other. Prints CPU seconds and quads.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def open_as_released(release: Path) -> tuple[float, int]:
    """Open a release as the server does; return CPU seconds and the number of quads."""
    from policygraph.engine.release_store import open_release

    start = time.process_time()
    opened = open_release(release)
    return time.process_time() - start, len(opened.store)


def load_bare(release: Path) -> tuple[float, int]:
    """Load the release's quads with the engine alone; return CPU seconds and how many."""
    import pyoxigraph

    start = time.process_time()
    store = pyoxigraph.Store()
    store.bulk_load(path=str(release / "data.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    return time.process_time() - start, len(store)


def main() -> None:
    """Read the command line, load, print."""
    way, place = sys.argv[1:]
    open_it = {"release": open_as_released, "bare": load_bare}[way]
    cpu_s, quads = open_it(Path(place))
    print(f"{cpu_s:.4f} {quads}")


if __name__ == "__main__":
    main()
