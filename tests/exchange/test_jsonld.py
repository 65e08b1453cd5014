"""Compact JSON-LD: the same graph, the same bytes, and nothing loaded from anywhere."""

from __future__ import annotations

import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph

from policygraph.engine import ReleaseStore, parse_quads, read_query_file
from policygraph.errors import OutsideError
from policygraph.exchange import compact_document, read_context
from policygraph.exchange.jsonld import Context
from policygraph.iris import Iri
from policygraph.resources import folder

WORDS = st.text(min_size=0, max_size=20).filter(lambda text: text.isprintable())


# rdflib 7.6 warns about itself when it reads JSON-LD into a dataset
pytestmark = pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|ConjunctiveGraph) is deprecated"
)


def read(document: bytes) -> set[tuple[object, ...]]:
    """Read JSON-LD with rdflib; no document here has blank nodes, so equal sets are equal graphs."""
    found = Dataset().parse(data=document, format="json-ld")
    return {quad[:3] for quad in found.quads()}


def triples(document: bytes, form: str) -> set[str]:
    return {
        f"{one.subject} {one.predicate} {one.object!r}"
        for one in parse_quads(document, form)
    }


@pytest.fixture(scope="module")
def context() -> Context:
    return read_context((folder("ontology") / "context.jsonld").read_bytes())


@pytest.fixture(scope="module")
def documents(release: ReleaseStore, project) -> list[bytes]:
    describe = read_query_file(project / "queries" / "pages" / "describe.rq")
    sitemap = read_query_file(project / "queries" / "pages" / "sitemap.rq")
    things = [row["thing"] for row in release.store.rows(sitemap.text)]
    chosen = [Iri(str(thing)) for thing in things[::4]]
    return [
        release.store.answer(describe.bind({"thing": thing})).write("ntriples")
        for thing in chosen
    ]


def test_every_document_is_the_graph_it_was_made_of(
    documents: list[bytes], context: Context
) -> None:
    assert len(documents) > 40
    for ntriples in documents:
        told = compact_document(ntriples, context)

        assert read(told) == set(Graph().parse(data=ntriples, format="nt"))
        assert triples(told, "jsonld") == triples(ntriples, "ntriples")


def test_the_order_of_triples_changes_no_byte(
    documents: list[bytes], context: Context
) -> None:
    for ntriples in documents[:10]:
        turned = b"\n".join(reversed(ntriples.splitlines())) + b"\n"

        assert compact_document(turned, context) == compact_document(ntriples, context)


def test_only_the_terms_in_use_stand_in_the_document(context: Context) -> None:
    triple = (
        b"<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "
        b'"A"@en .\n'
    )

    told = json.loads(compact_document(triple, context))

    assert set(told["@context"]) == {"@version", "id", "type", "label", "rdfs"}


def test_nothing_is_loaded_from_elsewhere(
    documents: list[bytes], context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    told = compact_document(documents[0], context)

    assert read(told)


def test_an_empty_graph_is_an_empty_document(context: Context) -> None:
    assert json.loads(compact_document(b"", context))["@graph"] == []


@given(words=WORDS, language=st.sampled_from(["", "en", "de-AT"]))
def test_any_words_come_back_as_they_were(words: str, language: str) -> None:
    bundled = read_context((folder("ontology") / "context.jsonld").read_bytes())
    escaped = json.dumps(words, ensure_ascii=False)
    tag = f"@{language}" if language else ""
    triple = f"<https://example.org/a> <https://example.org/b> {escaped}{tag} .\n"

    told = compact_document(triple.encode(), bundled)

    assert read(told) == set(Graph().parse(data=triple, format="nt"))


def test_what_is_no_context_is_told() -> None:
    with pytest.raises(OutsideError):
        read_context(b"[]")
