"""From a whole graph to the words by which its things are found, as derived triples.

A thing is found by the tokens of its own words, a statement by those of its quotations besides; all
words are listed once, so that a beginning and a mistyped word can be looked up without reading every
text. Search then is a query like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policygraph.engine import Literal, Store, find_query, written
from policygraph.iris import Iri, Iris, term
from policygraph.words import is_sought, token_of, words_of

_OWN: Final = term("searchToken")
_QUOTED: Final = term("quotationToken")
_LISTED: Final = term("writtenWord")


class _Tokens:
    """Tokens by thing, and all words by language."""

    def __init__(self) -> None:
        self.own: dict[str, set[str]] = {}
        self.quoted: dict[str, set[str]] = {}
        self.words: set[tuple[str, str]] = set()

    def gather(self, store: Store, query: str, found: dict[str, set[str]]) -> None:
        """Add the tokens of each row of a query: a thing, a text, a language."""
        for row in store.rows(find_query(query, "release").text):
            thing, text, language = row.values()
            if not isinstance(text, Literal) or not isinstance(language, Literal):
                continue
            tokens = found.setdefault(str(thing), set())
            for word in words_of(text.value):
                if is_sought(word.folded):
                    tokens.add(token_of(word.folded, language.value))
                    self.words.add((word.folded, language.value))


def search_word_triples(store: Store, iris: Iris) -> Iterator[bytes]:
    """Return triples as N-Triples has them, without full stops, of the words by which things are found.

    A token of a quotation that is one of the statement's own is not said twice.
    """
    tokens = _Tokens()
    tokens.gather(store, "found-by-name", tokens.own)
    tokens.gather(store, "found-by-quotation", tokens.quoted)
    for thing, own in tokens.own.items():
        yield from (_line(thing, _OWN, Literal(token)) for token in own)
    for thing, quoted in tokens.quoted.items():
        new = quoted - tokens.own.get(thing, set())
        yield from (_line(thing, _QUOTED, Literal(token)) for token in new)
    here = iris.graph("derived")
    for word, language in tokens.words:
        yield _line(here, _LISTED, Literal(word, language or None))


def _line(subject: str, predicate: Iri, value: Literal) -> bytes:
    return f"<{subject}> <{predicate}> {written(value)}".encode()
