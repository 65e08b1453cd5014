"""From what a reader typed into a search box to what is looked for: words, beginnings of words, phrases.

Nothing typed is a mistake: what is no word is passed over, whatever a search elsewhere would make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from policygraph.words import is_sought, token_of, words_of

LONGEST_TYPED_CHARS: Final = 500
MOST_WORDS: Final = 12
SHORTEST_BEGINNING: Final = 2
_LANGUAGES: Final = ("en", "und")
_PHRASE: Final = re.compile(r'"([^"]*)"')
_STRAIGHT: Final = str.maketrans("“”„«»‘’", '"""""' + "''")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; words and beginnings are folded, phrases in lower case.

    `passed_over` are words too common to find anything, `is_cut` tells that more was typed than is
    looked for.
    """

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.words or self.beginnings)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The tokens of what is looked for: for each word those of which one has to be there."""

    groups: tuple[frozenset[str], ...] = field(default=())

    @property
    def tokens(self) -> frozenset[str]:
        """All tokens."""
        return frozenset().union(*self.groups)

    def numbered(self) -> list[str]:
        """Write each token with the number of its word, as the query takes them; sorted."""
        return [
            f"{number} {token}"
            for number, group in enumerate(self.groups, start=1)
            for token in sorted(group)
        ]


def read_sought(typed: str) -> Sought:
    """Read what a reader typed: words, `"phrases"` in quotes of any kind, and `prefix*`.

    >>> read_sought('planned "public trust" regul*')
    Sought(words=('public', 'trust', 'planned'), beginnings=('regul',), \
phrases=('public trust',), passed_over=(), is_cut=False)
    """
    text = typed[:LONGEST_TYPED_CHARS].translate(_STRAIGHT)
    quoted = [" ".join(one.lower().split()) for one in _PHRASE.findall(text)]
    words: list[str] = []
    beginnings: list[str] = []
    passed_over: list[str] = []
    for part in (*quoted, _PHRASE.sub(" ", text)):
        for word in words_of(part):
            is_beginning = part[word.end_char : word.end_char + 1] == "*"
            if is_beginning and len(word.folded) >= SHORTEST_BEGINNING:
                beginnings.append(word.folded)
            elif is_sought(word.folded):
                words.append(word.folded)
            else:
                passed_over.append(word.folded)
    first = _first_of(words)
    rest = MOST_WORDS - len(first)
    return Sought(
        words=first,
        beginnings=_first_of(beginnings)[:rest],
        phrases=_first_of(one for one in quoted if len(one.split()) > 1),
        passed_over=_first_of(passed_over),
        is_cut=len(typed) > LONGEST_TYPED_CHARS
        or len({*words}) + len({*beginnings}) > MOST_WORDS,
    )


def want(sought: Sought, begun: Mapping[str, Iterable[tuple[str, str]]]) -> Wanted:
    """Return the tokens to look for; `begun` has words, with their language, by their beginning."""
    groups = [tokens_for(word) for word in sought.words]
    for beginning in sought.beginnings:
        found = {token_of(word, language) for word, language in begun[beginning]}
        groups.append(frozenset(found) or tokens_for(beginning))
    return Wanted(tuple(groups))


def tokens_for(folded: str) -> frozenset[str]:
    """Return the tokens by which texts of any language are found that hold a form of a word."""
    return frozenset(token_of(folded, language) for language in _LANGUAGES)


def _first_of(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MOST_WORDS]
