"""The promise of anchoring, on every coded report whose text is here: no wrong place, no false quote."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.anchoring import (
    Case,
    admitted,
    false_quotes,
    is_right,
    moved,
    outcomes,
    read_case,
)

SLUGS = ["harbourfield-roundtable", "socitm-casa-smart-places"]


@pytest.fixture(scope="module", params=SLUGS)
def case(request: pytest.FixtureRequest, project: Path) -> Case:
    slug = request.param
    if slug.startswith("socitm"):
        return read_case(slug, request.getfixturevalue("socitm_text"))
    return read_case(slug, project / "corpus" / slug / "source.txt")


def test_no_anchor_is_wrong_under_any_of_the_eight_changes(case: Case) -> None:
    changed = case.mutations()

    counts = {name: outcomes(case, text) for name, text in changed.items()}

    quotes = len(case.statement_quotes())
    assert len(changed) == 8
    assert {name: count["wrong"] for name, count in counts.items()} == dict.fromkeys(
        changed, 0
    )
    assert all(
        count["exact"] + count["moved"] + count["lost"] == quotes
        for count in counts.values()
    )


def test_changes_that_leave_the_words_alone_lose_no_quote(case: Case) -> None:
    changed = case.mutations()
    harmless = [name for name in changed if name.startswith(("straight", "wrapped"))]

    counts = [outcomes(case, changed[name]) for name in harmless]

    quotes = len(case.statement_quotes())
    assert [count["exact"] for count in counts] == [quotes, quotes]


def test_no_false_quote_is_admitted(case: Case) -> None:
    offered = false_quotes(case, with_cuts=True)

    count = admitted(case)

    assert len(offered) > 300
    assert count == {"offered": len(offered)}


def test_no_false_quote_is_moved_to_a_true_place(case: Case) -> None:
    count = moved(case, case.text)

    assert count == {"offered": count["offered"]}
    assert count["offered"] > 200


def test_the_yardstick_knows_a_wrong_place(case: Case) -> None:
    changed = case.mutations()["sections reordered"]
    span = next(iter(case.statement_quotes().values()))

    elsewhere = (changed.origins.index(span[1]) + 1, changed.origins.index(span[1]) + 9)

    assert not is_right(changed, elsewhere, span)
