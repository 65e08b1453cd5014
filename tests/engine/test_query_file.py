"""Questions in files: their headers, and the one way in which values enter them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.engine import Literal, QueryFile, Rows, Store, read_query_file
from policygraph.errors import NotFoundError, UsageError
from policygraph.iris import Iri

TEXT = """# title:   Things by name
# answers: Which thing
#          has this name?
# params:  name (text), thing (IRI)
# returns: thing - one row per thing
SELECT ?thing ?name
WHERE {
  VALUES ?name { UNDEF }
  VALUES ?thing { UNDEF }
  ?thing <http://example.org/name> ?name .
}
ORDER BY ?thing
"""


@pytest.fixture
def question(tmp_path: Path) -> QueryFile:
    path = tmp_path / "things-by-name.rq"
    path.write_text(TEXT, encoding="utf-8")
    return read_query_file(path)


def names(*values: str) -> Store:
    store = Store()
    triples = [
        f"<http://example.org/{number}> <http://example.org/name> {value} ."
        for number, value in enumerate(values)
    ]
    store.load_bytes("\n".join(triples).encode(), "turtle")
    return store


def test_the_header_is_read_over_several_lines(question: QueryFile) -> None:
    assert question.title == "Things by name"
    assert question.answers == "Which thing has this name?"
    assert [gap.name for gap in question.parameters] == ["name", "thing"]


def test_unbound_it_answers_for_all_values(question: QueryFile) -> None:
    answer = names('"a"', '"b"').answer(question.text)

    assert isinstance(answer, Rows)
    assert len(list(answer)) == 2


def test_a_bound_value_leaves_its_rows_alone(question: QueryFile) -> None:
    text = question.bind({"name": Literal("b")})

    rows = names('"a"', '"b"').rows(text)

    assert [row["thing"] for row in rows] == ["http://example.org/1"]


def test_several_values_may_fill_one_gap(question: QueryFile) -> None:
    text = question.bind({"name": [Literal("a"), Literal("c")]})

    assert len(names('"a"', '"b"', '"c"').rows(text)) == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_typed_stays_one_value(value: str) -> None:
    question = QueryFile("q", "f", "", "", "", (), TEXT)
    gaps = read_gaps(question)

    answer = names('"a"').answer(gaps.bind({"name": Literal(value)}))

    assert isinstance(answer, Rows)
    assert len(list(answer)) == (1 if value == "a" else 0)


def read_gaps(question: QueryFile) -> QueryFile:
    from dataclasses import replace

    from policygraph.engine import Parameter

    return replace(question, parameters=(Parameter("name", "text"),))


@pytest.mark.parametrize("iri", ["x> } ; DROP ALL #", "has space", "no-scheme", 'a:"b'])
def test_what_is_no_iri_is_refused_in_words(question: QueryFile, iri: str) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        question.bind({"thing": Iri(iri)})


def test_an_unknown_parameter_is_told_with_the_known_ones(question: QueryFile) -> None:
    with pytest.raises(UsageError) as caught:
        question.bind({"theme": Iri("http://x/")})

    assert "name, thing" in caught.value.hint


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_query_file(tmp_path / "absent.rq")
