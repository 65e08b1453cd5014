from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.errors import QuoteAmbiguousError, QuoteNotFoundError
from policygraph.source import SourceText, find_passage

TEXT = (
    "The mayor said “we shall not sell the data” – not now.\n\n"
    "Some well-known councils aren’t ready, the forum’s\u00a0chair noted; 3.5 % are.\n"
    "Lamps burn. Lamps burn again, and trust\u00adworthy lamps burn less."
)


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param('"we shall not sell the data" - not now', id="straight quotes"),
        pytest.param("not now. Some well-known", id="over a paragraph's end"),
        pytest.param("the forum's chair", id="no-break space"),
        pytest.param("trustworthy lamps", id="soft hyphen"),
        pytest.param("the forum", id="possessive left off"),
        pytest.param("well‑known", id="no-break hyphen"),
        pytest.param("  Some  ", id="space around"),
    ],
)
def test_typography_does_not_keep_a_quote_out(quote: str) -> None:
    passage = find_passage(TEXT, quote)

    assert TEXT[passage.start_char : passage.end_char] == passage.quote
    assert passage.quote.strip() == passage.quote


GAPS = [" ", "\n\n", "\u00a0", " – ", ", ", "\u200b ", ". ", " “", "’ "]


@given(st.lists(st.sampled_from(GAPS), min_size=1, max_size=12), st.data())
def test_any_stretch_of_whole_words_that_stands_once_is_found_at_its_place(
    gaps: list[str], data: st.DataObject
) -> None:
    words = [f"wo\u00adrd{number}é" for number in range(len(gaps) + 1)]
    first = data.draw(st.integers(0, len(gaps)))
    last = data.draw(st.integers(first, len(gaps)))
    pieces = [part for pair in zip(words, [*gaps, ""], strict=True) for part in pair]
    text = "".join(pieces)
    start = len("".join(pieces[: 2 * first]))
    stretch = "".join(pieces[2 * first : 2 * last + 1])
    typed = stretch.replace("\u00ad", "").replace("“", '"').replace("–", "-")

    passage = find_passage(text, typed)

    assert (passage.start_char, passage.quote) == (start, stretch)


def test_words_that_are_not_there_show_the_nearest_with_its_place() -> None:
    with pytest.raises(QuoteNotFoundError) as raised:
        find_passage(TEXT, "we shall now sell the data")

    assert raised.value.message.startswith("quotes words that are not in the source")
    assert '"we shall not sell the data" (character 16)' in raised.value.hint


def test_words_like_nothing_in_the_text_have_no_nearest() -> None:
    with pytest.raises(QuoteNotFoundError) as raised:
        find_passage(TEXT, "xyzzy plugh qwfp")

    assert "is it the right text?" in raised.value.hint


def test_an_ambiguous_quote_lists_every_offset() -> None:
    offsets = [TEXT.index("Lamps"), TEXT.index("Lamps burn again")]

    with pytest.raises(QuoteAmbiguousError) as raised:
        find_passage(TEXT, "Lamps burn")

    assert f"2 times, at characters {offsets[0]}, {offsets[1]}:" in raised.value.message
    assert "before" in raised.value.hint


@pytest.mark.parametrize(
    ("before", "after"),
    [("burn.", None), (None, "again"), ("Lamps burn.", "again, and")],
)
def test_words_that_touch_it_tell_two_places_apart(
    before: str | None, after: str | None
) -> None:
    passage = find_passage(TEXT, "Lamps burn", before=before, after=after)

    assert passage.start_char == TEXT.index("Lamps burn again")


def test_words_that_do_not_touch_it_are_refused_with_its_places() -> None:
    with pytest.raises(QuoteNotFoundError) as raised:
        find_passage(TEXT, "sell the data", before="buy")

    assert "between the given `before` and `after`" in raised.value.message
    assert f"characters {TEXT.index('sell')}" in raised.value.hint


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        pytest.param("ome well-known", "Some well-known", id="start"),
        pytest.param("Some well", "Some well-known", id="hyphen"),
        pytest.param("councils aren", "councils aren’t", id="apostrophe"),
        pytest.param("noted; 3", "noted; 3.5", id="number"),
        pytest.param("worthy lamps", "trust\u00adworthy lamps", id="soft hyphen"),
    ],
)
def test_a_quote_cut_inside_a_word_shows_the_whole_word(quote: str, whole: str) -> None:
    with pytest.raises(QuoteNotFoundError) as raised:
        find_passage(TEXT, quote)

    assert "cut inside a word" in raised.value.message
    assert f'"{whole}"' in raised.value.hint


@pytest.mark.parametrize("quote", ["", "  \n", "\u200b"])
def test_a_quote_of_nothing_is_refused(quote: str) -> None:
    with pytest.raises(QuoteNotFoundError):
        find_passage(TEXT, quote)


def test_case_is_never_folded() -> None:
    with pytest.raises(QuoteNotFoundError):
        find_passage(TEXT, "LAMPS BURN AGAIN")


def test_a_text_is_normalised_once_for_many_quotes() -> None:
    source = SourceText(TEXT)

    assert source.normalised is source.normalised
