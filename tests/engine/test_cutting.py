from __future__ import annotations

import contextlib
import json

from hypothesis import given
from hypothesis import strategies as st

from policygraph.engine import Graph, Literal, Quad, Rows, Store
from policygraph.engine.cutting import EnoughRowsError, RowCutter
from policygraph.iris import Iri

HOSTILE = ['}},{"x', "},{", '"', "\\", '\\"', "}}", "]}}", "plain", "{", "é}},{"]


def store_of(values: list[str]) -> Store:
    store = Store()
    store.add(
        Quad(
            Iri(f"https://example.org/{number}"),
            Iri("https://example.org/p"),
            Literal(value),
        )
        for number, value in enumerate(values)
    )
    return store


def rows_of(store: Store, query: str) -> Rows:
    answer = store.answer(query)
    assert isinstance(answer, Rows)
    return answer


@given(st.lists(st.sampled_from(HOSTILE), max_size=40), st.integers(1, 45))
def test_the_first_rows_are_those_that_come_first(
    values: list[str], limit: int
) -> None:
    store = store_of(values)
    query = "SELECT ?s ?v ?unbound WHERE { ?s ?p ?v } ORDER BY ?s"
    every = json.loads(rows_of(store, query).write("json"))["results"]["bindings"]

    body, is_cut = rows_of(store, query).write_first(limit)

    assert json.loads(body)["results"]["bindings"] == every[:limit]
    assert is_cut == (len(every) > limit)


@given(st.lists(st.sampled_from(HOSTILE), min_size=3, max_size=9), st.integers(1, 7))
def test_pieces_may_end_anywhere(values: list[str], size: int) -> None:
    whole = rows_of(store_of(values), "SELECT * WHERE { ?s ?p ?v }").write("json")
    cutter = RowCutter(2)

    with contextlib.suppress(EnoughRowsError):
        for start in range(0, len(whole), size):
            cutter.write(whole[start : start + size])

    assert cutter.is_cut
    assert len(json.loads(cutter.whole())["results"]["bindings"]) == 2


def test_rows_in_which_nothing_is_bound_are_counted() -> None:
    store = store_of(["x"] * 5)

    body, is_cut = rows_of(store, "SELECT ?z WHERE { ?s ?p ?v }").write_first(3)

    assert json.loads(body)["results"]["bindings"] == [{}, {}, {}]
    assert is_cut


def test_a_graph_is_cut_after_so_many_triples() -> None:
    answer = store_of(["x"] * 5).answer("CONSTRUCT WHERE { ?s ?p ?v }")
    assert isinstance(answer, Graph)

    first, is_cut = answer.first(3)

    assert len(first.write("ntriples").splitlines()) == 3
    assert is_cut
