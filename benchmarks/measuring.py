"""Turns a command into figures: wall clock, CPU seconds and peak memory of all its processes.

CPU seconds count every process that the command started and waited for. Times depend on the
machine, so each table also gives ratios to an anchor measured in the same run.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

POLL_S = 0.05
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took. `peak_bytes` is 0 where the system has no /proc to ask."""

    wall_s: float
    cpu_s: float
    peak_bytes: int = 0


def policygraph(*words: str) -> list[str]:
    """Return the command line of the policygraph that belongs to this interpreter."""
    place = str(Path(sys.executable).parent)
    program = shutil.which("policygraph", path=place)
    if program is None:
        raise SystemExit(
            f"no policygraph in {place}: install it first, pip install -e ."
        )
    return [program, *words]


def measure_command(command: Sequence[str], *, folder: Path | None = None) -> Cost:
    """Run a command to its end and return what it took.

    Raises:
        SystemExit: the command failed; with its own last words.
    """
    before_s = children_cpu_s()
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=words
        )
        watch = MemoryWatch(process.pid)
        code = process.wait()
        wall_s = time.perf_counter() - start
        peak_bytes = watch.stop()
        words.seek(0)
        if code != 0:
            told = f"{' '.join(command)} ended with exit code {code}"
            raise SystemExit(f"{told}\n{words.read()[-2000:]}")
    return Cost(wall_s, children_cpu_s() - before_s, peak_bytes)


def children_cpu_s() -> float:
    """Return the CPU seconds of all processes that were started from here and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class MemoryWatch:
    """Watches the resident memory of a process and all below it, from start to `stop`."""

    def __init__(self, process_id: int) -> None:
        self._process_id = process_id
        self._peak_bytes = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Stop watching and return the highest sum seen, in bytes."""
        self._ended.set()
        self._thread.join()
        return self._peak_bytes

    def _watch(self) -> None:
        while not self._ended.wait(POLL_S):
            now = sum(resident_bytes(one) for one in process_tree(self._process_id))
            self._peak_bytes = max(self._peak_bytes, now)


def process_tree(process_id: int) -> list[int]:
    """Return a process and all its descendants, as far as /proc tells."""
    tree = [process_id]
    for parent in tree:
        for path in (PROC / str(parent) / "task").glob("*/children"):
            tree += [int(child) for child in _read(path).split()]
    return tree


def resident_bytes(process_id: int) -> int:
    """Return the resident memory of one process; 0 once it has ended."""
    fields = _read(PROC / str(process_id) / "statm").split()
    if len(fields) < 2:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # the process ended between two looks
        return ""


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    print(f"\n{title}")
    for line in lines:
        first, *figures = (
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  " + "  ".join([first, *figures]))
