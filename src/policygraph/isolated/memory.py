"""How much memory a process has, how much it no longer shares, and how much a worker may keep.

Reading the store writes to it, and a page written is a page copied: a worker ends up with a copy of
all it has read. Making that copy anew in the next worker costs more than any query, so a worker is
kept as long as the machine has room for its copy.

Source: Linux, proc(5): statm, smaps_rollup, meminfo.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import Final

from policygraph.isolated.limits import MEGABYTE, Limits

_LEAST_BYTES: Final = 64 * MEGABYTE
_KILOBYTE: Final = 1024
_CONTROL_GROUP: Final = Path("/sys/fs/cgroup/memory.max")


def own_bytes() -> int:
    """Return the size of this process, in bytes of address space."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def kept_bytes(limits: Limits) -> int:
    """Return what one worker may keep of its own: a fair part of half the memory there is now."""
    return max(_available_bytes() // (2 * limits.workers), _LEAST_BYTES)


def _available_bytes() -> int:
    """Return the memory that is to be had, by the system or by the container that this runs in."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    facts = dict(line.split(":", 1) for line in lines)
    available = int(facts["MemAvailable"].split()[0]) * _KILOBYTE
    try:
        granted = _CONTROL_GROUP.read_text(encoding="ascii").strip()
    except OSError:  # no container, or one of another kind
        return available
    return min(available, int(granted)) if granted.isdigit() else available


class PrivateMemory:
    """How much memory a worker has for itself.

    Each page copied is a page fault, which is cheap to count; only after many of them is the exact
    figure read, which takes the longer the more memory there is.
    """

    def __init__(self, limit_bytes: int) -> None:
        # opened now: a confined process opens nothing
        self._file = os.open("/proc/self/smaps_rollup", os.O_RDONLY)
        self._limit_bytes = limit_bytes
        self._worth_a_look = limit_bytes // resource.getpagesize() // 4
        self._seen_faults = 0

    def is_too_much(self) -> bool:
        """Tell whether this process has more memory of its own than it may keep."""
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        if faults - self._seen_faults < self._worth_a_look:
            return False
        self._seen_faults = faults
        return self._private_bytes() > self._limit_bytes

    def _private_bytes(self) -> int:
        text = os.pread(self._file, 4096, 0).decode("ascii")
        lines = (line.split() for line in text.splitlines())
        return sum(
            int(words[1]) * _KILOBYTE
            for words in lines
            if words[0] in ("Private_Dirty:", "Private_Clean:")
        )
