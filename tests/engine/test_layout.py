"""Queries set out: nothing but white space and the case of keywords may change, and twice is as once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.engine.layout import LONGEST_LAID_OUT, lay_out
from policygraph.engine.query_file import read_query_file
from policygraph.engine.scan import tokens
from policygraph.resources import query_files

SHIPPED = [
    read_query_file(path).text.strip()
    for folder in ("pages", "questions", "checks", "derive")
    for path in query_files(folder)
]
WRITTEN_BADLY = """\
# title: what
PREFIX   pgo: <https://w3id.org/policygraph/ontology#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>  # labels
select ?s   (count(?o) as ?n) # columns
where
{
#comment 1
VALUES ?theme { UNDEF }
?s a pgo:Claim; # a claim
      pgo:theme ?t , ?u ; # theme
  rdfs:label "a # b"@en.
graph ?g {
#comment 2
?s !(pgo:a|^pgo:b)* ?o }


  optional { ?s ?p ?x filter(?x<3&&?y>4) } # end
minus{?s ?p 'x\\n  y'}
# before the end
}
group by ?s
order by desc(?n) limit 10
# last"""
SET_OUT = """\
# title: what
PREFIX pgo: <https://w3id.org/policygraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> # labels
SELECT ?s (COUNT(?o) AS ?n) # columns
WHERE {
  #comment 1
  VALUES ?theme { UNDEF }
  ?s a pgo:Claim ; # a claim
     pgo:theme ?t, ?u ; # theme
     rdfs:label "a # b"@en .
  GRAPH ?g {
    #comment 2
    ?s !(pgo:a|^pgo:b)* ?o
  }

  OPTIONAL { ?s ?p ?x FILTER(?x<3&&?y>4) } # end
  MINUS { ?s ?p 'x\\n  y' }
  # before the end
}
GROUP BY ?s
ORDER BY DESC(?n)
LIMIT 10
# last"""
PIECES = (
    *(
        "SELECT",
        "where",
        "optional",
        "FILTER",
        "union",
        "values",
        "a",
        "true",
        "{",
        "}",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "?s",
        "$o",
        "<http://x/#y>",
        "x:a.b",
        ":",
        "_:b",
    ),
    *(
        '"t # {"',
        "'''a\n  # b'''",
        "'\\n'",
        "@en",
        "^^",
        "1.5e3",
        "-2",
        "1.",
        "<",
        ">=",
    ),
    *(
        "&&",
        "||",
        "!",
        "^",
        "/",
        "*",
        "x:a\\.",
        "# why\n",
        "#\r\n",
        " ",
        "\n",
        "\n\n",
        "\t",
    ),
)


def substance(query: str) -> str:
    """The characters of a query that are no white space, but those of texts; folded, as keywords are."""
    found = (match.group() for match in tokens(query))
    return "".join(one for one in found if one.strip()).casefold()


def comments(query: str) -> list[str]:
    found = (match.group() for match in tokens(query))
    return [one.rstrip() for one in found if one.startswith("#")]


def test_a_query_is_set_out_and_keeps_its_comments_where_they_were() -> None:
    assert lay_out(WRITTEN_BADLY) == SET_OUT


def test_a_query_on_one_line_gets_lines() -> None:
    query = "select * {{?a ?b ?c}union{?d ?e:f.?g ?h 2,3}} offset 3 limit 2"

    assert lay_out(query) == (
        "SELECT * {\n"
        "  { ?a ?b ?c } UNION {\n"
        "    ?d ?e:f .\n"
        "    ?g ?h 2, 3\n"
        "  }\n"
        "}\n"
        "OFFSET 3\n"
        "LIMIT 2"
    )


@pytest.mark.parametrize("query", SHIPPED, ids=range(len(SHIPPED)))
def test_a_shipped_query_keeps_its_substance_and_is_set_out_once(query: str) -> None:
    laid_out = lay_out(query)
    in_one_line = lay_out(" ".join(query.partition("\n\n")[2].split()))

    assert laid_out is not None
    assert substance(laid_out) == substance(query)
    assert lay_out(laid_out) == laid_out
    assert in_one_line is not None
    assert lay_out(in_one_line) == in_one_line


def test_most_shipped_queries_are_set_out_as_their_writers_did() -> None:
    same = [query for query in SHIPPED if lay_out(query) == query]

    assert len(same) > 0.75 * len(SHIPPED)


@pytest.mark.parametrize(
    "query",
    ["ASK { ?s ?p 'x }", "ASK { ?s", "ASK }", "ASK {}" + " " * LONGEST_LAID_OUT],
    ids=["open text", "open bracket", "closed twice", "too long"],
)
def test_what_cannot_be_set_out_safely_is_left(query: str) -> None:
    assert lay_out(query) is None


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_but_white_space_and_the_case_of_keywords_changes(query: str) -> None:
    laid_out = lay_out(query)

    if laid_out is not None:
        assert substance(laid_out).replace(" ", "") == substance(query).replace(" ", "")
        assert comments(laid_out) == comments(query)
