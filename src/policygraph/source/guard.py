"""Two wordings into the reason why one may not stand for the other.

Likeness of letters says little about meaning: "scale up" is 96 % "scale down". The guard looks at the
words in which two wordings differ. It refuses those that turn a meaning round, and every word that
became another one: only spelling may differ, and articles. Its words are data (`guard.txt`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import zip_longest
from pathlib import Path

# One slip of the pen in a word of four letters or more, two from this length on.
_MIN_SPELT_CHARS = 4
_LONG_WORD_CHARS = 10

_WORD = re.compile(r"[\w]+(?:['.,\-][\w]+)*")
_DATA = Path(__file__).with_name("guard.txt")


@dataclass(frozen=True, slots=True)
class Guard:
    """Kinds of words that must not differ, words that may, and parts that turn a meaning round."""

    kind_of: dict[str, str]
    light: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]

    def objection(self, old: str, new: str) -> str | None:
        """Return why the new wording may mean something else, or None.

        Both are normalised texts; case is ignored.
        """
        old_words, new_words = words_of(old), words_of(new)
        removed, added = _difference(old_words, new_words)
        for word in (*removed, *added):
            if kind := self._kind(word):
                return f"{kind} {word!r} is not in both"
        moved = set(removed) & set(added)
        if moved:
            return f"{min(moved)!r} stands in another place"
        return self._exchanged(
            [word for word in removed if word not in self.light],
            [word for word in added if word not in self.light],
        )

    def _exchanged(self, removed: list[str], added: list[str]) -> str | None:
        """Return which word became another, came or went, or None where only spelling differs."""
        for one, other in zip_longest(removed, added, fillvalue=""):
            if self._turned(one, other) or self._turned(other, one):
                return f"{one!r} became {other!r}"
            if not one or not other:
                return f"{one or other!r} is not in both"
            if not is_respelt(one, other):
                return f"{one!r} became {other!r}"
        return None

    def negates(self, word: str) -> bool:
        """Tell whether a word standing before a passage turns it round."""
        return self._kind(word.lower()) == "negation"

    def _kind(self, word: str) -> str | None:
        if any(character.isdigit() for character in word):
            return "number"
        if word.endswith("n't"):
            return "negation"
        return self.kind_of.get(word)

    def _turned(self, plain: str, turned: str) -> bool:
        """Tell whether one word is the other with a part that turns its meaning round."""
        return any(turned == part + plain for part in self.prefixes) or any(
            turned == plain + part for part in self.suffixes
        )


def is_respelt(one: str, other: str) -> bool:
    """Tell whether two words may be one, spelt differently: a slip, a correction, a plural.

    >>> is_respelt("organise", "organize"), is_respelt("cities", "citizens"), is_respelt("if", "it")
    (True, False, False)
    """
    from rapidfuzz.distance import OSA

    length = min(len(one), len(other))
    if length < _MIN_SPELT_CHARS:
        return False
    return OSA.distance(one, other) <= (2 if length >= _LONG_WORD_CHARS else 1)


def words_of(text: str) -> list[str]:
    """Return the words of a normalised text in lower case, without punctuation.

    >>> words_of("It isn't 3.5, well-known.")
    ['it', "isn't", '3.5', 'well-known']
    """
    return _WORD.findall(text.lower())


@cache
def read_guard() -> Guard:
    """Read the guard's words from the package; its file is read once a process."""
    kinds: dict[str, tuple[str, ...]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, words = line.partition(":")
            kinds[kind] = tuple(words.split())
    prefixes, suffixes = kinds.pop("prefix"), kinds.pop("suffix")
    light = frozenset(kinds.pop("light"))
    kind_of = {word: kind for kind, words in kinds.items() for word in words}
    return Guard(kind_of, light, prefixes, suffixes)


def _difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Return the words only the old wording has, and those only the new one has, in their order."""
    removed: list[str] = []
    added: list[str] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            removed += old[old_start:old_end]
            added += new[new_start:new_end]
    return removed, added
