"""Honest clients while hostile ones send all that these tables hold: none of them may notice."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.hostile import Figures, Seen, measure

from policygraph.isolated import is_isolation_possible

pytestmark = pytest.mark.skipif(
    not is_isolation_possible(), reason="this system cannot isolate queries"
)
# What is promised is twice; a machine that runs other tests beside is no yardstick.
LOOSE_RATIO = 6.0


def test_no_honest_request_fails_beside_a_hostile_client() -> None:
    found = measure(3.0, options=("--timeout", "1", "--memory", "64"))

    assert found.beside.failures == []
    assert found.quiet.failures == []
    assert found.canary_hits == 0
    assert found.unexpected == {}
    assert not found.has_died
    assert found.hostile.statuses.total() > 0
    assert found.is_fine


@pytest.mark.slow
def test_honest_clients_are_not_much_slower_beside_a_hostile_one() -> None:
    found = measure(15.0)

    assert found.is_fine
    assert found.ratio < LOOSE_RATIO


@pytest.mark.parametrize(
    ("hostile", "hits", "has_died"),
    [({500: 1}, 0, False), ({200: 1}, 1, False), ({200: 1}, 0, True)],
    ids=["an error", "a hit", "an end"],
)
def test_what_must_never_happen_is_not_fine(
    hostile: dict[int, int], hits: int, has_died: bool
) -> None:
    seen = Seen(statuses=Counter(hostile))

    assert not Figures(Seen(), Seen(), seen, hits, has_died).is_fine
    assert Figures(Seen(), Seen(), Seen(), 0, False).is_fine
