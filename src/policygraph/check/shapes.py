"""From the quads of some reports to findings of the shapes, by pySHACL.

The shapes are those of `ontology/shapes.ttl` and those derived from the axioms of the ontology. Rules
over the whole dataset are left to `rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policygraph.check.axioms import derive_shapes
from policygraph.check.findings import (
    SEVERITIES,
    Finding,
    Severity,
    sort_findings,
    tell_of,
)
from policygraph.engine import Blank, Literal, Quad, Store, Term, open_store, parse_quads
from policygraph.iris import Iri
from policygraph.resources import vocabulary_files

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"
_VOCABULARY_TARGETS = frozenset(
    f"http://www.w3.org/2004/02/skos/core#{name}" for name in ("Concept", "ConceptScheme")
)
_DATASET_TARGET = "http://rdfs.org/ns/void#Dataset"


class Validator:
    """Holds shapes and vocabulary, read once; make one a process."""

    def __init__(self) -> None:
        files = vocabulary_files()
        ontology = open_store([(files["ontology"], None)])
        written = _read_graph(open_store([(files["shapes"], None)]))
        own, vocabulary = _spread(written)
        self._shapes = own + derive_shapes(ontology.dump("ntriples"))
        self._vocabulary_shapes = vocabulary
        schemes = [
            (path, None) for name, path in files.items() if name.startswith("schemes/")
        ]
        self._schemes = _read_graph(open_store(schemes))
        self._known = _what_is_known(self._schemes, ontology)

    def validate(self, data_nquads: bytes) -> tuple[Finding, ...]:
        """Check the quads of one or several reports and of what they share, as one graph.

        Returns:
            What the shapes say of things in the data; nothing of the vocabulary, which is known and
            checked apart.

        Raises:
            DataError: the bytes are no N-Quads.
        """
        from rdflib import Graph

        data = Graph()
        for quad in parse_quads(data_nquads, "nquads"):
            data.add(_triple(quad))
        for triple in self._known:
            data.add(triple)
        known = {str(subject) for subject, _, _ in self._known}
        found = _run(data, self._shapes)
        return sort_findings(one for one in found if one.focus not in known)

    def validate_vocabulary(self) -> tuple[Finding, ...]:
        """Check the concept schemes themselves."""
        return sort_findings(_run(self._schemes, self._vocabulary_shapes))


def _spread(shapes: Graph) -> tuple[Graph, Graph]:
    """Sort shapes into those for reports and those for the vocabulary, and spread the targets.

    A property shape gets the target of its node shape and stands alone: the results are the same, and
    pySHACL 0.40 then takes all focus nodes in one go instead of building the constraint anew for each.
    """
    from rdflib import SH, Graph

    reports, vocabulary = Graph(), Graph()
    for triple in shapes:
        if triple[1] not in (SH.property, SH.targetClass, SH.sparql, SH.select):
            reports.add(triple)
            vocabulary.add(triple)
    for shape, target in shapes.subject_objects(SH.targetClass):
        if str(target) == _DATASET_TARGET:
            continue
        goal = vocabulary if str(target) in _VOCABULARY_TARGETS else reports
        for part in shapes.objects(shape, SH.property):
            goal.add((part, SH.targetClass, target))
    return reports, vocabulary


def _what_is_known(schemes: Graph, ontology: Store) -> tuple[tuple[Node, Node, Node], ...]:
    """Return what shapes ask of the vocabulary: kinds and schemes of concepts, kinds of individuals."""
    from rdflib import OWL, RDF, Graph, URIRef

    known = Graph()
    for predicate in (_RDF_TYPE, _IN_SCHEME):
        for subject, value in schemes.subject_objects(URIRef(predicate)):
            known.add((subject, URIRef(predicate), value))
    terms = _read_graph(ontology)
    for individual in terms.subjects(RDF.type, OWL.NamedIndividual):
        for kind in terms.objects(individual, RDF.type):
            known.add((individual, RDF.type, kind))
    return tuple(sorted(known))


def _run(data: Graph, shapes: Graph) -> Iterator[Finding]:
    import pyshacl
    from rdflib import RDF, SH

    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes, inplace=True, advanced=False, inference="none"
    )
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = report.value(result, SH.sourceShape)
        focus = _term(report.value(result, SH.focusNode))
        value = report.value(result, SH.value)
        severity = str(report.value(result, SH.resultSeverity))
        component = report.value(result, SH.sourceConstraintComponent)
        told = None if value is None else _term(value)
        yield Finding(
            severity=_severity(severity),
            message=tell_of(str(report.value(result, SH.resultMessage)), focus, told),
            focus=Iri(focus) if isinstance(focus, str) else None,
            shape=Iri(str(shape)),
            value=told,
            component=Iri(str(component)),
        )


def _severity(iri: str) -> Severity:
    word = iri.rpartition("#")[2].lower()
    return next(one for one in SEVERITIES if one == word)


def _read_graph(store: Store) -> Graph:
    from rdflib import Graph

    graph = Graph()
    for quad in parse_quads(store.dump("ntriples"), "ntriples"):
        graph.add(_triple(quad))
    return graph


def _triple(quad: Quad) -> tuple[Node, Node, Node]:
    return _node(quad.subject), _node(quad.predicate), _node(quad.object)


def _node(term: Term) -> Node:
    import rdflib

    if isinstance(term, Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype)
        return rdflib.Literal(
            term.value, lang=term.language, datatype=datatype, normalize=False
        )
    if isinstance(term, Blank):
        return rdflib.BNode(term.name)
    return rdflib.URIRef(term)


def _term(node: Node | None) -> Term:
    import rdflib

    if isinstance(node, rdflib.Literal):
        return Literal(str(node), node.language)
    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    return Blank(str(node))
