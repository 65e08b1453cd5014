"""How much a stranger's query may take: time, memory, depth, length, rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and how many run at once.

    `timeout_s` counts from the query to the last byte of its answer. `memory_bytes` is what a
    worker may have beside the store that it shares. `limit_rows` holds for rows in JSON and on
    pages. Of the queries beyond `workers`, as many again wait for `wait_s`; the rest are told at once.
    Short queries run one a core; one that takes longer than a moment leaves its turn to the next.
    """

    timeout_s: float = 10.0
    memory_bytes: int = 512 * MEGABYTE
    nesting: int = 128
    body_bytes: int = MEGABYTE
    limit_rows: int = 10_000
    workers: int = 8
    wait_s: float = 1.0
