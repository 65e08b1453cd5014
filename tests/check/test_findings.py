"""Findings: in a curator's words, in order, and the same as JSON and as RDF."""

from __future__ import annotations

import json

import rdflib
from rdflib import RDF, SH

from policygraph.check.findings import (
    SPARQL_COMPONENT,
    Finding,
    fill_message,
    findings_as_json,
    findings_as_ttl,
    plain_name,
    sort_findings,
    tell_of,
)
from policygraph.engine import Blank, Literal
from policygraph.iris import SHAPES, Iri, Iris

S07 = Iris().in_report("mill-lane", "s07")
NO_THEME = Finding(
    "warning", "s07 has no theme: give one.", S07, Iri(f"{SHAPES}#StatementShape-theme")
)
NO_WORDS = Finding(
    "violation", "s07 has no quotation.", S07, Iri(f"{SHAPES}#StatementShape-evidence")
)
IN_A_RING = Finding(
    "violation",
    "s07 supports itself in a ring.",
    S07,
    Iri(f"{SHAPES}#DatasetShape-supportsRing"),
    value=S07,
    component=SPARQL_COMPONENT,
)


def test_a_report_is_called_by_its_slug_whatever_the_base():
    iri = Iri("http://example.org/corpus/id/reports/mill-lane")

    assert plain_name(iri) == "mill-lane"


def test_an_outside_iri_keeps_its_full_name():
    assert plain_name(Iri("http://schema.org/Event")) == "http://schema.org/Event"


def test_a_long_literal_is_cut_and_stays_on_one_line():
    name = plain_name(Literal("one\ntwo " * 20))

    assert name.startswith("one two one")
    assert name.endswith("…")
    assert len(name) == 61


def test_a_blank_node_is_told_of_without_its_name():
    assert plain_name(Blank("b0")) == "something without a name"


def test_gaps_of_a_message_take_names_and_unknown_gaps_stay():
    message = "{?value} points to {?nothing}, {?else}."

    told = fill_message(message, {"value": S07, "nothing": Literal("it"), "else": None})

    assert told == "s07 points to it, {?else}."


def test_the_value_at_fault_is_named_after_the_message():
    told = tell_of("It has no date: write YYYY.", S07, Literal("soon"))

    assert told == "s07 has no date: write YYYY. (given: soon)"


def test_the_worst_comes_first_and_nothing_comes_twice():
    assert sort_findings([NO_THEME, NO_WORDS, NO_THEME]) == (NO_WORDS, NO_THEME)


def test_a_finding_with_a_place_starts_with_file_and_line():
    placed = Finding("warning", "s07 has no theme.", S07, None, file="a.yaml", line=4)

    assert str(placed) == "a.yaml:4: warning: s07 has no theme."


def test_json_holds_every_finding_in_order():
    facts = json.loads(findings_as_json([NO_THEME, NO_WORDS]))

    assert [fact["message"] for fact in facts] == [NO_WORDS.message, NO_THEME.message]
    assert facts[0]["shape"] == NO_WORDS.shape
    assert facts[0]["value"] is None


def test_turtle_is_a_validation_report_without_blank_nodes():
    written = findings_as_ttl([NO_THEME, IN_A_RING])

    graph = rdflib.Graph().parse(data=written, format="turtle")
    results = set(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == 2
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


def test_a_rule_is_the_constraint_of_its_node_shape_in_turtle():
    written = findings_as_ttl([IN_A_RING])

    graph = rdflib.Graph().parse(data=written, format="turtle")
    constraint = set(graph.objects(None, SH.sourceConstraint))
    shape = set(graph.objects(None, SH.sourceShape))
    assert constraint == {rdflib.URIRef(IN_A_RING.shape)}
    assert shape == {rdflib.URIRef(f"{SHAPES}#DatasetShape")}


def test_turtle_is_the_same_for_the_same_findings_in_another_order():
    assert findings_as_ttl([NO_THEME, NO_WORDS]) == findings_as_ttl(
        [NO_WORDS, NO_THEME]
    )


def test_no_finding_at_all_conforms():
    graph = rdflib.Graph().parse(data=findings_as_ttl([]), format="turtle")

    assert set(graph.objects(None, SH.conforms)) == {rdflib.Literal(True)}
