"""What is refused before an engine sees it, and what must not be."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.engine.scan import refuse_what_is_never_done, undeclared_prefixes
from policygraph.errors import QueryError, QueryRefusedError


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE# <\n<http://127.0.0.1/> { ?s ?p ?o } }",
        "ASK { FILTER NOT EXISTS { SERVICE ?x { ?s ?p ?o } } }",
        "SELECT * { ?s ?p 'it''s' . SERVICE <http://127.0.0.1/> {} }",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "PREFIX select: <http://x/> CLEAR ALL",
        "# SELECT\nDROP ALL",
        "LOAD <http://127.0.0.1/>",
        "PREFIX a: <http://x/> SELECT ?a { ?x a a:.SERVICE <http://127.0.0.1/> {} }",
        "PREFIX : <http://x/> SELECT ?a { ?x a :.SERVICE <http://127.0.0.1/> {} }",
        "SELECT ?s { FILTER(1<2)SERVICE#>\n<http://127.0.0.1/>{ ?s ?p ?o } }",
        "SELECT ?s { FILTER(?s=true.SERVICE <http://127.0.0.1/> {} ) }",
    ],
)
def test_calls_and_updates_are_refused_with_their_place(query: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        refuse_what_is_never_done(query)

    assert caught.value.line >= 1
    assert caught.value.http_status == (400 if "service" in query.lower() else 403)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?service { ?service ?p "SERVICE" }',
        "SELECT * { ?s <http://x/SERVICE> ?o } # SERVICE <http://x> {}",
        "PREFIX service: <http://x/> SELECT * { ?s service:insert ?o }",
        'SELECT * { ?s ?p """a "quoted" SERVICE word""" }',
        "SELECT * { ?s ?p 'DROP ALL; INSERT' }",
        "SELECT * { ?drop ?clear ?load }",
        "PREFIX e: <http://x/> SELECT * { ?s a e:a.SERVICE, e:SERVICE }",
        "SELECT * { ?s <http://x/a_(b)/SERVICES> ?o . FILTER(?o < 3 && ?o > 1) }",
    ],
)
def test_the_same_words_in_names_strings_and_comments_pass(query: str) -> None:
    refuse_what_is_never_done(query)


def test_nesting_beyond_any_honest_query_is_refused() -> None:
    query = "SELECT * { FILTER " + "(" * 5000 + "1" + ")" * 5000 + " }"

    with pytest.raises(QueryError, match="nested too deep"):
        refuse_what_is_never_done(query)


def test_nesting_of_a_hundred_passes() -> None:
    refuse_what_is_never_done("ASK { FILTER " + "(" * 100 + "1" + ")" * 100 + " }")


@given(st.text(max_size=300))
def test_any_text_is_read_to_its_end(text: str) -> None:
    with suppress(QueryError):
        refuse_what_is_never_done(text)

    assert isinstance(undeclared_prefixes(text), tuple)


def test_an_undeclared_prefix_is_found_where_it_is_first_used() -> None:
    query = "PREFIX pgo: <http://x/>\nSELECT * {\n  ?s a pgo:Claim ; foaf:name ?n }"

    assert undeclared_prefixes(query) == (("foaf:", 3, 20),)


def test_brackets_that_hide_behind_a_comparison_are_counted() -> None:
    query = "SELECT * { FILTER(1<" + "(" * 20_000 + "#>\n1" + ")" * 20_000 + ") }"

    with pytest.raises(QueryError, match="nested too deep"):
        refuse_what_is_never_done(query)


@pytest.mark.parametrize(
    "piece",
    ['"\\"', "a1", "'''", "<a", "a:", "\\", '"a" ', "(1<2)", "a.b", "#", "'\\"],
)
def test_a_quarter_of_a_megabyte_of_any_shape_is_read(piece: str) -> None:
    # quadratic reading would take minutes here, and the run's own limit would end it
    query = "SELECT " + piece * (250_000 // len(piece))

    with suppress(QueryError):
        refuse_what_is_never_done(query)

    assert isinstance(undeclared_prefixes(query), tuple)
