"""Each question, asked of the Socitm report, against the rows expected of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.query import ResultRow
from rdflib.term import Node
from tests.questions.expected import CASES, Case

from policygraph.engine import Literal, Store, Term, find_query, read_query_file
from policygraph.iris import Iri, Iris
from policygraph.resources import query_files

DATA = Path(__file__).parent / "data"
QUESTIONS = [path.stem for path in query_files("questions")]


def short(value: object) -> str:
    """The last part of an IRI, the text of a literal, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, Literal):
        return value.value
    text = str(value)
    return text.rsplit("/", 1)[-1] if text.startswith("https://w3id.org/") else text


def bound(case: Case) -> str:
    iris = Iris()
    values: dict[str, Term] = {
        name: iris.of_path(path) for name, path in case.given.items()
    }
    return find_query(case.question, "questions").bind(values)


def ask(store: Store, case: Case) -> list[tuple[str, ...]]:
    rows = store.rows(bound(case))
    return [tuple(short(row[name]) for name in case.columns.split()) for row in rows]


def test_there_are_thirty_questions_and_each_has_an_expected_answer() -> None:
    asked = {case.question for case in CASES}

    assert len(QUESTIONS) == 30
    assert asked == set(QUESTIONS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_answer_is_the_one_expected(store: Store, case: Case) -> None:
    rows = ask(store, case)

    assert sorted(rows) == sorted(case.rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_order_of_the_rows_leaves_nothing_to_chance(
    store: Store, name: str
) -> None:
    lines = sorted(store.dump("nquads").splitlines(keepends=True), reverse=True)
    other = Store()
    other.load_bytes(b"".join(lines), "nquads")
    text = find_query(name, "questions").text

    first, second = store.rows(text), other.rows(text)

    assert first == second
    assert len(first) == len({str(row) for row in first})


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_empty_store_has_no_answer(name: str) -> None:
    rows = Store().rows(find_query(name, "questions").text)

    assert rows == []


def test_a_reading_is_never_counted_with_what_the_report_says(store: Store) -> None:
    question = find_query("conclusions-without-stated-support", "questions")

    rows = store.rows(question.text)

    direct = store.rows(
        "SELECT ?to { ?from <https://w3id.org/policygraph/ontology#supports> ?to }"
    )
    concluded = {row["conclusion"] for row in rows}
    assert concluded
    assert not concluded & {row["to"] for row in direct}


def test_quotations_are_verbatim_where_the_text_is_at_hand() -> None:
    store = Store()
    store.load_file(DATA / "with-text.ttl")

    (row,) = store.rows(find_query("quotations-verbatim").text)

    assert short(row["outcome"]) == "verbatim"
    assert (short(row["quotations"]), short(row["verbatim"])) == ("1", "1")


@pytest.mark.parametrize(
    ("was", "now"),
    [("The ponds must stay", "The ponds will stay"), ("oa:start 4", "oa:start 3")],
    ids=["another word", "another place"],
)
def test_a_quotation_that_differs_from_the_text_is_not_verbatim(
    was: str, now: str
) -> None:
    changed = (DATA / "with-text.ttl").read_text(encoding="utf-8").replace(was, now)
    store = Store()
    store.load_bytes(changed.encode(), "turtle")

    (row,) = store.rows(find_query("quotations-verbatim").text)

    assert short(row["outcome"]) == "not verbatim"


def test_the_words_come_with_the_text_around_them_where_it_is_at_hand() -> None:
    store = Store()
    store.load_file(DATA / "with-text.ttl")

    (row,) = store.rows(find_query("words-behind-a-statement").text)

    assert short(row["words"]) == "ponds must stay"
    assert short(row["around"]) == "The ponds must stay, said one."
    assert short(row["url"]) == "not-said"


@pytest.fixture(scope="session")
def elsewhere(store: Store) -> Graph:
    """The union of all graphs in another engine."""
    return Graph().parse(data=store.dump("ntriples"), format="nt")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_another_engine_gives_the_same_rows(
    store: Store, elsewhere: Graph, case: Case
) -> None:
    def plain(node: Node | None) -> str:
        return "" if node is None else short(str(node))

    answer = elsewhere.query(bound(case))

    names = [str(name) for name in answer.vars or []]
    wanted = [names.index(name) for name in case.columns.split()]
    rows = [
        tuple(plain(row[place]) for place in wanted)
        for row in answer
        if isinstance(row, ResultRow)
    ]
    assert sorted(rows) == sorted(ask(store, case))


def derived(name: str) -> set[tuple[str, str, str]]:
    store = Store()
    store.load_file(DATA / "answers.ttl")
    answer = store.answer(find_query(name, "derive").text)
    lines = answer.write("ntriples").decode().splitlines()
    parts = [line.removesuffix(" .").split(" ") for line in lines]
    return {
        (last(subject), last(predicate), last(value))
        for subject, predicate, value in parts
    }


def last(iri: str) -> str:
    return iri.strip("<>").replace("#", "/").rsplit("/", 1)[-1]


def test_only_stated_links_become_direct_triples() -> None:
    triples = derived("stated-links")

    assert triples == {
        ("s03", "answers", "s01"),
        ("s03", "respondsTo", "s01"),
        ("s03", "conflictsWith", "s04"),
        ("s04", "conflictsWith", "s03"),
    }


def test_a_concept_stands_under_all_above_it_but_not_under_itself() -> None:
    triples = derived("broader-transitive")

    assert triples == {
        ("narrow", "broaderTransitive", "middle"),
        ("narrow", "broaderTransitive", "wide"),
        ("middle", "broaderTransitive", "wide"),
    }


def test_each_type_of_link_has_its_direct_triple(project: Path) -> None:
    text = find_query("stated-links", "derive").text
    schemes = Store()
    schemes.load_file(project / "ontology" / "schemes" / "link-types.ttl")

    rows = schemes.rows(
        "SELECT ?type { ?type <http://www.w3.org/2004/02/skos/core#inScheme> ?in }"
    )

    types = {short(row["type"]) for row in rows}
    assert types
    assert {kind for kind in types if f"(link:{kind} " not in text} == set()


def test_the_release_holds_the_holders_in_one_step(store: Store) -> None:
    statement = Iris().in_report("socitm-casa-smart-places", "s34")
    question = read_query_file(DATA / "holders.rq")

    rows = store.rows(question.bind({"statement": Iri(statement)}))

    assert [short(row["holder"]) for row in rows] == ["casa", "socitm"]
