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
