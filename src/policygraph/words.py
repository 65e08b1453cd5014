"""From a text to the words by which it is found: folded, stemmed, the commonest left out.

Both halves stand on it: the build derives the words of every thing with it, and what a reader types
goes through the same hands, so that `planned` finds `planning`.

Source: the English stemmer of Snowball (Porter 2), by the library snowballstemmer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

# Words that say nothing of a subject; "not", "all", "should" and "one" do, so they stay.
COMMON_WORDS: Final = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do"),
        *("does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i"),
        *(
            "in",
            "into",
            "is",
            "it",
            "its",
            "of",
            "on",
            "or",
            "our",
            "she",
            "so",
            "than",
        ),
        *("that", "the", "their", "them", "then", "there", "these", "they", "this"),
        *("those", "to", "was", "we", "were", "what", "when", "where", "which", "who"),
        *("with", "you", "your"),
    }
)
ENGLISH: Final = "en"
LONGEST_WORD: Final = 60
# A letter or digit, and what goes on with it, marks that stand upon letters included.
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text; the end is excluded, as in `text[start_char:end_char]`."""

    start_char: int
    end_char: int
    folded: str


def words_of(text: str) -> Iterator[Word]:
    """Return the words of a text in order, folded; a hyphen and an apostrophe part words.

    >>> [word.folded for word in words_of("Café owners' co-op")]
    ['cafe', 'owners', 'co', 'op']
    """
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), fold(found[0]))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Write a word without capitals, accents and other differences of form.

    >>> fold("ÉTUDE"), fold("ﬁeld")
    ('etude', 'field')
    """
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def is_sought(folded: str) -> bool:
    """Tell whether a word finds anything: it is not too common, nor a letter that was left alone."""
    is_letter = len(folded) == 1 and not folded.isdigit()
    return not is_letter and folded not in COMMON_WORDS and len(folded) <= LONGEST_WORD


def token_of(folded: str, language: str | None) -> str:
    """Return what all forms of a word have in common; in other languages than English the word itself.

    >>> token_of("planning", "en-GB"), token_of("planning", "de")
    ('plan', 'planning')
    """
    is_english = (language or ENGLISH).lower().partition("-")[0] == ENGLISH
    return _stem(folded) if is_english else folded


def tokens_of(text: str, language: str | None) -> set[str]:
    """Return what a text is found by.

    >>> sorted(tokens_of("The city is planning its plans.", "en"))
    ['citi', 'plan']
    """
    folded = {word.folded for word in words_of(text)}
    return {token_of(word, language) for word in folded if is_sought(word)}


@lru_cache(maxsize=65_536)
def _stem(folded: str) -> str:
    # one stemmer a word, as it holds its word while it works and threads share this module
    stemmed: str = _new_stemmer().stemWord(folded)
    return stemmed


def _new_stemmer() -> EnglishStemmer:
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()
