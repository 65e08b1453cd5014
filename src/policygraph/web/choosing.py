"""From the address of a list to what a reader chose there, and back: facets, words, order and page.

All that is chosen stands in the address. A value is written as the last part of its path (`ai` for
`themes/ai`), and is checked before any query sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from policygraph.engine import Literal, Term, is_iri
from policygraph.errors import UsageError
from policygraph.iris import Iri, Iris

# Values of several facets multiply in a query, so what one address may ask for is bounded.
MAX_COMBINATIONS: Final = 64
MAX_WORDS: Final = 200
_MAX_VALUE: Final = 300
_YEAR: Final = re.compile(r"[0-9]{4}|not-said")
_PAGE: Final = re.compile(r"[0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to tell the things of a list apart.

    `name` is its word in the address and in the query, `counted` the word by which the query of counts
    names it. Values are things below `folder`, or one of `labels` by their words, or years.
    """

    name: str
    words: str
    counted: str
    folder: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    is_reading: bool = False

    def term_of(self, word: str, iris: Iris) -> Term:
        """Return the term that a word of the address stands for.

        Raises:
            UsageError: it can stand for nothing.
        """
        if self.folder:
            return self._thing(word, iris)
        if self.labels:
            is_possible = word in self.labels
        else:
            is_possible = _YEAR.fullmatch(word) is not None or len(word) == 1
        if not is_possible:
            raise self._impossible(word)
        return Literal(word)

    def _thing(self, word: str, iris: Iris) -> Iri:
        has_path = word.startswith("reports/") or ("/" in word and ":" not in word)
        path = word if has_path else f"{self.folder}/{word}"
        iri = Iri(word) if ":" in word else iris.of_path(path)
        if len(word) > _MAX_VALUE or not is_iri(iri):
            raise self._impossible(word)
        return iri

    def word_of(self, value: str, iris: Iris) -> str:
        """Return the word by which a value stands in the address."""
        path = iris.path_of(value) if self.folder else None
        if path is None:
            return value
        return path.removeprefix(f"{self.folder}/")

    def _impossible(self, word: str) -> UsageError:
        known = " or ".join(self.labels) or "a year as 2024, or not-said"
        hint = f"take it from the list of filters, or write {known}"
        return UsageError(
            f"{word[:60]!r} can be no value of “{self.words}”.",
            hint="take it from the list of filters" if self.folder else hint,
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader chose: words by facet, words to look for, the order, the page (from 1).

    `more` names the facet of which more values than the first are shown.
    """

    path: str
    values: Mapping[str, tuple[str, ...]]
    words: str = ""
    sort: str = ""
    page: int = 1
    more: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the address, the page excepted."""
        found = [(name, word) for name, words in self.values.items() for word in words]
        if self.words:
            found.append(("q", self.words))
        if self.sort:
            found.append(("sort", self.sort))
        return found

    def href(self, **more: str) -> str:
        """Return the address of this choice, with what is named beside it."""
        pairs = [*self.pairs, *((name, word) for name, word in more.items() if word)]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def at_page(self, number: int) -> str:
        """Return the address of a page of this choice."""
        return self.href(page="" if number == 1 else str(number))

    def without(self, name: str, word: str = "") -> Chosen:
        """Return the choice without a facet, or without one value of it; `q` are the words."""
        if name == "q":
            return replace(self, words="", page=1)
        left = {
            key: tuple(one for one in words if key != name or (word and one != word))
            for key, words in self.values.items()
        }
        kept = {key: words for key, words in left.items() if words}
        return replace(self, values=kept, page=1)

    def terms(self, facets: Sequence[Facet], iris: Iris) -> dict[str, list[Term]]:
        """Return what the queries are asked with."""
        by_name = {facet.name: facet for facet in facets}
        found = {
            name: [by_name[name].term_of(word, iris) for word in words]
            for name, words in self.values.items()
        }
        if self.words:
            found["words"] = [Literal(self.words.lower())]
        return found


def read_choice(
    arguments: MultiDict[str, str],
    path: str,
    facets: Sequence[Facet],
    sorts: Mapping[str, str],
    iris: Iris,
) -> Chosen:
    """Read what stands in the address of a list; empty fields of the form count as not there.

    Raises:
        UsageError: a value, the words, the order or the page can be none, or too much is chosen.
    """
    values = {}
    for facet in facets:
        given = (word.strip() for word in arguments.getlist(facet.name))
        words = tuple(dict.fromkeys(word for word in given if word))
        for word in words:
            facet.term_of(word, iris)
        if words:
            values[facet.name] = words
    if prod(len(words) for words in values.values()) > MAX_COMBINATIONS:
        raise UsageError(
            "That is more at once than a list can be filtered by.",
            hint="choose fewer values, or ask the query itself",
        )
    return Chosen(
        path=path,
        values=values,
        words=_read_words(arguments.get("q", "")),
        sort=_read_sort(arguments.get("sort", ""), sorts),
        page=_read_page(arguments.get("page", "")),
        more=arguments.get("more", ""),
    )


def _read_words(given: str) -> str:
    words = " ".join(given.replace("\0", " ").split())
    if len(words) > MAX_WORDS:
        raise UsageError(
            f"The words to look for are longer than {MAX_WORDS} characters.",
            hint="look for a few words that stand one after the other",
        )
    return words


def _read_sort(given: str, sorts: Mapping[str, str]) -> str:
    if given and given not in sorts:
        raise UsageError(
            f"A list is not sorted by {given[:60]!r}.",
            hint="it is sorted by " + " or ".join(word for word in sorts if word),
        )
    return given


def _read_page(given: str) -> int:
    if not given:
        return 1
    number = int(given) if given.isascii() and _PAGE.fullmatch(given) else 0
    if number < 1:
        raise UsageError(
            f"{given[:60]!r} is no page of a list.", hint="pages count from 1"
        )
    return number
