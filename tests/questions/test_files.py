"""The files of the questions and derivations: complete headers, plain SPARQL, one way for values to enter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from policygraph.engine import Literal, QueryFile, Rows, Store, read_query_file
from policygraph.errors import UsageError
from policygraph.iris import Iri
from policygraph.resources import query_files

QUESTIONS = query_files("questions")
FILES = [*QUESTIONS, *query_files("derive")]
HOSTILE = ["> } ; DROP ALL #", '"""', "'\n}\n", "\\", "\\g<0>", "?s ?p ?o", "\u202e}{"]


def stem(path: Path) -> str:
    return path.stem


def body_of(question: QueryFile) -> str:
    lines = question.text.splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def gaps_of(text: str) -> list[str]:
    return re.findall(r"^ +VALUES \?(\w+) \{ UNDEF \}$", text, re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_header_says_everything_in_its_order(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    keys = [key[1] for line in lines if (key := re.match(r"# (\w+):", line))]

    question = read_query_file(path)
    tags = ["tags"] if path in QUESTIONS else []
    assert keys == ["title", "answers", "params", "returns", *tags]
    assert bool(question.tags) == bool(tags)
    assert question.title
    assert question.answers.endswith("?")
    assert " - " in question.returns


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_the_header_names_the_columns_that_come_back(path: Path) -> None:
    question = read_query_file(path)

    answer = Store().answer(question.text)

    assert isinstance(answer, Rows)
    told = question.returns.partition(" - ")[0]
    assert tuple(told.split(", ")) == answer.variables


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_each_parameter_has_its_line_of_values(path: Path) -> None:
    question = read_query_file(path)

    gaps = gaps_of(question.text)

    told = re.findall(r"\w+ \((?:IRI|text|number)\)", _params(question))
    assert sorted(set(gaps)) == sorted(gap.name for gap in question.parameters)
    assert len(told) == len(question.parameters)
    assert question.text.count("UNDEF") == len(gaps)


def _params(question: QueryFile) -> str:
    (line,) = re.findall(r"^# params:(.*)$", question.text, re.MULTILINE)
    return str(line)


def test_no_two_questions_have_the_same_title() -> None:
    titles = [read_query_file(path).title for path in FILES]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_only_the_prefixes_used_are_declared_in_their_order(path: Path) -> None:
    body = body_of(read_query_file(path))

    declared = re.findall(r"^PREFIX ([\w-]+):", body, re.MULTILINE)

    rest = re.sub(r"^PREFIX.*$", "", body, flags=re.MULTILINE)
    unused = {name for name in declared if not re.search(rf"\b{name}:\w", rest)}
    assert unused == set()
    assert declared == sorted(declared)


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_rows_come_in_order_and_columns_are_named(path: Path) -> None:
    body = body_of(read_query_file(path))

    assert re.search(r"^ORDER BY .+\Z", body, re.MULTILINE)
    assert "SELECT *" not in body
    assert not re.search(r"\b(GRAPH|SERVICE|FROM)\b", body)


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_a_report_comes_with_its_title(path: Path) -> None:
    body = body_of(read_query_file(path))
    (columns,) = re.findall(r"^SELECT (.*?)\s^WHERE", body, re.MULTILINE | re.DOTALL)

    assert not re.search(r"\?report\b(?!\s+\?(title|reportTitle)\b)", columns)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_another_reader_of_sparql_takes_the_file_as_it_stands(path: Path) -> None:
    text = read_query_file(path).text

    prepared = prepareQuery(text)

    assert prepared.algebra.name in {"SelectQuery", "ConstructQuery"}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_a_hostile_value_stays_one_term(path: Path, value: str) -> None:
    question = read_query_file(path)
    values = {gap.name: Literal(value) for gap in question.parameters}

    text = question.bind(values)

    answer = Store().answer(text)
    assert isinstance(answer, Rows)
    assert list(answer) == []
    assert text.count("\n") == question.text.count("\n")
    assert "UNDEF" not in text


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_a_hostile_iri_is_refused(path: Path) -> None:
    question = read_query_file(path)
    gap = question.parameters[0].name

    with pytest.raises(UsageError, match="cannot be written"):
        question.bind({gap: Iri("https://example.org/> } ; DROP ALL #")})
