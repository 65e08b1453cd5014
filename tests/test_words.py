"""Words as search knows them: one for all forms, capitals and accents."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.words import fold, is_sought, tokens_of, words_of


@pytest.mark.parametrize(
    "forms",
    [
        ("plan", "plans", "planned", "planning", "Planning"),
        ("policy", "policies", "POLICY"),
        ("trust", "trusted", "trusts"),
        ("regulate", "regulation", "regulated"),
    ],
    ids=lambda forms: forms[0],
)
def test_the_forms_of_an_english_word_have_one_token(forms: tuple[str, ...]) -> None:
    tokens = {token for form in forms for token in tokens_of(form, "en")}

    assert len(tokens) == 1


def test_words_of_other_languages_stay_as_they_are() -> None:
    assert tokens_of("Planungen", "de") == {"planungen"}


def test_a_word_without_a_language_is_taken_for_english() -> None:
    assert tokens_of("planning", None) == {"plan"}


def test_accents_written_in_one_sign_or_two_are_the_same() -> None:
    whole, parted = "Café", unicodedata.normalize("NFD", "Café")

    assert tokens_of(whole, "fr") == tokens_of(parted, "fr") == {"cafe"}


@pytest.mark.parametrize("word", ["the", "of", "s"])
def test_words_that_say_nothing_find_nothing(word: str) -> None:
    assert tokens_of(word, "en") == set()


@pytest.mark.parametrize("word", ["not", "all", "should", "5", "2030"])
def test_words_that_turn_a_meaning_are_kept(word: str) -> None:
    assert tokens_of(word, "en") == {word}


@given(st.text())
def test_words_stand_where_they_are_said_to_stand(text: str) -> None:
    for word in words_of(text):
        assert fold(text[word.start_char : word.end_char]) == word.folded


@given(st.text(), st.sampled_from(["en", "fr", None]))
def test_no_text_breaks_the_words(text: str, language: str | None) -> None:
    tokens = tokens_of(text, language)

    assert all(token == token.strip() for token in tokens)
    assert not any(word.folded.isspace() for word in words_of(text))


def test_a_word_of_endless_length_is_not_looked_for() -> None:
    assert not is_sought("a" * 61)
