"""What the reasoner says of the ontology, of a small report, and of graphs that are wrong on purpose."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from policygraph.check.owl_dl import (
    find_contradictions,
    find_inconsistency,
    is_java_present,
    without_dates,
)
from policygraph.engine import Store, open_store
from policygraph.errors import OutsideError

EXAMPLE = Path(__file__).parent / "example.ttl"
CONTRADICTION = ("Ontology and data contradict each other: they cannot all be true.",)
HEAD = """@prefix : <https://w3id.org/policygraph/id/reports/wrong/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pgo: <https://w3id.org/policygraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
WRONG = {
    "a statement that is a claim and a recommendation": ":s01 a pgo:Claim, pgo:Recommendation .",
    "a statement that supports itself": ":s01 pgo:supports :s01 .",
    "a statement that explains itself": ":s01 pgo:explains :s01 .",
    "two statements that support each other": ":s01 pgo:supports :s02 . :s02 pgo:supports :s01 .",
    "an attribution with two holders": ":a pgo:holder :x, :y . :x owl:differentFrom :y .",
    "an issue that is a challenge and an opportunity": ":i a pgo:Challenge, pgo:Opportunity .",
    "a person that is an organisation": ":x a foaf:Person, org:Organization .",
    "an unnamed person that is a group": ":x a pgo:UnnamedPerson, pgo:ParticipantGroup .",
    "an actor that is a concept": ":x a pgo:Actor, skos:Concept .",
    "a statement that supports a report": ":r a pgo:Report . :s01 pgo:supports :r .",
    "a discussion that follows itself": ":d pgo:follows :d .",
    "two degrees of agreement": ":a pgo:agreement :m, :n . :m owl:differentFrom :n .",
    "a question answered by a place": ":p a pgo:Place . :p pgo:answers :q .",
    "a concern that is true and false": ":a pgo:concern true, false .",
    "an order that is a word": ':s01 pgo:order "first" .',
    "a statement not held by its holder": """:s01 pgo:attribution :a . :a pgo:holder :x .
        [] a owl:NegativePropertyAssertion ; owl:sourceIndividual :s01 ;
          owl:assertionProperty pgo:heldBy ; owl:targetIndividual :x .""",
}

needs_java = pytest.mark.skipif(
    not is_java_present(), reason="no java on the path: OWL DL is not checked"
)


def _with(axioms: bytes, turtle: str) -> bytes:
    extra = Store()
    extra.load_bytes((HEAD + turtle).encode(), "turtle")
    return axioms + extra.dump("ntriples")


@needs_java
def test_ontology_and_schemes_are_consistent_and_every_class_can_have_members() -> None:
    assert find_contradictions() == ()


@needs_java
def test_a_report_with_dates_and_gaps_is_consistent(tmp_path: Path) -> None:
    quads = tmp_path / "example.nq"
    quads.write_bytes(open_store([(EXAMPLE, None)]).dump("nquads"))

    assert find_contradictions(quads) == ()


@needs_java
@pytest.mark.parametrize("turtle", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_rejected(axioms: bytes, turtle: str) -> None:
    found = find_inconsistency(_with(axioms, turtle))

    assert found == CONTRADICTION


@needs_java
def test_a_class_that_can_have_no_members_is_named(axioms: bytes) -> None:
    planted = "pgo:Planted a owl:Class ; rdfs:subClassOf pgo:Claim, pgo:Question ."

    found = find_inconsistency(_with(axioms, planted))

    assert [sentence.split()[5] for sentence in found] == [
        "https://w3id.org/policygraph/ontology#Planted:"
    ]


@needs_java
def test_an_axiom_outside_owl_dl_is_told(axioms: bytes) -> None:
    planted = "pgo:supports a owl:TransitiveProperty ."

    with pytest.raises(OutsideError, match="Non-simple property") as caught:
        find_inconsistency(_with(axioms, planted))

    assert caught.value.exit_code == 3


@needs_java
def test_nothing_is_left_behind_after_a_contradiction(
    axioms: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    find_inconsistency(_with(axioms, ":s01 pgo:supports :s01 ."))

    assert list(tmp_path.iterdir()) == []


def test_without_java_the_message_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(OutsideError, match="needs Java") as caught:
        find_inconsistency(b"")

    assert "Java runtime" in caught.value.hint


def test_only_values_with_the_datatype_of_a_date_are_left_out() -> None:
    day = b'<a:1> <a:2> "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
    kept = (
        rb'<a:1> <a:2> "he wrote \"x\"^^<http://www.w3.org/2001/XMLSchema#date> ." .'
        b"\n"
        b'<a:1> <a:2> "2020-01-01T00:00:00Z"'
        b"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
    )

    assert without_dates(day + kept) == kept
