"""Mistakes in queries, told by their place and in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.engine import Store, excerpt
from policygraph.errors import QueryError


def mistake_in(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        Store().answer(query)
    return caught.value


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("", (1, 1), "empty"),
        ("SELEC * {}", (1, 1), "SELEC cannot stand here"),
        ("SELECT * {\n  ?s ?p ?o\n  ?a ?b\n}", (3, 3), "?a cannot stand here"),
        ("SELECT * WHERE { ?s ?p }", (1, 24), "} cannot stand here"),
        ("SELECT * WHERE { ?s ?p ?o", (1, 26), "ends too early"),
        ("SELECT *\n# (\n{ ?s ?p ?o . FILTR(?x) }", (3, 19), "( cannot"),
        ("ASK { ?s ?p 'abc }", (1, 13), "no closing quote"),
        ("ASK { ?s <a> ?o }", (1, 10), "IRI is not complete"),
        ("SELECT * { ?s ?p ?o } LIMIT x", (1, 29), "x cannot stand here"),
        ("SELECT ?x ?x {}", (1, 16), "selected twice"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", (1, 34), "GROUP BY"),
        ("ASK { ?s ?p \\u0041 }", (1, 13), "escape"),
        ("SELECT * { ?s <http://a b> ?o}", (1, 15), "IRI holds a space"),
        ("ASK {\n ?s ?p <http://a/{b}> }", (2, 8), "IRI holds '{'"),
        ("ASK { ?s ?p ?o FILTER(?s<x://y ?o) }", (1, 26), "prefix x: is not"),
        ("\ufeffASK {}", (1, 1), "byte order mark"),
    ],
)
def test_a_mistake_is_told_at_its_place_in_words(
    query: str, place: tuple[int, int], words: str
) -> None:
    error = mistake_in(query)

    assert (error.line, error.column) == place
    assert words in error.message
    assert "expected" not in error.message


def test_what_could_stand_in_the_place_is_told() -> None:
    hint = mistake_in("SELECT * { ?s ?p ?o } LIMIT x").hint

    assert hint == "what could stand here is a number"


def test_a_missing_prefix_comes_with_the_line_that_declares_it() -> None:
    error = mistake_in("SELECT * { ?s foaf:name ?n }")

    assert error.hint == "add the line PREFIX foaf: <http://xmlns.com/foaf/0.1/>"


def test_the_caret_stands_under_the_place_of_a_long_line() -> None:
    query = "ASK { " + "?s ?p ?o . " * 50 + "! }"
    line, caret = excerpt(query, 1, query.index("!") + 1).split("\n")

    assert line[caret.index("^")] == "!"
    assert len(line) <= 76


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(-2, 9), st.integers(-2, 99))
def test_an_excerpt_has_two_lines_or_none(text: str, line: int, column: int) -> None:
    assert excerpt(text, line, column).count("\n") <= 1
