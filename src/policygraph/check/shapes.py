"""From the quads of some reports to findings of the shapes, by pySHACL.

The shapes are those of `ontology/shapes.ttl` and those derived from the axioms of the ontology. Rules
over the whole dataset are left to `rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from policygraph.check.axioms import derive_shapes
from policygraph.check.findings import (
    RDF_TYPE,
    Finding,
    severity_of,
    sort_findings,
    tell_of,
)
from policygraph.engine import Blank, Literal, Store, Term, open_store, parse_quads
from policygraph.engine.terms import LANG_STRING, XSD_STRING
from policygraph.iris import Iri
from policygraph.resources import vocabulary_files

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

_ASKED_OF_CONCEPTS = (
    RDF_TYPE,
    "http://www.w3.org/2004/02/skos/core#inScheme",
    "http://purl.org/dc/terms/identifier",
)
_VOCABULARY_TARGETS = frozenset(
    f"http://www.w3.org/2004/02/skos/core#{name}"
    for name in ("Concept", "ConceptScheme")
)
_DATASET_TARGET = "http://rdfs.org/ns/void#Dataset"


class Validator:
    """Holds shapes and vocabulary, read once; make one a process."""

    def __init__(self) -> None:
        files = vocabulary_files()
        ontology = open_store([(files["ontology"], None)])
        written = _read_graph(open_store([(files["shapes"], None)]))
        own, vocabulary = _spread(written)
        derived = derive_shapes(ontology.dump("ntriples"))
        self._shapes = own + derived
        self._vocabulary_shapes = vocabulary
        schemes = [
            (path, None) for name, path in files.items() if name.startswith("schemes/")
        ]
        self._schemes = _read_graph(open_store(schemes))
        self._known = _what_is_known(self._schemes, ontology, derived)

    def validate(self, data_nquads: bytes) -> tuple[Finding, ...]:
        """Check the quads of one or several reports and of what they share, as one graph.

        Returns:
            What the shapes say of things in the data; nothing of the vocabulary, which is known and
            checked apart.

        Raises:
            DataError: the bytes are no N-Quads.
        """
        known = {str(subject) for subject, _, _ in self._known}
        data = _graph_of(data_nquads, "nquads")
        for triple in self._known:
            data.add(triple)
        found = _run(data, self._shapes)
        return sort_findings(one for one in found if one.focus not in known)

    def validate_vocabulary(self, further_nquads: bytes = b"") -> tuple[Finding, ...]:
        """Check the concept schemes themselves, and further concepts where given.

        Raises:
            DataError: the bytes are no N-Quads.
        """
        schemes = self._schemes + _graph_of(further_nquads, "nquads")
        return sort_findings(_run(schemes, self._vocabulary_shapes))


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


def _what_is_known(
    schemes: Graph, ontology: Store, derived: Graph
) -> tuple[Triple, ...]:
    """Return what shapes ask of the vocabulary: what concepts are called and belong to, kinds of individuals, unions."""
    from rdflib import OWL, RDF, RDFS, Graph, URIRef

    known = Graph()
    for triple in derived.triples((None, RDFS.subClassOf, None)):
        known.add(triple)
    for predicate in _ASKED_OF_CONCEPTS:
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
            severity=severity_of(severity),
            message=tell_of(str(report.value(result, SH.resultMessage)), focus, told),
            focus=Iri(focus) if isinstance(focus, str) else None,
            shape=Iri(str(shape)),
            value=told,
            component=Iri(str(component)),
        )


def _read_graph(store: Store) -> Graph:
    return _graph_of(store.dump("ntriples"), "ntriples")


def _graph_of(data: bytes, wanted: str) -> Graph:
    """Read RDF into one graph: the engine parses faster than rdflib, and most IRIs come many times."""
    import rdflib

    graph = rdflib.Graph()
    node_of = lru_cache(maxsize=None)(rdflib.URIRef)

    def node(term: Term) -> Node:
        if isinstance(term, Literal):
            datatype = None if term.language else node_of(term.datatype)
            return rdflib.Literal(
                term.value, lang=term.language, datatype=datatype, normalize=False
            )
        return rdflib.BNode(term.name) if isinstance(term, Blank) else node_of(term)

    for quad in parse_quads(data, wanted):
        graph.add((node(quad.subject), node_of(quad.predicate), node(quad.object)))
    return graph


def _term(node: Node | None) -> Term:
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), node.language, LANG_STRING)
        return Literal(str(node), None, Iri(str(node.datatype or XSD_STRING)))
    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    return Blank(str(node))
