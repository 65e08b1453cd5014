"""Signs without a shape of their own: seen on pages, and nothing around them is turned."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup
from tests.web.conftest import DATA, pages_of
from tests.web.reading import BROWSER, Page

from policygraph.engine import Literal, Quad, open_store, parse_quads
from policygraph.web.highlighting import mark_query
from policygraph.web.invisible import show_words, spell_out

HOSTILE = "Quay\u202eside \u200bForum\ufeff"
HEBREW = "שלום"


def renamed(name: str) -> FlaskClient:
    """Return the pages of a graph in which the forum has another name."""
    store = open_store([(DATA, None)])
    quads = [
        Quad(one.subject, one.predicate, Literal(name, "en"), one.graph)
        if isinstance(one.object, Literal) and one.object.value == "Quayside Forum"
        else one
        for one in parse_quads(store.dump("nquads"), "nquads")
    ]
    return pages_of(quads)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/actors/quayside-forum", "//h1"),
        ("/actors", "//p[@class='says']"),
        ("/reports/quayside/s03", "//aside//dd"),
        ("/themes/ai", "//aside//ul[@class='short']"),
        ("/reports/quayside/s03", "//p[@class='reference']"),
        ("/reports/quayside/s03", "//details[@class='cite']//pre"),
    ],
)
def test_a_name_that_would_turn_a_line_is_marked(path: str, place: str) -> None:
    page = Page(renamed(HOSTILE).get(path, headers=BROWSER))

    marks = page.tree.xpath(f"{place}//bdi/span[@class='mark']/@title")
    assert marks[:3] == [
        "RIGHT-TO-LEFT OVERRIDE",
        "ZERO WIDTH SPACE",
        "ZERO WIDTH NO-BREAK SPACE",
    ]
    assert not set("\u202e\u200b\ufeff") & set(page.text)
    assert "\u202e" not in page.texts("//title")[0]


def test_words_from_right_to_left_are_set_apart_and_not_marked() -> None:
    page = Page(renamed(HEBREW).get("/actors/quayside-forum", headers=BROWSER))

    assert page.texts("//h1/bdi") == [HEBREW]
    assert page.tree.xpath("//h1//span") == []


def test_a_query_shows_signs_that_hide_in_it() -> None:
    shown = mark_query('ASK { ?s ?p "pay\u200dpal" } # \u202e drop')

    page = html.fragment_fromstring(f"<pre>{shown}</pre>")
    assert page.xpath(".//span[@class='mark']/text()") == ["U+200D", "U+202E"]
    assert not set("\u200d\u202e") & set(page.text_content())


@given(st.text())
def test_nothing_unseen_is_left_and_no_other_letter_is_lost(words: str) -> None:
    shown = show_words(words)

    plain = shown.striptags() if isinstance(shown, Markup) else shown
    assert not set("\u202a\u202e\u2066\u200b\ufeff\x07") & set(plain)
    assert spell_out(spell_out(words)) == spell_out(words)
    if isinstance(shown, Markup):
        assert "<script" not in shown
