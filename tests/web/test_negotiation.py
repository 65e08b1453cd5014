from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.web.negotiation import THING_OFFERS, choose, split_ending


# no deadline: the first example compiles, and machines are shared
@settings(deadline=None)
@given(st.text())
def test_no_accept_header_breaks_the_choice(accept: str) -> None:
    chosen = choose(accept, THING_OFFERS)

    assert chosen is None or chosen in THING_OFFERS


def test_a_more_precise_range_decides_over_a_wider_one() -> None:
    chosen = choose("*/*, text/html;q=0.1, text/turtle;q=0.2", THING_OFFERS)

    assert chosen is not None
    assert chosen.name == "jsonld"


def test_an_unknown_ending_belongs_to_the_path() -> None:
    assert split_ending("reports/x.pdf", THING_OFFERS) == ("reports/x.pdf", None)


@pytest.mark.parametrize("weight", ["NaN", "-1", "abc", ""])
def test_a_range_with_a_weight_that_is_none_is_passed_over(weight: str) -> None:
    broken = f"text/html;q={weight}"

    assert choose(broken, THING_OFFERS) is THING_OFFERS[0]
    assert choose(f"*/*;q={weight}", THING_OFFERS) is THING_OFFERS[0]
    found = choose(f"{broken}, text/turtle;q=0.1", THING_OFFERS)
    assert found is not None
    assert found.name == "turtle"
    assert choose(f"{broken}, */*;q=0", THING_OFFERS) is None
