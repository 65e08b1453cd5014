"""From the axioms of the ontology to SHACL shapes, so that nothing is written down twice.

owlready2 reads which properties are functional, their domains and ranges, and which classes exclude
each other; no Java, no network. Each shape is named after its axiom: `pgs:Derived-holder-range`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from policygraph.iris import ONTOLOGY, SHAPES

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

# owlready2 has no types: what it gives is Any throughout this module.
_THING = "http://www.w3.org/2002/07/owl#Thing"


def derive_shapes(ontology_ntriples: bytes) -> Graph:
    """Write the axioms of an ontology as shapes.

    Read are the axioms of the ontology's own properties (functional, domain, range; unions too), which
    classes exclude each other, and which classes lie above which: as nothing is inferred at query time,
    the data has to write types out. Node kinds come with ranges: an object property never holds a
    literal. A union is a class `pgs:Derived-owner-range-kind` with its members below it: these triples
    (`rdfs:subClassOf`) belong with the data, where SHACL looks for them.

    Source: OWL 2 Structural Specification, sections 9.1 to 9.3.
    """
    import owlready2

    # A fresh world: the default one is shared by everything in the process.
    world = owlready2.World()
    try:
        ontology = world.get_ontology(f"{ONTOLOGY}#")
        ontology.load(fileobj=BytesIO(ontology_ntriples))
        return _Derivation(world).shapes()
    finally:
        world.close()


class _Derivation:
    def __init__(self, world: Any) -> None:
        import owlready2
        from rdflib import Graph

        self._owl = owlready2
        self._world = world
        self._graph = Graph()

    def shapes(self) -> Graph:
        """Return all shapes, in an order that depends on nothing but names."""
        for one in _by_iri(self._world.properties()):
            if one.iri.startswith(f"{ONTOLOGY}#"):
                self._functional(one)
                self._domain(one)
                self._range(one)
        for one in _by_iri(self._world.classes()):
            self._superclasses(one)
        known = [one.iri for one in _by_iri(self._world.classes())]
        for _, (one, excluded) in sorted(self._exclusions().items()):
            self._disjoint(one, [other for other in known if other not in excluded])
        return self._graph

    def _functional(self, one: Any) -> None:
        if not issubclass(one, self._owl.FunctionalProperty):
            return
        from rdflib import SH, Literal

        message = f"It has more than one value for {_label(one)}: keep one."
        shape = self._start(one, "functional", message)
        self._add(shape, SH.targetSubjectsOf, one.iri)
        self._add(shape, SH.path, one.iri)
        self._graph.add((shape, SH.maxCount, Literal(1)))

    def _domain(self, one: Any) -> None:
        classes = _union(one.domain)
        if not classes:
            return
        from rdflib import SH

        message = (
            f"It has a value for {_label(one)}, which only things of the kind"
            f" {_either(classes)} have: move the value, or correct the kind."
        )
        shape = self._start(one, "domain", message, kind=SH.NodeShape)
        self._add(shape, SH.targetSubjectsOf, one.iri)
        self._kind_is(shape, classes)

    def _range(self, one: Any) -> None:
        from rdflib import RDFS, SH, URIRef

        if isinstance(one, self._owl.ObjectPropertyClass):
            classes = _union(one.range)
            message = (
                f"It has a value for {_label(one)} that is not of the kind"
                f" {_either(classes) or 'thing'}: choose another."
            )
            shape = self._start(one, "range", message)
            self._graph.add((shape, SH.nodeKind, SH.IRI))
            self._kind_is(shape, classes)
        else:
            # owlready2 turns datatypes into Python's, and nonNegativeInteger into int with that.
            triples = self._world.as_rdflib_graph()
            datatypes = sorted(triples.objects(URIRef(one.iri), RDFS.range))
            if len(datatypes) != 1:
                return
            name = str(datatypes[0]).rpartition("#")[2]
            message = f"It has a value for {_label(one)} that is no {name}: correct it."
            shape = self._start(one, "range", message)
            self._add(shape, SH.datatype, str(datatypes[0]))
        self._add(shape, SH.targetSubjectsOf, one.iri)
        self._add(shape, SH.path, one.iri)

    def _superclasses(self, one: Any) -> None:
        above = _by_iri(
            parent
            for parent in one.ancestors()
            if parent is not one and getattr(parent, "iri", _THING) != _THING
        )
        if not above:
            return
        from rdflib import SH

        names = " and ".join(_label(parent) for parent in above)
        message = (
            f"It is called {_label(one)} but not {names}: write all its kinds out."
        )
        shape = self._start(one, "superclasses", message, kind=SH.NodeShape)
        self._add(shape, SH.targetClass, one.iri)
        for parent in above:
            self._add(shape, SH["class"], parent.iri)

    def _exclusions(self) -> dict[str, tuple[Any, set[str]]]:
        """Return for each class those that exclude it and come later by IRI: each pair once."""
        later: dict[str, tuple[Any, set[str]]] = {}
        for axiom in self._world.disjoint_classes():
            ordered = _by_iri(axiom.entities)
            for place, one in enumerate(ordered[:-1]):
                _, excluded = later.setdefault(one.iri, (one, set()))
                excluded |= {other.iri for other in ordered[place + 1 :]}
        return later

    def _disjoint(self, one: Any, allowed: list[str]) -> None:
        """List the kinds that a thing may have beside this one.

        The positive list says the same as sh:not of the excluded ones as long as the ontology declares
        every class in use, and pySHACL 0.40 builds a report of each sh:not that holds: three times the
        time of everything else together.
        """
        from rdflib import RDF, SH, BNode, URIRef

        message = (
            f"It is of the kind {_label(one)} and of one that excludes it: keep one."
        )
        shape = self._start(one, "disjoint", message)
        self._add(shape, SH.targetClass, one.iri)
        self._graph.add((shape, SH.path, RDF.type))
        # rdflib's Collection would name its nodes at random.
        cells = [BNode(f"{_local_name(one)}-{place}") for place in range(len(allowed))]
        self._graph.add((shape, SH["in"], cells[0]))
        for cell, rest, iri in zip(cells, [*cells[1:], RDF.nil], allowed, strict=True):
            self._graph.add((cell, RDF.first, URIRef(iri)))
            self._graph.add((cell, RDF.rest, rest))

    def _start(
        self, one: Any, axiom: str, message: str, *, kind: URIRef | None = None
    ) -> URIRef:
        from rdflib import RDF, SH, Literal, URIRef

        shape = URIRef(f"{SHAPES}#Derived-{_local_name(one)}-{axiom}")
        self._graph.add((shape, RDF.type, kind or SH.PropertyShape))
        self._graph.add((shape, SH.name, Literal(f"{_label(one)}, {axiom}", lang="en")))
        self._graph.add((shape, SH.severity, SH.Violation))
        self._graph.add((shape, SH.message, Literal(message, lang="en")))
        return shape

    def _kind_is(self, shape: URIRef, classes: list[Any]) -> None:
        from rdflib import RDFS, SH, URIRef

        if len(classes) == 1:
            self._add(shape, SH["class"], classes[0].iri)
        elif classes:
            # A union is a class above its members. As sh:or it took five times as long.
            union = URIRef(f"{shape}-kind")
            self._add(shape, SH["class"], union)
            for one in classes:
                self._graph.add((URIRef(one.iri), RDFS.subClassOf, union))

    def _add(self, subject: Any, predicate: URIRef, iri: str) -> None:
        from rdflib import URIRef

        self._graph.add((subject, predicate, URIRef(iri)))


def _union(classes: Iterable[Any]) -> list[Any]:
    """Take a domain or range apart, sorted; what is neither a class nor a union of classes is left out."""
    return _by_iri(_members(classes))


def _members(classes: Iterable[Any]) -> Iterator[Any]:
    for one in classes:
        yield from getattr(one, "Classes", [one])


def _by_iri(things: Iterable[Any]) -> list[Any]:
    named = [one for one in things if hasattr(one, "iri")]
    return sorted(named, key=lambda one: str(one.iri))


def _local_name(one: Any) -> str:
    return str(one.iri).replace("#", "/").rpartition("/")[2]


def _label(one: Any) -> str:
    return str(one.label.first() or _local_name(one)).lower()


def _either(classes: Iterable[Any]) -> str:
    return " or ".join(_label(one) for one in classes)
