"""The shipped vocabulary, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policygraph.engine import Store, open_store
from policygraph.iris import ONTOLOGY
from policygraph.resources import folder, vocabulary_files

PGO = f"{ONTOLOGY}#"
PREFIXES = f"""
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX pgo: <{PGO}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX vann: <http://purl.org/vocab/vann/>
PREFIX vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#>
"""
Ask = Callable[[str], list[tuple[str, ...]]]


def reasoned_files() -> list[Path]:
    """Ontology and schemes, without what no reasoner reads."""
    return [
        path
        for name, path in vocabulary_files().items()
        if name == "ontology" or name.startswith("schemes/")
    ]


def rows_of(store: Store, query: str) -> list[tuple[str, ...]]:
    """Answer a SELECT as sorted tuples of plain text."""
    rows = store.rows(PREFIXES + query)
    return sorted(
        tuple(str(getattr(term, "value", term)) for term in row.values())
        for row in rows
    )


@pytest.fixture(scope="session", autouse=True)
def _java_starts_quickly() -> Iterator[None]:
    """Have Java compile little and collect garbage plainly: most of what it does for so small a graph is to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


@pytest.fixture(scope="session")
def vocabulary() -> Store:
    return open_store((path, None) for path in reasoned_files())


@pytest.fixture(scope="session")
def axioms() -> bytes:
    """The ontology alone, as N-Triples: all that a contradiction needs, and quicker."""
    path = folder("ontology") / "policygraph.ttl"
    return open_store([(path, None)]).dump("ntriples")


@pytest.fixture(scope="session")
def ask(vocabulary: Store) -> Ask:
    return lambda query: rows_of(vocabulary, query)


@pytest.fixture(scope="session")
def ask_alignments() -> Ask:
    path = folder("ontology") / "alignments.ttl"
    store = open_store([(path, None)])
    return lambda query: rows_of(store, query)
