from __future__ import annotations

import pytest

from policygraph.isolated import MEGABYTE, is_isolation_possible
from policygraph.isolated.limits import Limits
from policygraph.isolated.memory import PrivateMemory, kept_bytes

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)


def test_memory_of_ones_own_is_noticed() -> None:
    before = PrivateMemory(MEGABYTE)._private_bytes()
    private = PrivateMemory(before + 32 * MEGABYTE)

    kept = bytearray(b"x") * (64 * MEGABYTE)

    assert private.is_too_much()
    assert len(kept) == 64 * MEGABYTE


def test_nobody_looks_twice_while_little_has_happened() -> None:
    private = PrivateMemory(MEGABYTE)
    private.is_too_much()

    assert not private.is_too_much()


def test_all_workers_together_keep_half_of_the_memory_at_most() -> None:
    few, many = kept_bytes(Limits(workers=2)), kept_bytes(Limits(workers=8))

    assert few > many >= 64 * MEGABYTE
