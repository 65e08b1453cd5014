"""RDF terms as plain Python values, so that the engine's own never leave it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from policygraph.errors import UsageError
from policygraph.iris import Iri

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = Iri(XSD + "string")
LANG_STRING = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: its characters, and a language tag or a datatype.

    Source: RDF 1.1 Concepts, section 3.3.
    """

    value: str
    language: str | None = None
    datatype: Iri = XSD_STRING


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node, under a name that holds within one answer."""

    name: str


Term = Iri | Literal | Blank


@dataclass(frozen=True, slots=True)
class Quad:
    """A triple and the graph it stands in; None is the default graph."""

    subject: Iri | Blank
    predicate: Iri
    object: Term
    graph: Iri | None = None


_OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def from_engine(term: _OxTerm) -> Term:
    """Turn the engine's term into ours. A quoted triple becomes its text."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, term.language, LANG_STRING)
        return Literal(term.value, None, Iri(term.datatype.value))
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    return Literal(str(term))


def to_engine(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Turn our term into the engine's, which refuses what cannot be written.

    Raises:
        UsageError: the text is no IRI, or the tag no language tag.
    """
    try:
        if isinstance(term, Literal):
            if term.language:
                return ox.Literal(term.value, language=term.language)
            return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
        if isinstance(term, Blank):
            return ox.BlankNode(term.name)
        return ox.NamedNode(term)
    except ValueError as error:
        raise UsageError(
            f"{term!r} cannot be written in RDF.",
            hint="an IRI starts with a scheme such as https: and has no spaces, < or >",
        ) from error


def is_iri(text: str) -> bool:
    """Tell whether a text is an IRI that RDF can hold.

    >>> is_iri("https://example.org/a"), is_iri("http://[x/"), is_iri("two words")
    (True, False, False)
    """
    try:
        line = f"<{text}> <https://example.org/p> <https://example.org/o> ."
        return len(list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))) == 1
    except SyntaxError:
        return False


def written(term: Term) -> str:
    r"""Write a term as SPARQL and N-Triples do.

    >>> print(written(Literal('say "so"', "en")))
    "say \"so\""@en
    """
    return str(to_engine(term))
