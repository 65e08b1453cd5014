from __future__ import annotations

import pytest

from policygraph.isolated import MEGABYTE, is_isolation_possible
from policygraph.isolated.worker import _PrivateMemory

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)


def test_memory_of_ones_own_is_noticed() -> None:
    private = _PrivateMemory()
    before = private._private_bytes()

    kept = bytearray(b"x") * (64 * MEGABYTE)

    assert private.exceeds(before + 32 * MEGABYTE)
    assert len(kept) == 64 * MEGABYTE


def test_nobody_looks_twice_while_little_has_happened() -> None:
    private = _PrivateMemory()
    private.exceeds(0)

    assert not private.exceeds(0)
