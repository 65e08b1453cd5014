"""The JSON-LD context: a short name for every term, and nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from policygraph.engine import Store, open_store
from policygraph.resources import folder

EXAMPLE = Path(__file__).parent / "example.ttl"


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    """Values are strings or objects, as JSON-LD has them."""
    text = (folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["@context"]
    return found


def _expanded(context: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return IRI and type by short name."""
    terms = {}
    for name, value in context.items():
        if name in ("@version", "id", "type"):
            continue
        iri, kind = (
            (value, "") if isinstance(value, str) else (value["@id"], value["@type"])
        )
        prefix, _, local = iri.partition(":")
        terms[name] = (context[prefix] + local if prefix in context else iri, kind)
    return terms


def _written(context: dict[str, Any]) -> str:
    return Graph().parse(EXAMPLE).serialize(format="json-ld", context=context)


def test_every_own_term_has_its_own_name(context: dict[str, Any], ask) -> None:
    rows = ask(
        """SELECT DISTINCT ?term WHERE {
          VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
          ?term a ?kind FILTER(STRSTARTS(STR(?term), STR(pgo:))) }"""
    )
    terms = _expanded(context)

    missing = [iri for (iri,) in rows if terms.get(iri.split("#")[1], ("",))[0] != iri]

    assert missing == []


def test_object_properties_lead_to_things_and_no_others_do(
    context: dict[str, Any], ask
) -> None:
    object_properties = {
        row[0]
        for row in ask(
            """SELECT ?term WHERE {
              ?term a owl:ObjectProperty FILTER(STRSTARTS(STR(?term), STR(pgo:))) }"""
        )
    }
    own = {
        iri: kind for iri, kind in _expanded(context).values() if "policygraph" in iri
    }

    assert {iri for iri, kind in own.items() if kind == "@id"} == object_properties


def test_no_two_names_mean_the_same(context: dict[str, Any]) -> None:
    iris = [iri for iri, _ in _expanded(context).values()]

    assert len(iris) == len(set(iris))


def test_the_context_names_no_own_term_that_is_not_declared(
    context: dict[str, Any], ask
) -> None:
    declared = {row[0] for row in ask("SELECT ?term WHERE { ?term a ?kind }")}
    own = {
        iri
        for iri, _ in _expanded(context).values()
        if "policygraph/ontology#" in iri and not iri.endswith("#")
    }

    assert own <= declared


def test_a_graph_survives_the_way_through_the_context(context: dict[str, Any]) -> None:
    before = open_store([(EXAMPLE, None)])

    after = Store()
    after.load_bytes(_written(context).encode(), "jsonld")

    assert after.dump("ntriples") == before.dump("ntriples")


def test_compacted_keys_are_short_names(context: dict[str, Any]) -> None:
    written = json.loads(_written(context))

    keys = {key for node in written["@graph"] for key in node}
    assert keys <= set(context)
    assert {"id", "type", "statementText", "owner"} <= keys
