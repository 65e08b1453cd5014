from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.source import normalise

ODD = "‘’“”–—‑-\u00ad\u200b\ufeff\u00a0\u2009 \n\r\tabcXé\u0301ß'\""
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")))


@given(TEXTS)
def test_every_character_left_has_one_place_in_the_original(text: str) -> None:
    normalised = normalise(text)

    spans = list(zip(normalised.starts, normalised.ends, strict=True))
    assert len(spans) == len(normalised.text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(TEXTS)
def test_letters_and_digits_stand_where_the_map_says(text: str) -> None:
    normalised = normalise(text)

    for character, start in zip(normalised.text, normalised.starts, strict=True):
        if character.isalnum() and text[start] != "ʼ":
            assert text[start] == character


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text

    twice = normalise(once).text

    assert twice == once


@given(TEXTS)
def test_no_letter_is_lost_or_gained(text: str) -> None:
    def letters(words: str) -> list[str]:
        return [each for each in words if unicodedata.category(each)[0] in "LN"]

    normalised = normalise(text.replace("ʼ", "'"))

    assert letters(normalised.text) == letters(text.replace("ʼ", "'"))


@given(TEXTS, st.data())
def test_a_span_leads_back_to_what_it_came_from(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    if not normalised.text:
        return
    start = data.draw(st.integers(0, len(normalised.text) - 1))
    end = data.draw(st.integers(start + 1, len(normalised.text)))

    first, last = normalised.span(start, end)

    assert normalise(text[first:last]).text == normalised.text[start:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("‘so’ “it” is", "'so' \"it\" is", id="quotes"),
        pytest.param("a – b — c−d", "a - b - c-d", id="dashes"),
        pytest.param("a \u00a0\r\n\t b", "a b", id="white space"),
        pytest.param("in\u00advisi\u200bble", "invisible", id="no width"),
        pytest.param("a \u200b b", "a b", id="no width among spaces"),
        pytest.param("Case Stays", "Case Stays", id="case"),
        pytest.param("cafe\u0301 café", "cafe\u0301 café", id="accents as they are"),
    ],
)
def test_typographic_accidents_vanish_and_nothing_else(
    text: str, expected: str
) -> None:
    normalised = normalise(text)

    assert normalised.text == expected
