"""The validator and the rules: findings on the culprit, in a curator's words."""

from __future__ import annotations

import gc

import pytest

from policygraph.check.findings import SPARQL_COMPONENT
from policygraph.check.rules import read_rules, run_rules
from policygraph.check.shapes import Validator
from policygraph.engine import Store
from policygraph.errors import DataError
from policygraph.iris import Iris

IRIS = Iris()
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PGO = "https://w3id.org/policygraph/ontology#"
SECTION = IRIS.in_report("mill-lane", "annex")


def quads(*triples: str) -> bytes:
    graph = IRIS.graph("reports/mill-lane")
    return "".join(f"{triple} <{graph}> .\n" for triple in triples).encode()


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def test_a_finding_names_the_culprit_and_the_shape(validator):
    found = validator.validate(quads(f"<{SECTION}> {A} <{PGO}Section>"))

    told = {(one.shape.rpartition("#")[2], one.focus, one.message) for one in found}
    assert told == {
        (
            "SectionShape-order",
            SECTION,
            "annex has no place in the order of sections: number it.",
        ),
        (
            "SectionShape-report",
            SECTION,
            "annex is not a part of one report: tie it to its report.",
        ),
    }


def test_nothing_is_said_of_the_vocabulary_while_reports_are_checked(validator):
    assert validator.validate(b"") == ()


def test_the_shipped_schemes_are_content_with_their_shapes(validator):
    assert [str(one) for one in validator.validate_vocabulary()] == []


def test_two_chunks_checked_one_after_the_other_do_not_mix(validator):
    broken = quads(f"<{SECTION}> {A} <{PGO}Section>")

    first = validator.validate(broken)
    second = validator.validate(b"")

    assert len(first) == 2
    assert second == ()


def test_the_collector_of_garbage_runs_again_after_a_check(validator):
    with pytest.raises(DataError):
        validator.validate(b"this is no N-Quads")

    assert gc.isenabled()


def test_rules_are_read_from_the_shapes_with_their_prefixes():
    rules = read_rules()

    assert {rule.severity for rule in rules} == {"violation", "warning", "info"}
    assert all(rule.query.startswith("PREFIX ") for rule in rules)


def test_a_rule_tells_of_its_culprit_by_name():
    store = Store()
    dataset = f"<{IRIS.dataset()}> {A} <http://rdfs.org/ns/void#Dataset>"
    hall = IRIS.shared("places", "mill-hall")
    store.load_bytes(quads(dataset, f"<{hall}> {A} <{PGO}Place>"), "nquads")

    found = [one for one in run_rules(store) if one.focus == hall]

    assert [one.message for one in found] == [
        "places/mill-hall has no label: give one."
    ]
    assert found[0].component == SPARQL_COMPONENT
