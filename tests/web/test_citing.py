"""How a page is cited: in the words of the report, in their language, at the address that stands for it."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient
from tests.web.conftest import DATA
from tests.web.reading import BROWSER, Page

from policygraph.engine import Literal, open_store, parse_quads
from policygraph.iris import Iris
from policygraph.web import Source, create_app

QUOTE = "the ferry is seldom on time"


def in_welsh() -> FlaskClient:
    """Return the pages of a graph in which one passage is in Welsh."""
    store = open_store([(DATA, None)])
    quads = [
        replace(one, object=Literal("anaml y mae'r fferi ar amser", "cy"))
        if isinstance(one.object, Literal) and one.object.value == QUOTE
        else one
        for one in parse_quads(store.dump("nquads"), "nquads")
    ]
    other = open_store([])
    other.add(quads)
    iris = Iris("https://example.org/data/")
    source = Source(store=other, iris=iris, digest="d1gest", title="Quay", counts={})
    return create_app(source).test_client()


def statement_with_quote(web: FlaskClient, words: str) -> Page:
    for number in range(1, 10):
        page = Page(web.get(f"/reports/quayside/s{number:02}", headers=BROWSER))
        if any(words in one for one in page.texts("//blockquote")):
            return page
    raise AssertionError(words)


def test_words_in_another_language_are_marked_in_a_citation() -> None:
    page = statement_with_quote(in_welsh(), "fferi")

    assert page.texts("//p[@class='reference']/span[@lang='cy']") == [
        "“anaml y mae'r fferi ar amser”"
    ]


def test_english_words_need_no_mark_in_a_citation(web: FlaskClient) -> None:
    page = statement_with_quote(web, QUOTE)

    assert f"“{QUOTE}”" in page.texts("//p[@class='reference']")[0]
    assert page.texts("//p[@class='reference']/span") == []
