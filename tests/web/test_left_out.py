"""What the build derives for search and lists alone: three queries leave it out, and each names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from tests.conftest import PROJECT

from policygraph.engine import ReleaseStore, find_query
from policygraph.graph import search_words
from policygraph.iris import ONTOLOGY, Iri
from policygraph.resources import query_files

# derived, and yet told of a thing: a reader knows what they mean
TOLD = {"heldBy", "statementCount"}
# in the document of a thing, and not among the facts on its page: docs/decisions/0001-ontology-terms.md
COUNTED = {"claimCount", "recommendationCount"}
LISTS = re.compile(r"NOT IN \(([^)]*)\)")
NAME = re.compile(r"pgo:(\w+)")


def derived() -> set[str]:
    """What the build adds to a release, by its queries and by its search words, but for what is told."""
    found = {
        name
        for path in query_files("derive")
        for name in NAME.findall(template_of(path))
    }
    words = (search_words._OWN, search_words._QUOTED, search_words._LISTED)
    return (found | {word.rpartition("#")[2] for word in words}) - TOLD


def template_of(path: Path) -> str:
    _, _, rest = path.read_text(encoding="utf-8").partition("CONSTRUCT {")
    return rest.partition("}")[0]


def lists_of(name: str) -> list[set[str]]:
    text = find_query(name, "pages").text
    return [set(NAME.findall(names)) for names in LISTS.findall(text)]


def relations() -> set[str]:
    ontology = Graph().parse(PROJECT / "ontology" / "policygraph.ttl")
    return {
        name
        for name in derived()
        if (URIRef(f"{ONTOLOGY}#{name}"), RDF.type, OWL.ObjectProperty) in ontology
    }


@pytest.mark.parametrize("name", ["facts", "report-events"])
def test_pages_leave_out_all_that_is_derived_for_lists(name: str) -> None:
    assert lists_of(name) == [derived()]


def test_documents_leave_out_all_but_the_counts() -> None:
    values, *links = lists_of("describe")

    assert values == derived() - COUNTED
    # where links are asked for, what is no link need not be named
    assert links == [relations()] * 3


def test_what_is_left_out_is_there(release: ReleaseStore) -> None:
    query = "SELECT DISTINCT ?property { ?s ?property ?o }"
    used = {str(row["property"]) for row in release.store.rows(query)}

    assert {f"{ONTOLOGY}#{name}" for name in derived() | TOLD} <= used


def test_a_document_of_a_thing_has_none_of_it(release: ReleaseStore) -> None:
    theme = Iri(f"{release.iris.base}id/themes/public-trust")
    described = find_query("describe", "pages").bind({"thing": theme})
    graph = release.store.answer(described)

    told = graph.write("ntriples").decode()
    assert "statementCount" in told
    assert not [name for name in derived() - COUNTED if f"#{name}>" in told]
