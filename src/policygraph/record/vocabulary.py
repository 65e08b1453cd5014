"""The concept schemes into the words that a record may use."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from policygraph.engine import Literal, parse_quads
from policygraph.iris import NOT_SAID, SCHEMES, concept
from policygraph.resources import vocabulary_files

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = frozenset({_SKOS + "prefLabel", _SKOS + "altLabel"})
_PREFERRED = _SKOS + "prefLabel"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme: the preferred label of each concept by its slug, and slugs by any label."""

    labels: Mapping[str, str]
    slugs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All schemes by name. `not-said` is a concept only where its scheme lists it."""

    schemes: Mapping[str, Scheme]

    def has(self, scheme: str, slug: str) -> bool:
        """Tell whether a scheme has a concept."""
        return slug in self.schemes[scheme].labels

    def slugs(self, scheme: str) -> tuple[str, ...]:
        """Return the concepts of a scheme, sorted, `not-said` last."""
        return tuple(
            sorted(
                self.schemes[scheme].labels, key=lambda slug: (slug == NOT_SAID, slug)
            )
        )

    def meant(self, scheme: str, word: str) -> str | None:
        """Return the concept that a wrong slug may have meant, by its label or its spelling."""
        known = self.schemes[scheme]
        folded = word.casefold().replace("-", " ")
        if folded in known.slugs:
            return known.slugs[folded]
        return nearest_word(word, known.labels)


def nearest_word(word: str, words: Mapping[str, object] | list[str]) -> str | None:
    """Return the word most like a mistyped one, or None.

    >>> nearest_word("them", ["themes", "notes"])
    'themes'
    """
    found = difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    return found[0] if found else None


def read_vocabulary() -> Vocabulary:
    """Read the schemes that ship with the package. About 15 small Turtle files."""
    schemes = {}
    for name, path in vocabulary_files().items():
        scheme = name.removeprefix("schemes/")
        if name != scheme:
            schemes[scheme] = scheme_of_turtle(scheme, path.read_bytes())
    return Vocabulary({name: schemes.get(name, Scheme({})) for name in SCHEMES})


def scheme_of_turtle(scheme: str, turtle: bytes) -> Scheme:
    """Return the concepts of one scheme's Turtle file. Those of other schemes are left aside."""
    labels: dict[str, str] = {}
    slugs: dict[str, str] = {}
    start = concept(scheme, "")
    for quad in parse_quads(turtle, "turtle"):
        if quad.predicate not in _LABELS or not isinstance(quad.object, Literal):
            continue
        iri = str(quad.subject)
        if not iri.startswith(start):
            continue
        slug = iri.removeprefix(start)
        slugs.setdefault(quad.object.value.casefold(), slug)
        if quad.predicate == _PREFERRED and quad.object.language in ("en", None):
            labels[slug] = quad.object.value
    return Scheme(labels, slugs)
