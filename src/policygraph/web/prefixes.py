"""From the shipped queries to the prefixes that a reader may use, and to what a query forgot to declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policygraph.engine import PREFIXES, undeclared_prefixes
from policygraph.web.shelf import Shelf

_DECLARED: Final = re.compile(r"^PREFIX ([\w-]+): <([^>]*)>$", re.MULTILINE)


def known_prefixes(shelf: Shelf) -> Mapping[str, str]:
    """Return the usual prefixes and those that the saved questions declare, sorted by name."""
    found = {
        name: iri
        for question in shelf.questions.values()
        for name, iri in _DECLARED.findall(question.text)
    }
    return MappingProxyType(dict(sorted({**found, **PREFIXES}.items())))


def missing_declarations(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines that declare the known prefixes which a query uses and does not declare.

    >>> missing_declarations("ASK { ?a foaf:name ?b }", {"foaf": "http://xmlns.com/foaf/0.1/"})
    ('PREFIX foaf: <http://xmlns.com/foaf/0.1/>',)
    """
    names = (prefix.rstrip(":") for prefix, _, _ in undeclared_prefixes(text))
    return tuple(f"PREFIX {name}: <{known[name]}>" for name in names if name in known)
