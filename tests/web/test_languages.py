"""Names in several languages: one is shown, in the language that is wished for as far as there is one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import DATA, pages_of
from tests.web.reading import BROWSER, Page

from policygraph.engine import Literal, Quad, open_store, parse_quads
from policygraph.iris import Iri
from policygraph.web.languages import wished_languages

LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")
NAMES = (
    ("https://w3id.org/policygraph/id/themes/ai", "Deallusrwydd artiffisial", "cy"),
    ("https://w3id.org/policygraph/id/themes/automation", "Automatisation", "fr-CA"),
    ("https://w3id.org/policygraph/id/stages/discussion", "Discussion (fr)", "fr"),
)


@pytest.fixture(scope="module")
def named() -> FlaskClient:
    """The pages of a graph in which some things have names in other languages too."""
    store = open_store([(DATA, None)])
    quads = list(parse_quads(store.dump("nquads"), "nquads"))
    shared = next(one.graph for one in quads if str(one.graph).endswith("/shared"))
    for thing, name, language in NAMES:
        quads.append(Quad(Iri(thing), LABEL, Literal(name, language), shared))
    return pages_of(quads)


def read(web: FlaskClient, path: str, languages: str = "") -> Page:
    return Page(web.get(path, headers={**BROWSER, "Accept-Language": languages}))


@pytest.mark.parametrize(
    ("languages", "title", "language"),
    [
        ("", "Artificial intelligence", "en"),
        ("cy-GB, en;q=0.5", "Deallusrwydd artiffisial", "cy"),
        ("de, cy;q=0.3", "Deallusrwydd artiffisial", "cy"),
        ("de", "Artificial intelligence", "en"),
        ("nonsense;;q=x, *", "Artificial intelligence", "en"),
    ],
)
def test_a_page_is_titled_in_the_language_wished_for(
    named: FlaskClient, languages: str, title: str, language: str
) -> None:
    page = read(named, "/themes/ai", languages)

    assert page.texts("//h1") == [title]
    assert page.tree.xpath("//h1/@lang") == [language]
    assert page.tree.xpath("/html/@lang") == ["en"]


def test_the_address_has_the_last_word_on_the_language(named: FlaskClient) -> None:
    page = read(named, "/themes/ai?lang=cy", "en")

    assert page.texts("//h1") == ["Deallusrwydd artiffisial"]


def test_a_thing_of_several_names_stands_once_and_says_its_language(
    named: FlaskClient,
) -> None:
    english = read(named, "/themes")
    french = read(named, "/themes", "fr")

    assert english.text.count("Automat") == 1
    assert french.texts("//a[@lang='fr-ca']") == ["Automatisation"]
    assert french.text.count("Artificial intelligence") == 1
    assert read(named, "/reports/quayside", "fr").text.count("Ferries are seldom") == 1


def test_an_answer_says_that_it_was_chosen_by_language(named: FlaskClient) -> None:
    english = named.get("/themes/ai", headers={**BROWSER, "Accept-Language": "en"})
    welsh = named.get("/themes/ai", headers={**BROWSER, "Accept-Language": "cy"})
    turtle = named.get("/themes/ai.ttl", headers={"Accept-Language": "cy"})

    assert "Accept-Language" in welsh.headers["Vary"]
    assert english.headers["ETag"] != welsh.headers["ETag"]
    assert "Accept-Language" not in turtle.headers["Vary"]


@given(st.text(), st.lists(st.text()))
def test_whatever_is_wished_english_is_among_it(
    named: str, accepted: list[str]
) -> None:
    wished = wished_languages(named, accepted)

    assert "en" in wished
    assert len(wished) <= 5
