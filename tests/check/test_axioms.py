"""Axioms: each becomes a shape under its own name, and no other."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import RDFS, SH, URIRef

from policygraph.check.axioms import derive_shapes
from policygraph.check.findings import plain_name
from policygraph.iris import SHAPES, term

ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pgo: <https://w3id.org/policygraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/policygraph/ontology> a owl:Ontology .
pgo:Actor a owl:Class ; rdfs:label "Actor"@en .
pgo:Claim a owl:Class ; rdfs:subClassOf pgo:Statement .
pgo:Place a owl:Class ; owl:disjointWith pgo:Actor .
pgo:Statement a owl:Class .
pgo:holder a owl:ObjectProperty , owl:FunctionalProperty ;
    rdfs:label "held by"@en ;
    rdfs:domain pgo:Statement ;
    rdfs:range [ a owl:Class ; owl:unionOf ( pgo:Actor pgo:Place ) ] .
pgo:count a owl:DatatypeProperty ; rdfs:range xsd:nonNegativeInteger .
<https://example.org/said> a owl:ObjectProperty , owl:FunctionalProperty .
"""


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    ontology = rdflib.Graph().parse(data=ONTOLOGY, format="turtle")
    return derive_shapes(ontology.serialize(format="nt", encoding="utf-8"))


def shape(name: str) -> URIRef:
    return URIRef(f"{SHAPES}#Derived-{name}")


def test_each_axiom_of_an_own_term_has_a_shape_and_nothing_else_has(shapes):
    names = {plain_name(str(one)) for one in shapes.subjects(SH.severity)}

    assert names == {
        "Derived-Actor-disjoint",
        "Derived-Claim-superclasses",
        "Derived-count-range",
        "Derived-holder-domain",
        "Derived-holder-functional",
        "Derived-holder-range",
    }


def test_a_functional_property_has_one_value_at_most(shapes):
    assert shapes.value(shape("holder-functional"), SH.maxCount) == rdflib.Literal(1)


def test_an_object_property_never_holds_a_literal(shapes):
    assert shapes.value(shape("holder-range"), SH.nodeKind) == SH.IRI


def test_a_union_is_a_class_above_its_members(shapes):
    union = shapes.value(shape("holder-range"), SH["class"])

    members = set(shapes.subjects(RDFS.subClassOf, union))
    assert members == {URIRef(term("Actor")), URIRef(term("Place"))}


def test_a_datatype_is_kept_as_the_ontology_writes_it(shapes):
    datatype = shapes.value(shape("count-range"), SH.datatype)

    assert datatype == rdflib.XSD.nonNegativeInteger


def test_a_kind_that_excludes_another_does_not_admit_it(shapes):
    kinds = shapes.value(shape("Actor-disjoint"), SH["in"])

    admitted = set(shapes.items(kinds))
    assert URIRef(term("Place")) not in admitted
    assert URIRef(term("Actor")) in admitted


def test_messages_use_the_labels_of_the_ontology(shapes):
    message = shapes.value(shape("holder-functional"), SH.message)

    assert str(message) == "It has more than one value for held by: keep one."


def test_deriving_twice_gives_the_same_shapes():
    ontology = rdflib.Graph().parse(data=ONTOLOGY, format="turtle")
    triples = ontology.serialize(format="nt", encoding="utf-8")

    first, second = derive_shapes(triples), derive_shapes(triples)

    assert set(first) == set(second)
