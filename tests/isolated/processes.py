"""What tests ask the system about processes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 10.0


def children_of(process_id: int) -> list[int]:
    """The living children and the zombies of a process."""
    found: list[int] = []
    for path in Path(f"/proc/{process_id}/task").glob("*/children"):
        found += [int(word) for word in path.read_text(encoding="ascii").split()]
    return found


def descendants_of(process_id: int) -> list[int]:
    """All processes below a process."""
    tree = [process_id]
    for parent in tree:
        tree += children_of(parent)
    return tree[1:]


def is_running(process_id: int) -> bool:
    """Whether a process is there; a zombie is."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again, for ten seconds at most."""
    end_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end_s, "it did not come about in time"
        time.sleep(0.01)
