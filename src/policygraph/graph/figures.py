"""From what was counted in a release to VoID: totals, and a part for each class, property and graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, VOID, XSD


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in a release; `classes`, `properties` and `graphs` are told by IRI."""

    triples: int
    entities: int
    distinct_subjects: int
    distinct_objects: int
    class_count: int
    property_count: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    graphs: Mapping[str, int]


def add_figures(graph: Graph, node: URIRef, figures: Figures, document: str) -> None:
    """Say how much a dataset holds; partitions are fragments of the document, graphs have IRIs of their own.

    Source: VoID, section 4 (statistics) and 4.5 (subsets).
    """
    totals = {
        VOID.triples: figures.triples,
        VOID.entities: figures.entities,
        VOID.distinctSubjects: figures.distinct_subjects,
        VOID.distinctObjects: figures.distinct_objects,
        VOID.classes: figures.class_count,
        VOID.properties: figures.property_count,
    }
    for name, number in totals.items():
        graph.add((node, name, _number(number)))
    for iri, number in figures.classes.items():
        part = URIRef(f"{document}#class-{quote(iri, safe='')}")
        graph.add((node, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(iri)))
        graph.add((part, VOID.entities, _number(number)))
    for iri, number in figures.properties.items():
        part = URIRef(f"{document}#property-{quote(iri, safe='')}")
        graph.add((node, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(iri)))
        graph.add((part, VOID.triples, _number(number)))
    for iri, number in figures.graphs.items():
        part = URIRef(iri)
        graph.add((node, VOID.subset, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, VOID.triples, _number(number)))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
