"""A store: loading, asking, writing the same bytes for the same graph."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from policygraph.engine import (
    GRAPH_FORMATS,
    Graph,
    Rows,
    Store,
    Truth,
    answer_from_bytes,
    merge_sorted_lines,
    open_store,
    parse_quads,
    sorted_nquads,
)
from policygraph.errors import (
    DataError,
    NotAcceptableError,
    NotFoundError,
    OutsideError,
    QueryError,
    UsageError,
)
from policygraph.iris import Iri

G1, G2 = Iri("http://example.org/g1"), Iri("http://example.org/g2")


@pytest.fixture
def two_graphs() -> Store:
    store = Store()
    store.load_bytes(b'<http://e/a> <http://e/p> "x"@en, 1 .', "turtle", G1)
    store.load_bytes(b"<http://e/b> <http://e/p> <http://e/a> .", "turtle", G2)
    return store


def test_a_query_sees_the_union_of_all_graphs(two_graphs: Store) -> None:
    assert len(two_graphs.rows("SELECT ?s WHERE { ?s ?p ?o }")) == 3


def test_a_query_over_named_graphs_sees_those_alone(two_graphs: Store) -> None:
    answer = two_graphs.answer("SELECT ?s { ?s ?p ?o }", default_graphs=[G2])

    assert isinstance(answer, Rows)
    assert list(answer) == [("http://e/b",)]


def test_a_query_that_names_its_graphs_itself_sees_those_alone(
    two_graphs: Store,
) -> None:
    both = "SELECT ?s FROM <http://example.org/g1> { ?s ?p ?o }"
    none = "SELECT ?s FROM <http://example.org/none> { ?s ?p ?o }"

    assert len(two_graphs.rows(both)) == 2
    assert two_graphs.rows(none) == []


def test_an_unknown_graph_is_empty(two_graphs: Store) -> None:
    answer = two_graphs.answer("ASK { ?s ?p ?o }", default_graphs=["http://e/none"])

    assert answer == Truth(value=False)


@pytest.mark.parametrize("wanted", [one.name for one in GRAPH_FORMATS])
def test_a_dump_in_any_format_holds_the_same_triples(
    two_graphs: Store, wanted: str
) -> None:
    again = Store()
    again.load_bytes(two_graphs.dump(wanted), wanted)

    triples = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert again.rows(triples) == two_graphs.rows(triples)


@pytest.mark.parametrize("wanted", ["nquads", "trig", "turtle"])
def test_equal_graphs_become_equal_bytes(wanted: str) -> None:
    one, other = Store(), Store()
    one.load_bytes(b'<http://e/a> <http://e/p> "1", "2" .', "turtle", G1)
    other.load_bytes(b'<http://e/a> <http://e/p> "2" .', "turtle", G1)
    other.load_bytes(b'<http://e/a> <http://e/p> "1" .', "turtle", G1)

    assert one.dump(wanted) == other.dump(wanted)


def test_lines_are_sorted_and_none_stands_twice() -> None:
    data = b'<http://e/b> <http://e/p> "2" .\n<http://e/a> <http://e/p> "1" .\n' * 2

    lines = sorted_nquads(data)

    assert lines == sorted(set(lines))
    assert len(lines) == 2


def test_files_of_sorted_lines_merge_into_one() -> None:
    output = io.BytesIO()

    count = merge_sorted_lines([io.BytesIO(b"a\nc\n"), io.BytesIO(b"a\nb\n")], output)

    assert (count, output.getvalue()) == (3, b"a\nb\nc\n")


@pytest.mark.parametrize("wanted", ["json", "xml", "csv", "tsv"])
def test_yes_and_no_can_be_written_in_every_format_of_rows(wanted: str) -> None:
    assert b"true" in Truth(value=True).write(wanted)
    assert b"false" in Truth(value=False).write(wanted)


def test_a_graph_cannot_be_written_as_rows(two_graphs: Store) -> None:
    answer = two_graphs.answer("CONSTRUCT WHERE { ?s ?p ?o }")

    assert isinstance(answer, Graph)
    with pytest.raises(NotAcceptableError):
        answer.write("csv")


def test_an_undeclared_prefix_is_told_with_the_line_to_add(two_graphs: Store) -> None:
    with pytest.raises(QueryError) as caught:
        two_graphs.answer("SELECT ?s\nWHERE { ?s foaf:name ?n }")

    assert (caught.value.line, caught.value.column) == (2, 12)
    assert "PREFIX foaf: <http://xmlns.com/foaf/0.1/>" in caught.value.hint


def test_a_slip_is_told_with_its_line_and_column(two_graphs: Store) -> None:
    with pytest.raises(QueryError) as caught:
        two_graphs.answer("SELECT ?s\nWHERE ?s ?p ?o")

    assert caught.value.line == 2


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(
        "<http://e/a> <http://e/p> 1 .\n<http://e/a> oops", encoding="utf-8"
    )

    with pytest.raises(DataError) as caught:
        open_store([(path, None)])

    assert caught.value.faults[0].line == 2


def test_a_file_that_is_not_there_and_one_of_no_known_kind(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        open_store([(tmp_path / "absent.ttl", None)])
    with pytest.raises(UsageError, match="ending"):
        open_store([(tmp_path / "table.xlsx", None)])


def test_an_answer_from_elsewhere_is_read_as_our_own(two_graphs: Store) -> None:
    query = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?o"
    body = two_graphs.answer(query).write("json")

    answer = answer_from_bytes(body, "application/sparql-results+json")

    assert isinstance(answer, Rows)
    assert answer.as_dicts() == two_graphs.rows(query)


def test_an_answer_that_is_not_what_it_says_is_somebody_elses_fault() -> None:
    with pytest.raises(OutsideError):
        answer_from_bytes(b"<html>", "application/sparql-results+json")
    with pytest.raises(OutsideError):
        answer_from_bytes(b"<html>", "text/html")


def test_quads_are_read_with_their_graph() -> None:
    quads = list(parse_quads(b"<http://e/a> <http://e/p> 1 .", "turtle", G1))

    assert [quad.graph for quad in quads] == [G1]
