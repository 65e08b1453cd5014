"""What a reader finds by words, and what is said where nothing is found."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import DATA, CountingStore
from tests.web.reading import BROWSER, Page

from policygraph.engine import (
    Literal,
    ReleaseStore,
    Store,
    find_query,
    open_store,
)
from policygraph.graph import search_word_triples
from policygraph.iris import Iri, Iris
from policygraph.isolated import InProcess, Limits
from policygraph.web import Source, create_app
from policygraph.web.search_terms import MOST_WORDS, read_sought

INTEGER = Iri("http://www.w3.org/2001/XMLSchema#integer")
HOSTILE = {
    "nothing": "",
    "blanks": "   \t\n ",
    "signs": "&&|!(){}[]^~*?:\\/+-",
    "operators": "AND OR NOT +must -mustnot field:value fuzzy~2 boost^4 [a TO b]",
    "unbalanced quotes": '"public trust',
    "quotes alone": '"" " """ “” „“',
    "a quote and a backslash": '\\" } } SELECT * { ?s ?p ?o } # \\',
    "a gap": "UNDEF } VALUES ?x { UNDEF }",
    "a regular expression": "(a+)+$ .* [^x] \\d{2,}",
    "markup": "<script>alert(1)</script> <mark>trust</mark>",
    "emoji": "🏙️ 👩‍💻 🇬🇧",
    "combining marks": "t́r̀u̎s̈t" + "̀" * 300,
    "marks alone": "̀́",
    "right to left": "\u202etsurt \u200bsm\u00adart",
    "common words": "the of and to",
    "one letter": "a b c d",
    "stars": "* ** a* tr** *trust",
    "other scripts": "规划 планирование التخطيط",
    "null and control": "trust\x00\x01\x1f\x7f",
    "ten kilobytes": "governance " * 1_000,
    "a word of ten kilobytes": "g" * 10_000,
    "ten thousand words": " ".join(f"w{number}" for number in range(2_000)),
    "surrogates": "%ED%A0%80 \ufffd",
}


def app_of(store: CountingStore, release: ReleaseStore) -> FlaskClient:
    source = Source(
        store=store,
        iris=release.iris,
        digest=release.digest,
        title=release.manifest.title,
        counts=release.manifest.counts,
        strangers=InProcess(store, Limits()),
    )
    return create_app(source).test_client()


@pytest.fixture
def asked(release: ReleaseStore) -> CountingStore:
    return CountingStore(release.store)


@pytest.fixture
def shipped(release: ReleaseStore, asked: CountingStore) -> FlaskClient:
    return app_of(asked, release)


@pytest.fixture(scope="module")
def quayside() -> Store:
    """The small report, with the words that a build derives for it."""
    store = open_store([(DATA, None)])
    iris = Iris("https://example.org/data/")
    graph = f" <{iris.graph('derived')}> .\n".encode()
    lines = b"".join(line + graph for line in search_word_triples(store, iris))
    store.load_bytes(lines, "nquads")
    return store


@pytest.fixture
def small(quayside: Store) -> FlaskClient:
    counting = CountingStore(quayside)
    source = Source(
        store=counting,
        iris=Iris("https://example.org/data/"),
        digest="d1gest",
        title="Quayside graph",
        strangers=InProcess(counting, Limits()),
    )
    return create_app(source).test_client()


def look_for(web: FlaskClient, typed: str, **more: str) -> Page:
    query = {"q": typed, **more}
    return Page(web.get("/search", query_string=query, headers=BROWSER))


def found(page: Page) -> list[str]:
    return page.texts(
        "//section[@class='search-group']//p[@class='says']"
    ) + page.texts("//section[@class='search-group']/ul/li")


@pytest.mark.parametrize("typed", ["timetable", "TIMETABLES", "simpler timetables"])
def test_all_forms_of_a_word_find_a_statement(small: FlaskClient, typed: str) -> None:
    page = look_for(small, typed)

    assert "draft The timetable should be simpler." in found(page)


def test_of_several_words_all_have_to_be_there(small: FlaskClient) -> None:
    assert found(look_for(small, "ferry time")) != []
    assert found(look_for(small, "ferry night")) == []


def test_words_may_stand_partly_in_the_text_and_partly_in_the_quotation(
    small: FlaskClient,
) -> None:
    page = look_for(small, "ferries seldom")

    assert "Ferries are seldom on time." in found(page)


def test_a_phrase_is_found_as_it_stands_and_in_no_other_order(
    small: FlaskClient,
) -> None:
    assert "Piers should be lit at night." in found(look_for(small, "“lit at night”"))
    assert found(look_for(small, '"night at lit"')) == []
    assert "Piers should be lit at night." in found(look_for(small, "night lit"))


def test_the_beginning_of_a_word_finds_all_that_begin_so(small: FlaskClient) -> None:
    page = look_for(small, "tim*")

    assert {
        "draft The timetable should be simpler.",
        "Ferries are seldom on time.",
    } <= {*found(page)}


def test_own_words_come_before_words_of_a_quotation(small: FlaskClient) -> None:
    page = look_for(small, "timetable", type="recommendations")

    assert found(page) == [
        "draft The timetable should be simpler.",
        "Piers should be lit at night.",
    ]


def test_what_was_found_is_marked_in_text_and_quotation(small: FlaskClient) -> None:
    page = look_for(small, "timetables")

    assert {one.lower() for one in page.texts("//mark")} == {"timetable"}
    assert page.texts("//blockquote//mark")


def test_each_statement_says_who_said_it_how_many_agreed_and_in_which_report(
    small: FlaskClient,
) -> None:
    page = look_for(small, "seldom", type="claims")

    words = page.texts("//article")[0]

    assert "Who said it: one attendee" in words.replace("it one", "it: one")
    assert "How many agreed" in words
    assert "“the ferry is seldom on time”" in words
    assert "Quayside hearing, report" in words


def test_themes_reports_actors_and_places_are_found_by_name(
    small: FlaskClient,
) -> None:
    page = look_for(small, "quayside")

    assert page.texts("//section[@class='search-group']/h2") == [
        "Reports 1",
        "Actors 2",
        "Places 1",
    ]


def test_not_said_is_nobody_who_could_be_found(small: FlaskClient) -> None:
    page = look_for(small, "not said")

    assert found(page) == []


def test_a_word_beside_the_mark_is_offered_in_the_right_spelling(
    small: FlaskClient,
) -> None:
    page = look_for(small, "timetabel")

    assert page.href("timetable") == "/search?q=timetable"


def test_words_that_stand_apart_are_offered_one_by_one(small: FlaskClient) -> None:
    page = look_for(small, "ferry intelligence")

    assert page.href("ferry") == "/search?q=ferry"
    assert page.href("Artificial intelligence") == "/themes/ai"


def test_a_hostile_statement_is_found_and_stays_text(small: FlaskClient) -> None:
    page = look_for(small, "alert script")

    assert found(page) == ['<script>alert(1)</script> & "quoted"']
    assert page.tree.xpath("//main//script") == []
    assert set(page.texts("//mark")) == {"script", "alert"}


@pytest.mark.parametrize("typed", list(HOSTILE.values()), ids=list(HOSTILE))
def test_whatever_is_typed_there_is_a_page(
    shipped: FlaskClient, asked: CountingStore, typed: str
) -> None:
    page = look_for(shipped, typed)

    assert page.response.status_code == 200
    assert page.texts("//h1") == ["Search"]
    assert page.tree.xpath("//main//script") == []
    assert len(asked.asked) <= 5
    assert len(page.response.data) < 60_000


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"page": "-1"}, 400),
        ({"page": "0"}, 400),
        ({"page": "two"}, 400),
        ({"page": "٣"}, 400),
        ({"page": "1" + "0" * 18}, 400),
        ({"page": "99999", "type": "claims"}, 404),
        ({"page": "2"}, 404),
        ({"type": "nonsense"}, 400),
        ({"type": "<script>"}, 400),
        ({"type": "claims", "page": "1"}, 200),
        ({"type": "programmes"}, 200),
    ],
    ids=str,
)
def test_impossible_pages_and_kinds_are_told(
    shipped: FlaskClient, more: dict[str, str], status: int
) -> None:
    page = look_for(shipped, "trust", **more)

    assert page.response.status_code == status
    assert len(page.texts("//h1")) == 1


def test_every_statement_of_a_kind_is_on_one_of_its_pages(shipped: FlaskClient) -> None:
    whole = look_for(shipped, "smart")
    total = int(
        whole.texts("//nav[@aria-label='Kinds of things found']//li[1]/span")[0]
    )
    hrefs = whole.tree.xpath("//nav[@aria-label='Kinds of things found']//li/a/@href")

    each = 0
    for href in hrefs[1:]:
        while href:
            page = Page(shipped.get(href, headers=BROWSER))
            each += len(found(page))
            href = next(iter(page.tree.xpath("//a[@rel='next']/@href")), "")

    assert total == each > 1


def test_a_graph_that_was_not_built_finds_nothing_and_says_so(web: FlaskClient) -> None:
    page = look_for(web, "ferry")

    assert page.response.status_code == 200
    assert "Nothing is found" in page.text


def values_for(*groups: str, phrases: tuple[str, ...] = ()) -> dict[str, object]:
    values: dict[str, object] = {
        "sought": [Literal(one) for one in groups],
        "wanted": Literal(str(len({one[0] for one in groups})), None, INTEGER),
    }
    if phrases:
        values["phrase"] = [Literal(one) for one in phrases]
        values["phrases"] = Literal(str(len(phrases)), None, INTEGER)
    return values


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("search", values_for("1 ferri")),
        ("search", values_for("1 time", "1 timet", "2 seldom")),
        ("search", values_for("1 quaysid")),
        ("search", {}),
        ("search-phrases", values_for("1 lit", "2 night", phrases=("lit at night",))),
        ("search-phrases", values_for("1 ferri", "2 seldom")),
        ("search-phrases", values_for("1 ferri", phrases=("is seldom", "on time"))),
        ("search-words", {"start": [Literal("t"), Literal("fer")]}),
        ("search-statements", {}),
    ],
    ids=str,
)
def test_another_engine_finds_the_same_rows_in_the_same_order(
    quayside: Store, name: str, values: dict[str, object]
) -> None:
    query = find_query(name, "pages").bind(values)  # type: ignore[arg-type] # of several kinds
    other = rdflib.Graph().parse(data=quayside.dump("ntriples"), format="ntriples")

    ours = [
        tuple(getattr(term, "value", term) for term in row.values() if term is not None)
        for row in quayside.rows(query)
    ]
    theirs = [
        tuple(str(term) for term in row if term is not None)
        for row in other.query(query)
    ]

    assert ours == theirs
    assert ours


@given(st.text(max_size=2_000))
def test_no_text_breaks_what_is_looked_for(typed: str) -> None:
    sought = read_sought(typed)

    assert len(sought.words) + len(sought.beginnings) <= MOST_WORDS
    assert all(phrase == phrase.lower() for phrase in sought.phrases)
    assert "" not in (*sought.words, *sought.beginnings, *sought.phrases)
